import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addToCart } from "../../src/cart/cart.ts";
import { expireOrder } from "../../src/checkout/expire-order.ts";
import { payAgain } from "../../src/checkout/pay-again.ts";
import { placeOrder } from "../../src/checkout/place-order.ts";
import { quoteCart } from "../../src/checkout/quote.ts";
import type { Checkout } from "../../src/checkout/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { DomainError } from "../../src/platform/errors.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { makeId } from "../../src/platform/ids.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { address, order, sell, storeFor } from "../checkout/shop.ts";
import { closeOtherPlaces, levelsOf, openPlace, putAt } from "../inventory/places.ts";

const shoppers = 500;
const units = 100;

afterEach(async () => {
  vi.useRealTimers();
  await closeOtherPlaces();
});

interface Shopper {
  store: Store;
  input: Checkout;
  key: string;
}

/** A guest with one piece in the cart, about to order it. */
async function comeIn(variantId: string, total: number | null): Promise<Shopper> {
  const actor = { kind: "shopper", cartId: makeId("cart", Date.now()) } as const;
  const store = openStore(env, { actor });
  await addToCart(store, { variant_id: variantId, quantity: 1 });
  const destination = { address, shipping_option: "standard" };
  const expected_total = total ?? (await quoteCart(store, destination)).total;
  const input = { email: "ada@example.com", shipping_address: address, shipping_option: "standard" };
  return { store, input: { ...input, payment_provider: "test", expected_total }, key: crypto.randomUUID() };
}

/** What a shopper is told: the order's id, or the code of the refusal. */
async function buy({ store, input, key }: Shopper): Promise<{ order: string } | { refused: string; detail: string }> {
  const request = await idempotentRequest(store.actor, key, { method: "POST", path: "/checkout", body: input });
  try {
    return { order: (await placeOrder(store, input, request)).placed.order.id };
  } catch (thrown) {
    if (!(thrown instanceof DomainError)) throw thrown;
    return { refused: thrown.code, detail: thrown.detail };
  }
}

const ordersOf = (variantId: string) =>
  env.ORDERS.prepare("select count(distinct order_id) as n from order_lines where variant_id = ?")
    .bind(variantId)
    .first<number>("n");

/** All at once; the answers of one in ten are lost on the way, and those shoppers ask again. */
async function rush(variantId: string) {
  const { total } = await quoteOne(variantId);
  const crowd = await Promise.all(Array.from({ length: shoppers }, () => comeIn(variantId, total)));
  const first = await Promise.all(crowd.map(buy));
  expect(await ordersOf(variantId)).toBe(units);
  const again = await Promise.all(crowd.flatMap((shopper, index) => (index % 10 === 0 ? [buy(shopper)] : [])));
  return { first, again };
}

async function quoteOne(variantId: string) {
  const { store } = await comeIn(variantId, 0);
  return quoteCart(store, { address, shipping_option: "standard" });
}

describe("five hundred shoppers who want one of a hundred pieces at the same moment", () => {
  it("from three places: a hundred have ordered, all others are told that it is sold out, and whoever asks again hears the same", async () => {
    const pan = await sell({ stock: 40 });
    for (const more of [35, 25]) await putAt((await openPlace()).id, pan.variant_id, more);
    // The shelf shows plenty, so that the books alone decide.
    await env.CATALOG.prepare(
      "update variants set available = 1000, in_stock = 1000, available_at = '9999' where id = ?",
    )
      .bind(pan.variant_id)
      .run();
    const { first, again } = await rush(pan.variant_id);
    const ordered = first.flatMap((one) => ("order" in one ? one.order : []));
    const refused = first.flatMap((one) => ("refused" in one ? [one] : []));
    expect([new Set(ordered).size, refused.length]).toEqual([units, shoppers - units]);
    expect(new Set(refused.map((one) => one.refused))).toEqual(new Set(["insufficient-stock"]));
    expect(refused.every(({ detail }) => detail.includes("is sold out"))).toBe(true);
    expect(again).toEqual(first.filter((_, index) => index % 10 === 0));
    expect(await ordersOf(pan.variant_id)).toBe(units);
    const levels = Object.values(await levelsOf(pan.variant_id));
    expect(levels.reduce((sum, { reserved }) => sum + reserved, 0)).toBe(units);
    expect(levels.every(({ reserved, on_hand }) => reserved === on_hand)).toBe(true);
    const { findings } = await auditBooks(storeFor());
    expect(findings.filter(({ rule }) => rule !== "what is told is sent")).toEqual([]);
  }, 180_000);
});

describe("the time that an order keeps its goods", () => {
  const at = async <Answer>(minutes: number, work: () => Promise<Answer>): Promise<Answer> => {
    vi.useFakeTimers({ now: Date.now() + minutes * 60_000, toFake: ["Date"] });
    try {
      return await work();
    } finally {
      vi.useRealTimers();
    }
  };

  it("begins anew when the shopper goes to pay again, ends all the same in the end, and gives back once", async () => {
    const pan = await sell({ stock: 3 });
    const placed = await order(pan.variant_id, 2);
    const { id, expires_at } = await loadOrder(storeFor(), placed.order.id);
    const retry = (minutes: number) =>
      at(minutes, () => payAgain(storeFor(), { order_id: id, provider: "test" }, null));
    const renewed = (await retry(20)).order.expires_at;
    expect(Date.parse(renewed ?? "") - Date.parse(expires_at ?? "")).toBeGreaterThan(15 * 60_000);
    expect(await at(31, () => expireOrder(storeFor(), id))).toBe(false);
    await retry(45);
    await retry(70);
    expect(await at(91, () => expireOrder(storeFor(), id))).toBe(true);
    await at(92, () => Promise.all([1, 2, 3].map(() => expireOrder(storeFor(), id))));
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 3, reserved: 0 } });
  });
});
