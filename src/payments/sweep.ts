import { and, asc, eq, inArray, lt } from "drizzle-orm";
import type { PaymentRow } from "../orders/load-order.ts";
import { payments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { adapterOf } from "./providers.ts";
import { completeRefund, unresolvedRefunds } from "./refund.ts";
import { type Settlement, settlePayment } from "./settle.ts";

/** Payments untouched for this long may have lost their answer. Seconds. */
const patience = 60;
const sweepSize = 20;

/**
 * Asks the provider what became of a payment and settles that: the same road as the webhook's.
 * @returns null while it is undecided, or when the provider does not answer
 */
export async function resolvePayment(
  store: Store,
  payment: Pick<PaymentRow, "id" | "provider" | "reference">,
): Promise<Settlement | null> {
  try {
    const event = await (await adapterOf(payment.provider)).lookUp(store, payment);
    return event && (await settlePayment(store, payment.provider, event));
  } catch (thrown) {
    store.log.error("payment.look-up-failed", thrown, { payment_id: payment.id, provider: payment.provider });
    return null;
  }
}

/** Resolves an order's undecided payments; what a shopper's return and an order about to expire both need. */
export async function resolveOrderPayments(store: Store, orderId: string): Promise<void> {
  const undecided = await store.orders
    .select({ id: payments.id, provider: payments.provider, reference: payments.reference })
    .from(payments)
    .where(and(eq(payments.order_id, orderId), inArray(payments.status, ["initiating", "pending"])));
  for (const payment of undecided) await resolvePayment(store, payment);
}

/** Asks providers about payments and refunds whose outcome never came. */
export async function sweepPayments(store: Store): Promise<void> {
  const before = new Date(store.now().getTime() - patience * 1000).toISOString();
  const undecided = await store.orders
    .select({ id: payments.id, provider: payments.provider, reference: payments.reference })
    .from(payments)
    .where(and(inArray(payments.status, ["initiating", "pending"]), lt(payments.updated_at, before)))
    .orderBy(asc(payments.updated_at))
    .limit(sweepSize);
  for (const payment of undecided) await resolvePayment(store, payment);
  await askLater(
    store,
    undecided.map(({ id }) => id),
  );
  for (const refundId of await unresolvedRefunds(store, patience, sweepSize)) await completeRefund(store, refundId);
}

/** Puts payments that were asked about at the end of the line, so that a sweep reaches all of them in turn. */
async function askLater(store: Store, paymentIds: readonly string[]): Promise<void> {
  if (paymentIds.length === 0) return;
  await store.orders
    .update(payments)
    .set({ updated_at: timestamp(store) })
    .where(and(inArray(payments.id, [...paymentIds]), inArray(payments.status, ["initiating", "pending"])));
}
