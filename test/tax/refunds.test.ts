import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import type { Placed } from "../../src/checkout/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import {
  ask,
  checkOut,
  choose,
  fillCart,
  giveBack,
  payUnheard,
  sell,
  sendWebhook,
  storeFor,
  webhook,
} from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";

/** A paid order of two pans for 119.00 each and three books for 10.01 each, sent by express. */
async function buy(): Promise<Placed> {
  const pan = await sell({ price: 11_900, stock: 100 });
  const book = await sell({ price: 1_001, stock: 100 });
  const cartId = await fillCart(pan.variant_id, 2);
  await fillCart(book.variant_id, 3, cartId);
  const asked = { address: { country: "DE" }, shipping_option: "express" };
  const quoted = await ask("POST", "/checkout/quote", asked, { "x-cart-id": cartId });
  const { total } = await quoted.json<{ total: number }>();
  const answer = await checkOut(cartId, { body: { shipping_option: "express", expected_total: total } });
  const placed = await answer.json<Placed>();
  await choose(placed, "approve");
  return placed;
}

const given = async (orderId: string) =>
  (
    await env.ORDERS.prepare("select amount, tax_total, status from refunds where order_id = ? order by id")
      .bind(orderId)
      .all<{ amount: number; tax_total: number; status: string }>()
  ).results;

const sums = (refunds: { amount: number; tax_total: number }[]) => [
  refunds.reduce((sum, { amount }) => sum + amount, 0),
  refunds.reduce((sum, { tax_total }) => sum + tax_total, 0),
];

/** What the event of a refund tells of money and its tax. */
const told = async (orderId: string) =>
  (
    await env.ORDERS.prepare(
      "select data ->> 'refunded' as refunded, data ->> 'refunded_tax' as tax from outbox where subject = ? and type = 'order.refunded' order by id",
    )
      .bind(orderId)
      .all<{ refunded: number; tax: number }>()
  ).results.map(({ refunded, tax }) => [refunded, tax]);

describe("an order that is given back", () => {
  it("piece by piece, with shipping, gives back exactly what was paid and exactly its tax", async () => {
    const { order } = await buy();
    const [pans, books] = order.items;
    const back = (body: object) => giveBack(storeFor(), order.id, { reason: "Returned", ...body });
    const piece = (item: typeof pans, quantity: number) => ({ items: [{ item_id: item?.id ?? "", quantity }] });
    await back(piece(pans, 1));
    await back(piece(books, 2));
    await back({ amount: 777 });
    await back({ ...piece(pans, 1), shipping: true });
    await back(piece(books, 1));
    const refunds = await given(order.id);
    expect(refunds.slice(0, 2)).toMatchObject([
      { amount: 11_900, tax_total: 1_900 },
      { amount: 2_002, tax_total: 319 },
    ]);
    expect(sums(refunds)).toEqual([order.total, order.tax_total]);
    expect(await told(order.id)).toEqual(refunds.map(({ amount, tax_total }) => [amount, tax_total]));
    expect(await loadOrder(storeFor(), order.id)).toMatchObject({ payment_status: "refunded" });
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });

  it("by being called off gives back all that is left, and its tax is told", async () => {
    const { order } = await buy();
    const item_id = order.items[1]?.id ?? "";
    await giveBack(storeFor(), order.id, { items: [{ item_id, quantity: 1 }], reason: "A page is torn" });
    await cancelOrder(storeFor(), order.id, "Changed their mind");
    const refunds = await given(order.id);
    expect(refunds).toHaveLength(2);
    expect(sums(refunds)).toEqual([order.total, order.tax_total]);
    expect(await told(order.id)).toEqual(refunds.map(({ amount, tax_total }) => [amount, tax_total]));
  });

  it("whose money came after it was called off gives back its tax with it", async () => {
    const pan = await sell({ price: 11_900 });
    const placed = await (await checkOut(await fillCart(pan.variant_id))).json<Placed>();
    await payUnheard(placed);
    await cancelOrder(storeFor(), placed.order.id, "");
    await sendWebhook(await webhook(placed));
    expect(await given(placed.order.id)).toEqual([{ amount: 11_900, tax_total: 1_900, status: "succeeded" }]);
  });

  it("and whose timeline tells staff what went back of what", async () => {
    const { order } = await buy();
    const item_id = order.items[0]?.id ?? "";
    const { order: after } = await giveBack(storeFor(), order.id, {
      items: [{ item_id, quantity: 1 }],
      reason: "A dent",
    });
    expect(after.timeline.find(({ type }) => type === "refund.requested")?.data).toEqual({
      ...{ amount: 11_900, tax_total: 1_900, currency: "EUR", reason: "A dent" },
      parts: [{ key: item_id, quantity: 1, amount: 11_900, tax_total: 1_900 }],
    });
  });
});

