import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CartView } from "../../src/cart/schemas.ts";
import type { Preview } from "../../src/checkout/preview-schemas.ts";
import type { Quote } from "../../src/checkout/schemas.ts";
import { forgetPromotionRules } from "../../src/promotions/campaigns/read-rules.ts";
import { address, ask, fillCart, sell } from "../checkout/shop.ts";
import { bearer, newCustomer, signInStaff } from "../identity/people.ts";
import { promote, send, tenPercent } from "./campaign.ts";

let auth: Record<string, string>;
let pan = { product_id: "", variant_id: "", sku: "" };

beforeAll(async () => {
  auth = bearer(await signInStaff());
  pan = await sell({ price: 4000, stock: 100 });
}, 60_000);

beforeEach(() => forgetPromotionRules());

const bring = (cart: string, code: string) => ask("POST", "/cart/code", { code }, { "x-cart-id": cart });
const look = async (cart: string) => (await ask("GET", "/cart", undefined, { "x-cart-id": cart })).json<CartView>();

describe("a discount code", () => {
  it("is brought to the cart, takes something off, and can be taken out again", async () => {
    const { id } = await promote(auth, { code: "COPPER", title: "Copper week" });
    const cart = await fillCart(pan.variant_id, 2);
    const brought = await bring(cart, " copper ");
    expect(await brought.json()).toMatchObject({
      version: 2,
      codes: [{ code: "COPPER", promotion_id: id, applies: true, reason: null, message: null }],
      promotions: [{ promotion_id: id, title: "Copper week", code: "COPPER", amount: 800 }],
      items: [{ discount_total: 800, discounts: [{ promotion_id: id, amount: 800 }], total: 7200 }],
      subtotal: 8000,
      discount_total: 800,
      total: 7200,
    });
    // Brought twice it counts once.
    expect((await (await bring(cart, "COPPER")).json<CartView>()).discount_total).toBe(800);
    const out = await ask("DELETE", "/cart/code/copper", undefined, { "x-cart-id": cart });
    expect(await out.json()).toMatchObject({ codes: [], promotions: [], discount_total: 0, total: 8000 });
    expect((await ask("DELETE", "/cart/code/copper", undefined, { "x-cart-id": cart })).status).toBe(404);
  });

  it("that does nothing yet stays in the cart, which says why, and counts as soon as it can", async () => {
    const sale = {
      conditions: [{ attribute: "cart.subtotal", operator: "at_least", values: [8000], currency: "EUR" }],
    };
    await promote(auth, { code: "EIGHTY", sale });
    const cart = await fillCart(pan.variant_id);
    const brought = await (await bring(cart, "EIGHTY")).json<CartView>();
    expect(brought).toMatchObject({
      codes: [{ code: "EIGHTY", applies: false, reason: "conditions_not_met", message: expect.any(String) }],
      discount_total: 0,
    });
    await fillCart(pan.variant_id, 1, cart);
    expect(await look(cart)).toMatchObject({ codes: [{ applies: true }], discount_total: 800 });
  });

  it("that there is not is refused at its field, and so is one whose promotion does not run or is over", async () => {
    const cart = await fillCart(pan.variant_id);
    await promote(auth, { code: "ASLEEP", status: "paused" });
    await promote(auth, { code: "YESTERDAY", ends_at: "2020-01-01T00:00:00Z" });
    for (const code of ["NOSUCH", "ASLEEP", "; drop table promotions", "a", "🦊🦊🦊", "x".repeat(80)]) {
      const answer = await bring(cart, code);
      expect([answer.status, await answer.json()], code).toMatchObject([
        422,
        { code: "unknown-code", errors: [{ pointer: "/code" }] },
      ]);
    }
    expect(await (await bring(cart, "YESTERDAY")).json()).toMatchObject({ code: "promotion-used-up", reason: "over" });
    expect((await bring(cart, "")).status).toBe(400);
    expect((await look(cart)).codes).toEqual([]);
  });

  it("opens a cart where there is none; a cart holds five of them", async () => {
    const codes = ["FIVE-A", "FIVE-B", "FIVE-C", "FIVE-D", "FIVE-E", "FIVE-F"];
    for (const code of codes) await promote(auth, { code });
    const opened = await ask("POST", "/cart/code", { code: "FIVE-A" });
    const { id } = await opened.json<{ id: string }>();
    expect(opened.headers.get("x-cart-id")).toBe(id);
    for (const code of codes.slice(1, 5)) expect((await bring(id, code)).status).toBe(200);
    const sixth = await bring(id, "FIVE-F");
    expect([sixth.status, (await sixth.json<{ code: string }>()).code]).toEqual([422, "too-many-codes"]);
  });

  it("comes along into the account of who signs in", async () => {
    await promote(auth, { code: "ALONG" });
    const cart = await fillCart(pan.variant_id);
    await bring(cart, "ALONG");
    const email = "along@example.com";
    await newCustomer(email);
    const signedIn = await ask("POST", "/users/login", { email, password: "a sentence is a good password" });
    const { access_token } = await signedIn.json<{ access_token: string }>();
    const own = await ask("GET", "/cart", undefined, { ...bearer(access_token), "x-cart-id": cart });
    expect(await own.json()).toMatchObject({ codes: [{ code: "ALONG", applies: true }], discount_total: 400 });
    expect(await look(cart)).toMatchObject({ codes: [], items: [] });
  });

  it("is guessed sixty times a minute and no more", async () => {
    const cart = await fillCart(pan.variant_id);
    const from = { "x-cart-id": cart, "cf-connecting-ip": "203.0.113.77" };
    const statuses: number[] = [];
    for (let n = 0; n < 62; n++) statuses.push((await ask("POST", "/cart/code", { code: `GUESS${n}` }, from)).status);
    expect(statuses.slice(0, 60).every((status) => status === 422)).toBe(true);
    expect(statuses.slice(60)).toEqual([429, 429]);
  }, 60_000);

  it("can be tried in a quote without being brought; one that there is not is told by its place", async () => {
    await promote(auth, { code: "TRY-ME" });
    const cart = await fillCart(pan.variant_id);
    const quote = (codes: string[]) =>
      ask("POST", "/checkout/quote", { address, shipping_option: "standard", codes }, { "x-cart-id": cart });
    expect(await (await quote(["try-me"])).json()).toMatchObject({
      discount_total: 400,
      codes: [{ code: "TRY-ME", applies: true }],
      missing: ["email"],
    });
    expect(await (await quote(["try-me", "NOSUCH"])).json()).toMatchObject({ errors: [{ pointer: "/codes/1" }] });
    expect((await look(cart)).codes).toEqual([]);
  });
});

