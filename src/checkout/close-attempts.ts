import { and, eq, inArray } from "drizzle-orm";
import type { OrderState } from "../orders/load-order.ts";
import { payments } from "../orders/tables.ts";
import { adapterOf } from "../payments/providers.ts";
import { type Store, timestamp } from "../platform/store.ts";

/** The statement that ends an order's undecided attempts to be paid. */
export function endAttempts(store: Store, orderId: string) {
  return store.orders
    .update(payments)
    .set({ status: "expired", updated_at: timestamp(store) })
    .where(and(eq(payments.order_id, orderId), inArray(payments.status, ["initiating", "pending"])));
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
