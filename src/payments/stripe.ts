import Stripe from "stripe";
import { orderUrl, paymentReturnUrl } from "../orders/access.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import type { Charge } from "./compare-charges.ts";
import type { Attempt, Begun, PaymentProvider } from "./provider.ts";
import { fromSession, readStripeWebhook } from "./stripe-events.ts";

/** How long a call to Stripe may take. Milliseconds. The sweep asks again about what took longer. */
const deadline = 10_000;

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
    const stripe = client(store);
    const session = await stripe.checkout.sessions.create(await sessionParams(store, attempt), {
      idempotencyKey: attempt.payment.id,
    });
    if (!session.url) throw new Error(`Stripe gave no address for the session ${session.id}`);
    return { reference: session.id, redirect_url: session.url };
  },

  async lookUp(store, payment) {
    if (!payment.reference) return null;
    const session = await client(store).checkout.sessions.retrieve(payment.reference);
    const event = fromSession(`lookup:${session.id}:${session.payment_status}:${session.status}`, session);
    return event.type === "ignored" ? null : event;
  },

  async close(store, payment) {
    if (payment.reference) await client(store).checkout.sessions.expire(payment.reference);
  },

  async refund(store, refund, payment) {
    if (!payment.reference) throw new Error(`The payment ${payment.id} never reached Stripe`);
    const stripe = client(store);
    const session = await stripe.checkout.sessions.retrieve(payment.reference);
    const intent = typeof session.payment_intent === "string" ? session.payment_intent : session.payment_intent?.id;
    if (!intent) throw new Error(`The session ${session.id} has no payment to give back`);
    const { id } = await stripe.refunds.create(
      { payment_intent: intent, amount: refund.amount, metadata: { refund_id: refund.id } },
      { idempotencyKey: refund.id },
    );
    return { reference: id };
  },

  async listCharges(store, from, until) {
    const created = { gte: from.getTime() / 1000, lt: until.getTime() / 1000 };
    const charges: Charge[] = [];
    for await (const charge of client(store).charges.list({ created, limit: 100 })) {
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

  readWebhook(store, body, headers) {
    const secret = store.env.STRIPE_WEBHOOK_SECRET;
    if (!secret)
      throw new DomainError("invalid-signature", "STRIPE_WEBHOOK_SECRET is not set, so nothing can be verified.");
    return readStripeWebhook(body, headers.get("stripe-signature"), secret);
  },
};

function client(store: Store): Stripe {
  const elsewhere = store.env.STRIPE_API_URL ? new URL(store.env.STRIPE_API_URL) : null;
  return new Stripe(store.env.STRIPE_SECRET_KEY ?? "", {
    httpClient: Stripe.createFetchHttpClient(store.fetch),
    timeout: deadline,
    maxNetworkRetries: 1,
    telemetry: false,
    ...(elsewhere && { host: elsewhere.hostname, port: elsewhere.port, protocol: "http" }),
  });
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
    payment_intent_data: { metadata: { payment_id: payment.id, order_id: order.id } },
    success_url: await paymentReturnUrl(store, order.id),
    cancel_url: await orderUrl(store, order.id),
    expires_at: Math.floor(Date.parse(payment.created_at) / 1000) + sessionLife,
  };
}
