import { asc, lte } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import { releaseStock } from "../inventory/reservations.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { moveOrder, tell } from "./move-order.ts";
import { orderSnapshot } from "./snapshot.ts";
import { orders } from "./tables.ts";

/** Unpaid orders whose time is over, oldest first; at most `limit`. */
export async function dueOrders(store: Store, limit: number): Promise<string[]> {
  const rows = await store.orders
    .select({ id: orders.id })
    .from(orders)
    .where(lte(orders.expires_at, timestamp(store)))
    .orderBy(asc(orders.expires_at))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Gives up on an unpaid order: its stock goes back and the shopper is told. Does nothing to one that was paid meanwhile. */
export async function expireOrder(store: Store, orderId: string): Promise<boolean> {
  const { moved } = await moveOrder(store, orderId, (order) => {
    const due = order.expires_at !== null && order.expires_at <= timestamp(store);
    if (!due || order.status !== "open" || order.payment_status !== "pending") return null;
    return {
      set: { status: "cancelled", payment_status: "failed", expires_at: null },
      told: [tell(newEvent(store, "order.expired", order.id, orderSnapshot(order)))],
      statements: [releaseStock(store, order.id)],
      stockChanges: true,
    };
  });
  return moved;
}
