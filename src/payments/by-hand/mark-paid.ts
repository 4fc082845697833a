import { newEvent } from "../../events/outbox.ts";
import { toOrder } from "../../orders/find-order.ts";
import { checkMove, type PaymentStatus } from "../../orders/life.ts";
import type { OrderState } from "../../orders/load-order.ts";
import { moveOrder, tell } from "../../orders/move-order.ts";
import type { Order } from "../../orders/schemas.ts";
import { orderSnapshot } from "../../orders/snapshot.ts";
import { payments } from "../../orders/tables.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { closeAttempts, endAttempts, owedOf } from "../attempts.ts";

/**
 * What staff may do to the payment status by hand: say that the money arrived. Money leaves by refunds, which ask the
 * provider.
 */
function legalByHand(order: OrderState): readonly PaymentStatus[] {
  return order.status === "open" && order.payment_status === "pending" ? ["paid"] : [];
}

/**
 * Moves the payment status by hand and closes the attempts to pay that still stand; asking for where it already is does nothing.
 * @param seen the version that staff saw
 * @throws illegal-transition naming the legal moves; changed-meanwhile
 */
export async function movePaymentByHand(
  store: Store,
  orderId: string,
  to: PaymentStatus,
  seen: number,
): Promise<{ order: Order; version: number }> {
  const { order, moved } = await moveOrder(store, orderId, (order) => {
    if (order.version !== seen) throw changedMeanwhile();
    if (order.payment_status === to) return null;
    checkMove(order.payment_status, to, legalByHand(order), "payment status");
    const at = timestamp(store);
    const { currency } = order;
    const amount = owedOf(order);
    const facts = { order_id: order.id, payment_id: store.newId("pay"), provider: "manual" as const, amount, currency };
    return {
      set: { payment_status: "paid", expires_at: null },
      told: [
        tell(newEvent(store, "payment.captured", order.id, facts), facts),
        tell(newEvent(store, "order.billed", order.id, { ...orderSnapshot(order), confirmed: false })),
      ],
      statements: [
        endAttempts(store, order.id),
        store.orders.insert(payments).values({
          id: facts.payment_id,
          order_id: order.id,
          provider: "manual",
          status: "captured",
          amount,
          captured: amount,
          currency,
          created_at: at,
          updated_at: at,
        }),
      ],
    };
  });
  if (moved) await closeAttempts(store, order);
  return { order: toOrder(order), version: order.version };
}
