import { sql } from "drizzle-orm";
import { hexOf } from "../platform/bytes.ts";
import type { Store } from "../platform/store.ts";
import { timestamp } from "../platform/store.ts";
import type { PaymentProvider, PaymentSigns, ProviderEvent } from "./provider.ts";
import { findHold, type GatewayHold, releaseHold, takeHold, wordOnHold } from "./test-gateway-holds.ts";

/** What the gateway knows of a payment; it plays an outside service, so its books are not ours. */
export interface GatewaySession {
  reference: string;
  payment_id: string;
  order_id: string;
  amount: number;
  currency: string;
  status: "paid" | "declined" | "late" | "closed";
  due_at: string | null;
}

/** What the gateway calls a payment. */
export function gatewayReference(paymentId: string): string {
  return paymentId.replace(/^pay_/, "tgs_");
}

/** The local stand-in for a payment service: a hosted page, and webhooks signed in Stripe's scheme. Shut in a live store. */
export const testGateway: PaymentProvider = {
  name: "test",

  beginHere(store, { payment }) {
    return { reference: gatewayReference(payment.id), redirect_url: `${store.env.STORE_URL}/pay/test/${payment.id}` };
  },

  async begin(store, attempt) {
    return {
      reference: gatewayReference(attempt.payment.id),
      redirect_url: `${store.env.STORE_URL}/pay/test/${attempt.payment.id}`,
    };
  },

  async lookUp(store, payment): Promise<ProviderEvent | null> {
    const session = await findSession(store, gatewayReference(payment.id));
    if (!session || session.status === "declined") {
      const held = await findHold(store, gatewayReference(payment.id));
      if (held) return wordOnHold(store, held);
    }
    if (!session || session.status === "late") return null;
    const type = session.status === "paid" ? "captured" : session.status === "declined" ? "failed" : "expired";
    return {
      event_id: `lookup:${session.reference}:${session.status}`,
      type,
      payment_id: session.payment_id,
      reference: session.reference,
      amount: session.amount,
      currency: session.currency,
      failure: type === "failed" ? "The card was declined." : null,
    };
  },

  async capture(store, payment, amount) {
    const reference = gatewayReference(payment.id);
    const held = await takeHold(store, reference, amount);
    if (held && held.status !== "captured") return wordOnHold(store, held);
    const session = await findSession(store, reference);
    if (!session) throw new Error(`The gateway holds nothing of ${reference}`);
    return {
      ...{ event_id: `capture:${reference}`, type: "captured", payment_id: payment.id, reference },
      ...{ amount: session.amount, currency: session.currency, failure: null },
    };
  },

  async close(store, payment) {
    await releaseHold(store, gatewayReference(payment.id));
    await store.activity.run(sql`
      update test_gateway_sessions set status = 'closed', due_at = null
      where reference = ${gatewayReference(payment.id)} and status = 'declined'
    `);
  },

  async refund(store, refund, payment) {
    const reference = refund.id.replace(/^re_/, "tgr_");
    await store.activity.run(sql`
      insert into test_gateway_refunds (reference, session_reference, amount, at)
      values (${reference}, ${gatewayReference(payment.id)}, ${refund.amount}, ${timestamp(store)})
      on conflict do nothing
    `);
    return { reference };
  },

  async readWebhook(store, body, headers) {
    const { readStripeWebhook } = await import("./stripe-events.ts");
    return readStripeWebhook(body, headers.get("stripe-signature"), [await gatewaySecret(store)]);
  },
};

/** What signs the gateway's webhooks: derived from the store's secret, so that there is nothing more to keep. */
export async function gatewaySecret(store: Store): Promise<string> {
  const bytes = new TextEncoder().encode(`test-gateway:${store.env.AUTH_SECRET}`);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return `whsec_${hexOf(digest)}`;
}

async function findSession(store: Store, reference: string): Promise<GatewaySession | null> {
  const [session] = await store.activity.all<GatewaySession>(
    sql`select * from test_gateway_sessions where reference = ${reference}`,
  );
  return session ?? null;
}

