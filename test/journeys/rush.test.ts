import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { insist } from "../crash/store.ts";
import { address, type Good, newGood } from "./goods.ts";
import { lossyProxy } from "./lossy-proxy.ts";
import { sharedStore } from "./store.ts";

const shoppers = 500;
const units = 100;
const store = sharedStore();

type Outcome = { order: string } | { refused: string; detail: string };

/** Sends something until there is an answer: the very same request again wherever the connection breaks. */
const post = (url: string, path: string, body: object, headers: Record<string, string>) =>
  insist(`${url}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": randomUUID(), ...headers },
    body: JSON.stringify(body),
  });

/** A stranger at an address of their own, with one piece in the cart. */
async function comeIn(url: string, { variant }: Good, number: number) {
  const from = { "cf-connecting-ip": `10.1.${number >> 8}.${number & 255}` };
  const cart = await post(url, "/cart/add", { variant_id: variant.id, quantity: 1 }, from);
  if (cart.status >= 300) throw new Error(`The cart was refused: ${JSON.stringify(cart.body)}`);
  return { ...from, "x-cart-id": String(cart.body.id) };
}

async function checkOut(url: string, headers: Record<string, string>, expected_total: number): Promise<Outcome> {
  const wanted = { email: "amina@example.org", shipping_address: address, shipping_option: "standard" };
  const { status, body } = await post(
    url,
    "/checkout",
    { ...wanted, payment_provider: "test", expected_total },
    headers,
  );
  if (status === 201) return { order: (body.order as { id: string }).id };
  return { refused: String(body.code), detail: String(body.detail) };
}

async function rush(every: number | null) {
  const staff = await store.staff();
  const pan = await newGood(staff, { stock: units });
  const proxy = await lossyProxy(store.url, every);
  try {
    const everybody = Array.from({ length: shoppers }, (_, number) => number);
    const carts = await Promise.all(everybody.map((number) => comeIn(proxy.url, pan, number)));
    const asked = { address, shipping_option: "standard" };
    const { total } = (await post(store.url, "/checkout/quote", asked, carts[0] ?? {})).body;
    const began = performance.now();
    const outcomes = await Promise.all(carts.map((cart) => checkOut(proxy.url, cart, Number(total))));
    const seconds = (performance.now() - began) / 1000;
    const { body: stock } = await staff.ask<{ locations: { on_hand: number; reserved: number }[] }>(
      "GET",
      `/api/v1/inventory/${pan.variant.sku}`,
    );
    return { outcomes, seconds, lost: proxy.lost(), stock };
  } finally {
    await proxy.close();
  }
}

describe("five hundred shoppers over HTTP who want one of a hundred pieces at the same moment", () => {
  it.each([
    ["and every answer arrives", null],
    ["and one answer in ten is lost on the way, so that they ask again", 10],
  ])(
    "%s: a hundred have ordered, four hundred are told that it is sold out, and the books hold",
    async (what, every) => {
      const { outcomes, seconds, lost, stock } = await rush(every);
      const ordered = outcomes.flatMap((one) => ("order" in one ? one.order : []));
      const refused = outcomes.flatMap((one) => ("refused" in one ? one : []));
      console.info(
        `${shoppers} checkouts, ${what}: ${seconds.toFixed(1)} s; ${lost} answers lost; ${new Set(ordered).size} orders, ${refused.length} told so`,
      );
      expect([ordered.length, new Set(ordered).size, refused.length]).toEqual([units, units, shoppers - units]);
      expect(new Set(refused.map((one) => one.refused))).toEqual(new Set(["insufficient-stock"]));
      expect(refused.every(({ detail }) => detail.includes("sold out"))).toBe(true);
      expect(stock.locations).toMatchObject([{ on_hand: units, reserved: units }]);
      if (every !== null) expect(lost).toBeGreaterThan(shoppers / every);
      expect(seconds).toBeLessThan(60);
      const audit = await (await store.staff()).ask<{ findings: unknown[] }>("GET", "/api/v1/audit");
      expect(audit.body.findings).toEqual([]);
    },
    180_000,
  );
});
