import { newEvent } from "../events/outbox.ts";
import { releaseStock } from "../inventory/reservations.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { closeAttempts, endAttempts } from "../payments/attempts.ts";
import { completeRefund, intendRefunds, refundableOf } from "../payments/refund.ts";
import { resolveOrderPayments } from "../payments/sweep.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { planRefund } from "../pricing/refund-tax.ts";

/**
 * Gives up on an order that was not paid in time: its stock goes back, a part that was paid is on its way back, and the shopper is told. The provider is asked first,
 * for perhaps only its word was lost. Does nothing to an order that was paid, or that still has time.
 * @returns whether this call ended it
 */
export async function expireOrder(store: Store, orderId: string): Promise<boolean> {
  await resolveOrderPayments(store, orderId);
  const refundIds: string[] = [];
  const { order, moved } = await moveOrder(store, orderId, async (order) => {
    const due = order.expires_at !== null && order.expires_at <= timestamp(store);
    if (!due || order.status !== "open" || order.payment_status !== "pending") return null;
    const refundable = await refundableOf(store, order);
    const amount = refundable.left.reduce((sum, held) => sum + held.amount, 0);
    const plan = planRefund(refundable.settled, { amount });
    const back = intendRefunds(store, order.id, refundable, plan, "The rest was not paid in time.");
    refundIds.splice(0, refundIds.length, ...back.ids);
    return {
      set: { status: "cancelled", payment_status: "failed", expires_at: null },
      told: [tell(newEvent(store, "order.expired", order.id, orderSnapshot(order)))],
      statements: [releaseStock(store, order.id), endAttempts(store, order.id), ...back.statements],
      stockChanges: true,
    };
  });
  if (!moved) return false;
  for (const id of refundIds) await completeRefund(store, id);
  await closeAttempts(store, order);
  return true;
}
