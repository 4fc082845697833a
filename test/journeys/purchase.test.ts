import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { address, newGood } from "./goods.ts";
import { sharedStore } from "./store.ts";
import { eventually, type Visitor } from "./visitor.ts";

interface Cart {
  id: string;
  items: { line_id: string; variant_id: string; quantity: number }[];
  subtotal: number;
  total: number;
}

interface Placed {
  order: { id: string; number: number; access_token: string; total: number };
  payment: { id: string; redirect_url: string };
}

interface Order {
  status: string;
  payment_status: string;
  shipping_status: string;
  total: number;
  payments: { status: string }[];
}

const store = sharedStore();

/** Puts goods into a new cart. @returns the shopper with that cart. */
async function fillCart(variantId: string, quantity: number): Promise<{ shopper: Visitor; cart: Cart }> {
  const stranger = store.stranger();
  const cart = await stranger.post<Cart>("/cart/add", { variant_id: variantId, quantity });
  return { shopper: stranger.with({ "x-cart-id": cart.id }), cart };
}

/** What the shopper sends to order at this total, to pay at the test gateway. */
const orderAt = (expected_total: number) => ({
  email: "amina@example.org",
  shipping_address: address,
  shipping_option: "standard",
  payment_provider: "test",
  expected_total,
});

/** Places the order of a cart. */
async function checkOut(shopper: Visitor, key: string = randomUUID()): Promise<Placed> {
  const quote = await shopper.post<{ total: number }>("/checkout/quote", { address, shipping_option: "standard" });
  return shopper.post<Placed>("/checkout", orderAt(quote.total), { "idempotency-key": key });
}

/** What the shopper does on the gateway's page. */
async function payAtGateway(placed: Placed, action: string): Promise<void> {
  const page = new URL(placed.payment.redirect_url);
  expect(page.origin).toBe(store.url);
  const answer = await store.stranger().ask("POST", page.pathname, { body: new URLSearchParams({ action }) });
  expect(answer.status).toBe(303);
}

const readOrder = ({ order }: Placed): Promise<Order> =>
  store.stranger().get<Order>(`/orders/${order.id}?token=${order.access_token}`);

it("a guest finds a product, puts it into the cart, checks out, pays, and sees the order paid", async () => {
  const staff = await store.staff();
  const good = await newGood(staff, { title: "Quartzlight saucepan", stock: 5, price: 4200 });

  const found = await store.stranger().get<{ data: { id: string }[] }>("/products?q=quartzlight");
  expect(found.data.map(({ id }) => id)).toEqual([good.id]);

  const { shopper, cart } = await fillCart(good.variant.id, 2);
  expect(cart).toMatchObject({ subtotal: 8400, items: [{ variant_id: good.variant.id, quantity: 2 }] });

  const placed = await checkOut(shopper);
  expect(placed.order.total).toBeGreaterThanOrEqual(8400);
  expect(await readOrder(placed)).toMatchObject({ status: "open", payment_status: "pending" });

  await payAtGateway(placed, "approve");
  await eventually(async () => expect(await readOrder(placed)).toMatchObject({ payment_status: "paid" }));

  const stock = await staff.get<{ available: number }>(`/inventory/${good.variant.sku}`);
  expect(stock.available).toBe(3);
  expect((await shopper.get<Cart>("/cart")).items).toEqual([]);
  const listed = await staff.get<{ data: { id: string }[] }>(`/orders?q=${placed.order.number}`);
  expect(listed.data.map(({ id }) => id)).toContain(placed.order.id);
});

it("after a declined card the shopper tries again, and the order is paid once", async () => {
  const good = await newGood(await store.staff());
  const { shopper } = await fillCart(good.variant.id, 1);
  const placed = await checkOut(shopper);
  await payAtGateway(placed, "decline");
  await eventually(async () => {
    const order = await readOrder(placed);
    expect(order).toMatchObject({ status: "open", payment_status: "pending", payments: [{ status: "failed" }] });
  });

  const { payment } = await shopper.post<Placed>(
    `/payments/pay?token=${placed.order.access_token}`,
    { order_id: placed.order.id, provider: "test" },
    { "idempotency-key": randomUUID() },
  );
  await payAtGateway({ ...placed, payment }, "approve");
  await eventually(async () => expect(await readOrder(placed)).toMatchObject({ payment_status: "paid" }));
  const attempts = (await readOrder(placed)).payments.map(({ status }) => status);
  expect(attempts.sort()).toEqual(["captured", "failed"]);
});

it("of two shoppers who want the last one, one gets it and the other is told", async () => {
  const good = await newGood(await store.staff(), { stock: 1 });
  const carts = [await fillCart(good.variant.id, 1), await fillCart(good.variant.id, 1)];
  const outcomes = await Promise.allSettled(carts.map(({ shopper }) => checkOut(shopper)));
  const refusals = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refusals).toHaveLength(1);
  expect(String(refusals[0]?.reason)).toContain("insufficient-stock");
  expect(await (await store.staff()).get(`/inventory/${good.variant.sku}`)).toMatchObject({ available: 0 });
});

it("a checkout that is sent twice with the same key makes one order", async () => {
  const good = await newGood(await store.staff());
  const { shopper } = await fillCart(good.variant.id, 1);
  const key = randomUUID();
  const first = await checkOut(shopper, key);
  const body = orderAt(first.order.total);
  const again = await shopper.ask<Placed>("POST", "/api/v1/checkout", { body, headers: { "idempotency-key": key } });
  expect(again.status).toBe(201);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(again.body.order.id).toBe(first.order.id);
});

it("a stranger learns nothing of somebody else's order", async () => {
  const good = await newGood(await store.staff());
  const { shopper } = await fillCart(good.variant.id, 1);
  const { order } = await checkOut(shopper);
  for (const path of [
    `/orders/${order.id}`,
    `/orders/${order.id}?token=wrong`,
    "/orders/ord_01jd2v4q8r3x5y7z9b1d3f5h7k",
  ]) {
    const answer = await store.stranger().ask<{ code: string }>("GET", `/api/v1${path}`);
    expect([401, 404]).toContain(answer.status);
  }
  const move = await store
    .stranger()
    .ask("PATCH", `/api/v1/orders/${order.id}/shipping_status`, { body: { shipping_status: "shipped" } });
  expect(move.status).toBe(401);
});
