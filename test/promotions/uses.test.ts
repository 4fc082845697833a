import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { expireOrder } from "../../src/checkout/expire-order.ts";
import type { Placed, Quote } from "../../src/checkout/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { customerKey, mailbox } from "../../src/promotions/campaigns/customer-key.ts";
import { forgetPromotionRules } from "../../src/promotions/campaigns/read-rules.ts";
import type { PromotionUse } from "../../src/promotions/campaigns/schemas.ts";
import {
  address,
  ask,
  checkOut,
  choose,
  fillCart,
  giveBack,
  levelOf,
  payUnheard,
  sell,
  sendWebhook,
  storeFor,
  webhook,
} from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { promote, send } from "./campaign.ts";

let auth: Record<string, string>;
let variantId = "";
let shoppers = 0;

beforeAll(async () => {
  auth = bearer(await signInStaff());
  variantId = (await sell({ price: 10_000, stock: 10_000 })).variant_id;
}, 60_000);

beforeEach(async () => {
  // What one test promises everybody would change the next one's totals.
  await env.ORDERS.prepare("update promotions set status = 'archived' where status = 'active'").run();
  forgetPromotionRules();
});

const someone = () => `shopper.${++shoppers}@example.com`;

async function cartWith(code: string | null, quantity = 1, of = variantId): Promise<string> {
  const cart = await fillCart(of, quantity);
  if (code !== null) {
    const answer = await ask("POST", "/cart/code", { code }, { "x-cart-id": cart });
    if (answer.status !== 200) throw new Error(`The code was refused: ${await answer.text()}`);
  }
  return cart;
}

async function quote(cart: string, email: string): Promise<Quote> {
  const body = { address, shipping_option: "standard", email };
  return (await ask("POST", "/checkout/quote", body, { "x-cart-id": cart })).json<Quote>();
}

/** A guest with an address of their own checks a cart out, at the total that they were quoted. */
async function buy(cart: string, email = someone()): Promise<Response> {
  const { total } = await quote(cart, email);
  return checkOut(cart, { body: { email, expected_total: total } });
}

async function bought(answer: Response): Promise<Placed> {
  if (answer.status !== 201) throw new Error(`The checkout refused: ${await answer.text()}`);
  return answer.json<Placed>();
}

const usedOf = async (id: string) => (await send(auth, "GET", `/${id}`)).body.used;
const usesOf = async (id: string) => (await send<{ data: PromotionUse[] }>(auth, "GET", `/${id}/uses`)).body.data;

/** Nobody has looked at the order in time: it expires. */
async function letExpire({ order }: Placed): Promise<boolean> {
  const later = new Date(Date.parse(order.created_at) + 48 * 3_600_000);
  return expireOrder(storeFor({ now: () => later }), order.id);
}

describe("an order with a discount", () => {
  it("keeps what it was given, line by line, and the books count the use", async () => {
    const { id } = await promote(auth, { code: "KEEP-TEN", title: "Ten off" });
    const { order } = await bought(await buy(await cartWith(" keep-ten ", 2)));
    expect(order).toMatchObject({
      subtotal: 20_000,
      discount_total: 2000,
      promotions: [{ promotion_id: id, title: "Ten off", code: "KEEP-TEN", amount: 2000 }],
      items: [{ discount_total: 2000, discounts: [{ promotion_id: id, amount: 2000 }], gift_of: null, total: 18_000 }],
    });
    expect(await usesOf(id)).toMatchObject([
      { order_id: order.id, number: order.number, code: "KEEP-TEN", amount: 2000, state: "claimed" },
    ]);
    const stored = await env.ORDERS.prepare("select customer_key from promotion_uses where promotion_id = ?")
      .bind(id)
      .first<{ customer_key: string }>();
    expect(stored?.customer_key).toMatch(/^[0-9a-f]{32}$/);
  });

  it("says in the shopper's language what it is", async () => {
    await promote(auth, { title: "Ten off", titles: { de: "Zehn weg" } });
    const cart = await fillCart(variantId);
    const german = await ask("GET", "/cart", undefined, { "x-cart-id": cart, "Accept-Language": "de" });
    expect((await german.json<Quote>()).promotions).toMatchObject([{ title: "Zehn weg", amount: 1000 }]);
  });
});

