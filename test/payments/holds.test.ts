import { env } from "cloudflare:workers";
import Stripe from "stripe";
import { beforeEach, describe, expect, it } from "vitest";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { placeOrder } from "../../src/checkout/place-order.ts";
import type { Placed } from "../../src/checkout/schemas.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { letGoOfHolds } from "../../src/payments/attempts.ts";
import { captureOrder, capturePayment, sweepHolds } from "../../src/payments/capture.ts";
import { hearProvider } from "../../src/payments/hear.ts";
import { listEntries } from "../../src/payments/ledger.ts";
import { adapterOf } from "../../src/payments/providers.ts";
import { changePaymentSettings, readPaymentSettings } from "../../src/payments/settings/settings.ts";
import { sweepPayments } from "../../src/payments/sweep.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { address, choose, fillCart, giveBack, order, published, sell, storeFor } from "../checkout/shop.ts";
import { selfSigned } from "../fakes/certificate.ts";
import { fakePaypal, heldUntil } from "../fakes/paypal.ts";
import { type FakeStripe, fakeStripe } from "../fakes/stripe.ts";
import { attempt } from "./attempt.ts";

let stripe: FakeStripe;

beforeEach(async () => {
  stripe = fakeStripe();
  const { version, capture } = await readPaymentSettings(storeFor());
  if (capture === "now") await changePaymentSettings(storeFor(), version, { capture: "on_shipment" });
});

const day = 24 * 3600;

/** A store that takes Stripe, so many seconds from now, and the guest with that cart in it. */
function storeWith(cartId: string | null = null, seconds = 0): Store {
  return openStore(
    { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" },
    {
      actor: cartId ? { kind: "shopper", cartId } : { kind: "system" },
      fetch: stripe.fetch,
      now: () => new Date(Date.now() + seconds * 1000),
    },
  );
}

/** A guest buys for 24.90 EUR, and stands at Stripe's page. */
async function begun(): Promise<Placed> {
  const { variant_id } = await sell();
  const cartId = await fillCart(variant_id);
  const input = {
    ...{ email: "ada@example.com", shipping_address: address, shipping_option: "standard" as const },
    ...{ payment_provider: "stripe", expected_total: 2490 },
  };
  const request = { method: "POST", path: "/checkout", body: input };
  const key = await idempotentRequest({ kind: "shopper", cartId }, "key", request);
  return (await placeOrder(storeWith(cartId), input, key)).placed;
}

/** {@link begun}, and Stripe holds the money. */
async function held(): Promise<Placed> {
  const placed = await begun();
  stripe.pay(placed.payment.reference ?? "");
  await sweepPayments(storeWith(null, 120));
  return placed;
}

/** Stripe's message that it holds the money of the only payment. */
async function hearHeld() {
  const [object] = stripe.intents.values();
  const type = "payment_intent.amount_capturable_updated";
  const payload = JSON.stringify({ id: `evt_${object?.id}`, object: "event", type, data: { object } });
  const header = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret: "whsec_fake" });
  return hearProvider(storeWith(), "stripe", payload, new Headers({ "stripe-signature": header }));
}

const stateOf = ({ order }: Placed) => loadOrder(storeFor(), order.id);
const kinds = async ({ order }: Placed) =>
  (await listEntries(storeFor(), { order_id: order.id, limit: 50 })).data.map(
    ({ kind, amount }) => `${kind} ${amount}`,
  );
const captures = () => stripe.calls.filter((call) => call.endsWith("/capture"));

