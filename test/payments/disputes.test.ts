import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { listDisputes } from "../../src/payments/disputes/list-disputes.ts";
import { hearProvider } from "../../src/payments/hear.ts";
import { listAccounts, listEntries } from "../../src/payments/ledger.ts";
import { hexOf } from "../../src/platform/bytes.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { choose, order, published, sell, storeFor } from "../checkout/shop.ts";
import { selfSigned } from "../fakes/certificate.ts";
import { fakePaypal, webhookId } from "../fakes/paypal.ts";

async function hmac(hash: string, secret: string, text: string): Promise<string> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", bytes.encode(secret), { name: "HMAC", hash }, false, ["sign"]);
  return hexOf(await crypto.subtle.sign("HMAC", key, bytes.encode(text)));
}

let intent = "";
let paymentId = "";
let orderId = "";
let logged: string[] = [];

/** A store that takes Stripe, whose API knows one payment. */
function stripeStore(secret = "whsec_new"): Store {
  return openStore(
    { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: secret, PAYSTACK_SECRET_KEY: "sk_paystack" },
    {
      actor: { kind: "provider", name: "stripe" },
      fetch: async (input) => {
        const { pathname } = new URL(new Request(input).url);
        if (pathname !== `/v1/payment_intents/${intent}`)
          return Response.json({ error: { message: "?" } }, { status: 404 });
        return Response.json({ id: intent, object: "payment_intent", metadata: { payment_id: paymentId } });
      },
      log: { ...storeFor().log, warn: (event: string) => void logged.push(event) },
    },
  );
}

async function tell(event: object, { store = stripeStore(), secret = "whsec_new" } = {}) {
  const body = JSON.stringify({ object: "event", ...event });
  const at = Math.floor(Date.now() / 1000);
  const signature = `t=${at},v1=${await hmac("SHA-256", secret, `${at}.${body}`)}`;
  return hearProvider(store, "stripe", body, new Headers({ "stripe-signature": signature }));
}

const due = Math.floor(Date.now() / 1000) + 7 * 24 * 3600;

/** A word of Stripe's on the dispute of 24.90 EUR. */
const dispute = (status: string, type = "charge.dispute.updated", id = "du_1") => ({
  id: `evt_${crypto.randomUUID()}`,
  type,
  data: {
    object: {
      ...{
        id: `${id}_${orderId}`,
        object: "dispute",
        amount: 2490,
        currency: "eur",
        charge: "ch_1",
        payment_intent: intent,
      },
      ...{ reason: "fraudulent", status, evidence_details: { due_by: due, has_evidence: false } },
    },
  },
});

/** An order whose payment `provider` took. */
async function paidBy(provider: string) {
  const placed = await order((await sell()).variant_id);
  await choose(placed, "approve");
  // The gateway took it; from here on it is as if the other service had.
  await env.ORDERS.prepare("update payments set provider = ? where id = ?").bind(provider, placed.payment.id).run();
  paymentId = placed.payment.id;
  orderId = placed.order.id;
  intent = `pi_${paymentId}`;
}

const entries = async () =>
  (await listEntries(storeFor(), { order_id: orderId, limit: 50 })).data
    .filter(({ kind }) => kind.startsWith("dispute"))
    .map(({ kind, debit, credit, amount }) => `${kind} ${debit} ${credit} ${amount}`)
    .reverse();

const mine = async () =>
  (await listDisputes(storeFor(), { limit: 100 })).data.filter(({ order_id }) => order_id === orderId);

const story = async () =>
  (await loadOrder(storeFor(), orderId)).timeline
    .filter(({ type }) => type === "payment.disputed")
    .map(({ data }) => data.status);

const balanced = async () => {
  const sum = (await listAccounts(storeFor())).reduce((total, { balance }) => total + balance, 0);
  expect(sum).toBe(0);
  const { findings } = await auditBooks(storeFor());
  expect(findings.filter(({ rule }) => rule.includes("account is the sum"))).toEqual([]);
};

beforeEach(async () => {
  logged = [];
  await paidBy("stripe");
});

