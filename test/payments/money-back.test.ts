import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { payAgain } from "../../src/checkout/pay-again.ts";
import { placeOrder } from "../../src/checkout/place-order.ts";
import type { Placed } from "../../src/checkout/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { movePaymentByHand } from "../../src/payments/by-hand/mark-paid.ts";
import { findStanding } from "../../src/payments/find-standing.ts";
import type { ProviderEvent } from "../../src/payments/provider.ts";
import { settlePayment } from "../../src/payments/settle.ts";
import { resolveOrderPayments, sweepPayments } from "../../src/payments/sweep.ts";
import { openDatabase } from "../../src/platform/database.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { type Actor, openStore, type Store } from "../../src/platform/store.ts";
import { meter } from "../budgets/meter.ts";
import { address, choose, fillCart, giveBack, order, published, sell, staff, storeFor } from "../checkout/shop.ts";
import { type FakeStripe, fakeStripe } from "../fakes/stripe.ts";

let stripe: FakeStripe;
beforeEach(() => {
  stripe = fakeStripe();
});

/** A store that takes Stripe, so many seconds from now. */
function storeWith(actor: Actor = staff, seconds = 0): Store {
  return openStore(
    { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" },
    { actor, fetch: stripe.fetch, now: () => new Date(Date.now() + seconds * 1000) },
  );
}

/** An order of 24.90 that is to be paid by Stripe. */
async function placeByStripe(variantId: string) {
  const cartId = await fillCart(variantId);
  const input = {
    email: "ada@example.com",
    shipping_address: address,
    shipping_option: "standard" as const,
    payment_provider: "stripe",
    expected_total: 2490,
  };
  const asked = await idempotentRequest({ kind: "shopper", cartId }, "key", {
    method: "POST",
    path: "/checkout",
    body: input,
  });
  const { placed } = await placeOrder(storeWith({ kind: "shopper", cartId }), input, asked);
  return placed;
}

async function paidByStripe(variantId: string) {
  const placed = await placeByStripe(variantId);
  stripe.pay(placed.payment.reference ?? "");
  await resolveOrderPayments(storeWith(), placed.order.id);
  return placed;
}

/** Stripe's word that the shopper paid, as its webhook brings it. */
const captured = ({ payment }: Placed): ProviderEvent => ({
  event_id: `evt_${payment.id}`,
  type: "captured",
  payment_id: payment.id,
  reference: payment.reference,
  amount: payment.amount,
  currency: payment.currency,
  failure: null,
});

/** Staff saw the money arrive. */
async function payByHand(orderId: string): Promise<void> {
  const { version } = await loadOrder(storeWith(), orderId);
  await movePaymentByHand(storeWith(), orderId, "paid", version);
}

const stripeIsDown = (calls = 6) =>
  stripe.misbehave(...Array.from({ length: calls }, () => "refuse-connection" as const));

describe("an order of which a part is on its way back", () => {
  it("can be called off: the rest goes back, and no cent more than was paid", async () => {
    const pan = await sell();
    const placed = await paidByStripe(pan.variant_id);
    stripeIsDown(2);
    await giveBack(storeWith(), placed.order.id, { amount: 1000, reason: "A scratch" });
    await cancelOrder(storeWith(), placed.order.id, "Changed their mind");
    await sweepPayments(storeWith({ kind: "system" }, 300));
    await sweepPayments(storeWith({ kind: "system" }, 600));
    expect(await loadOrder(storeWith(), placed.order.id)).toMatchObject({
      status: "cancelled",
      payment_status: "refunded",
      payments: [{ refunded: 2490, status: "refunded" }],
    });
    expect(stripe.refunds.map(({ amount }) => amount).sort()).toEqual([1000, 1490]);
  });

  it("is still shipped when it was given back before the parcel left", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    await choose(placed, "approve");
    await giveBack(storeFor(), placed.order.id, { amount: 500, reason: "Late, with our excuses" });
    expect(await moveShipping(storeFor(), placed.order.id, "shipped")).toMatchObject({ shipping_status: "shipped" });
  });

  it("stays refunded when it is called off after all of it went back", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    await choose(placed, "approve");
    await giveBack(storeFor(), placed.order.id, { reason: "All of it" });
    expect(await cancelOrder(storeFor(), placed.order.id, "")).toMatchObject({
      status: "cancelled",
      payment_status: "refunded",
    });
  });

  it("says so, although a second payment of it is on its way back too", async () => {
    const pan = await sell();
    const placed = await placeByStripe(pan.variant_id);
    stripe.pay(placed.payment.reference ?? "");
    await payByHand(placed.order.id);
    stripeIsDown(2);
    expect(await settlePayment(storeWith(), "stripe", captured(placed))).toBe("refunding");
    await giveBack(storeWith(), placed.order.id, { amount: 500, reason: "A scratch" });
    await sweepPayments(storeWith({ kind: "system" }, 300));
    expect(await loadOrder(storeWith(), placed.order.id)).toMatchObject({
      status: "open",
      payment_status: "partially_refunded",
    });
  });
});

describe("an order that is given back in parts", () => {
  it("tells the tax of each part, and they sum to the order's", async () => {
    const placed = await paidByStripe((await sell()).variant_id);
    for (const amount of [1, 999, 333]) await giveBack(storeWith(), placed.order.id, { amount, reason: "A scratch." });
    await giveBack(storeWith(), placed.order.id, { reason: "All the rest." });
    const { timeline, payments, tax_total } = await loadOrder(storeWith(), placed.order.id);
    const taxes = timeline.flatMap(({ type, data }) => (type === "refund.requested" ? [data.tax_total] : []));
    expect(taxes).toEqual([0, 159, 54, 184]);
    expect(tax_total).toBe(0 + 159 + 54 + 184);
    expect(payments).toEqual([expect.objectContaining({ captured: 2490, refunded: 2490 })]);
  });
});

