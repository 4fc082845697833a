import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { PaymentRow } from "../orders/load-order.ts";
import { payments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { undecided } from "./attempts.ts";
import type { Settlement } from "./judge.ts";
import type { AskedOf } from "./provider.ts";
import { adapterOf } from "./providers.ts";
import { completeRefund, takeUnresolvedRefunds } from "./refund.ts";
import { settlePayment } from "./settle.ts";

/** What of an attempt is read to ask its provider about it. */
export const asked = {
  id: payments.id,
  provider: payments.provider,
  reference: payments.reference,
  amount: payments.amount,
  currency: payments.currency,
};

/** Payments untouched for this long may have lost their answer. Seconds. */
const patience = 60;
const sweepSize = 20;

/**
 * Asks the provider what became of a payment and settles that: the same road as the webhook's.
 * @returns null while it is undecided, or when the provider does not answer
 */
export async function resolvePayment(
  store: Store,
  payment: AskedOf & Pick<PaymentRow, "provider">,
): Promise<Settlement | null> {
  try {
    const event = await (await adapterOf(payment.provider)).lookUp(store, payment);
    return event && (await settlePayment(store, payment.provider, event));
  } catch (thrown) {
    store.log.error("payment.look-up-failed", thrown, { payment_id: payment.id, provider: payment.provider });
    return null;
  }
}

/** Resolves an order's undecided payments, before it is given up for want of them. */
export async function resolveOrderPayments(store: Store, orderId: string): Promise<void> {
  const waiting = await store.orders
    .select(asked)
    .from(payments)
    .where(and(eq(payments.order_id, orderId), undecided));
  for (const payment of waiting) await resolvePayment(store, payment);
}

/** A shopper who is back waits with a page that asks again and again; the provider is asked this seldom. Seconds. */
const returnPatience = 5;

/**
 * Resolves an order's undecided payments because its shopper is back from paying: perhaps the webhook is late, or lost. Does
 * nothing where that was asked a moment ago.
 */
export async function resolveOnReturn(store: Store, orderId: string): Promise<void> {
  const before = new Date(store.now().getTime() - returnPatience * 1000).toISOString();
  const waiting = await store.orders
    .update(payments)
    .set({ updated_at: timestamp(store) })
    .where(and(eq(payments.order_id, orderId), undecided, lt(payments.updated_at, before)))
    .returning(asked);
  for (const payment of waiting) await resolvePayment(store, payment);
}

/** Asks providers about payments and refunds whose outcome never came. One that fails does not hold up the others. */
export async function sweepPayments(store: Store): Promise<void> {
  const before = new Date(store.now().getTime() - patience * 1000).toISOString();
  for (const payment of await takeUndecided(store, before)) await resolvePayment(store, payment);
  for (const refundId of await takeUnresolvedRefunds(store, before, sweepSize)) {
    await completeRefund(store, refundId).catch((thrown) =>
      store.log.error("refund.failed", thrown, { refund_id: refundId }),
    );
  }
}

/**
 * Takes undecided payments in hand, the longest untouched first: each goes to the end of the line, so that all are reached. Of a bank
 * transfer nobody can be asked; its index is without them.
 */
function takeUndecided(store: Store, untouchedSince: string) {
  const next = store.orders
    .select({ id: payments.id })
    .from(payments)
    .where(and(undecided, sql`${payments.provider} <> 'bank_transfer'`, lt(payments.updated_at, untouchedSince)))
    .orderBy(asc(payments.updated_at))
    .limit(sweepSize);
  return store.orders
    .update(payments)
    .set({ updated_at: timestamp(store) })
    .where(inArray(payments.id, next))
    .returning(asked);
}
