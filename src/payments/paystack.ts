import { z } from "@hono/zod-openapi";
import { orderUrl, paymentReturnUrl } from "../orders/access.ts";
import { bytesOfHex } from "../platform/bytes.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import type { Charge } from "./compare-charges.ts";
import type { Attempt, DisputeWord, PaymentProvider, ProviderEvent } from "./provider.ts";
import { liveSecrets } from "./secrets.ts";
import { callService, ServiceRefusal } from "./service-call.ts";

const api = "https://api.paystack.co";

/** How often another reference is tried where one was used by an attempt whose answer was lost. */
const mostReferences = 5;

const initialized = z.object({ data: z.object({ authorization_url: z.url(), reference: z.string() }) });

const transaction = z.object({
  id: z.union([z.number(), z.string()]),
  status: z.string(),
  reference: z.string(),
  amount: z.int(),
  currency: z.string(),
  gateway_response: z.string().nullish(),
  /** Whatever was sent with it; an empty text where nothing was. */
  metadata: z.unknown(),
  /** `signature` names a card, the same for every buyer who uses it; other ways to pay have none. */
  authorization: z.object({ signature: z.string().nullish() }).nullish(),
});

const transactions = z.object({ data: z.array(transaction), meta: z.object({ pageCount: z.int() }) });
const verified = z.object({ data: transaction });
const refund = z.object({
  id: z.union([z.number(), z.string()]),
  merchant_note: z.string().nullish(),
  status: z.string().nullish(),
});
const refundMade = z.object({ data: refund });
const refundsMade = z.object({ data: z.array(refund) });
const webhook = z.object({ event: z.string(), data: z.looseObject({}) });

/**
 * Paystack's hosted page: no card number ever touches the store. A transaction's reference is its idempotency key: used once
 * more it is refused, and as its page was never shown to anybody the attempt then takes another.
 * @see https://paystack.com/docs/api/transaction/
 */
export const paystackProvider: PaymentProvider = {
  name: "paystack",

  async begin(store, attempt) {
    for (let turn = 1; ; turn++) {
      try {
        const { data } = await initialize(store, attempt, referenceOf(attempt.payment.id, turn));
        return { reference: data.reference, redirect_url: data.authorization_url };
      } catch (thrown) {
        if (turn >= mostReferences || !isUsedReference(thrown)) throw thrown;
      }
    }
  },

  async lookUp(store, payment) {
    if (!payment.reference) return null;
    const { data } = await call(store, "GET", `/transaction/verify/${encodeURIComponent(payment.reference)}`, verified);
    return eventOf(data);
  },

  /** Paystack knows no way to shut a transaction; money that comes late finds its way back by itself. */
  async close() {},

  /** Refunds have no key of their own, so those that were made are asked for the store's id of this one first. */
  async refund(store, { id, amount, currency }, payment) {
    if (!payment.reference) throw new Error(`The payment ${payment.id} never reached Paystack`);
    const { data: paid } = await call(
      store,
      "GET",
      `/transaction/verify/${encodeURIComponent(payment.reference)}`,
      verified,
    );
    const { data: made } = await call(store, "GET", `/refund?transaction=${paid.id}&perPage=100`, refundsMade);
    const before = made.find(({ merchant_note, status }) => merchant_note === id && status !== "failed");
    if (before) return { reference: String(before.id) };
    const body = { transaction: paid.id, amount, currency, merchant_note: id };
    const { data } = await call(store, "POST", "/refund", refundMade, body);
    return { reference: String(data.id) };
  },

  async listCharges(store, from, until) {
    const charges: Charge[] = [];
    for (let page = 1, pages = 1; page <= pages; page++) {
      const asked = new URLSearchParams({
        ...{ status: "success", perPage: "100", page: String(page) },
        ...{ from: from.toISOString(), to: new Date(until.getTime() - 1).toISOString() },
      });
      const { data, meta } = await call(store, "GET", `/transaction?${asked}`, transactions);
      pages = meta.pageCount;
      charges.push(...data.map(chargeOf));
    }
    return charges;
  },

  async readWebhook(store, body, headers) {
    await verify(store, body, headers.get("x-paystack-signature"));
    const { event, data } = webhook.parse(JSON.parse(body));
    if (event.startsWith("charge.dispute.")) {
      const told = { ...ignored(event, String(data.id)), type: "disputed" as const };
      return { ...told, dispute: disputeWord(paystackDispute.parse(data)) };
    }
    const word = event === "charge.success" ? eventOf(transaction.parse(data)) : null;
    return word ?? ignored(event, String(data.id ?? data.reference ?? ""));
  },
};

/**
 * Paystack asks the store first, and takes the money only where the store agrees or does not answer in time.
 * @see https://paystack.com/docs/payments/disputes/
 */
const paystackDispute = z.object({
  id: z.union([z.number(), z.string()]),
  refund_amount: z.int().nullish(),
  currency: z.string().nullish(),
  status: z.string().nullish(),
  resolution: z.string().nullish(),
  category: z.string().nullish(),
  dueAt: z.string().nullish(),
  transaction: z.object({ reference: z.string(), amount: z.int(), currency: z.string(), metadata: z.unknown() }),
});