describe("a quote", () => {
  it("lists what a checkout still misses, until nothing is missing", async () => {
    const cart = await fillCart(pan.variant_id);
    const missing = async (body: object, id: string | null = cart) =>
      (await (await ask("POST", "/checkout/quote", body, id ? { "x-cart-id": id } : {})).json<Quote>()).missing;
    expect(await missing({}, null)).toEqual(["items", "email", "shipping_address", "shipping_option"]);
    expect(await missing({})).toEqual(["email", "shipping_address", "shipping_option"]);
    expect(await missing({ address: { country: "DE" }, email: "ada@example.com" })).toEqual([
      "shipping_address",
      "shipping_option",
    ]);
    expect(await missing({ address, shipping_option: "standard", email: "ada@example.com" })).toEqual([]);
  });
});

describe("staff try a promotion on a sample sale", () => {
  const preview = (body: object) => send<Preview>(auth, "POST", "/preview", { others: false, ...body });
  const lines = () => [{ variant_id: pan.variant_id, quantity: 3 }];

  it("that is not saved: what it takes off each line, or why it does nothing", async () => {
    const draft = { ...tenPercent, needs_code: true };
    expect(await preview({ promotion: draft, lines: lines() })).toMatchObject({
      status: 200,
      body: {
        items: [{ quantity: 3, discount_total: 1200, total: 10_800 }],
        promotions: [{ title: "Ten off", amount: 1200 }],
        total: 10_800,
        total_before: 12_000,
        refused: [],
      },
    });
    const sale = { conditions: [{ attribute: "customer.signed_in", operator: "in", values: [true] }] };
    const guest = await preview({ promotion: { ...draft, sale }, lines: lines() });
    expect(guest.body).toMatchObject({
      promotions: [],
      refused: [{ title: "Ten off", reason: "conditions_not_met" }],
      total: 12_000,
    });
    const customer = await preview({ promotion: { ...draft, sale }, lines: lines(), buyer: { signed_in: true } });
    expect(customer.body.total).toBe(10_800);
  });

  it("that is saved and paused, at another time and place, beside those that run", async () => {
    const action = { kind: "off_shipping", off: { percent: "100" } };
    const running = await promote(auth, { title: "Always five", action: { kind: "off_order", off: { percent: "5" } } });
    const saved = await promote(auth, { status: "paused", action, starts_at: "2031-01-01T00:00:00Z" });
    const asked = { promotion_id: saved.id, lines: [{ variant_id: pan.variant_id, quantity: 1 }] };
    const terms = { others: true, shipping_option: "standard", place: { country: "DE" } };
    const early = await preview({ ...asked, ...terms });
    expect(early.body.refused).toContainEqual(expect.objectContaining({ promotion_id: saved.id, reason: "not_begun" }));
    const then = await preview({ ...asked, ...terms, at: "2031-06-01T00:00:00Z" });
    expect(then.body).toMatchObject({
      shipping_total: 0,
      shipping_discount_total: 490,
      total: 3800,
      total_before: 4290,
    });
    expect(then.body.promotions.map(({ promotion_id }) => promotion_id)).toEqual([running.id, saved.id]);
  });

  it("and are told of a draft that could not be saved, with the place of each fault", async () => {
    const draft = { ...tenPercent, action: { kind: "off_order", off: { percent: "150" } } };
    expect(await preview({ promotion: draft, lines: lines() })).toMatchObject({
      status: 422,
      body: { code: "invalid-promotion", errors: [{ pointer: "/promotion/action/off/percent" }] },
    });
    const beyond = await preview({ promotion: tenPercent, lines: lines(), at: "9999-12-31T23:59:59-01:00" });
    expect(beyond).toMatchObject({ status: 422, body: { errors: [{ pointer: "/at" }] } });
  });
});
