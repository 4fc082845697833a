import { and, asc, eq, lt, sql } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import type { PaymentRow } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { payments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { adapterOf } from "./providers.ts";
import { refunds } from "./tables.ts";

/** The statement that writes a refund down before the provider is asked for it. `amount`: minor units. */
export function intendRefund(
  store: Store,
  refund: { id: string; order_id: string; payment: PaymentRow; amount: number; reason: string },
) {
  const at = timestamp(store);
  return store.orders.insert(refunds).values({
    id: refund.id,
    order_id: refund.order_id,
    payment_id: refund.payment.id,
    amount: refund.amount,
    currency: refund.payment.currency,
    reason: refund.reason,
    status: "pending",
    created_at: at,
    updated_at: at,
  });
}

/**
 * Asks the provider to give the money of a written refund back, then writes that it did. When the provider does not answer
 * the refund stays pending and the sweep calls this again; the provider knows it by its id and gives back once.
 * @returns whether the money is back
 */
export async function completeRefund(store: Store, refundId: string): Promise<boolean> {
  const [found] = await store.orders
    .select()
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.payment_id))
    .where(eq(refunds.id, refundId));
  if (!found) return false;
  if (found.refunds.status !== "pending") return true;
  const { refunds: refund, payments: payment } = found;
  let reference: string;
  try {
    const provider = await adapterOf(payment.provider);
    ({ reference } = await provider.refund(store, refund, payment));
  } catch (thrown) {
    store.log.error("refund.provider-failed", thrown, { refund_id: refund.id, provider: payment.provider });
    return false;
  }
  await moveOrder(store, refund.order_id, async (order) => {
    const [current] = await store.orders
      .select({ status: refunds.status })
      .from(refunds)
      .where(eq(refunds.id, refundId));
    const paid = order.payments.find((attempt) => attempt.id === payment.id);
    if (current?.status !== "pending" || !paid) return null;
    const whole = paid.refunded + refund.amount === paid.captured;
    const owedNothing = order.payments.every(
      (attempt) => attempt.captured === attempt.refunded + (attempt.id === paid.id ? refund.amount : 0),
    );
    const { order_id, id: payment_id, provider, currency } = paid;
    return {
      set: owedNothing
        ? { payment_status: "refunded" }
        : isSecondPayment(order.payments, paid)
          ? {}
          : { payment_status: "partially_refunded" },
      told: [
        tell(
          newEvent(store, "payment.refunded", order.id, {
            order_id,
            payment_id,
            provider,
            amount: refund.amount,
            currency,
            refund_id: refund.id,
          }),
          { refund_id: refund.id, provider, amount: refund.amount, currency },
        ),
        tell(
          newEvent(store, "order.refunded", order.id, {
            ...orderSnapshot(order),
            refunded: refund.amount,
            reason: refund.reason,
          }),
          { amount: refund.amount, currency, reason: refund.reason },
        ),
      ],
      statements: [
        store.orders
          .update(payments)
          .set({
            refunded: sql`${payments.refunded} + ${refund.amount}`,
            status: whole ? "refunded" : "partially_refunded",
            updated_at: timestamp(store),
          })
          .where(eq(payments.id, paid.id)),
        store.orders
          .update(refunds)
          .set({ status: "succeeded", reference, updated_at: timestamp(store) })
          .where(eq(refunds.id, refund.id)),
      ],
    };
  });
  return true;
}

/** Whether this payment was paid on top of another one that covers the order. */
function isSecondPayment(attempts: readonly PaymentRow[], payment: PaymentRow): boolean {
  return attempts.some((other) => other.id !== payment.id && other.captured > other.refunded);
}

/** Refunds whose answer never came, oldest first; young ones are still in the hands of the call that wrote them. */
export async function unresolvedRefunds(store: Store, olderThanSeconds: number, limit: number): Promise<string[]> {
  const before = new Date(store.now().getTime() - olderThanSeconds * 1000).toISOString();
  const rows = await store.orders
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.status, "pending"), lt(refunds.updated_at, before)))
    .orderBy(asc(refunds.updated_at))
    .limit(limit);
  return rows.map((row) => row.id);
}
