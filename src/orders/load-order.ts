import { asc, eq } from "drizzle-orm";
import { notFound } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { orderEvents, orderLines, orders, payments, shipments } from "./tables.ts";

export type OrderRow = typeof orders.$inferSelect;
export type OrderLineRow = typeof orderLines.$inferSelect;
export type PaymentRow = typeof payments.$inferSelect;

/** An order with everything that a move may have to look at. */
export interface OrderState extends OrderRow {
  lines: OrderLineRow[];
  payments: PaymentRow[];
  shipments: (typeof shipments.$inferSelect)[];
  timeline: (typeof orderEvents.$inferSelect)[];
}

/** Reads an order whole, in one round trip, for whoever may: this asks nothing of the caller. @throws not-found */
export async function loadOrder(store: Store, orderId: string): Promise<OrderState> {
  const [[order], lines, attempts, parcels, timeline] = await store.orders.batch([
    store.orders.select().from(orders).where(eq(orders.id, orderId)),
    store.orders.select().from(orderLines).where(eq(orderLines.order_id, orderId)).orderBy(asc(orderLines.position)),
    store.orders.select().from(payments).where(eq(payments.order_id, orderId)).orderBy(asc(payments.id)),
    store.orders.select().from(shipments).where(eq(shipments.order_id, orderId)).orderBy(asc(shipments.parcel)),
    store.orders.select().from(orderEvents).where(eq(orderEvents.order_id, orderId)).orderBy(asc(orderEvents.version)),
  ]);
  if (!order) throw notFound("order");
  return { ...order, lines, payments: attempts, shipments: parcels, timeline };
}
