import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { addToCart } from "../../src/cart/cart.ts";
import { quickCheckout } from "../../src/checkout/quick-checkout.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { listSavedMethods, removeMethod, saveMethod } from "../../src/payments/saved/saved-methods.ts";
import { sweepPayments } from "../../src/payments/sweep.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { address, levelOf, sell } from "../checkout/shop.ts";
import { type FakeStripe, fakeStripe } from "../fakes/stripe.ts";

let stripe: FakeStripe;
let store: Store;

/** A store that takes Stripe, as somebody with an account sees it. */
const storeOf = (id: string, seconds = 0) =>
  openStore(
    { ...env, STRIPE_SECRET_KEY: "sk_test_fake" },
    {
      actor: { kind: "customer", id, email: `${id}@souk.test`, groups: ["customers"] },
      fetch: stripe.fetch,
      now: () => new Date(Date.now() + seconds * 1000),
    },
  );

/** Somebody with an account, an address, and a card at Stripe. */
async function shopper(card: string, withAddress = true): Promise<Store> {
  const id = `usr_${crypto.randomUUID()}`;
  const at = new Date().toISOString();
  await env.CUSTOMERS.prepare(
    "insert into users (id, email, email_confirmed, name, locale, created_at, updated_at) values (?, ?, 1, 'Ada', 'en', ?, ?)",
  )
    .bind(id, `${id}@souk.test`, at, at)
    .run();
  if (withAddress) {
    await env.CUSTOMERS.prepare("insert into addresses values (?, 0, ?)").bind(id, JSON.stringify(address)).run();
  }
  const opened = storeOf(id);
  await saveMethod(opened);
  const known = await env.CUSTOMERS.prepare("select reference from payment_customers where customer_id = ?")
    .bind(id)
    .first<{ reference: string }>();
  stripe.cards.set(card, known?.reference ?? "");
  return opened;
}

async function quick(payment_method: string, more: object = {}, key = "key") {
  const body = { payment_method, address_position: 0, ...more };
  const request = await idempotentRequest(store.actor, key, { method: "POST", path: "/checkout/quick", body });
  return quickCheckout(store, body, request);
}

const intents = () => [...stripe.intents.values()];

beforeEach(() => {
  stripe = fakeStripe();
});

describe("saved ways to pay", () => {
  it("are kept by Stripe alone: nothing of a card is in the store's own books", async () => {
    store = await shopper("pm_ok_1");
    expect((await saveMethod(store)).redirect_url).toContain("checkout.stripe.com");
    expect(await listSavedMethods(store)).toEqual([
      { id: "pm_ok_1", provider: "stripe", brand: "visa", last4: "4242", exp_month: 12, exp_year: 2031 },
    ]);
    const row = await env.CUSTOMERS.prepare(
      "select * from payment_customers where provider = 'stripe' limit 1",
    ).first();
    expect(Object.keys(row ?? {})).toEqual(["customer_id", "provider", "reference", "created_at"]);
    expect(stripe.calls.filter((call) => call === "POST /v1/customers")).toHaveLength(1);
  });

  it("are forgotten when their owner says so, and by nobody else", async () => {
    const owner = await shopper("pm_ok_2");
    const other = await shopper("pm_ok_3");
    await expect(removeMethod(other, "pm_ok_2")).rejects.toMatchObject({ code: "not-found" });
    await removeMethod(owner, "pm_ok_2");
    expect(await listSavedMethods(owner)).toEqual([]);
    expect(await listSavedMethods(other)).toHaveLength(1);
  });
});

describe("ordering in one call", () => {
  it("sends the cart to the saved address and charges the saved card, once however often it is sent", async () => {
    store = await shopper("pm_ok_4");
    const pan = await sell({ stock: 2 });
    await addToCart(store, { variant_id: pan.variant_id, quantity: 1 });
    const { placed } = await quick("pm_ok_4");
    expect(placed.payment).toMatchObject({ provider: "stripe", status: "captured", amount: 2490, redirect_url: null });
    expect(placed.order).toMatchObject({ payment_status: "paid", shipping_address: address });
    const again = await quick("pm_ok_4");
    expect([again.replayed, again.placed.order.id]).toEqual([true, placed.order.id]);
    expect(intents()).toMatchObject([{ amount_received: 2490, status: "succeeded" }]);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 2, reserved: 1 });
  });

  it("says where to go when the bank wants the shopper, and is paid when they were there", async () => {
    store = await shopper("pm_bank_1");
    await addToCart(store, { variant_id: (await sell()).variant_id, quantity: 1 });
    const { placed } = await quick("pm_bank_1");
    expect(placed.payment).toMatchObject({ status: "pending" });
    expect(placed.payment.redirect_url).toContain("hooks.stripe.com/3d_secure_2");
    stripe.agree(placed.payment.reference ?? "");
    await sweepPayments(
      openStore({ ...store.env }, { fetch: stripe.fetch, now: () => new Date(Date.now() + 120_000) }),
    );
    expect(await loadOrder(store, placed.order.id)).toMatchObject({ payment_status: "paid" });
  });

  it("keeps the order for another payment when the bank refuses the card", async () => {
    store = await shopper("pm_declined_1");
    await addToCart(store, { variant_id: (await sell()).variant_id, quantity: 1 });
    const { placed } = await quick("pm_declined_1");
    expect(placed.order).toMatchObject({ status: "open", payment_status: "pending" });
    expect(placed.order.payments).toMatchObject([{ status: "failed", failure: "Your card was declined." }]);
  });

  it("charges once when the answer was lost, and the same request goes on with it", async () => {
    store = await shopper("pm_ok_5");
    await addToCart(store, { variant_id: (await sell()).variant_id, quantity: 1 });
    stripe.misbehave("pass", "lose-answer", "internal-error");
    await expect(quick("pm_ok_5")).rejects.toMatchObject({ code: "provider-unavailable" });
    const { placed } = await quick("pm_ok_5");
    expect(placed.order.payment_status).toBe("paid");
    expect(intents()).toHaveLength(1);
  });

  it("refuses another's card, a missing address, and a total that is not what was seen; nothing is charged", async () => {
    await shopper("pm_ok_6");
    store = await shopper("pm_ok_7");
    await addToCart(store, { variant_id: (await sell()).variant_id, quantity: 1 });
    await expect(quick("pm_ok_6")).rejects.toMatchObject({ code: "not-found" });
    await expect(quick("pm_ok_7", { address_position: 3 })).rejects.toMatchObject({ code: "nothing-saved" });
    await expect(quick("pm_ok_7", { expected_total: 1 })).rejects.toMatchObject({ code: "total-changed" });
    expect(intents()).toEqual([]);
  });
});
