import { and, eq, inArray } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import { releaseStock } from "../inventory/reservations.ts";
import { canCancel } from "../orders/life.ts";
import type { OrderState } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { payments } from "../orders/tables.ts";
import { adapterOf } from "../payments/providers.ts";
import { completeRefund, intendRefund } from "../payments/refund.ts";
import { DomainError } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";

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
      statements: [
        releaseStock(store, order.id),
        store.orders
          .update(payments)
          .set({ status: "expired", updated_at: timestamp(store) })
          .where(and(eq(payments.order_id, order.id), inArray(payments.status, ["initiating", "pending"]))),
        ...intents,
      ],
      stockChanges: true,
    };
  });
  if (!moved) return order;
  for (const id of refundIds) await completeRefund(store, id);
  await closeAttempts(store, order);
  return order;
}

/** Asks providers to take no money for closed attempts; where one does not answer, late money finds its way back by itself. */
async function closeAttempts(store: Store, order: OrderState): Promise<void> {
  for (const payment of order.payments.filter(({ status }) => status === "expired")) {
    try {
      await (await adapterOf(payment.provider)).close(store, payment);
    } catch (thrown) {
      store.log.warn("payment.close-failed", { payment_id: payment.id, error: String(thrown) });
    }
  }
}