describe("money that Stripe holds until the goods leave", () => {
  it("is no money in the books, and lets the order go to shipping", async () => {
    const placed = await held();
    const state = await stateOf(placed);
    expect(state).toMatchObject({ payment_status: "authorized", expires_at: null });
    expect(state.payments).toMatchObject([{ status: "authorized", captured: 0, capture: "on_shipment" }]);
    expect((Date.parse(state.payments[0]?.authorized_until ?? "") - Date.now()) / 1000 / day).toBeCloseTo(7, 1);
    expect(await published(placed.order.id)).toContain("order.confirmed");
    expect(await kinds(placed)).toEqual([]);
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });

  it("is taken when they leave: once, though the answer is lost and the queue comes again", async () => {
    const placed = await held();
    await moveShipping(storeWith(), placed.order.id, "shipped");
    stripe.misbehave("pass", "lose-answer", "internal-error");
    await captureOrder(storeWith(), placed.order.id);
    expect((await stateOf(placed)).payment_status).toBe("authorized");
    await sweepHolds(storeWith());
    await captureOrder(storeWith(), placed.order.id);
    expect(await stateOf(placed)).toMatchObject({ payment_status: "paid", payments: [{ captured: 2490 }] });
    expect([...stripe.intents.values()]).toMatchObject([{ amount_received: 2490, status: "succeeded" }]);
    expect(await kinds(placed)).toEqual(["payment 2490", "sale 2490"].sort());
    expect((await published(placed.order.id)).filter((type) => type === "order.billed")).toHaveLength(1);
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });

  it("is taken before that where staff ask for it, and can be given back then", async () => {
    const placed = await held();
    const { version } = await stateOf(placed);
    const { order } = await capturePayment(storeWith(), placed.order.id, placed.payment.id, version);
    expect(order.payment_status).toBe("paid");
    await expect(capturePayment(storeWith(), placed.order.id, placed.payment.id, version)).rejects.toMatchObject({
      code: "changed-meanwhile",
    });
    await giveBack(storeWith(), placed.order.id, { reason: "Dented", amount: 500 });
    expect(stripe.refunds).toMatchObject([{ amount: 500 }]);
    expect(captures()).toHaveLength(1);
  });

  it("is let go when the order is cancelled, and nothing is refunded that was never taken", async () => {
    const placed = await held();
    await cancelOrder(storeWith(), placed.order.id, "");
    expect([...stripe.intents.values()]).toMatchObject([{ status: "canceled", amount_received: 0 }]);
    expect(await stateOf(placed)).toMatchObject({ payment_status: "failed", payments: [{ status: "expired" }] });
    expect(stripe.refunds).toEqual([]);
    expect(await kinds(placed)).toEqual([]);
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });

  it.each([["refuse-connection"], ["internal-error"], ["lose-answer"]] as const)(
    "is let go in the end, by one key, though Stripe does not answer at first: %s",
    async (way) => {
      const placed = await held();
      stripe.misbehave("pass", "pass", way, way);
      await cancelOrder(storeWith(), placed.order.id, "");
      expect((await stateOf(placed)).payments).toMatchObject([
        { status: "expired", authorized_until: expect.any(String) },
      ]);
      await letGoOfHolds(storeWith(null, 30));
      stripe.misbehave("internal-error", "internal-error");
      await letGoOfHolds(storeWith(null, 120));
      await letGoOfHolds(storeWith(null, 240));
      expect([...stripe.intents.values()]).toMatchObject([{ status: "canceled", amount_received: 0 }]);
      expect((await stateOf(placed)).payments).toMatchObject([{ status: "expired", authorized_until: null }]);
      const calls = stripe.calls.length;
      await letGoOfHolds(storeWith(null, 360));
      expect(stripe.calls).toHaveLength(calls);
    },
  );

  it("is let go when the bank agrees only after the order was cancelled", async () => {
    const placed = await begun();
    stripe.misbehave("refuse-connection", "refuse-connection");
    await cancelOrder(storeWith(), placed.order.id, "");
    stripe.pay(placed.payment.reference ?? "");
    expect(await hearHeld()).toBe("ignored");
    expect([...stripe.intents.values()]).toMatchObject([{ status: "canceled" }]);
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });

  it("by another card, after the first was declined on the same page, lets the order go to shipping", async () => {
    const placed = await begun();
    await env.ORDERS.prepare("update payments set status = 'failed' where id = ?").bind(placed.payment.id).run();
    stripe.pay(placed.payment.reference ?? "");
    expect(await hearHeld()).toBe("authorized");
    expect(await stateOf(placed)).toMatchObject({ payment_status: "authorized" });
  });

  it("that soon runs out is told to staff, once; and when it has, the order waits for a payment and does not leave", async () => {
    const placed = await held();
    await sweepHolds(storeWith(null, 4 * day));
    expect(await published(placed.order.id)).not.toContain("payment.expiring");
    await sweepHolds(storeWith(null, 5.5 * day));
    await sweepHolds(storeWith(null, 6 * day));
    expect((await published(placed.order.id)).filter((type) => type === "payment.expiring")).toHaveLength(1);
    stripe.lapse(placed.payment.reference ?? "");
    await sweepHolds(storeWith(null, 7.1 * day));
    const state = await stateOf(placed);
    expect(state).toMatchObject({ status: "open", payment_status: "pending", payments: [{ status: "expired" }] });
    expect(state.timeline.at(-1)).toMatchObject({ type: "payment.failed" });
    await expect(moveShipping(storeFor(), placed.order.id, "shipped")).rejects.toMatchObject({
      code: "illegal-transition",
    });
  });
});