function disputeWord(told: z.infer<typeof paystackDispute>): DisputeWord {
  const { id, refund_amount, category, dueAt, transaction: of } = told;
  const lost = told.resolution === "merchant-accepted" || told.resolution === "auto-accepted";
  const resolved = told.status === "resolved" || Boolean(told.resolution);
  const status = lost ? "lost" : resolved ? "won" : told.status === "awaiting-bank-feedback" ? "under_review" : "open";
  return {
    reference: String(id),
    payment_id: paymentIn(of.metadata),
    payment_reference: of.reference,
    amount: refund_amount || of.amount,
    currency: (told.currency ?? of.currency).toUpperCase(),
    reason: category ?? "dispute",
    status,
    evidence_due_at: status === "open" && dueAt ? new Date(dueAt).toISOString() : null,
    withdrawn: lost,
  };
}

/** A reference may hold letters, digits and `-`, `.`, `=` only. */
function referenceOf(paymentId: string, turn: number): string {
  const plain = paymentId.replaceAll("_", "-");
  return turn === 1 ? plain : `${plain}-${turn}`;
}

async function initialize(store: Store, { order, payment }: Attempt, reference: string) {
  return call(store, "POST", "/transaction/initialize", initialized, {
    email: order.email,
    amount: payment.amount,
    currency: payment.currency,
    reference,
    callback_url: await paymentReturnUrl(store, order.id),
    metadata: { payment_id: payment.id, order_id: order.id, cancel_action: await orderUrl(store, order.id) },
  });
}

function isUsedReference(thrown: unknown): boolean {
  if (!(thrown instanceof ServiceRefusal) || thrown.status !== 400) return false;
  return /duplicate transaction reference/i.test(JSON.stringify(thrown.body));
}

/** What a transaction says of its payment; null while the buyer may still pay it. Verifying and the webhook count as one event. */
function eventOf(told: z.infer<typeof transaction>): ProviderEvent | null {
  const { id, status, reference, amount, currency, gateway_response, metadata, authorization } = told;
  const type = status === "success" ? "captured" : status === "failed" || status === "reversed" ? "failed" : null;
  if (!type) return null;
  return {
    event_id: `transaction:${id}:${type}`,
    type,
    payment_id: paymentIn(metadata),
    reference,
    amount,
    currency: currency.toUpperCase(),
    failure: type === "failed" ? (gateway_response ?? "The payment was declined.") : null,
    // Paystack tells nothing of how doubtful it thinks a payment.
    signs: { fingerprint: authorization?.signature ?? null, risk: null },
  };
}

/** Refunds are told elsewhere. */
function chargeOf({ reference, amount, currency, metadata }: z.infer<typeof transaction>): Charge {
  const payment_id = paymentIn(metadata);
  return { payment_id, reference, captured: amount, refunded: null, currency: currency.toUpperCase() };
}

function paymentIn(metadata: unknown): string | null {
  const named = z.object({ payment_id: z.string() }).safeParse(metadata);
  return named.success ? named.data.payment_id : null;
}

function ignored(event: string, of: string): ProviderEvent {
  const nothing = { payment_id: null, reference: null, amount: null, currency: null, failure: null };
  return { event_id: `${event}:${of}`, type: "ignored", ...nothing };
}

/** The key that calls are made by, and while it is being changed the one before it, by which messages may still be signed. */
function secretsOf(store: Store): [string, ...string[]] {
  const [secret, ...former] = liveSecrets(store.env.PAYSTACK_SECRET_KEY);
  if (secret !== undefined) return [secret, ...former];
  throw new DomainError("invalid-signature", "PAYSTACK_SECRET_KEY is not set, so nothing can be verified.");
}

function call<Shape extends z.ZodType>(
  store: Store,
  method: "GET" | "POST",
  path: string,
  shape: Shape,
  body?: unknown,
): Promise<z.infer<Shape>> {
  const headers = { Authorization: `Bearer ${secretsOf(store)[0]}` };
  return callService(
    store,
    { service: "Paystack", method, url: api + path, headers, ...(body !== undefined && { body }) },
    shape,
  );
}

/**
 * HMAC-SHA512 over the raw body by a secret key, in hexadecimal; compared in constant time.
 * @see https://paystack.com/docs/payments/webhooks/#verify-event-origin
 * @throws invalid-signature
 */
async function verify(store: Store, body: string, signature: string | null): Promise<void> {
  const bytes = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-512" };
  const told = bytesOfHex(signature ?? "");
  for (const secret of told ? secretsOf(store) : []) {
    const key = await crypto.subtle.importKey("raw", bytes.encode(secret), algorithm, false, ["verify"]);
    if (told && (await crypto.subtle.verify("HMAC", key, told, bytes.encode(body)))) return;
  }
  throw new DomainError("invalid-signature", "The signature does not fit the body.");
}
