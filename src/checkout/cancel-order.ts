import { sql } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import { releaseStock } from "../inventory/reservations.ts";
import { loadOwnOrder, toOrder } from "../orders/find-order.ts";
import { canCancel } from "../orders/life.ts";
import { loadOrder, type OrderState } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import type { Order } from "../orders/schemas.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { closeAttempts, endAttempts, owedOf } from "../payments/attempts.ts";
import { completeRefund, intendRefunds, refundableOf } from "../payments/refund.ts";
import { DomainError } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { planRefund } from "../pricing/refund-tax.ts";

/**
 * Cancels an order before its parcel has left: its stock goes back, open attempts to pay are closed, and what was paid is on
 * its way back. Cancelling what is cancelled does nothing.
 * @param reason for the shopper and the timeline
 * @throws illegal-transition when the parcel has left
 */
export async function cancelOrder(store: Store, orderId: string, reason: string): Promise<OrderState> {
  const refundIds: string[] = [];
  const { order, moved } = await moveOrder(store, orderId, async (order) => {
    if (order.status === "cancelled") return null;
    if (!canCancel(order)) {
      throw new DomainError("illegal-transition", "The parcel has left. Once it is there, it can be returned.", {
        from: order.status,
        to: "cancelled",
        legal: [],
      });
    }
    const refundable = await refundableOf(store, order);
    const amount = refundable.left.reduce((sum, held) => sum + held.amount, 0);
    const plan = planRefund(refundable.settled, { amount });
    const refund = intendRefunds(store, order.id, refundable, plan, reason || "The order was cancelled.");
    refundIds.splice(0, refundIds.length, ...refund.ids);
    return {
      set: {
        status: "cancelled",
        expires_at: null,
        ...(order.payment_status === "pending" || order.payment_status === "authorized"
          ? { payment_status: "failed" as const }
          : {}),
      },
      told: [tell(newEvent(store, "order.cancelled", order.id, { ...orderSnapshot(order), reason }), { reason })],
      statements: [
        releaseStock(store, order.id),
        endAttempts(store, order.id),
        undoUnpaidSale(store, order),
        ...refund.statements,
      ],
      stockChanges: true,
    };
  });
  if (!moved) return order;
  for (const id of refundIds) await completeRefund(store, id);
  await closeAttempts(store, order);
  return refundIds.length > 0 ? loadOrder(store, orderId) : order;
}

/**
 * Of an order that was changed after it was paid, what nobody has paid is not owed any more; the sale of what was paid is undone as its
 * money goes back.
 */
function undoUnpaidSale(store: Store, { id, total, currency, payments }: OrderState) {
  const unpaid = owedOf({ total, payment_status: "pending", payments });
  return store.orders.run(sql`
    insert into ledger_entries (kind, order_id, debit, credit, amount, currency, at)
    select 'sale_undone', ${id}, 'sales', 'buyer', ${unpaid}, ${currency}, ${timestamp(store)}
    where ${unpaid} > 0 and exists (select 1 from ledger_entries e where e.order_id = ${id} and e.kind = 'sale')
  `);
}

/**
 * {@link cancelOrder}, for whoever may: staff, the customer whose order it is, or a guest with its access token.
 * @throws not-found, illegal-transition
 */
export async function cancelOwnOrder(
  store: Store,
  orderId: string,
  accessToken: string | null,
  reason: string,
): Promise<Order> {
  const { id } = await loadOwnOrder(store, orderId, accessToken);
  return toOrder(await cancelOrder(store, id, reason));
}
