import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { expireOrder } from "../../src/checkout/expire-order.ts";
import type { Placed, Quote } from "../../src/checkout/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { mailbox } from "../../src/promotions/campaigns/customer-key.ts";
import { forgetPromotionRules } from "../../src/promotions/campaigns/read-rules.ts";
import { address, ask, checkOut, fillCart, sell, storeFor } from "../checkout/shop.ts";
import { bearer, logIn, newCustomer, signInStaff } from "../identity/people.ts";
import { promote, send } from "./campaign.ts";

let auth: Record<string, string>;
let variantId = "";

beforeAll(async () => {
  auth = bearer(await signInStaff());
  variantId = (await sell({ price: 5000, stock: 1000 })).variant_id;
}, 60_000);

beforeEach(async () => {
  await env.ORDERS.prepare("update promotions set status = 'archived' where status = 'active'").run();
  forgetPromotionRules();
});

/** A guest buys one piece at what they are quoted: with a code, where one is named. */
async function buy(email: string, code?: string): Promise<Placed["order"]> {
  const cart = await fillCart(variantId);
  if (code !== undefined) await ask("POST", "/cart/code", { code }, { "x-cart-id": cart });
  const quoted = await ask(
    "POST",
    "/checkout/quote",
    { address, shipping_option: "standard", email },
    { "x-cart-id": cart },
  );
  const { total } = await quoted.json<Quote>();
  const answer = await checkOut(cart, { body: { email, expected_total: total } });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json<Placed>()).order;
}

const usedOf = async (id: string) => (await send(auth, "GET", `/${id}`)).body.used;

describe("one buyer", () => {
  it("with an account does not pass a customer's limit by naming another address with each order", async () => {
    const { id } = await promote(auth, { code: "ONE-ACCOUNT", per_customer_limit: 1 });
    await newCustomer("account@example.com");
    const me = bearer(String((await logIn("account@example.com")).body.access_token));
    const checkOutAs = async (email: string, total?: number): Promise<Response> => {
      await ask("POST", "/cart/add", { variant_id: variantId, quantity: 1 }, me);
      await ask("POST", "/cart/code", { code: "ONE-ACCOUNT" }, me);
      const terms = { address, shipping_option: "standard", email };
      const quoted = await (await ask("POST", "/checkout/quote", terms, me)).json<Quote>();
      const body = {
        ...{ email, shipping_address: address, shipping_option: "standard", payment_provider: "test" },
        expected_total: total ?? quoted.total,
      };
      return ask("POST", "/checkout", body, { ...me, "Idempotency-Key": crypto.randomUUID() });
    };
    const first = (await (await checkOutAs("work@example.com")).json<Placed>()).order;
    expect(first.discount_total).toBe(500);
    // Whoever insists on the discounted total is told the one that holds.
    const refused = await checkOutAs("home@example.com", first.total);
    expect([refused.status, await refused.json()]).toMatchObject([409, { quote: { discount_total: 0 } }]);
    await ask("POST", "/cart/clear", undefined, me);
    expect((await (await checkOutAs("third@example.com")).json<Placed>()).order.discount_total).toBe(0);
    expect(await usedOf(id)).toBe(1);
  }, 30_000);

  it("has no second first order by writing the same address in another way", async () => {
    expect((await buy("grace.hopper@gmail.com")).discount_total).toBe(0);
    await promote(auth, {
      sale: { conditions: [{ attribute: "customer.first_order", operator: "in", values: [true] }] },
    });
    for (const email of ["Grace.Hopper@gmail.com", "gracehopper+new@gmail.com", "g.r.a.c.e.hopper@googlemail.com"]) {
      expect([email, (await buy(email)).discount_total]).toEqual([email, 0]);
    }
    expect((await buy("grace.hopper@example.com")).discount_total).toBe(500);
    expect((await buy("grace.hopper+again@example.com")).discount_total).toBe(0);
    expect((await buy("gracehopper@example.com")).discount_total).toBe(500);
  }, 30_000);

  it("is told by the books as the promotions tell them: both read an address as the same mailbox", async () => {
    const { results } = await env.ORDERS.prepare("select email, mailbox from orders").all<Record<string, string>>();
    expect(results.length).toBeGreaterThan(5);
    for (const row of results) expect(row.mailbox).toBe(mailbox(row.email ?? ""));
  });
});

describe("a code that was taken back and written again", () => {
  const expire = ({ id, created_at }: Placed["order"]) =>
    expireOrder(storeFor({ now: () => new Date(Date.parse(created_at) + 48 * 3_600_000) }), id);
  const write = (id: string, over: object) => send<{ used: number }>(auth, "POST", `/${id}/codes`, over);

  it("for another promotion does not keep the orders that used it from expiring", async () => {
    const before = await promote(auth, { code: "SPRING" });
    const placed = await buy("spring@example.com", "SPRING");
    expect((await send(auth, "DELETE", `/${before.id}/codes/SPRING`)).status).toBe(204);
    const after = await promote(auth, { code: "SPRING" });
    expect(await expire(placed)).toBe(true);
    expect([await usedOf(before.id), await usedOf(after.id)]).toEqual([0, 0]);
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });

  it("for the same promotion is used as often as it was, and its limit still holds", async () => {
    const { id } = await promote(auth, { code: "AUTUMN", code_limit: 2 });
    const placed = await buy("autumn@example.com", "AUTUMN");
    await buy("winter@example.com", "AUTUMN");
    await send(auth, "DELETE", `/${id}/codes/AUTUMN`);
    expect(await write(id, { code: "AUTUMN", usage_limit: 1 })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/usage_limit" }] },
    });
    expect(await write(id, { code: "AUTUMN", usage_limit: 2 })).toMatchObject({ status: 201, body: { used: 2 } });
    expect(await expire(placed)).toBe(true);
    expect((await auditBooks(storeFor())).findings).toEqual([]);
    expect((await buy("summer@example.com", "AUTUMN")).discount_total).toBe(500);
  });
});

describe("staff cannot save a promotion", () => {
  it("that asks for a group, a market or a way to ship that is gone, or for a postal code that is none", async () => {
    const tenOff = { title: "Ten", action: { kind: "off_order", off: { percent: "10" } } };
    const asks = (attribute: string, value: string, operator = "in") => ({
      ...tenOff,
      sale: { conditions: [{ attribute, operator, values: [value] }] },
    });
    const pointersOf = async (body: object) => {
      const answer = await send<{ errors?: { pointer: string }[] }>(auth, "POST", "", body);
      return [answer.status, (answer.body.errors ?? []).map(({ pointer }) => pointer)];
    };
    const at = "/sale/conditions/0/values/0";
    for (const body of [
      asks("customer.group", "gone"),
      asks("market", "gone"),
      asks("shipping.option", "gone"),
      asks("shipping.postal_code", "🦊"),
      asks("shipping.postal_code", "-", "starts_with"),
    ]) {
      expect([body.sale, ...(await pointersOf(body))]).toEqual([body.sale, 422, [at]]);
    }
    const shipping = { title: "Free", action: { kind: "off_shipping", off: { percent: "100" } } };
    expect(await pointersOf({ ...shipping, action: { ...shipping.action, options: ["standard", "gone"] } })).toEqual([
      422,
      ["/action/options/1"],
    ]);
    for (const body of [
      asks("customer.group", "customers"),
      asks("market", "home"),
      asks("shipping.option", "standard"),
      asks("shipping.option", "gone", "not_in"),
      asks("shipping.postal_code", "sw1a 1", "starts_with"),
    ]) {
      expect([body.sale, ...(await pointersOf(body))]).toEqual([body.sale, 201, []]);
    }
  });
});
