import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { expireOrder } from "../../src/checkout/expire-order.ts";
import { placeOrder } from "../../src/checkout/place-order.ts";
import type { Checkout } from "../../src/checkout/schemas.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { sweepPayments } from "../../src/payments/sweep.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { address, fillCart, levelOf, sell } from "../checkout/shop.ts";
import { type FakeStripe, fakeStripe } from "../fakes/stripe.ts";

let stripe: FakeStripe;
beforeEach(() => {
  stripe = fakeStripe();
});

/** A store that takes Stripe, so many seconds from now, and the guest with that cart in it. */
function storeWith(cartId: string | null, seconds = 0): Store {
  return openStore(
    { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" },
    {
      actor: cartId ? { kind: "shopper", cartId } : { kind: "system" },
      fetch: stripe.fetch,
      now: () => new Date(Date.now() + seconds * 1000),
    },
  );
}

async function place(cartId: string, key = "key", wish: Partial<Checkout> = {}) {
  const store = storeWith(cartId);
  const input = {
    email: "ada@example.com",
    shipping_address: address,
    shipping_option: "standard" as const,
    payment_provider: "stripe",
    expected_total: 2490,
    ...wish,
  };
  return placeOrder(
    store,
    input,
    await idempotentRequest({ kind: "shopper", cartId }, key, { method: "POST", path: "/checkout", body: input }),
  );
}

const onlyOrder = async (variantId: string) => {
  const { results } = await env.ORDERS.prepare("select order_id from order_lines where variant_id = ?")
    .bind(variantId)
    .all<{ order_id: string }>();
  expect(results).toHaveLength(1);
  return loadOrder(storeWith(null), results[0]?.order_id ?? "");
};

describe("paying by Stripe", () => {
  it("sends the shopper to a session for exactly the order's total", async () => {
    const pan = await sell();
    const { placed } = await place(await fillCart(pan.variant_id));
    expect(placed.payment).toMatchObject({ provider: "stripe", status: "pending", amount: 2490 });
    expect(placed.payment.redirect_url).toMatch(/^https:\/\/checkout\.stripe\.com\//);
    const [session] = stripe.sessions.values();
    expect(session).toMatchObject({ amount_total: 2490, currency: "eur", metadata: { payment_id: placed.payment.id } });
    expect((await loadOrder(storeWith(null), placed.order.id)).timeline.map(({ type }) => type)).toEqual([
      "order.created",
      "order.prepared",
      "payment.initiated",
    ]);
  });

  it("keeps the order when Stripe does not answer, and the same request goes on with it", async () => {
    const pan = await sell({ stock: 1 });
    const cartId = await fillCart(pan.variant_id);
    stripe.misbehave("refuse-connection", "refuse-connection");
    const told = await place(cartId).catch((thrown: unknown) => thrown);
    const { id, payments } = await onlyOrder(pan.variant_id);
    expect(told).toMatchObject({ code: "provider-unavailable", extra: { order_id: id } });
    expect(payments).toMatchObject([{ status: "initiating" }]);
    const again = await place(cartId);
    expect(again.placed.payment).toMatchObject({ status: "pending" });
    expect(stripe.sessions.size).toBe(1);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 1, reserved: 1 });
  });

  it("makes one session when Stripe's answer is lost", async () => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    stripe.misbehave("lose-answer", "internal-error");
    await expect(place(cartId)).rejects.toMatchObject({ code: "provider-unavailable" });
    const { placed } = await place(cartId);
    expect([...stripe.sessions.keys()]).toEqual([placed.payment.reference]);
  });

  it("is settled by the sweep when no webhook ever comes", async () => {
    const pan = await sell();
    const { placed } = await place(await fillCart(pan.variant_id));
    stripe.pay(placed.payment.reference ?? "");
    await sweepPayments(storeWith(null, 120));
    expect(await loadOrder(storeWith(null), placed.order.id)).toMatchObject({ payment_status: "paid" });
  });

  it("bills an order that costs nothing at once, and asks no payment service to take nothing", async () => {
    const sample = await sell({ price: 0 });
    const cartId = await fillCart(sample.variant_id);
    const { placed } = await place(cartId, "key", { shipping_option: "pickup", expected_total: 0 });
    expect(placed.payment).toMatchObject({ provider: "manual", amount: 0, redirect_url: null });
    expect(stripe.calls).toEqual([]);
    expect(await loadOrder(storeWith(null), placed.order.id)).toMatchObject({ payment_status: "paid" });
  });

  it("does not strand stock when the Worker dies between the batch and the call", async () => {
    const pan = await sell({ stock: 1 });
    const cartId = await fillCart(pan.variant_id);
    stripe.misbehave("refuse-connection", "refuse-connection");
    await place(cartId).catch(() => null);
    const { id } = await onlyOrder(pan.variant_id);
    await sweepPayments(storeWith(null, 120));
    expect(await expireOrder(storeWith(null, 31 * 60), id)).toBe(true);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 1, reserved: 0 });
  });

  it("closes the session of an order that is called off, and refunds one that was paid", async () => {
    const pan = await sell();
    const open = await place(await fillCart(pan.variant_id));
    await cancelOrder(storeWith(null), open.placed.order.id, "");
    expect(stripe.sessions.get(open.placed.payment.reference ?? "")).toMatchObject({ status: "expired" });

    const paid = await place(await fillCart(pan.variant_id));
    stripe.pay(paid.placed.payment.reference ?? "");
    await sweepPayments(storeWith(null, 120));
    stripe.misbehave("lose-answer", "internal-error", "internal-error", "internal-error");
    await cancelOrder(storeWith(null), paid.placed.order.id, "");
    await sweepPayments(storeWith(null, 300));
    expect(await loadOrder(storeWith(null), paid.placed.order.id)).toMatchObject({
      status: "cancelled",
      payment_status: "refunded",
    });
    expect(stripe.refunds).toMatchObject([{ amount: 2490 }]);
  });
});
