import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct } from "../../src/catalog/schemas.ts";
import { placeOrder } from "../../src/checkout/place-order.ts";
import { quoteCart } from "../../src/checkout/quote.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import type { Log } from "../../src/platform/log.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { forgetPromotionRules } from "../../src/promotions/campaigns/read-rules.ts";
import { createShippingMethod } from "../../src/shipping/rules/methods.ts";
import { newShippingMethod } from "../../src/shipping/rules/schemas.ts";
import { changeShippingSettings } from "../../src/shipping/rules/settings.ts";
import { listShippingZones } from "../../src/shipping/rules/zones.ts";
import { address, ask, fillCart, storeFor } from "../checkout/shop.ts";
import { type FakeShippo, fakeShippo, type Misbehaviour, shippoKey } from "../fakes/shippo.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { promote } from "../promotions/campaign.ts";

const live = { kind: "live", source: "shippo", service: "dhl_paket", currency: "EUR", price: 990 };
let variantId = "";
let shippo: FakeShippo;
let now = Date.now();
/** What the store complained of. */
let complaints: string[] = [];
const log: Log = { info() {}, warn() {}, error: (event) => void complaints.push(event) };

beforeAll(async () => {
  const pillow = { length_mm: 500, width_mm: 400, height_mm: 300, weight_grams: 800, stock: 500 };
  const product = await createProduct(
    storeFor(),
    newProduct.parse({
      title: "Pillow",
      status: "active",
      variants: [{ sku: "PILLOW", prices: [{ currency: "EUR", amount: 2000 }], ...pillow }],
    }),
  );
  variantId = product.variants[0]?.id ?? "";
  const zones = (await listShippingZones(storeFor())).map(({ id }) => ({ zone_id: id, rates: [live] }));
  const days = { min_days: 1, max_days: 3 };
  await createShippingMethod(storeFor(), newShippingMethod.parse({ code: "dhl", name: "DHL", ...days, zones }));
  const tomorrow = newShippingMethod.parse({
    ...{ code: "dhl-express", name: "DHL Express", ...days },
    zones: zones.map((zone) => ({ ...zone, rates: [{ ...live, service: "dhl_express", price: 2990 }] })),
  });
  await createShippingMethod(storeFor(), tomorrow);
  const ship_from = { name: "Souk", line1: "Hafen 1", city: "Hamburg", postal_code: "20457", country: "DE" };
  await changeShippingSettings(storeFor(), 1, { ship_from });
}, 60_000);

beforeEach(() => {
  shippo = fakeShippo();
  complaints = [];
  now += 48 * 3600_000;
});

function shopper(cartId: string): Store {
  return openStore(
    { ...env, SHIPPO_API_KEY: shippoKey },
    { actor: { kind: "shopper", cartId }, fetch: shippo.fetch, now: () => new Date(now), log },
  );
}

/** A shopper's cart now, whatever the test's clock says: carts live by their own. */
const cartOf = (quantity = 1) => fillCart(variantId, quantity);

async function quoted(cartId: string, over: object = {}) {
  const quote = await quoteCart(shopper(cartId), { address, shipping_option: "dhl", ...over });
  const option = quote.shipping_options.find(({ id }) => id === "dhl");
  return { total: quote.total, shipping: quote.shipping_total, kind: option?.source.kind, days: option?.max_days };
}