describe("staff who give back what is not there", () => {
  it("are told at the piece, and nothing goes back", async () => {
    const { order } = await buy();
    const auth = bearer(await signInStaff());
    const item_id = order.items[0]?.id ?? "";
    const send = async (body: object) => {
      const headers = { ...auth, "Idempotency-Key": crypto.randomUUID() };
      const answer = await ask("POST", `/orders/${order.id}/refunds`, { reason: "Returned", ...body }, headers);
      const { code, errors } = await answer.json<{ code: string; errors?: { pointer: string }[] }>();
      return [answer.status, code, errors?.map(({ pointer }) => pointer)];
    };
    const stranger = "oli_01jd2v4q8r3x5y7z9b1d3f5h7k";
    expect(await send({ items: [{ item_id, quantity: 3 }] })).toEqual([422, "invalid-refund", ["/items/0/quantity"]]);
    expect(await send({ items: [{ item_id: stranger, quantity: 1 }] })).toEqual([
      422,
      "invalid-refund",
      ["/items/0/item_id"],
    ]);
    expect((await send({ items: [{ item_id, quantity: 0 }] })).slice(0, 2)).toEqual([400, "invalid-input"]);
    expect((await send({ amount: 1, shipping: true })).slice(0, 2)).toEqual([400, "invalid-input"]);
    expect((await send({ amount: order.total + 1 })).slice(0, 2)).toEqual([409, "illegal-transition"]);
    // Whoever names no piece has not asked for all the money.
    expect(await send({ items: [] })).toEqual([400, "invalid-input", ["/items"]]);
    expect(await send({ items: [], shipping: false })).toEqual([400, "invalid-input", ["/items"]]);
    expect(await given(order.id)).toEqual([]);
    const twice = { item_id, quantity: 1 };
    expect((await send({ items: [twice, twice] })).slice(0, 2)).toEqual([400, "invalid-input"]);
    await giveBack(storeFor(), order.id, { shipping: true, reason: "Late" });
    expect(await send({ shipping: true })).toEqual([422, "invalid-refund", ["/shipping"]]);
    expect(await given(order.id)).toHaveLength(1);
  });

  it("are told that nothing was paid for a piece that cost nothing, and not that the order has no money left", async () => {
    const free = await sell({ price: 0 });
    const pan = await sell({ price: 11_900 });
    const cartId = await fillCart(free.variant_id);
    const placed = await (await checkOut(await fillCart(pan.variant_id, 1, cartId))).json<Placed>();
    await choose(placed, "approve");
    const item = placed.order.items.find(({ variant_id }) => variant_id === free.variant_id);
    const back = giveBack(storeFor(), placed.order.id, {
      items: [{ item_id: item?.id ?? "", quantity: 1 }],
      reason: "Returned",
    });
    await expect(back).rejects.toMatchObject({
      code: "invalid-refund",
      extra: { errors: [{ pointer: "/items/0/item_id" }] },
    });
    const fetched = await (
      await checkOut(await fillCart(pan.variant_id), { body: { shipping_option: "pickup", expected_total: 11_900 } })
    ).json<Placed>();
    await choose(fetched, "approve");
    await expect(giveBack(storeFor(), fetched.order.id, { shipping: true, reason: "Late" })).rejects.toMatchObject({
      code: "invalid-refund",
      extra: { errors: [{ pointer: "/shipping", detail: "Shipping was free: nothing was paid for it." }] },
    });
  });
});