describe("a payment that the buyer disputes", () => {
  it("is told with the day by which to answer, and its money leaves the service's account", async () => {
    expect(await tell(dispute("needs_response", "charge.dispute.created"))).toBe("disputed");
    expect(await mine()).toMatchObject([
      { status: "open", amount: 2490, reason: "fraudulent", withdrawn: true, payment_id: paymentId },
    ]);
    expect((await mine())[0]?.evidence_due_at).toBe(new Date(due * 1000).toISOString());
    expect(await entries()).toEqual(["dispute disputed provider:stripe 2490"]);
    expect(await published(orderId)).toContain("payment.disputed");
    expect(await story()).toEqual(["open"]);
    await balanced();
  });

  it("comes back when it is won", async () => {
    for (const status of ["needs_response", "under_review", "won"]) await tell(dispute(status));
    expect(await entries()).toEqual([
      "dispute disputed provider:stripe 2490",
      "dispute_won provider:stripe disputed 2490",
    ]);
    expect(await story()).toEqual(["open", "under_review", "won"]);
    await balanced();
  });

  it("is a loss when it is lost, and stays so whatever comes late, twice or out of order", async () => {
    const words = ["needs_response", "lost", "under_review", "needs_response", "lost"].map((status) => dispute(status));
    for (const word of [...words, ...words]) await tell(word);
    expect(await entries()).toEqual(["dispute disputed provider:stripe 2490", "dispute_lost losses disputed 2490"]);
    expect(await mine()).toMatchObject([{ status: "lost", evidence_due_at: null }]);
    expect(await story()).toEqual(["open", "lost"]);
    await balanced();
  });

  it("is booked once, though its end is heard of first, or both at once", async () => {
    await Promise.all([tell(dispute("lost")), tell(dispute("needs_response")), tell(dispute("lost"))]);
    expect(await mine()).toMatchObject([{ status: "lost" }]);
    expect((await entries()).sort()).toEqual([
      "dispute disputed provider:stripe 2490",
      "dispute_lost losses disputed 2490",
    ]);
    await balanced();
  });

  it("leaves the money where it is while the bank only asks", async () => {
    await tell(dispute("warning_needs_response"));
    expect(await entries()).toEqual([]);
    await tell(dispute("needs_response"));
    expect(await entries()).toEqual(["dispute disputed provider:stripe 2490"]);
  });

  it("that is of no payment of ours is logged, and changes nothing", async () => {
    const known = paymentId;
    paymentId = "pay_00000000000000000000000000";
    expect(await tell(dispute("needs_response"))).toBe("unknown-payment");
    paymentId = known;
    expect([logged, await mine()]).toEqual([["dispute.unknown-payment"], []]);
  });

  it("by PayPal is held from the first day", async () => {
    await paidBy("paypal");
    const paypal = fakePaypal(selfSigned());
    const store = openStore({ ...env, PAYPAL_WEBHOOK_ID: webhookId }, { fetch: paypal.fetch });
    const told = async (event_type: string, more: object) => {
      const resource = {
        ...{ dispute_id: `PP-D-${orderId}`, reason: "MERCHANDISE_OR_SERVICE_NOT_RECEIVED" },
        ...{ dispute_amount: { currency_code: "EUR", value: "24.90" } },
        disputed_transactions: [{ seller_transaction_id: "3BC38643YC807283D", custom: paymentId }],
        ...more,
      };
      const { body, headers } = await paypal.webhook({ id: `WH-${crypto.randomUUID()}`, event_type, resource });
      return hearProvider(store, "paypal", body, headers);
    };
    const respond = { status: "WAITING_FOR_SELLER_RESPONSE", seller_response_due_date: "2026-12-01T10:00:00.000Z" };
    expect(await told("CUSTOMER.DISPUTE.CREATED", respond)).toBe("disputed");
    expect(await mine()).toMatchObject([{ status: "open", evidence_due_at: "2026-12-01T10:00:00.000Z" }]);
    const outcome = { status: "RESOLVED", dispute_outcome: { outcome_code: "RESOLVED_BUYER_FAVOUR" } };
    await told("CUSTOMER.DISPUTE.RESOLVED", outcome);
    expect(await entries()).toEqual(["dispute disputed provider:paypal 2490", "dispute_lost losses disputed 2490"]);
  });

  it("by Paystack costs nothing until the store agrees to it", async () => {
    await paidBy("paystack");
    const told = async (event: string, more: object) => {
      const data = {
        ...{ id: Number(orderId.replaceAll(/\D/g, "").slice(0, 9)), refund_amount: 2490, currency: "EUR" },
        transaction: { reference: "x", amount: 2490, currency: "EUR", metadata: { payment_id: paymentId } },
        ...{ category: "chargeback", dueAt: "2026-12-01T10:00:00.000Z", ...more },
      };
      const body = JSON.stringify({ event, data });
      const headers = new Headers({ "x-paystack-signature": await hmac("SHA-512", "sk_paystack", body) });
      return hearProvider(stripeStore(), "paystack", body, headers);
    };
    expect(await told("charge.dispute.create", { status: "awaiting-merchant-feedback" })).toBe("disputed");
    expect([await mine(), await entries()]).toMatchObject([[{ status: "open", withdrawn: false }], []]);
    await told("charge.dispute.resolve", { status: "resolved", resolution: "merchant-accepted" });
    expect(await entries()).toEqual(["dispute disputed provider:paystack 2490", "dispute_lost losses disputed 2490"]);
    await balanced();
  });
});

describe("a webhook's secret", () => {
  it("may be changed without losing a message: the new and the old one are both alive for a while", async () => {
    const both = stripeStore("whsec_new,whsec_old");
    expect(await tell(dispute("needs_response"), { store: both, secret: "whsec_old" })).toBe("disputed");
    expect(await tell(dispute("won"), { store: both, secret: "whsec_new" })).toBe("disputed");
  });

  it("that was taken away signs nothing any more; that is logged, and changes nothing", async () => {
    await expect(tell(dispute("needs_response"), { secret: "whsec_old" })).rejects.toMatchObject({
      code: "invalid-signature",
    });
    expect([logged, await mine()]).toEqual([["webhook.forged"], []]);
  });

  it("does not make sense of what is signed and no message of the service's", async () => {
    const body = JSON.stringify({ event: 7 });
    const headers = new Headers({ "x-paystack-signature": await hmac("SHA-512", "sk_paystack", body) });
    await expect(hearProvider(stripeStore(), "paystack", body, headers)).rejects.toMatchObject({ status: 400 });
    expect(logged).toEqual(["webhook.unreadable"]);
  });
});
