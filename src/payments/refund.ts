import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { payments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { adapterOf } from "./providers.ts";
import { refunds } from "./tables.ts";

/** Money whose way back is not told yet. In the very words of its index, without which every refund would be read. */
const onItsWay = sql`${refunds.status} = 'pending'`;

/** What each payment of an order still holds, less what is on its way back; payments that hold nothing are left out. */
export async function leftToRefund(
  store: Store,
  order: Pick<OrderState, "id" | "payments">,
): Promise<{ payment: PaymentRow; amount: number }[]> {
  const leaving = await store.orders
    .select({ payment_id: refunds.payment_id, amount: refunds.amount })
    .from(refunds)
    .where(and(eq(refunds.order_id, order.id), eq(refunds.status, "pending")));
  return order.payments.flatMap((payment) => {
    const gone = leaving.filter(({ payment_id }) => payment_id === payment.id);
    const amount = gone.reduce((rest, refund) => rest - refund.amount, payment.captured - payment.refunded);
    return amount > 0 ? [{ payment, amount }] : [];
  });
}

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
    const kept = order.payments.reduce((sum, attempt) => sum + attempt.captured - attempt.refunded, -refund.amount);
    const { order_id, id: payment_id, provider, currency } = paid;
    return {
      // What was paid twice leaves the order paid when one of the two goes back.
      set: kept < order.total ? { payment_status: kept === 0 ? "refunded" : "partially_refunded" } : {},
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

/**
 * Takes refunds whose answer never came in hand, the longest untouched first: each goes to the end of the line, so that one
 * that never succeeds does not hold up the others. Young ones are still in the hands of the call that wrote them.
 */
export async function takeUnresolvedRefunds(store: Store, untouchedSince: string, limit: number): Promise<string[]> {
  const next = store.orders
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(onItsWay, lt(refunds.updated_at, untouchedSince)))
    .orderBy(asc(refunds.updated_at))
    .limit(limit);
  const taken = await store.orders
    .update(refunds)
    .set({ updated_at: timestamp(store) })
    .where(inArray(refunds.id, next))
    .returning({ id: refunds.id });
  return taken.map(({ id }) => id);
}
