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
    default:
      return {
        event_id: event.id,
        type: "ignored",
        payment_id: null,
        reference: null,
        amount: null,
        currency: null,
        failure: null,
      };
  }
}

/**
 * What a Checkout Session says of its payment. A session completed by a slow method (a bank debit) is not paid yet; one of an
 * order that costs nothing needs no payment.
 * @see https://docs.stripe.com/checkout/fulfillment
 */
export function fromSession(eventId: string, session: Stripe.Checkout.Session): ProviderEvent {
  const paid = session.status === "complete" && session.payment_status !== "unpaid";
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