describe("a carrier's own prices", () => {
  it("are asked for a quote, with the parcels as they are and no word of who it is for", async () => {
    const cartId = await cartOf(2);
    expect(await quoted(cartId)).toEqual({ total: 4712, shipping: 712, kind: "live", days: 2 });
    expect(shippo.asked).toEqual([
      {
        address_from: { name: "Souk", street1: "Hafen 1", city: "Hamburg", zip: "20457", country: "DE" },
        address_to: { city: "Berlin", zip: "10117", country: "DE" },
        parcels: [{ length: "600", width: "500", height: "400", weight: "1600", distance_unit: "mm", mass_unit: "g" }],
        async: false,
      },
    ]);
  });

  it("are kept for a while: the same question is not asked twice, another one is", async () => {
    const cartId = await cartOf();
    expect(await quoted(cartId)).toMatchObject({ kind: "live" });
    shippo.rates.dhl_paket = { amount: "8.00", currency: "EUR" };
    expect(await quoted(cartId)).toMatchObject({ shipping: 712, kind: "cached" });
    expect(await quoted(cartId, { address: { ...address, postal_code: "20099" } })).toMatchObject({ shipping: 800 });
    expect(shippo.asked).toHaveLength(2);
    now += 1_801_000;
    expect(await quoted(cartId)).toMatchObject({ shipping: 800, kind: "live" });
  });

  it("are not asked for before the postal code is known, nor by a cart", async () => {
    const cartId = await cartOf();
    expect(await quoted(cartId, { address: { country: "DE" } })).toMatchObject({ shipping: 990, kind: "fallback" });
    await ask("GET", "/cart", undefined, { "x-cart-id": cartId });
    expect(shippo.asked).toEqual([]);
  });

  it("are those that the order is placed at, and the order says where they came from", async () => {
    const cartId = await cartOf();
    const { total } = await quoted(cartId);
    shippo.rates.dhl_paket = { amount: "99.00", currency: "EUR" };
    const order = {
      ...{ email: "ada@example.com", shipping_address: address, shipping_option: "dhl" },
      ...{ payment_provider: "test", expected_total: total },
    };
    const store = shopper(cartId);
    const key = await idempotentRequest(store.actor, "live-1", { method: "POST", path: "/checkout", body: order });
    const { placed } = await placeOrder(store, order, key);
    expect(placed.order).toMatchObject({
      shipping_total: 712,
      shipping_name: "DHL",
      shipping_kind: "delivery",
      shipping_source: { kind: "cached", parcels: 1, billable_grams: 800 },
    });
    expect(shippo.asked).toHaveLength(1);
  });

  it("are asked of gifts, too: they travel with what is bought", async () => {
    const cartId = await cartOf();
    const auth = bearer(await signInStaff());
    const gift = { kind: "gift", variant_id: variantId, quantity: 2 };
    const { id } = await promote(auth, { title: "Two more", action: gift });
    const { total } = await quoted(cartId);
    expect(shippo.asked).toMatchObject([{ parcels: [{ weight: "2400" }] }]);
    const order = {
      ...{ email: "ada@example.com", shipping_address: address, shipping_option: "dhl" },
      ...{ payment_provider: "test", expected_total: total },
    };
    const store = shopper(cartId);
    const key = await idempotentRequest(store.actor, "live-gift", { method: "POST", path: "/checkout", body: order });
    const { placed } = await placeOrder(store, order, key);
    expect(placed.order).toMatchObject({
      shipping_total: 712,
      shipping_source: { kind: "cached", billable_grams: 2400 },
    });
    expect(shippo.asked).toHaveLength(1);
    await env.ORDERS.prepare("update promotions set status = 'archived' where id = ?").bind(id).run();
    forgetPromotionRules();
  });

  it("are asked anew before the cart is held when they are too old, and another total is told", async () => {
    const cartId = await cartOf();
    const { total } = await quoted(cartId);
    now += 1_801_000;
    shippo.rates.dhl_paket = { amount: "7.50", currency: "EUR" };
    const order = {
      ...{ email: "ada@example.com", shipping_address: address, shipping_option: "dhl" },
      ...{ payment_provider: "test", expected_total: total },
    };
    const store = shopper(cartId);
    const key = await idempotentRequest(store.actor, "live-2", { method: "POST", path: "/checkout", body: order });
    await expect(placeOrder(store, order, key)).rejects.toMatchObject({
      code: "total-changed",
      extra: { total: total + 38, quote: { shipping_total: 750 } },
    });
    expect(shippo.asked).toHaveLength(2);
  });
});

describe("a carrier that misbehaves", () => {
  it.each(["refuse-connection", "internal-error", "too-fast", "not-json", "malformed"] as const)(
    "(%s) has the store's own price stand in, marked, and is left alone for two minutes",
    async (way: Misbehaviour) => {
      const cartId = await cartOf();
      shippo.misbehave(way);
      expect(await quoted(cartId)).toMatchObject({ shipping: 990, kind: "fallback", days: 3 });
      expect(complaints).toEqual(["carrier-rates.no-use"]);
      expect(await quoted(cartId)).toMatchObject({ shipping: 990, kind: "fallback" });
      expect(shippo.asked).toHaveLength(1);
      now += 121_000;
      expect(await quoted(cartId)).toMatchObject({ shipping: 712, kind: "live" });
    },
  );

  it("and is slow is waited for a second and a half", async () => {
    const cartId = await cartOf();
    shippo.misbehave("slow");
    const began = Date.now();
    expect(await quoted(cartId)).toMatchObject({ shipping: 990, kind: "fallback" });
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_400);
    expect(complaints).toEqual(["carrier-rates.no-use"]);
  });

  it("and has answered today has that answer stand in, marked", async () => {
    const cartId = await cartOf();
    await quoted(cartId);
    now += 3 * 3600_000;
    shippo.misbehave("internal-error");
    expect(await quoted(cartId)).toMatchObject({ shipping: 712, kind: "cached" });
    now += 25 * 3600_000;
    shippo.misbehave("internal-error");
    expect(await quoted(cartId)).toMatchObject({ shipping: 990, kind: "fallback" });
  });

  it("and goes nowhere, or answers in other money or for other services, leaves the store's own price", async () => {
    const cartId = await cartOf();
    shippo.misbehave("empty");
    expect(await quoted(cartId)).toMatchObject({ shipping: 990, kind: "fallback" });
    now += 121_000;
    shippo.rates.dhl_paket = { amount: "7.12", currency: "USD" };
    expect(await quoted(cartId)).toMatchObject({ shipping: 990, kind: "fallback" });
    expect(await quoted(cartId, { shipping_option: "dhl-express" })).toMatchObject({ shipping: 2990 });
    expect(complaints).toEqual([]);
  });

  it("and tells one rate that is none is believed the others", async () => {
    const cartId = await cartOf();
    shippo.misbehave("broken-rate");
    expect(await quoted(cartId)).toMatchObject({ shipping: 712, kind: "live" });
  });
});
