import { z } from "@hono/zod-openapi";
import { parseMoney } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { call } from "./paypal-client.ts";
import type { PaymentSigns, ProviderEvent } from "./provider.ts";
import { ServiceRefusal } from "./service-call.ts";

const link = z.object({ href: z.url(), rel: z.string() });
/** An amount as PayPal writes it. */
export const money = z.object({ currency_code: z.string(), value: z.string() });
const capture = z.object({ id: z.string(), status: z.string(), amount: money, custom_id: z.string().optional() });

const authorization = z.object({
  id: z.string(),
  status: z.string(),
  amount: money,
  expiration_time: z.string().optional(),
});

/** An order of PayPal's, as much of it as the store reads. @see https://developer.paypal.com/docs/api/orders/v2/ */
export const paypalOrder = z.object({
  id: z.string(),
  status: z.string(),
  intent: z.string().optional(),
  /** Whose account paid, in PayPal's own name for it. */
  payer: z.object({ payer_id: z.string().optional() }).optional(),
  payment_source: z.object({ paypal: z.object({ account_id: z.string().optional() }).optional() }).optional(),
  links: z.array(link).default([]),
  purchase_units: z
    .array(
      z.object({
        custom_id: z.string().optional(),
        payments: z
          .object({ captures: z.array(capture).default([]), authorizations: z.array(authorization).default([]) })
          .optional(),
      }),
    )
    .default([]),
});

export type PaypalOrder = z.infer<typeof paypalOrder>;

/** A capture, as messages tell of it. */
export const capturedResource = capture.extend({
  supplementary_data: z.object({ related_ids: z.object({ order_id: z.string() }) }).optional(),
});

/** For people. */
export const heldNoLonger = "PayPal held the money no longer, and it was not taken.";

/** What an order says of its payment; null while it is undecided. */
export function eventOf(found: PaypalOrder, paymentId: string): ProviderEvent | null {
  if (found.status === "VOIDED") return closed(found.id, paymentId, "voided");
  const taken = captureOf(found);
  if (!taken) return holdEvent(found, paymentId);
  if (taken.status === "PENDING") return null;
  return { ...captureEvent(taken, found.id, paymentId), signs: signsOfOrder(found) };
}

/** What PayPal tells of who paid: the account, and nothing of how doubtful it is. */
export function signsOfOrder({ payer, payment_source }: PaypalOrder): PaymentSigns {
  return { fingerprint: payment_source?.paypal?.account_id ?? payer?.payer_id ?? null, risk: null };
}

/**
 * What an order says of money that is held: PayPal holds it for 29 days, and promises it for the first three.
 * @see https://developer.paypal.com/docs/api/payments/v2/#authorizations
 */
function holdEvent(found: PaypalOrder, payment_id: string): ProviderEvent | null {
  const held = authorizationOf(found);
  if (!held) return null;
  if (held.status === "VOIDED" || held.status === "EXPIRED") {
    return { ...closed(found.id, payment_id, "held-no-longer"), failure: heldNoLonger };
  }
  if (held.status === "DENIED") {
    return { ...closed(found.id, payment_id, "denied"), type: "failed", failure: "PayPal declined the payment." };
  }
  if (held.status !== "CREATED") return null;
  const { value, currency_code: currency } = held.amount;
  return {
    ...{ event_id: `hold:${held.id}`, type: "authorized", payment_id, reference: found.id },
    ...{ amount: parseMoney(value, currency), currency, failure: null },
    signs: signsOfOrder(found),
    authorized_until: held.expiration_time ? new Date(held.expiration_time).toISOString() : null,
  };
}

export function authorizationOf({ purchase_units }: PaypalOrder): z.infer<typeof authorization> | undefined {
  return purchase_units[0]?.payments?.authorizations[0];
}

export function captureOf({ purchase_units }: PaypalOrder): z.infer<typeof capture> | undefined {
  return purchase_units[0]?.payments?.captures[0];
}

export function captureEvent(
  { id, status, amount }: z.infer<typeof capture>,
  reference: string | null,
  payment_id: string | null,
): ProviderEvent {
  // What was given back was taken before; refunds are told by themselves.
  const taken = ["COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"].includes(status);
  return {
    event_id: `capture:${id}:${taken ? "taken" : status}`,
    type: taken ? "captured" : status === "PENDING" ? "ignored" : "failed",
    payment_id,
    reference,
    amount: parseMoney(amount.value, amount.currency_code),
    currency: amount.currency_code,
    failure: taken ? null : "PayPal declined the payment.",
  };
}

export function closed(reference: string, payment_id: string, how: string): ProviderEvent {
  const event_id = `order:${reference}:${how}`;
  return { event_id, type: "expired", payment_id, reference, amount: null, currency: null, failure: null };
}

/** @returns null for an order that PayPal has forgotten, as it does with those that nobody approved in time */
export async function findOrder(store: Store, id: string): Promise<PaypalOrder | null> {
  try {
    return await call(store, "GET", `/v2/checkout/orders/${encodeURIComponent(id)}`, paypalOrder);
  } catch (thrown) {
    if (thrown instanceof ServiceRefusal && thrown.status === 404) return null;
    throw thrown;
  }
}
