import { newEvent } from "../events/outbox.ts";
import { releaseStock } from "../inventory/reservations.ts";
import { canCancel } from "../orders/life.ts";
import type { OrderState } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { completeRefund, intendRefund } from "../payments/refund.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { closeAttempts, endAttempts } from "./close-attempts.ts";

/**
 * Cancels an order before its parcel has left: its stock goes back, open attempts to pay are closed, and what was paid is on
 * its way back. Cancelling what is cancelled does nothing.
 * @param reason for the shopper and the timeline
 * @throws illegal-transition when the parcel has left
 */
export async function cancelOrder(store: Store, orderId: string, reason: string): Promise<OrderState> {
  const refundIds: string[] = [];
  const { order, moved } = await moveOrder(store, orderId, (order) => {
    if (order.status === "cancelled") return null;
    if (!canCancel(order)) {
      throw new DomainError("illegal-transition", "The parcel has left. Once it is there, it can be returned.", {
        from: order.status,
        to: "cancelled",
        legal: [],
      });
    }
    const paid = order.payments.filter((payment) => payment.captured > payment.refunded);
    refundIds.length = 0;
    const intents = paid.map((payment) => {
      const id = store.newId("re");
      refundIds.push(id);
      const amount = payment.captured - payment.refunded;
      return intendRefund(store, {
        id,
        order_id: order.id,
        payment,
        amount,
        reason: reason || "The order was cancelled.",
      });
    });
    return {
      set: {
        status: "cancelled",
        expires_at: null,
        ...(paid.length === 0 ? { payment_status: "failed" as const } : {}),
      },
      told: [tell(newEvent(store, "order.cancelled", order.id, { ...orderSnapshot(order), reason }), { reason })],
      statements: [releaseStock(store, order.id), endAttempts(store, order.id), ...intents],
      stockChanges: true,
    };
  });
  if (!moved) return order;
  for (const id of refundIds) await completeRefund(store, id);
  await closeAttempts(store, order);
  return order;
}
