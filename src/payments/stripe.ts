import type Stripe from "stripe";
import { orderUrl, paymentReturnUrl } from "../orders/access.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import type { Charge } from "./compare-charges.ts";
import type { Attempt, Begun, PaymentProvider, ProviderEvent } from "./provider.ts";
import { liveSecrets } from "./secrets.ts";
import { intentOf, stripeClient } from "./stripe-client.ts";
import { fromIntent, fromSession, readStripeWebhook, signsOfIntent } from "./stripe-events.ts";

/**
 * How long a session may be paid, counted from the attempt's own time, so that asking again asks for the same. Stripe wants
 * at least half an hour from the call on; the store closes the session itself when the order expires. Seconds.
 */
const sessionLife = 60 * 60;

/** How many lines Stripe shows on its page. @see https://docs.stripe.com/api/checkout/sessions/create */
const mostLines = 100;

/** Stripe's hosted checkout: no card number ever touches the store. */
export const stripeProvider: PaymentProvider = {
  name: "stripe",

  async begin(store, attempt): Promise<Begun> {
    const stripe = stripeClient(store);
    const session = await stripe.checkout.sessions.create(await sessionParams(store, attempt), {
      idempotencyKey: attempt.payment.id,
    });
    if (!session.url) throw new Error(`Stripe gave no address for the session ${session.id}`);
    return { reference: session.id, redirect_url: session.url };
  },

  /**
   * The buyer is here, so the bank may ask for them: Stripe then says where they are to go.
   * @see https://docs.stripe.com/api/payment_intents/create
   */
  async charge(store, { order, payment }, { customer, method }): Promise<Begun> {
    const stripe = stripeClient(store);
    try {
      const intent = await stripe.paymentIntents.create(
        {
          ...{ amount: payment.amount, currency: payment.currency.toLowerCase(), customer, payment_method: method },
          ...{ payment_method_types: ["card"], confirm: true, return_url: await paymentReturnUrl(store, order.id) },
          capture_method: payment.capture === "on_shipment" ? "manual" : "automatic",
          metadata: { payment_id: payment.id, order_id: order.id, without_page: "saved" },
        },
        { idempotencyKey: payment.id },
      );
      return { reference: intent.id, redirect_url: intent.next_action?.redirect_to_url?.url ?? null };
    } catch (thrown) {
      const refused = refusedIntent(thrown);
      if (refused === null) throw thrown;
      return { reference: refused, redirect_url: null };
    }
  },

  async lookUp(store, payment) {
    if (!payment.reference) return null;
    const stripe = stripeClient(store);
    if (payment.reference.startsWith("pi_")) {
      const intent = await intentOf(stripe, payment.reference);
      return intent && told(fromIntent(`lookup:${intent.id}:${intent.status}`, intent, payment.reference));
    }
    const expand = ["payment_intent.latest_charge"];
    const session = await stripe.checkout.sessions.retrieve(payment.reference, { expand });
    return told(fromSession(`lookup:${session.id}:${session.payment_status}:${session.status}`, session));
  },

  async signsOf(store, payment) {
    const intent = payment.reference ? await intentOf(stripeClient(store), payment.reference) : null;
    return intent && signsOfIntent(intent);
  },

  async capture(store, payment, amount) {
    const stripe = stripeClient(store);
    const intent = await intentOf(stripe, payment.reference ?? "");
    if (!intent) throw new Error(`The payment ${payment.id} has nothing to take at Stripe`);
    const taken =
      intent.status === "requires_capture"
        ? await stripe.paymentIntents.capture(
            intent.id,
            { amount_to_capture: amount },
            { idempotencyKey: `${payment.id}-capture` },
          )
        : intent;
    const event = told(fromIntent(`capture:${taken.id}:${taken.status}`, taken, payment.reference));
    if (!event) throw new Error(`Stripe neither took nor refused the payment ${payment.id}: it is ${taken.status}`);
    return { ...event, payment_id: payment.id };
  },

  async close(store, payment) {
    if (!payment.reference) return;
    const stripe = stripeClient(store);
    if (!payment.reference.startsWith("pi_")) {
      const session = await stripe.checkout.sessions.retrieve(payment.reference);
      if (session.status === "open") {
        await stripe.checkout.sessions.expire(payment.reference);
        return;
      }
    }
    const intent = await intentOf(stripe, payment.reference);
    if (!intent || intent.status === "succeeded" || intent.status === "canceled") return;
    await stripe.paymentIntents.cancel(intent.id, {}, { idempotencyKey: `${payment.id}-cancel` });
  },

  async refund(store, refund, payment) {
    if (!payment.reference) throw new Error(`The payment ${payment.id} never reached Stripe`);
    const stripe = stripeClient(store);
    const intent = await intentOf(stripe, payment.reference);
    if (!intent) throw new Error(`The session ${payment.reference} has no payment to give back`);
    const { id } = await stripe.refunds.create(
      { payment_intent: intent.id, amount: refund.amount, metadata: { refund_id: refund.id } },
      { idempotencyKey: refund.id },
    );
    return { reference: id };
  },

  async listCharges(store, from, until) {
    const created = { gte: from.getTime() / 1000, lt: until.getTime() / 1000 };
    const charges: Charge[] = [];
    for await (const charge of stripeClient(store).charges.list({ created, limit: 100 })) {
      if (charge.amount_captured === 0) continue;
      charges.push({
        payment_id: charge.metadata.payment_id ?? null,
        reference: charge.id,
        captured: charge.amount_captured,
        refunded: charge.amount_refunded,
        currency: charge.currency.toUpperCase(),
      });
    }
    return charges;
  },

  async readWebhook(store, body, headers) {
    const secrets = liveSecrets(store.env.STRIPE_WEBHOOK_SECRET);
    if (secrets.length === 0)
      throw new DomainError("invalid-signature", "STRIPE_WEBHOOK_SECRET is not set, so nothing can be verified.");
    const event = await readStripeWebhook(body, headers.get("stripe-signature"), secrets);
    const intent = event.dispute?.payment_reference;
    if (!event.dispute || !intent) return event;
    // Stripe names its own payment; which of ours that is stands in what we wrote there.
    const { metadata } = await stripeClient(store).paymentIntents.retrieve(intent);
    return { ...event, dispute: { ...event.dispute, payment_id: metadata.payment_id ?? null } };
  },
};

