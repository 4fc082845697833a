import { asc, lte } from "drizzle-orm";
import { type Store, timestamp } from "../platform/store.ts";
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