describe("a limit", () => {
  it("of 50 uses holds against 200 shoppers at once, and the others are told", async () => {
    const { id } = await promote(auth, { code: "FIFTY", usage_limit: 50 });
    const carts = await Promise.all(Array.from({ length: 200 }, () => cartWith("fifty")));
    const before = await levelOf(variantId);
    const shown = await quote(carts[0] ?? "", someone());
    const answers = await Promise.all(
      carts.map((cart) => checkOut(cart, { body: { email: someone(), expected_total: shown.total } })),
    );
    const placed = answers.filter(({ status }) => status === 201);
    expect(placed).toHaveLength(50);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      const problem = await answer.json<{ code: string; quote: Quote; total: number }>();
      expect(answer.status).toBe(409);
      expect(["promotion-used-up", "total-changed"]).toContain(problem.code);
      // What it costs now comes with the refusal.
      expect(problem.quote).toMatchObject({ discount_total: 0, total: shown.total + 1000, promotions: [] });
    }
    expect(await usedOf(id)).toBe(50);
    const { reserved } = await levelOf(variantId);
    expect(reserved - before.reserved).toBe(50);
    expect((await auditBooks(storeFor())).findings).toEqual([]);
    // Whoever was refused can buy without it.
    const refused = carts[answers.findIndex(({ status }) => status === 409)] ?? "";
    expect((await bought(await buy(refused))).order.discount_total).toBe(0);
  }, 120_000);

  it("of a code is the code's own; the cart lets go a code that was used up under its hands", async () => {
    const { id } = await promote(auth, { code: "ONLY-ONCE", code_limit: 1 });
    const [first, second] = [await cartWith("ONLY-ONCE"), await cartWith("ONLY-ONCE")];
    const { total } = await quote(second, someone());
    await bought(await buy(first));
    const refused = await checkOut(second, { body: { email: someone(), expected_total: total } });
    expect(await refused.json()).toMatchObject({
      code: "promotion-used-up",
      reason: "promotion_code_used_up",
      removed_codes: ["ONLY-ONCE"],
      quote: { codes: [{ code: "ONLY-ONCE", applies: false, reason: "used_up" }], discount_total: 0 },
    });
    const cart = await ask("GET", "/cart", undefined, { "x-cart-id": second });
    expect(await cart.json()).toMatchObject({ codes: [], promotions: [], discount_total: 0 });
    const again = await ask("POST", "/cart/code", { code: "only-once" }, { "x-cart-id": second });
    expect([again.status, (await again.json<{ code: string }>()).code]).toEqual([409, "promotion-used-up"]);
    expect(await usedOf(id)).toBe(1);
  });

  it("of a customer holds for a person, as a guest or with an account, however the address is written", async () => {
    const { id } = await promote(auth, { code: "ONE-EACH", per_customer_limit: 1 });
    await bought(await buy(await cartWith("ONE-EACH"), "ada.lovelace@gmail.com"));
    const cart = await cartWith("ONE-EACH");
    const { total } = await quote(cart, "someone.else@gmail.com");
    const alias = "Ada.Love.Lace+again@googlemail.com";
    expect(await quote(cart, alias)).toMatchObject({
      codes: [{ applies: false, reason: "used_up" }],
      discount_total: 0,
    });
    const refused = await checkOut(cart, { body: { email: alias, expected_total: total } });
    expect(await refused.json()).toMatchObject({ code: "total-changed", quote: { discount_total: 0 } });
    await bought(await buy(cart, "someone.else@gmail.com"));
    expect(await usedOf(id)).toBe(2);
    expect(mailbox("a.b+c@example.com")).toBe("a.b@example.com");
  });

  it("of a customer is not passed by ordering in many windows at once", async () => {
    const { id } = await promote(auth, { code: "WINDOWS", per_customer_limit: 2 });
    const email = someone();
    const carts = await Promise.all(Array.from({ length: 12 }, () => cartWith("WINDOWS")));
    const { total } = await quote(carts[0] ?? "", email);
    const answers = await Promise.all(carts.map((cart) => checkOut(cart, { body: { email, expected_total: total } })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(10);
    expect(await usedOf(id)).toBe(2);
  }, 60_000);

  it("of a first order holds against two orders at once, and comes back when the first is given up", async () => {
    const sale = { conditions: [{ attribute: "customer.first_order", operator: "in", values: [true] }] };
    const { id } = await promote(auth, { sale });
    const email = someone();
    const carts = await Promise.all([fillCart(variantId), fillCart(variantId), fillCart(variantId)]);
    const { total } = await quote(carts[0] ?? "", email);
    const answers = await Promise.all(carts.map((cart) => checkOut(cart, { body: { email, expected_total: total } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const index = answers.findIndex(({ status }) => status === 201);
    const first = await bought(answers[index] ?? Response.error());
    const other = carts[(index + 1) % 3] ?? "";
    expect(await quote(other, email)).toMatchObject({ discount_total: 0, promotions: [] });
    expect(await letExpire(first)).toBe(true);
    expect(await quote(other, email)).toMatchObject({ discount_total: 1000, promotions: [{ promotion_id: id }] });
    expect((await bought(await buy(other, email))).order.discount_total).toBe(1000);
  }, 60_000);

  it("of money is never passed: what is left of it is all that the next one gets", async () => {
    const { id } = await promote(auth, { budget: { currency: "EUR", amount: 2500 } });
    const carts = await Promise.all(Array.from({ length: 12 }, () => fillCart(variantId)));
    const { total } = await quote(carts[0] ?? "", someone());
    const answers = await Promise.all(
      carts.map((cart) => checkOut(cart, { body: { email: someone(), expected_total: total } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    const rest = carts.filter((_, index) => answers[index]?.status === 409);
    expect((await quote(rest[0] ?? "", someone())).discount_total).toBe(500);
    expect((await bought(await buy(rest[0] ?? ""))).order.discount_total).toBe(500);
    expect((await bought(await buy(rest[1] ?? ""))).order.discount_total).toBe(0);
    expect((await send(auth, "GET", `/${id}`)).body).toMatchObject({ spent: 2500, used: 3, state: "used_up" });
  }, 60_000);

  it("cannot be set below what is used already", async () => {
    const { id } = await promote(auth, { usage_limit: 5, budget: { currency: "EUR", amount: 9000 } });
    await bought(await buy(await fillCart(variantId)));
    await bought(await buy(await fillCart(variantId)));
    for (const [change, pointer] of [
      [{ usage_limit: 1 }, "/usage_limit"],
      [{ budget: { currency: "EUR", amount: 1999 } }, "/budget/amount"],
    ] as const) {
      const refused = await send(auth, "PATCH", `/${id}`, change, { "If-Match": '"1"' });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    }
  });
});

describe("an order that dies", () => {
  it("gives its use back once, however often it is told that it is over", async () => {
    const { id } = await promote(auth, { code: "LAST-ONE", usage_limit: 1 });
    const placed = await bought(await buy(await cartWith("LAST-ONE")));
    expect(await usedOf(id)).toBe(1);
    expect(await letExpire(placed)).toBe(true);
    expect(await letExpire(placed)).toBe(false);
    await cancelOrder(storeFor(), placed.order.id, "twice");
    expect(await usedOf(id)).toBe(0);
    expect(await usesOf(id)).toMatchObject([{ state: "returned" }]);
    forgetPromotionRules();
    const again = await bought(await buy(await cartWith("LAST-ONE")));
    expect(await usedOf(id)).toBe(1);
    await cancelOrder(storeFor(), again.order.id, "changed my mind");
    expect(await usedOf(id)).toBe(0);
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });

  it("takes its use again when its money comes late, once", async () => {
    const { id } = await promote(auth, { code: "LATE", usage_limit: 1 });
    const placed = await bought(await buy(await cartWith("LATE")));
    expect(await letExpire(placed)).toBe(true);
    await payUnheard(placed);
    const word = await webhook(placed);
    await sendWebhook(word);
    await sendWebhook(word);
    expect(await usedOf(id)).toBe(1);
    expect(await usesOf(id)).toMatchObject([{ state: "claimed" }]);
  });

  it("does not come back when others had its use meanwhile: its money goes back", async () => {
    const { id } = await promote(auth, { code: "LATER", usage_limit: 1 });
    const placed = await bought(await buy(await cartWith("LATER")));
    expect(await letExpire(placed)).toBe(true);
    forgetPromotionRules();
    const other = await bought(await buy(await cartWith("LATER")));
    await payUnheard(placed);
    await sendWebhook(await webhook(placed));
    expect(await usedOf(id)).toBe(1);
    expect(await usesOf(id)).toMatchObject([
      { order_id: other.order.id, state: "claimed" },
      { order_id: placed.order.id, state: "returned" },
    ]);
    const status = await env.ORDERS.prepare("select status from orders where id = ?").bind(placed.order.id).first();
    expect(status).toEqual({ status: "cancelled" });
  });

  it("is another thing than one whose money was given back: that sale was made, and the use stays used", async () => {
    const { id } = await promote(auth, { code: "REFUND" });
    const placed = await bought(await buy(await cartWith("REFUND")));
    await choose(placed, "approve");
    await giveBack(storeFor(), placed.order.id, { reason: "Scratched." });
    expect(await usedOf(id)).toBe(1);
  });
});

describe("a gift", () => {
  const gift = (variant_id: string) => ({ title: "A spoon", action: { kind: "gift", variant_id, quantity: 1 } });

  it("is a line of the order that costs nothing, and its piece is held", async () => {
    const spoon = await sell({ price: 500, stock: 3, title: "Spoon" });
    const { id } = await promote(auth, gift(spoon.variant_id));
    const cart = await fillCart(variantId);
    const view = await (await ask("GET", "/cart", undefined, { "x-cart-id": cart })).json<Quote>();
    expect(view.items).toMatchObject([{ gift_of: null }, { gift_of: id, title: "Spoon", unit_price: 0, total: 0 }]);
    // Its line is nobody's to change.
    const line_id = view.items[1]?.line_id;
    expect((await ask("POST", "/cart/remove", { line_id }, { "x-cart-id": cart })).status).toBe(404);
    const { order } = await bought(await buy(cart));
    expect(order.items).toMatchObject([{ total: 10_000 }, { variant_id: spoon.variant_id, total: 0, gift_of: id }]);
    expect(await levelOf(spoon.variant_id)).toEqual({ on_hand: 3, reserved: 1 });
    expect(await usedOf(id)).toBe(1);
    // Who buys the same thing too gets both, held together.
    const both = await fillCart(variantId);
    expect(
      (await ask("POST", "/cart/add", { variant_id: spoon.variant_id, quantity: 1 }, { "x-cart-id": both })).status,
    ).toBe(200);
    expect((await bought(await buy(both))).order.items).toHaveLength(3);
    expect(await levelOf(spoon.variant_id)).toEqual({ on_hand: 3, reserved: 3 });
    expect(await usedOf(id)).toBe(2);
  });

  it("that ran out a moment ago stops the order once, and the next quote is without it", async () => {
    const spoon = await sell({ price: 500, stock: 1, title: "Last spoon" });
    const { id } = await promote(auth, gift(spoon.variant_id));
    const [first, second] = [await fillCart(variantId), await fillCart(variantId)];
    const email = someone();
    const shown = await quote(second, email);
    expect(shown.items).toHaveLength(2);
    // Another isolate sold it: this one still remembers that there is one.
    await env.ORDERS.prepare("update stock_levels set reserved = 1 where variant_id = ?").bind(spoon.variant_id).run();
    const refused = await checkOut(second, { body: { email, expected_total: shown.total } });
    expect(await refused.json()).toMatchObject({
      code: "insufficient-stock",
      lines: [{ title: "Last spoon", gift_of: expect.any(String), available: 0 }],
    });
    expect((await quote(second, email)).items).toHaveLength(1);
    const told = await (await ask("GET", "/cart", undefined, { "x-cart-id": second })).json<{ notices: object[] }>();
    expect(told.notices).toEqual([expect.objectContaining({ code: "gift-out-of-stock" })]);
    expect((await quote(second, email)).promotions).toEqual([]);
    const { order } = await bought(await buy(second, email));
    expect([order.items.length, order.promotions]).toEqual([1, []]);
    expect(await usedOf(id)).toBe(0);
    expect((await bought(await buy(first))).order.items).toHaveLength(1);
  });
});

it("a buyer's key is the same for one mailbox, and tells nothing of it", async () => {
  const store = storeFor();
  const key = await customerKey(store, " Ada@Example.com");
  expect(await customerKey(store, "ada+news@example.com")).toBe(key);
  expect(await customerKey(store, "bob@example.com")).not.toBe(key);
});