/** The payment that a bank refused: Stripe keeps it, and it says why. Null for any other failure. */
function refusedIntent(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !("payment_intent" in thrown) || !("statusCode" in thrown)) return null;
  const { payment_intent: intent, statusCode } = thrown;
  if (statusCode !== 402 || typeof intent !== "object" || intent === null || !("id" in intent)) return null;
  return String(intent.id);
}

/** What says nothing yet is no word. */
function told(event: ProviderEvent): ProviderEvent | null {
  return event.type === "ignored" ? null : event;
}

/** The session shows each line at its total, or all as one, so that what Stripe adds up is what the order says, to the cent. */
async function sessionParams(store: Store, { order, payment }: Attempt): Promise<Stripe.Checkout.SessionCreateParams> {
  const currency = payment.currency.toLowerCase();
  const item = (name: string, amount: number) => ({
    quantity: 1,
    price_data: { currency, unit_amount: amount, product_data: { name } },
  });
  const lines = order.lines.map((line) =>
    item(`${line.quantity} × ${line.title}`.slice(0, 250).toWellFormed(), line.total),
  );
  if (order.shipping_total > 0) lines.push(item("Shipping", order.shipping_total));
  const shown = order.lines.reduce((sum, line) => sum + line.total, 0) + order.shipping_total;
  return {
    mode: "payment",
    client_reference_id: order.id,
    customer_email: order.email,
    line_items:
      shown === payment.amount && lines.length <= mostLines ? lines : [item(`Order ${order.number}`, payment.amount)],
    metadata: { payment_id: payment.id, order_id: order.id },
    payment_intent_data: {
      metadata: { payment_id: payment.id, order_id: order.id },
      // Taken when the goods leave. @see https://docs.stripe.com/payments/place-a-hold-on-a-payment-method
      ...(payment.capture === "on_shipment" && { capture_method: "manual" as const }),
    },
    success_url: await paymentReturnUrl(store, order.id),
    cancel_url: await orderUrl(store, order.id),
    expires_at: Math.floor(Date.parse(payment.created_at) / 1000) + sessionLife,
  };
}