/**
 * Writes down what the shopper chose on the hosted page. The first choice that moves money stays; a decline may be followed
 * by another try.
 */
export async function decide(
  store: Store,
  session: Omit<GatewaySession, "reference" | "due_at"> & { due_at: string | null },
): Promise<GatewaySession> {
  const reference = gatewayReference(session.payment_id);
  await store.activity.run(sql`
    insert into test_gateway_sessions (reference, payment_id, order_id, amount, currency, status, due_at, decided_at)
    values (
      ${reference}, ${session.payment_id}, ${session.order_id}, ${session.amount}, ${session.currency}, ${session.status},
      ${session.due_at}, ${timestamp(store)}
    )
    on conflict (reference) do update set status = excluded.status, due_at = excluded.due_at, decided_at = excluded.decided_at
    where test_gateway_sessions.status = 'declined'
  `);
  const written = await findSession(store, reference);
  if (!written) throw new Error(`The gateway lost the session ${reference}`);
  return written;
}

/** Late payments whose time has come are paid now. */
export async function arriveLate(store: Store): Promise<GatewaySession[]> {
  return store.activity.all<GatewaySession>(sql`
    update test_gateway_sessions set status = 'paid', due_at = null
    where due_at <= ${timestamp(store)} and status = 'late'
    returning *
  `);
}

/**
 * The webhook of a session, in Stripe's shape and signed in Stripe's scheme.
 * @see https://docs.stripe.com/webhooks#verify-manually
 */
export async function gatewayWebhook(
  store: Store,
  session: GatewaySession,
  signs?: PaymentSigns,
): Promise<{ body: string; signature: string }> {
  const types = {
    paid: "checkout.session.completed",
    declined: "checkout.session.async_payment_failed",
    late: "checkout.session.completed",
    closed: "checkout.session.expired",
  } as const;
  const now = Math.floor(store.now().getTime() / 1000);
  return signedJson(store, {
    id: `evt_${session.reference}_${session.status}`,
    object: "event",
    type: types[session.status],
    created: now,
    data: {
      object: {
        id: session.reference,
        object: "checkout.session",
        client_reference_id: session.order_id,
        amount_total: session.amount,
        currency: session.currency.toLowerCase(),
        payment_status: session.status === "paid" ? "paid" : "unpaid",
        status: session.status === "closed" ? "expired" : "complete",
        metadata: { payment_id: session.payment_id, order_id: session.order_id },
        ...(signs && { payment_intent: { id: session.reference, latest_charge: chargeOf(signs) } }),
      },
    },
  });
}

/** A charge as Stripe shows it, as far as it tells of the card. */
function chargeOf({ fingerprint, risk }: PaymentSigns) {
  return { outcome: { risk_score: risk }, payment_method_details: { card: { fingerprint } } };
}

/** The webhook of money that the gateway holds: it names the payment, and the store asks for the rest. */
export function heldWebhook(
  store: Store,
  { payment_id, amount, currency, reference }: GatewayHold,
  signs?: PaymentSigns,
) {
  return signedJson(store, {
    id: `evt_${reference}_held`,
    object: "event",
    type: "payment_intent.amount_capturable_updated",
    created: Math.floor(store.now().getTime() / 1000),
    data: {
      object: {
        id: reference,
        object: "payment_intent",
        amount,
        currency: currency.toLowerCase(),
        metadata: { payment_id },
        ...(signs && { latest_charge: chargeOf(signs) }),
      },
    },
  });
}

function signedJson(store: Store, event: object): Promise<{ body: string; signature: string }> {
  return signed(store, JSON.stringify(event));
}

/** A message of the gateway's, signed in Stripe's scheme. */
export async function signed(store: Store, body: string): Promise<{ body: string; signature: string }> {
  const now = Math.floor(store.now().getTime() / 1000);
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey(
    "raw",
    bytes.encode(await gatewaySecret(store)),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const mac = await crypto.subtle.sign("HMAC", key, bytes.encode(`${now}.${body}`));
  const hex = hexOf(mac);
  return { body, signature: `t=${now},v1=${hex}` };
}
