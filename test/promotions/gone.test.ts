import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Quote } from "../../src/checkout/schemas.ts";
import { forgetPromotionRules } from "../../src/promotions/campaigns/read-rules.ts";
import { address, ask, checkOut, fillCart, sell } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { promote, tenPercent } from "./campaign.ts";

/** What a promotion refers to may go after it was saved: staff were told then, and a shopper gets a right price now. */

let auth: Record<string, string>;
let potId = "";

beforeAll(async () => {
  auth = bearer(await signInStaff());
  potId = (await sell({ price: 10_000, stock: 1_000 })).variant_id;
}, 60_000);

beforeEach(async () => {
  await env.ORDERS.prepare("update promotions set status = 'archived' where status = 'active'").run();
  forgetPromotionRules();
});

const archive = (productId: string) =>
  env.CATALOG.prepare("update products set status = 'archived' where id = ?").bind(productId).run();

const email = "ada@example.com";

async function quoteOf(cart: string): Promise<Quote> {
  const body = { address, shipping_option: "standard", email };
  const answer = await ask("POST", "/checkout/quote", body, { "x-cart-id": cart });
  expect(answer.status).toBe(200);
  return answer.json<Quote>();
}

async function buys(cart: string, total: number): Promise<object> {
  const answer = await checkOut(cart, { body: { email, expected_total: total } });
  expect(answer.status).toBe(201);
  return (await answer.json<{ order: object }>()).order;
}

describe("a promotion that runs on when what it refers to has gone", () => {
  it("gives a gift no more, and the shopper is told nothing wrong: the order is what is bought", async () => {
    const spoon = await sell({ price: 500, stock: 5, title: "Spoon" });
    await promote(auth, { title: "A spoon", action: { kind: "gift", variant_id: spoon.variant_id, quantity: 1 } });
    await archive(spoon.product_id);
    const cart = await fillCart(potId);
    const quoted = await quoteOf(cart);
    expect(quoted).toMatchObject({ items: [{ variant_id: potId, total: 10_000 }], discount_total: 0 });
    expect(await buys(cart, quoted.total)).toMatchObject({ items: [{ gift_of: null, total: 10_000 }] });
  });

  it("takes nothing off what is left of the cart, and counts again for nothing else", async () => {
    const lid = await sell({ price: 2_000, stock: 5, title: "Lid" });
    const lines = { conditions: [{ attribute: "line.product", operator: "in", values: [lid.product_id] }] };
    await promote(auth, { action: { ...tenPercent.action, lines } });
    await archive(lid.product_id);
    const cart = await fillCart(potId);
    const quoted = await quoteOf(cart);
    expect(quoted).toMatchObject({ discount_total: 0, promotions: [], subtotal: 10_000 });
    expect(await buys(cart, quoted.total)).toMatchObject({ discount_total: 0 });
  });
});
