import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CartView } from "../../src/cart/schemas.ts";
import type { PriceListRecord } from "../../src/catalog/price-lists/schemas.ts";
import { shelvePrices } from "../../src/catalog/price-lists/shelve-prices.ts";
import { noticeTurns } from "../../src/catalog/price-lists/turns.ts";
import { forgetPriceRules } from "../../src/catalog/prices/rules.ts";
import type { Product, ProductPage } from "../../src/catalog/schemas.ts";
import type { Placed, Quote } from "../../src/checkout/schemas.ts";
import { house as app } from "../../src/house.ts";
import { currentEdition } from "../../src/platform/edition.ts";
import { address, ask, storeFor } from "../checkout/shop.ts";
import { bearer, logIn, newCustomer } from "../identity/people.ts";
import { type Send, type Sold, sellAt, sender } from "./staff.ts";

/** Two markets beside the store's own: one with prices of its own, one that converts. */
let send: Send;
let pan: Sold;
let euroOnly: Sold;

beforeAll(async () => {
  send = await sender();
  pan = await sellAt({ EUR: 2000, GBP: 1800 });
  euroOnly = await sellAt({ EUR: 1999 }, { brand: "Kupfer" });
  const conversion = { from: "EUR", rate: "1.1", step: 100, less: 1 };
  await send("POST", "/markets", { code: "gb", name: "Great Britain", countries: ["GB"], currency: "GBP" });
  await send("POST", "/markets", {
    code: "us",
    name: "USA",
    countries: ["US"],
    currency: "USD",
    prices: "added",
    conversion,
  });
}, 60_000);

beforeEach(() => forgetPriceRules());

const gb = { "x-market": "gb" };
const us = { "x-market": "us" };
const cartOf = (id: string | null) => ({ "x-cart-id": id ?? "" });

async function get<Body>(path: string, headers: Record<string, string> = {}): Promise<Body> {
  return (await ask("GET", path, undefined, headers)).json<Body>();
}

const variantOf = async (sold: Sold, headers: Record<string, string> = {}) => {
  const product = await get<Product>(`/products/${sold.slug}`, headers);
  // What there is nothing to say of is left out.
  return { price_source: undefined, tiers: undefined, ...product.variants[0], range: product.price_range };
};

async function add(sold: Sold, quantity = 1, headers: Record<string, string> = {}): Promise<CartView> {
  const answer = await ask("POST", "/cart/add", { variant_id: sold.variant_id, quantity }, headers);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return answer.json<CartView>();
}

async function listOf(over: object, prices: object[] = []): Promise<PriceListRecord & { etag: string }> {
  const asked = { name: "Sale", status: "active", adjustment: { kind: "fixed" }, ...over };
  const made = await send<PriceListRecord>("POST", "/price-lists", asked);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  if (prices.length === 0) return { ...made.body, etag: made.etag };
  const set = await send("PATCH", `/price-lists/${made.body.id}/prices`, { prices }, { "If-Match": made.etag });
  expect(set.status, JSON.stringify(set.body)).toBe(200);
  return { ...made.body, etag: set.etag };
}

const end = ({ id, etag }: { id: string; etag: string }) =>
  send("DELETE", `/price-lists/${id}`, undefined, { "If-Match": etag });

