import { z } from "@hono/zod-openapi";
import Stripe from "stripe";
import { DomainError } from "../platform/errors.ts";
import type { DisputeWord, PaymentSigns, ProviderEvent } from "./provider.ts";

/** Signatures older than this are refused, so that a recorded webhook cannot be played again. Seconds. Stripe's default. */
const signatureAge = 300;

/** What is signed is whatever the service sent: what the store reads of it is looked at first. */
const named = z.looseObject({ id: z.string().min(1), type: z.string() });
const spokenOf = /^(checkout\.session|payment_intent|charge\.dispute)\./;
const amount = z.int().nullish();
const shape = z.looseObject({
  object: z.looseObject({
    ...{ id: z.string(), amount, amount_total: amount, amount_received: amount, currency: z.string().nullish() },
    metadata: z.record(z.string(), z.string()).nullish(),
  }),
});

/**
 * Verifies and reads a webhook in Stripe's scheme: HMAC-SHA256 over `timestamp.body`.
 * @see https://docs.stripe.com/webhooks#verify-manually
 * @throws invalid-signature; ZodError for a message that is none of Stripe's, though it is signed
 */
export async function readStripeWebhook(
  body: string,
  signature: string | null,
  secrets: readonly string[],
): Promise<ProviderEvent> {
  const event = await verified(body, signature ?? "", secrets);
  named.parse(event);
  if (spokenOf.test(event.type)) shape.parse(event.data);
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
      return fromSession(event.id, event.data.object);
    case "checkout.session.async_payment_failed":
      return { ...fromSession(event.id, event.data.object), type: "failed", failure: "The bank refused the payment." };
    case "checkout.session.expired":
      return { ...fromSession(event.id, event.data.object), type: "expired" };
    case "payment_intent.amount_capturable_updated":
      // Until when the money is held stands with the charge, which is not in the message: the store asks.
      return { ...ofIntent(event.id, event.data.object, null), type: "approved" };
    case "payment_intent.succeeded":
    case "payment_intent.canceled":
    case "payment_intent.payment_failed":
      return isOurs(event.data.object) ? fromIntent(event.id, event.data.object, null) : ignored(event.id);
    case "charge.dispute.created":
    case "charge.dispute.updated":
    case "charge.dispute.closed":
    case "charge.dispute.funds_withdrawn":
    case "charge.dispute.funds_reinstated":
      return { ...ignored(event.id), type: "disputed", dispute: fromDispute(event.data.object) };
    default:
      return ignored(event.id);
  }
}

/** @see https://docs.stripe.com/api/disputes/object#dispute_object-status */
const disputeStatuses: Readonly<Record<Stripe.Dispute.Status, DisputeWord["status"]>> = {
  warning_needs_response: "open",
  needs_response: "open",
  warning_under_review: "under_review",
  under_review: "under_review",
  appeal_needs_response: "open",
  appeal_under_review: "under_review",
  warning_closed: "won",
  prevented: "won",
  won: "won",
  lost: "lost",
};

/** Before a bank takes the money back it may only ask (`warning_`). The dispute names the payment by Stripe's own id. */
function fromDispute(dispute: Stripe.Dispute): DisputeWord {
  const due = dispute.evidence_details.due_by;
  const intent = dispute.payment_intent;
  // A word that this list does not know yet is somebody's to look at.
  const status = disputeStatuses[dispute.status] ?? "open";
  return {
    reference: dispute.id,
    payment_id: null,
    payment_reference: typeof intent === "string" ? intent : (intent?.id ?? null),
    amount: dispute.amount,
    currency: dispute.currency.toUpperCase(),
    reason: dispute.reason,
    status,
    evidence_due_at: due && status === "open" ? new Date(due * 1000).toISOString() : null,
    withdrawn: !dispute.status.startsWith("warning_") && dispute.status !== "prevented",
  };
}

/** @param secrets any of them may have signed it: while one takes the place of another, both are alive */
async function verified(body: string, signature: string, secrets: readonly string[]): Promise<Stripe.Event> {
  const { webhooks } = new Stripe("webhooks-need-no-key");
  const crypto = Stripe.createSubtleCryptoProvider();
  for (const secret of secrets) {
    try {
      return await webhooks.constructEventAsync(body, signature, secret, signatureAge, crypto);
    } catch (thrown) {
      if (!(thrown instanceof Stripe.errors.StripeSignatureVerificationError)) throw thrown;
    }
  }
  throw new DomainError("invalid-signature", "The signature does not fit the body, or is too old.");
}

