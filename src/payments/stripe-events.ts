import Stripe from "stripe";
import { DomainError } from "../platform/errors.ts";
import type { ProviderEvent } from "./provider.ts";

/** Signatures older than this are refused, so that a recorded webhook cannot be played again. Seconds. Stripe's default. */
const signatureAge = 300;

/**
 * Verifies and reads a webhook in Stripe's scheme: HMAC-SHA256 over `timestamp.body`.
 * @see https://docs.stripe.com/webhooks#verify-manually
 * @throws invalid-signature
 */
export async function readStripeWebhook(
  body: string,
  signature: string | null,
  secret: string,
): Promise<ProviderEvent> {
  const crypto = Stripe.createSubtleCryptoProvider();
  const event = await new Stripe("webhooks-need-no-key").webhooks
    .constructEventAsync(body, signature ?? "", secret, signatureAge, crypto)
    .catch(() => {
      throw new DomainError("invalid-signature", "The signature does not fit the body, or is too old.");
    });
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
    default:
      return ignored(event.id);
  }
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
  };
}