describe("a market with prices of its own", () => {
  it("shows and sells what has a price there, in its currency, from the page to the order", async () => {
    expect(await variantOf(pan)).toMatchObject({ price: 2000, currency: "EUR", price_source: undefined });
    expect(await variantOf(pan, gb)).toMatchObject({
      price: 1800,
      currency: "GBP",
      range: { currency: "GBP", min: 1800 },
    });
    expect((await get<Product>(`/products/${pan.slug}?market=gb`)).price_range).toMatchObject({ currency: "GBP" });
    expect((await get<Product>(`/products/${pan.slug}?currency=GBP`)).price_range).toMatchObject({ min: 1800 });
    const cart = await add(pan, 2, gb);
    expect(cart).toMatchObject({ market: "gb", currency: "GBP", subtotal: 3600, items: [{ unit_price: 1800 }] });
    const quote = await (
      await ask("POST", "/checkout/quote", { address, shipping_option: "standard" }, cartOf(cart.id))
    ).json<Quote>();
    expect(quote).toMatchObject({ currency: "GBP", subtotal: 3600, items: [{ price_source: { kind: "base" } }] });
    const body = {
      ...{ email: "ada@example.com", shipping_address: address, shipping_option: "standard", payment_provider: "test" },
      expected_total: quote.total,
    };
    const headers = { ...cartOf(cart.id), "Idempotency-Key": crypto.randomUUID() };
    const placed = await (await ask("POST", "/checkout", body, headers)).json<Placed>();
    expect(placed.order).toMatchObject({
      ...{ market: "gb", currency: "GBP", total: quote.total },
      items: [{ unit_price: 1800, price_source: { kind: "base", price_list_id: null } }],
    });
  });

  it("does not sell what has no price there: nothing is ever converted silently", async () => {
    expect(await variantOf(euroOnly, gb)).toMatchObject({ price: null, price_source: undefined, range: null });
    const { data } = await get<ProductPage>("/products", gb);
    expect(data.map(({ slug }) => slug)).toEqual([pan.slug]);
    const refused = await ask("POST", "/cart/add", { variant_id: euroOnly.variant_id, quantity: 1 }, gb);
    expect(refused.status).toBe(404);
  });

  it("is no place that nobody made", async () => {
    expect((await ask("GET", "/products?market=atlantis")).status).toBe(400);
    expect((await ask("GET", "/cart", undefined, { "x-market": "atlantis" })).status).toBe(400);
  });
});

describe("a market that converts", () => {
  it("says what was converted and at which rate, and ends prices as it is set to", async () => {
    expect(await variantOf(euroOnly, us)).toMatchObject({
      ...{ price: 2199, currency: "USD", range: { min: 2199, max: 2199 } },
      price_source: { kind: "converted", from: { currency: "EUR", rate: "1.1" } },
    });
    const cart = await add(euroOnly, 1, us);
    expect(cart).toMatchObject({ currency: "USD", subtotal: 2199, tax_included: false });
    expect(cart.items[0]?.price_source).toMatchObject({ kind: "converted", from: { rate: "1.1" } });
  });

  it("is narrowed by the prices that it shows", async () => {
    const names = async (query: string) =>
      (await get<ProductPage>(`/products?${query}`, us)).data.map(({ slug }) => slug);
    expect(await names("price_min=2199&price_max=2199")).toEqual([euroOnly.slug, pan.slug]);
    expect(await names("price_max=2198")).toEqual([]);
    expect(await names("price_min=2200")).toEqual([]);
  });
});

describe("a cart", () => {
  it("keeps its currency wherever the shopper goes, and moves when they say so", async () => {
    const { id } = await add(pan, 2);
    const refused = await ask(
      "POST",
      "/cart/add",
      { variant_id: pan.variant_id, quantity: 1 },
      { ...cartOf(id), ...gb },
    );
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "cart-currency", market: "home", currency: "EUR" });
    const line_id = pan.variant_id.replace("var_", "line_");
    const edited = await ask("PATCH", "/cart/edit", { line_id, quantity: 3 }, { ...cartOf(id), ...gb });
    expect(await edited.json()).toMatchObject({ market: "home", currency: "EUR", subtotal: 6000 });
    const moved = await ask("PUT", "/cart/market", { market: "gb" }, cartOf(id));
    expect(await moved.json()).toMatchObject({ market: "gb", currency: "GBP", subtotal: 5400 });
    expect(await get("/cart", cartOf(id))).toMatchObject({
      currency: "GBP",
      items: [{ quantity: 3, unit_price: 1800 }],
    });
  });

  it("stays where it is when something in it is not sold there", async () => {
    const { id } = await add(pan);
    await add(euroOnly, 1, cartOf(id));
    const refused = await ask("PUT", "/cart/market", { market: "gb" }, cartOf(id));
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({ code: "not-available", lines: [{ variant_id: euroOnly.variant_id }] });
    expect(await get("/cart", cartOf(id))).toMatchObject({ market: "home", subtotal: 3999 });
    expect((await ask("PUT", "/cart/market", { market: "atlantis" }, cartOf(id))).status).toBe(404);
  });
});