/** What a page of Stripe's took at once is told of its session; only what is held or was charged without a page is told by itself. */
function isOurs({ capture_method, metadata }: Stripe.PaymentIntent): boolean {
  return metadata.payment_id !== undefined && (capture_method === "manual" || metadata.without_page !== undefined);
}

function ignored(event_id: string): ProviderEvent {
  const nothing = { payment_id: null, reference: null, amount: null, currency: null, failure: null };
  return { event_id, type: "ignored", ...nothing };
}

function ofIntent(event_id: string, intent: Stripe.PaymentIntent, reference: string | null): ProviderEvent {
  return {
    ...{ event_id, type: "ignored", payment_id: intent.metadata.payment_id ?? null, reference },
    ...{ amount: intent.amount, currency: intent.currency.toUpperCase(), failure: null },
    signs: signsOfIntent(intent),
  };
}

/**
 * How doubtful a level of risk is at the least; Stripe tells the score itself to stores that have its Radar for Fraud Teams.
 * @see https://docs.stripe.com/radar/risk-evaluation
 */
const riskOfLevel: Readonly<Record<string, number>> = { normal: 0, elevated: 65, highest: 75 };

/** What Stripe tells of a payment, where the charge came with it: messages only name it. */
export function signsOfIntent({
  latest_charge: charge,
}: Pick<Stripe.PaymentIntent, "latest_charge">): PaymentSigns | null {
  if (typeof charge !== "object" || !charge) return null;
  const { risk_score, risk_level } = charge.outcome ?? {};
  return {
    fingerprint: charge.payment_method_details?.card?.fingerprint ?? null,
    risk: risk_score ?? riskOfLevel[risk_level ?? ""] ?? null,
  };
}

/**
 * What a PaymentIntent says of its payment. One that the bank refused waits for another card at Stripe; here that attempt is over.
 * @param reference ours of the attempt, where it is known
 * @see https://docs.stripe.com/payments/paymentintents/lifecycle
 */
export function fromIntent(eventId: string, intent: Stripe.PaymentIntent, reference: string | null): ProviderEvent {
  const event = ofIntent(eventId, intent, reference);
  switch (intent.status) {
    case "succeeded":
      return { ...event, type: "captured", amount: intent.amount_received };
    case "requires_capture":
      return { ...event, type: "authorized", authorized_until: heldUntil(intent) };
    case "canceled":
      return { ...event, type: "expired", failure: "The bank held the money no longer, and it was not taken." };
    case "requires_payment_method":
      return intent.last_payment_error
        ? { ...event, type: "failed", failure: intent.last_payment_error.message ?? "The bank refused the payment." }
        : event;
    default:
      return event;
  }
}

/** How long a card's money is held where Stripe does not say. Seconds: a week, as for most cards that were not present. */
const usualHold = 7 * 24 * 60 * 60;

function heldUntil(intent: Stripe.PaymentIntent): string {
  const charge = typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  const before = charge?.payment_method_details?.card?.capture_before ?? intent.created + usualHold;
  return new Date(before * 1000).toISOString();
}

/**
 * What a Checkout Session says of its payment. A session completed by a slow method (a bank debit) is not paid yet; one of an
 * order that costs nothing needs no payment.
 * @see https://docs.stripe.com/checkout/fulfillment
 */
export function fromSession(eventId: string, session: Stripe.Checkout.Session): ProviderEvent {
  const paid = session.status === "complete" && session.payment_status !== "unpaid";
  const intent = typeof session.payment_intent === "object" ? session.payment_intent : null;
  // Held money is unpaid to the session; what became of it the payment itself says.
  if (session.status === "complete" && intent?.capture_method === "manual") {
    const word = fromIntent(`${eventId}:${intent.status}`, intent, session.id);
    return { ...word, payment_id: session.metadata?.payment_id ?? null };
  }
  return {
    event_id: eventId,
    type: paid ? "captured" : session.status === "expired" ? "expired" : "ignored",
    payment_id: session.metadata?.payment_id ?? null,
    reference: session.id,
    amount: session.amount_total,
    currency: session.currency?.toUpperCase() ?? null,
    failure: null,
    signs: intent && signsOfIntent(intent),
  };
}