describe("a request to give money back that is repeated", () => {
  it("gives back once, also when the first broke off after it was written", async () => {
    const pan = await sell();
    const placed = await paidByStripe(pan.variant_id);
    const body = { amount: 700, reason: "A scratch" };
    const first = await giveBack(storeWith(), placed.order.id, body, "scratch");
    await env.ORDERS.prepare(
      "update idempotency_keys set answer_status = null, answer_body = null where key = 'scratch'",
    ).run();
    const second = await giveBack(storeWith(staff, 120), placed.order.id, body, "scratch");
    const third = await giveBack(storeWith(staff, 240), placed.order.id, body, "scratch");
    expect([first.replayed, second.replayed, third.replayed]).toEqual([false, true, true]);
    expect(third.order).toEqual(second.order);
    expect(stripe.refunds.map(({ amount }) => amount)).toEqual([700]);
  });

  it("at the same moment gives back once", async () => {
    const pan = await sell();
    const placed = await paidByStripe(pan.variant_id);
    const all = await Promise.all(
      Array.from({ length: 4 }, () => giveBack(storeWith(), placed.order.id, { reason: "All of it" }, "all-of-it")),
    );
    expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(stripe.refunds.map(({ amount }) => amount)).toEqual([2490]);
  });
});

describe("a refund that never succeeds", () => {
  it("does not keep the others from being asked for", async () => {
    const pan = await sell({ stock: 100 });
    const stuck = await paidByStripe(pan.variant_id);
    await env.ORDERS.prepare("update payments set reference = 'cs_gone' where id = ?").bind(stuck.payment.id).run();
    for (let i = 0; i < 20; i++) {
      await giveBack(storeWith(), stuck.order.id, { amount: 1, reason: "Stuck" });
    }
    const sound = await paidByStripe(pan.variant_id);
    stripeIsDown(2);
    await giveBack(storeWith(), sound.order.id, { amount: 300, reason: "Sound" });
    await sweepPayments(storeWith({ kind: "system" }, 300));
    await sweepPayments(storeWith({ kind: "system" }, 600));
    expect(stripe.refunds.map(({ amount }) => amount)).toContain(300);
    await env.ORDERS.prepare("update payments set reference = ? where id = ?")
      .bind(stuck.payment.reference, stuck.payment.id)
      .run();
  });
});

describe("an order that was paid", () => {
  it("takes no second payment: its other attempts are closed", async () => {
    const pan = await sell();
    const placed = await placeByStripe(pan.variant_id);
    await movePaymentByHand(
      storeWith(),
      placed.order.id,
      "paid",
      (await loadOrder(storeWith(), placed.order.id)).version,
    );
    expect(stripe.sessions.get(placed.payment.reference ?? "")).toMatchObject({ status: "expired" });
    const paid = await loadOrder(storeWith(), placed.order.id);
    expect(paid.payments).toMatchObject([{ status: "expired" }, { provider: "manual", status: "captured" }]);
    await sweepPayments(storeWith({ kind: "system" }, 4000));
    expect(await published(placed.order.id)).not.toContain("payment.failed");
  });

  it("has one open attempt with a provider, though the shopper pressed twice", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    await choose(placed, "decline");
    const again = () => payAgain(storeFor(), { order_id: placed.order.id, provider: "test" }, null);
    const [first, second] = await Promise.all([again(), again()]);
    expect(first.payment.id).toBe(second.payment.id);
    expect((await loadOrder(storeFor(), placed.order.id)).payments).toHaveLength(2);
  });
});

describe("what the clock and strangers may ask", () => {
  it("reads only payments that are undecided, not all that were ever made", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    await choose(placed, "approve");
    await env.ORDERS.prepare(
      `insert into payments (id, order_id, provider, status, amount, captured, currency, reference, created_at, updated_at)
       select 'pay_old' || i, ?1, 'test', 'captured', 100, 100, 'EUR', 'old' || i, ?2, ?2
       from (with recursive n (i) as (select 1 union all select i + 1 from n where i < 500) select i from n)`,
    )
      .bind(placed.order.id, new Date(0).toISOString())
      .run();
    await env.ORDERS.prepare(
      `insert into refunds (id, order_id, payment_id, amount, currency, reason, status, reference, created_at, updated_at)
       select 're_old' || i, ?1, 'pay_old' || i, 100, 'EUR', 'old', 'succeeded', 'old' || i, ?2, ?2
       from (with recursive n (i) as (select 1 union all select i + 1 from n where i < 500) select i from n)`,
    )
      .bind(placed.order.id, new Date(0).toISOString())
      .run();
    await env.ORDERS.prepare("update payments set refunded = 100, status = 'refunded' where id like 'pay_old%'").run();
    const spent = { trips: 0, queries: 0, rows_read: 0 };
    const store = { ...storeFor(), orders: openDatabase(meter(env.ORDERS, spent)) };
    await findStanding(store, placed.payment.reference ?? "");
    expect(spent.rows_read, "by reference").toBeLessThan(20);
    spent.rows_read = 0;
    await sweepPayments(store);
    expect(spent.rows_read, "by the sweep").toBeLessThan(100);
  });
});

it("the books agree after all of this", async () => {
  expect((await auditBooks(storeFor())).findings).toEqual([]);
});