describe("a price list", () => {
  it("with tiers is told on the product and counted in the cart, the quote and the order", async () => {
    const tiers = [
      { min_quantity: 1, amount: 1900 },
      { min_quantity: 10, amount: 1500 },
    ];
    const list = await listOf({ name: "Autumn" }, [{ sku: pan.sku, currency: "EUR", tiers }]);
    expect(await variantOf(pan)).toMatchObject({
      ...{ price: 1900, compare_at_price: 2000, lowest_price_30_days: 2000 },
      tiers: [{ min_quantity: 10, price: 1500 }],
      price_source: { kind: "price_list", title: "Autumn", price_list_id: list.id },
    });
    expect(await variantOf(pan, gb)).toMatchObject({ price: 1800, tiers: undefined });
    const nine = await add(pan, 9);
    expect(nine).toMatchObject({ subtotal: 17_100, items: [{ price_source: { min_quantity: 1, title: "Autumn" } }] });
    expect(await add(pan, 1, cartOf(nine.id))).toMatchObject({
      ...{ subtotal: 15_000, items: [{ unit_price: 1500, price_source: { min_quantity: 10 } }] },
    });
    await end(list);
    expect(await variantOf(pan)).toMatchObject({ price: 2000, compare_at_price: null, tiers: undefined });
  });

  it("is looked back on by the next one: the lowest price of thirty days tells of it", async () => {
    const sold = await sellAt({ EUR: 3000 });
    const prices = (amount: number) => [{ sku: sold.sku, currency: "EUR", tiers: [{ min_quantity: 1, amount }] }];
    const first = await listOf({ priority: 5 }, prices(2100));
    expect(await variantOf(sold)).toMatchObject({ price: 2100, lowest_price_30_days: 3000 });
    await end(first);
    await listOf({ priority: 6 }, prices(2500));
    expect(await variantOf(sold)).toMatchObject({ price: 2500, compare_at_price: 3000, lowest_price_30_days: 2100 });
  });

  it("for a group is for who is in it, once they are signed in anew; nobody else is shown it", async () => {
    await send("POST", "/customer-groups", { code: "wholesale", name: "Wholesale" });
    await newCustomer("ada@example.com");
    const ada = (await logIn("ada@example.com")).body;
    const path = `/customers/${ada.user.id}/groups`;
    const before = await send<{ groups: string[] }>("GET", path);
    expect(before.body.groups).toEqual([]);
    const unknown = await send("PUT", path, { groups: ["wizards"] }, { "If-Match": before.etag });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ pointer: "/groups/0" }] } });
    expect((await send("PUT", path, { groups: ["admins"] }, { "If-Match": before.etag })).status).toBe(422);
    expect((await send("PUT", path, { groups: ["wholesale"] }, { "If-Match": before.etag })).status).toBe(200);
    expect((await send("PUT", path, { groups: [] }, { "If-Match": before.etag })).status).toBe(412);
    const percent = { adjustment: { kind: "percent", percent: "-25" }, groups: ["wholesale"], name: "Trade" };
    const list = await listOf(percent);
    const asGroup = bearer((await logIn("ada@example.com")).body.access_token);
    const cart = await add(euroOnly, 1, asGroup);
    expect(cart).toMatchObject({ subtotal: 1499, items: [{ price_source: { title: "Trade" } }] });
    expect((await add(euroOnly)).subtotal).toBe(1999);
    expect((await variantOf(euroOnly)).price).toBe(1999);
    const inUse = await send("DELETE", "/customer-groups/wholesale", undefined, { "If-Match": '"1"' });
    expect(inUse).toMatchObject({ status: 409, body: { code: "group-in-use" } });
    await end(list);
    expect((await send("DELETE", "/customer-groups/wholesale", undefined, { "If-Match": '"1"' })).status).toBe(204);
    expect((await send<{ groups: string[] }>("GET", path)).body.groups).toEqual([]);
  });

  it("that begins between two requests counts from then on, and the page that was kept goes old", async () => {
    const soon = new Date(Date.now() + 1500);
    const rules = { match: "all", conditions: [{ attribute: "brand", operator: "in", values: ["Kupfer"] }] };
    const half = {
      adjustment: { kind: "percent", percent: "-50" },
      rules,
      starts_at: soon.toISOString(),
      name: "Half",
    };
    const list = await listOf({ ...half, priority: 50 });
    const { id, subtotal } = await add(euroOnly);
    expect(subtotal).toBe(1999);
    await noticeTurns(storeFor());
    await shelvePrices(storeFor(), { kind: "shelve-prices", after: 0 });
    const edition = await currentEdition(env);
    await noticeTurns(storeFor());
    expect(await currentEdition(env)).toBe(edition);
    await new Promise((resolve) => setTimeout(resolve, soon.getTime() - Date.now() + 20));
    expect(await get("/cart", cartOf(id))).toMatchObject({
      subtotal: 1000,
      items: [{ price_source: { title: "Half" } }],
    });
    await noticeTurns(storeFor());
    expect(await currentEdition(env)).not.toBe(edition);
    expect(await variantOf(euroOnly)).toMatchObject({ price: 1000, compare_at_price: 1999 });
    await end(list);
  });
});

