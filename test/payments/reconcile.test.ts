import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { placeOrder } from "../../src/checkout/place-order.ts";
import { type Booked, type Charge, compareCharges } from "../../src/payments/compare-charges.ts";
import { listDifferences, listReconciliations, reconcilePayments } from "../../src/payments/reconcile.ts";
import { resolveOrderPayments } from "../../src/payments/sweep.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { type Actor, openStore, type Store } from "../../src/platform/store.ts";
import { address, fillCart, giveBack, sell, staff } from "../checkout/shop.ts";
import { type FakeStripe, fakeStripe } from "../fakes/stripe.ts";

const charge = (over: Partial<Charge> = {}): Charge => ({
  ...{ payment_id: "pay_1", reference: "ch_1", captured: 2490, refunded: 0, currency: "EUR" },
  ...over,
});
const booked = (over: Partial<Booked> = {}): Booked => ({
  ...{ id: "pay_1", reference: "cs_1", captured: 2490, refunded: 0, currency: "EUR" },
  ...over,
});
const all = new Set(["pay_1"]);

describe("comparing the books with a payment service", () => {
  it.each<[string, Charge[], Booked[], object[]]>([
    ["nothing where both agree", [charge()], [booked()], []],
    ["nothing where neither has anything", [], [], []],
    [
      "a payment that is known by its reference alone",
      [charge({ payment_id: null, reference: "cs_1" })],
      [booked()],
      [],
    ],
    ["refunds that the service tells elsewhere", [charge({ refunded: null })], [booked({ refunded: 100 })], []],
    [
      "money that nobody here knows of",
      [charge({ payment_id: null, reference: "ch_9" })],
      [],
      [{ kind: "unknown_here", subject: "ch_9", payment_id: null, ours: null, theirs: 2490 }],
    ],
    [
      "money that the books do not have yet",
      [charge()],
      [booked({ captured: 0 })],
      [{ kind: "unknown_here", subject: "pay_1", payment_id: "pay_1", theirs: 2490 }],
    ],
    ["money that the service does not know", [], [booked()], [{ kind: "unknown_there", ours: 2490, theirs: null }]],
    ["another amount", [charge({ captured: 2400 })], [booked()], [{ kind: "other_amount", ours: 2490, theirs: 2400 }]],
    ["another currency", [charge({ currency: "USD" })], [booked()], [{ kind: "other_currency" }]],
    ["other refunds", [charge({ refunded: 500 })], [booked()], [{ kind: "other_refunds", ours: 0, theirs: 500 }]],
  ])("finds %s", (_, charges, payments, differences) => {
    expect(compareCharges(charges, payments, all)).toMatchObject(differences);
    expect(compareCharges(charges, payments, all)).toHaveLength(differences.length);
  });

  it("does not miss a payment of a neighbouring day", () => {
    expect(compareCharges([], [booked()], new Set())).toEqual([]);
  });
});

let stripe: FakeStripe;
beforeEach(() => {
  stripe = fakeStripe();
  // At midnight a payment may be of either day, and is expected of neither.
  vi.useFakeTimers({ now: new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00.000Z`), toFake: ["Date"] });
});
afterEach(() => void vi.useRealTimers());

/** A store that takes Stripe, so many days from now. */
function storeIn(days: number, actor: Actor = staff): Store {
  return openStore(
    { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" },
    { actor, fetch: stripe.fetch, now: () => new Date(Date.now() + days * 24 * 60 * 60 * 1000) },
  );
}

async function paidByStripe() {
  const cartId = await fillCart((await sell()).variant_id);
  const actor = { kind: "shopper", cartId } as const;
  const input = {
    ...{ email: "ada@example.com", shipping_address: address, shipping_option: "standard" as const },
    ...{ payment_provider: "stripe", expected_total: 2490 },
  };
  const asked = await idempotentRequest(actor, "key", { method: "POST", path: "/checkout", body: input });
  const { placed } = await placeOrder(storeIn(0, actor), input, asked);
  stripe.pay(placed.payment.reference ?? "");
  await resolveOrderPayments(storeIn(0), placed.order.id);
  return placed;
}

const standingOf = async (paymentId: string) => {
  const { data } = await listDifferences(storeIn(1), { limit: 20 });
  return data.filter(({ payment_id }) => payment_id === paymentId);
};

describe("the nightly comparison", () => {
  it("finds nothing where the service and the books agree, refunds and all", async () => {
    const { order, payment } = await paidByStripe();
    await giveBack(storeIn(0), order.id, { amount: 500, reason: "scratched" });
    await reconcilePayments(storeIn(1));
    expect(await standingOf(payment.id)).toEqual([]);
    expect((await listReconciliations(storeIn(1)))[0]).toMatchObject({ provider: "stripe", failure: null });
  });

  it("tells of a payment that the service does not know, until it does", async () => {
    const { payment } = await paidByStripe();
    const session = stripe.sessions.get(payment.reference ?? "");
    if (!session) throw new Error("The session is lost.");
    const id = session.payment_intent ?? "";
    const known = stripe.intents.get(id);
    if (!known) throw new Error("Its payment is lost.");
    stripe.intents.delete(id);
    await reconcilePayments(storeIn(1));
    expect(await standingOf(payment.id)).toMatchObject([
      { kind: "unknown_there", payment_id: payment.id, ours: 2490, theirs: null },
    ]);
    stripe.intents.set(id, known);
    await reconcilePayments(storeIn(2));
    expect(await standingOf(payment.id)).toEqual([]);
  });

  it("says when a service did not answer, and does it again another night", async () => {
    stripe.misbehave("refuse-connection", "refuse-connection");
    await reconcilePayments(storeIn(5));
    expect((await listReconciliations(storeIn(5)))[0]).toMatchObject({
      failure: expect.stringContaining("did not answer"),
    });
  });
});
