import { newEvent } from "../events/outbox.ts";
import { releaseStock } from "../inventory/reservations.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { closeAttempts, endAttempts } from "../payments/attempts.ts";
import { resolveOrderPayments } from "../payments/sweep.ts";
import { type Store, timestamp } from "../platform/store.ts";

/**
 * Gives up on an order that nobody paid in time: its stock goes back and the shopper is told. The provider is asked first,
 * for perhaps only its word was lost. Does nothing to an order that was paid, or that still has time.
 * @returns whether this call ended it
 */
export async function expireOrder(store: Store, orderId: string): Promise<boolean> {
  await resolveOrderPayments(store, orderId);
  const { order, moved } = await moveOrder(store, orderId, (order) => {
    const due = order.expires_at !== null && order.expires_at <= timestamp(store);
    if (!due || order.status !== "open" || order.payment_status !== "pending") return null;
    return {
      set: { status: "cancelled", payment_status: "failed", expires_at: null },
      told: [tell(newEvent(store, "order.expired", order.id, orderSnapshot(order)))],
      statements: [releaseStock(store, order.id), endAttempts(store, order.id)],
      stockChanges: true,
    };
  });
  if (moved) await closeAttempts(store, order);
  return moved;
}