describe("the test gateway", () => {
  it("holds the money of an order that is paid when it leaves, and takes it then", async () => {
    const placed = await order((await sell()).variant_id);
    await choose(placed, "approve");
    expect(await stateOf(placed)).toMatchObject({ payment_status: "authorized" });
    await moveShipping(storeFor(), placed.order.id, "shipped");
    await captureOrder(storeFor(), placed.order.id);
    expect(await stateOf(placed)).toMatchObject({ payment_status: "paid", payments: [{ captured: 2490 }] });
    await giveBack(storeFor(), placed.order.id, { reason: "Back" });
    expect(await stateOf(placed)).toMatchObject({ payment_status: "refunded" });
  });

  it("lets go of it when the order is cancelled", async () => {
    const placed = await order((await sell()).variant_id);
    await choose(placed, "approve");
    await cancelOrder(storeFor(), placed.order.id, "");
    const hold = await env.ACTIVITY.prepare("select status from test_gateway_holds where payment_id = ?")
      .bind(placed.payment.id)
      .first();
    expect(hold).toEqual({ status: "released" });
  });
});

describe("money that PayPal holds", () => {
  const paid = { currency: "EUR", amount: 2490 };

  async function heldByPaypal() {
    const paypal = fakePaypal(selfSigned());
    const keys = { PAYPAL_CLIENT_ID: crypto.randomUUID(), PAYPAL_CLIENT_SECRET: "secret" };
    const store = openStore({ ...env, ...keys }, { fetch: paypal.fetch });
    const provider = await adapterOf("paypal");
    const one = attempt(paid);
    const { reference } = await provider.begin(store, { ...one, payment: { ...one.payment, capture: "on_shipment" } });
    paypal.approve(reference);
    return { paypal, store, provider, payment: { id: one.payment.id, reference, ...paid }, reference };
  }

  it("is held when the buyer approved it, and taken when it is asked for, once", async () => {
    const { paypal, store, provider, payment, reference } = await heldByPaypal();
    const event = await provider.lookUp(store, payment);
    expect(event).toMatchObject({ type: "authorized", ...paid, authorized_until: heldUntil });
    expect(await provider.lookUp(store, payment)).toEqual(event);
    paypal.misbehave("pass", "lose-answer");
    await expect(provider.capture?.(store, payment, 2000)).rejects.toThrow();
    expect(await provider.capture?.(store, payment, 2000)).toMatchObject({ type: "captured", amount: 2000 });
    expect(paypal.orders.get(reference)).toMatchObject({ taken: "20.00" });
    await provider.refund(store, { id: "re_1", amount: 500, currency: "EUR" }, payment);
    expect(paypal.refunds).toMatchObject([{ value: "5.00" }]);
  });

  it("is let go of", async () => {
    const { paypal, store, provider, payment, reference } = await heldByPaypal();
    await provider.lookUp(store, payment);
    await provider.close(store, payment);
    expect(paypal.orders.get(reference)?.authorization).toMatchObject({ status: "VOIDED" });
    expect(await provider.lookUp(store, payment)).toMatchObject({ type: "expired" });
  });
});
