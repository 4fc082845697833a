import { env } from "cloudflare:workers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { placeOrder } from "../../src/checkout/place-order.ts";
import { quoteCart } from "../../src/checkout/quote.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { resolveOrderPayments } from "../../src/payments/sweep.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { type Actor, openStore, type Store } from "../../src/platform/store.ts";
import { fileTaxes } from "../../src/tax/service/file-taxes.ts";
import { forgetTaxRules } from "../../src/tax/zones/read-rules.ts";
import { changeTaxSettings, readTaxSettings } from "../../src/tax/zones/settings.ts";
import { createTaxZone } from "../../src/tax/zones/zones.ts";
import { address, ask, fillCart, giveBack, sell, staff } from "../checkout/shop.ts";
import { type FakeStripe, fakeStripe } from "../fakes/stripe.ts";
import { type FakeStripeTax, fakeStripeTax, type Misbehaviour } from "../fakes/stripe-tax.ts";
import { bearer, signInStaff } from "../identity/people.ts";

let bank: FakeStripe;
let service: FakeStripeTax;
let variantId = "";

const manhattan = { ...address, city: "New York", region: "NY", postal_code: "10001", country: "US" };
const portland = { ...manhattan, city: "Portland", region: "OR", postal_code: "97201" };
const withKey = { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" };

/** A store with Stripe's key, so many seconds from now. */
const storeOf = (actor: Actor, seconds = 0): Store =>
  openStore(withKey, { actor, fetch: service.fetch, now: () => new Date(Date.now() + seconds * 1000) });
const guest = (cartId: string, seconds = 0) => storeOf({ kind: "shopper", cartId }, seconds);

beforeAll(async () => {
  variantId = (await sell({ price: 100_00, stock: 5000 })).variant_id;
  bank = fakeStripe();
  service = fakeStripeTax(bank.fetch);
  const rates = [
    {
      class: "standard" as const,
      name: "Sales tax",
      percent: "5",
      compound: false,
      since: "2020-01-01",
      until: null,
      source: "",
    },
  ];
  await createTaxZone(storeOf(staff), {
    ...{
      name: "United States",
      country: "US",
      region: null,
      postal_codes: [],
      prices: "added",
      shipping_class: "standard",
      rates,
    },
  });
  await choose("stripe");
}, 60_000);

beforeEach(async () => {
  bank = fakeStripe();
  service = fakeStripeTax(bank.fetch);
  await env.ORDERS.prepare("delete from tax_calculations").run();
});

async function choose(provider: "own" | "stripe", tax_codes: Record<string, string> = {}): Promise<void> {
  const { version } = await readTaxSettings(storeOf(staff));
  await changeTaxSettings(storeOf(staff), version, { provider, tax_codes });
  forgetTaxRules();
}

const quote = (cartId: string, to: object = manhattan, seconds = 0) =>
  quoteCart(guest(cartId, seconds), { address: to, shipping_option: "standard" });

async function checkOut(cartId: string, expected_total: number, seconds = 0) {
  const input = {
    ...{ email: "ada@example.com", shipping_address: manhattan, shipping_option: "standard" as const },
    ...{ payment_provider: "stripe", expected_total },
  };
  const asked = { method: "POST", path: "/checkout", body: input };
  const store = guest(cartId, seconds);
  return (await placeOrder(store, input, await idempotentRequest(store.actor, crypto.randomUUID(), asked))).placed;
}

async function buy() {
  const cartId = await fillCart(variantId);
  return checkOut(cartId, (await quote(cartId)).total);
}

async function buyAndPay() {
  const placed = await buy();
  bank.pay(placed.payment.reference ?? "");
  await resolveOrderPayments(storeOf(staff), placed.order.id);
  return placed;
}

const filings = async (orderId: string) =>
  (
    await env.ORDERS.prepare(
      "select kind, amount, status, attempts from tax_filings where order_id = ? order by created_at, kind desc",
    )
      .bind(orderId)
      .all()
  ).results;

const askedFor = () => service.calls.filter((call) => call === "POST /v1/tax/calculations").length;

describe("a store that has Stripe Tax asked", () => {
  it("quotes and orders by its taxes, each of them told, and asks once for both", async () => {
    const cartId = await fillCart(variantId);
    const quoted = await quote(cartId);
    const line = {
      ...{ tax_total: 888, tax_rate: "8.875", tax_reason: "standard" },
      taxes: [
        { name: "New York Sales Tax", percent: "4", amount: 400 },
        { name: "New York City Sales Tax", percent: "4.5", amount: 450 },
        { name: "Metropolitan Commuter Transportation District Sales Tax", percent: "0.375", amount: 38 },
      ],
    };
    expect(quoted).toMatchObject({ items: [line], tax_included: false, tax_source: "stripe", tax_estimated: false });
    const { order } = await checkOut(cartId, quoted.total);
    expect(order).toMatchObject({ items: [line], tax_source: "stripe", total: quoted.total });
    expect(order.tax_calculation).toMatch(/^taxcalc_/);
    expect(order.total).toBe(order.subtotal + order.shipping_total + order.tax_total);
    expect(askedFor()).toBe(1);
    expect((await auditBooks(storeOf(staff))).findings).toEqual([]);
  });

  it("estimates by its own rules until the address is known to the postal code", async () => {
    const cartId = await fillCart(variantId);
    expect(await quote(cartId, {})).toMatchObject({ tax_source: "own", tax_estimated: true });
    expect(await quote(cartId, { country: "US" })).toMatchObject({ tax_source: "own", tax_total: 500 });
    expect(service.calls).toEqual([]);
  });

  it("tells the service what the goods are: their class by the code that staff gave it, and what bears no tax", async () => {
    await choose("stripe", { reduced: "txcd_35010000" });
    const things = [await sell({ price: 200 }), await sell({ price: 300 })];
    const auth = bearer(await signInStaff());
    for (const [index, tax_class] of ["reduced", "zero"].entries()) {
      const path = `/products/${things[index]?.product_id}`;
      await ask("PATCH", path, { tax_class }, { ...auth, "If-Match": '"1"' });
    }
    const cartId = await fillCart(variantId);
    for (const { variant_id } of things) await fillCart(variant_id, 2, cartId);
    const quoted = await quote(cartId);
    const asked = service.asked();
    const at = (variant: string | undefined, field: string): string | undefined => {
      const index = [0, 1, 2].find((i) => asked[`line_items[${i}][reference]`] === variant);
      return asked[`line_items[${index}][${field}]`];
    };
    const codes = [variantId, ...things.map(({ variant_id }) => variant_id)].map((variant) => at(variant, "tax_code"));
    expect(codes).toEqual(["txcd_99999999", "txcd_35010000", "txcd_00000000"]);
    expect([at(things[0]?.variant_id, "amount"), at(things[0]?.variant_id, "tax_behavior")]).toEqual([
      "400",
      "exclusive",
    ]);
    expect(quoted.items.map(({ tax_reason }) => tax_reason)).toEqual(["standard", "standard", "exempt"]);
    await choose("stripe");
  });

  it("reads on where the answer has more lines than a page", async () => {
    const cartId = await fillCart(variantId);
    for (let i = 0; i < 12; i++) await fillCart((await sell({ price: 1000 })).variant_id, 1, cartId);
    expect(await quote(cartId)).toMatchObject({ tax_source: "stripe", subtotal: 22_000 });
    expect(service.calls).toHaveLength(2);
  });

  it("takes the tax out of prices that hold it, where the zone says that they do", async () => {
    const cartId = await fillCart(variantId);
    const berlin = { ...address, region: "NY" };
    expect(await quote(cartId, berlin)).toMatchObject({
      ...{ tax_source: "stripe", tax_included: true, subtotal: 10_000 },
      items: [{ tax_total: 815 }],
    });
  });

  it("says that where nothing is charged nothing is charged", async () => {
    const cartId = await fillCart(variantId);
    expect(await quote(cartId, portland)).toMatchObject({
      ...{ tax_source: "stripe", tax_total: 0 },
      items: [{ tax_rate: "0", tax_reason: "zero", taxes: [] }],
    });
  });
});

describe("a service that is of no use", () => {
  it.each<Misbehaviour>([
    "refuse-connection",
    "internal-error",
    "malformed",
    "lose-answer",
    "wrong-sum",
    "wrong-parts",
    "missing-line",
    "other-amount",
    "negative-tax",
  ])("leaves quote and order to the store's own rules, marked (%s)", async (way) => {
    service.misbehave(way);
    const cartId = await fillCart(variantId);
    const quoted = await quote(cartId);
    expect(quoted).toMatchObject({ tax_source: "own_fallback", items: [{ tax_total: 500, tax_rate: "5" }] });
    const { order } = await checkOut(cartId, quoted.total);
    expect(order).toMatchObject({ tax_source: "own_fallback", tax_calculation: null, total: quoted.total });
    expect(askedFor(), "the checkout goes by what its quote was told").toBe(1);
  });

  it("keeps a shopper waiting two seconds at most, once", async () => {
    service.misbehave("slow");
    const cartId = await fillCart(variantId);
    const began = Date.now();
    expect(await quote(cartId)).toMatchObject({ tax_source: "own_fallback" });
    expect(Date.now() - began).toBeLessThan(8000);
    expect(await quote(cartId)).toMatchObject({ tax_source: "own_fallback" });
    expect(askedFor()).toBe(1);
  });

  it("is asked again after ten minutes", async () => {
    service.misbehave("internal-error");
    const cartId = await fillCart(variantId);
    expect(await quote(cartId)).toMatchObject({ tax_source: "own_fallback" });
    expect(await quote(cartId, manhattan, 590)).toMatchObject({ tax_source: "own_fallback" });
    expect(await quote(cartId, manhattan, 610)).toMatchObject({ tax_source: "stripe" });
  });
});

describe("a checkout", () => {
  it("whose quote is too old has the service asked before the cart is held; another total is told", async () => {
    const cartId = await fillCart(variantId);
    service.misbehave("internal-error");
    const quoted = await quote(cartId);
    await expect(checkOut(cartId, quoted.total, 1900)).rejects.toMatchObject({ code: "total-changed" });
    const fresh = await quote(cartId, manhattan, 1900);
    expect(fresh).toMatchObject({ tax_source: "stripe" });
    const { order } = await checkOut(cartId, fresh.total, 1900);
    expect(order).toMatchObject({ tax_source: "stripe", total: fresh.total });
  });

  it("calls nobody while the cart is held: what came into it since is taxed by the store's own rules, and so not for that total", async () => {
    const cartId = await fillCart(variantId);
    const { total } = await quote(cartId);
    const calls = service.calls.length;
    let added = false;
    const inner = service.fetch;
    service.fetch = async (input, init) => {
      const answer = await inner(input, init);
      if (!added) await fillCart(variantId, 1, cartId);
      added = true;
      return answer;
    };
    await env.ORDERS.prepare("delete from tax_calculations").run();
    await expect(checkOut(cartId, total)).rejects.toMatchObject({ code: "total-changed" });
    expect(service.calls.length - calls).toBe(1);
  });
});

describe("what the service is told of sales", () => {
  it("is every order that was paid, once, and every part that was given back", async () => {
    const { order } = await buyAndPay();
    expect(await filings(order.id)).toEqual([{ kind: "sale", amount: order.total, status: "pending", attempts: 0 }]);
    await fileTaxes(storeOf({ kind: "system" }, 60));
    await fileTaxes(storeOf({ kind: "system" }, 120));
    expect(service.transactions).toEqual([
      expect.objectContaining({ reference: order.id, calculation: order.tax_calculation }),
    ]);
    await giveBack(storeOf(staff), order.id, { amount: 1000, reason: "A scratch" });
    await giveBack(storeOf(staff), order.id, { reason: "All the rest" });
    await fileTaxes(storeOf({ kind: "system" }, 60));
    expect(service.reversals.map(({ mode, flat_amount }) => [mode, flat_amount])).toEqual([
      ["partial", -1000],
      ["partial", 1000 - order.total],
    ]);
    expect((await filings(order.id)).map(({ status }) => status)).toEqual(["filed", "filed", "filed"]);
  });

  it("is a whole sale taken back where all of it went back at once", async () => {
    const { order } = await buyAndPay();
    await giveBack(storeOf(staff), order.id, { reason: "All of it" });
    await fileTaxes(storeOf({ kind: "system" }, 60));
    await fileTaxes(storeOf({ kind: "system" }, 600));
    expect(service.reversals).toEqual([expect.objectContaining({ mode: "full", flat_amount: null })]);
  });

  it("is told again where the answer was lost, and nothing is told of an order that nobody paid", async () => {
    const unpaid = await buy();
    const { order } = await buyAndPay();
    service.misbehave("lose-answer");
    await fileTaxes(storeOf({ kind: "system" }, 60));
    expect(await filings(order.id)).toMatchObject([{ status: "pending", attempts: 1 }]);
    await fileTaxes(storeOf({ kind: "system" }, 200));
    expect(await filings(order.id)).toMatchObject([{ status: "filed", attempts: 2 }]);
    expect(service.transactions.filter(({ reference }) => reference === order.id)).toHaveLength(1);
    expect(await filings(unpaid.order.id)).toEqual([]);
  });

  it("stays for staff to see where the service refuses it for good", async () => {
    const { order } = await buyAndPay();
    service.calculations.clear();
    await fileTaxes(storeOf({ kind: "system" }, 60));
    await fileTaxes(storeOf({ kind: "system" }, 6000));
    expect(await filings(order.id)).toMatchObject([{ status: "refused", attempts: 1 }]);
    const auth = bearer(await signInStaff());
    const refused = await ask("GET", "/tax/filings?status=refused&limit=1", undefined, auth);
    expect(await refused.json()).toMatchObject({
      data: [{ order_id: order.id, kind: "sale", failure: expect.stringContaining("calculation") }],
    });
    expect((await ask("GET", "/tax/filings")).status).toBe(401);
  });
});

describe("staff", () => {
  it("set the services, and are told at the field what is wrong", async () => {
    const auth = bearer(await signInStaff());
    const { version } = await readTaxSettings(storeOf(staff));
    const change = async (body: object) => {
      const answer = await ask("PATCH", "/tax/settings", body, { ...auth, "If-Match": `"${version}"` });
      const { errors } = await answer.json<{ errors?: { pointer: string }[] }>();
      return [answer.status, errors?.map(({ pointer }) => pointer)];
    };
    expect(await change({ provider: "stripe" })).toEqual([422, ["/provider"]]);
    expect(await change({ tax_codes: { reduced: "books" } })).toEqual([422, ["/tax_codes/reduced"]]);
    expect(await change({ store_vat_id: "DE123" })).toEqual([422, ["/store_vat_id"]]);
    expect(await change({ provider: "avalara" })).toEqual([400, ["/provider"]]);
    expect(await change({ store_vat_id: "DE 136 695 976", vat_register: "vies" })).toEqual([200, undefined]);
    expect(await readTaxSettings(storeOf(staff))).toMatchObject({ store_vat_id: "DE136695976", vat_register: "vies" });
    expect(await change({ vat_register: "off" })).toEqual([412, undefined]);
  });
});

afterAll(() => choose("own"));
