import Stripe from "stripe";
import type { Store } from "../platform/store.ts";

/** How long a call to Stripe may take. Milliseconds. The sweep asks again about what took longer. */
const deadline = 10_000;

/** Stripe's own client, reaching out as the store does. */
export function stripeClient(store: Store): Stripe {
  const elsewhere = store.env.STRIPE_API_URL ? new URL(store.env.STRIPE_API_URL) : null;
  return new Stripe(store.env.STRIPE_SECRET_KEY ?? "", {
    httpClient: Stripe.createFetchHttpClient(store.fetch),
    timeout: deadline,
    maxNetworkRetries: 1,
    telemetry: false,
    ...(elsewhere && { host: elsewhere.hostname, port: elsewhere.port, protocol: "http" }),
  });
}

/** The payment behind a reference of ours: a Checkout Session's, or the payment's own. Null where a session has none yet. */
export async function intentOf(stripe: Stripe, reference: string): Promise<Stripe.PaymentIntent | null> {
  const expand = ["latest_charge"];
  if (reference.startsWith("pi_")) return stripe.paymentIntents.retrieve(reference, { expand });
  const session = await stripe.checkout.sessions.retrieve(reference, { expand: ["payment_intent.latest_charge"] });
  const { payment_intent: intent } = session;
  return typeof intent === "string" ? stripe.paymentIntents.retrieve(intent, { expand }) : intent;
}
