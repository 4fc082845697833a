import { and, eq, sql } from "drizzle-orm";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { payments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { adapterOf } from "./providers.ts";

/** An attempt to be paid, about to be written and told to its provider. `amount`: minor units. */
export function newAttempt(
  store: Store,
  attempt: Pick<PaymentRow, "order_id" | "provider" | "amount" | "currency">,
): PaymentRow {
  const at = timestamp(store);
  return {
    id: store.newId("pay"),
    ...attempt,
    status: "initiating",
    captured: 0,
    refunded: 0,
    reference: null,
    redirect_url: null,
    failure: null,
    created_at: at,
    updated_at: at,
  };
}

/** Attempts whose outcome is not known yet. In the very words of its index, without which every payment would be read. */
export const undecided = sql`${payments.status} in ('initiating', 'pending')`;

/** {@link undecided}, of an attempt that was read. */
export function isUndecided({ status }: Pick<PaymentRow, "status">): boolean {
  return status === "initiating" || status === "pending";
}

/** The statement that ends an order's undecided attempts to be paid. */
export function endAttempts(store: Store, orderId: string) {
  return store.orders
    .update(payments)
    .set({ status: "expired", updated_at: timestamp(store) })
    .where(and(eq(payments.order_id, orderId), undecided));
}

/** Asks providers to take no money for ended attempts. Where one does not answer, late money finds its way back by itself. */
export async function closeAttempts(store: Store, order: OrderState): Promise<void> {
  for (const payment of order.payments.filter(({ status }) => status === "expired")) {
    try {
      await (await adapterOf(payment.provider)).close(store, payment);
    } catch (thrown) {
      store.log.warn("payment.close-failed", { payment_id: payment.id, error: String(thrown) });
    }
  }
}