describe("a visitor's page", () => {
  const page = (path: string, init: RequestInit = {}) =>
    exports.default.fetch(`https://souk.test${path}`, { redirect: "manual", ...init });
  const chosenIn = (answer: Response) =>
    answer.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith("__Host-market="))
      ?.split(";")[0] ?? "";

  it("is in the market that a link asks for, which is remembered; each market's page is kept apart", async () => {
    const led = await page(`/products/${pan.slug}?market=gb&variant=1`);
    expect([led.status, led.headers.get("Location")]).toEqual([302, `/products/${pan.slug}?variant=1`]);
    const Cookie = chosenIn(led);
    expect(Cookie).toBe("__Host-market=gb");
    for (let round = 0; round < 2; round++) {
      expect(await (await page(`/products/${pan.slug}`, { headers: { Cookie } })).text()).toContain("£18.00");
      expect(await (await page(`/products/${pan.slug}`)).text()).toContain("€20.00");
    }
  });

  it("is in the market of the country that they come from, unless they chose another", async () => {
    const from = async (country: string, headers: Record<string, string> = {}) => {
      const cf = { country } as IncomingRequestCfProperties;
      const ctx = createExecutionContext();
      const asked = new Request(`https://souk.test/products/${pan.slug}`, { headers, cf });
      const answer = await app.fetch(asked, { ...env, STORE_MODE: "live" }, ctx);
      await waitOnExecutionContext(ctx);
      return answer.text();
    };
    expect(await from("GB")).toContain("£18.00");
    expect(await from("FR")).toContain("€20.00");
    expect(await from("GB", { Cookie: "__Host-market=home" })).toContain("€20.00");
  });

  const choose = (market: string, cookies: string, back = "/search") =>
    page("/market", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", Cookie: cookies },
      body: new URLSearchParams({ market, back }),
    });

  it("lets them choose; a filled cart goes along, or they are told why it cannot", async () => {
    const { id } = await add(pan);
    const chosen = await choose("gb", `__Host-cart=${id}`);
    expect([chosen.status, chosen.headers.get("Location"), chosenIn(chosen)]).toEqual([
      303,
      "/search",
      "__Host-market=gb",
    ]);
    expect(await get("/cart", cartOf(id))).toMatchObject({ currency: "GBP", subtotal: 1800 });
    const { id: other } = await add(euroOnly);
    const refused = await choose("gb", `__Host-cart=${other}`);
    expect([refused.status, chosenIn(refused)]).toEqual([409, "__Host-market=home"]);
    expect(await refused.text()).toContain("Not everything in your cart is sold there");
    expect((await choose("gb", "", "https://elsewhere.example")).headers.get("Location")).toBe("/");
  });
});
