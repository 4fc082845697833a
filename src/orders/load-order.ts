import { asc, eq, getTableColumns, sql } from "drizzle-orm";
import { notFound } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { orderEvents, orderLines, orders, payments, shipments } from "./tables.ts";

export type OrderRow = typeof orders.$inferSelect;
export type OrderLineRow = typeof orderLines.$inferSelect;
export type PaymentRow = typeof payments.$inferSelect;

/** What a parcel holds; empty: all that was left of the order. */
interface ParcelItems {
  items: { item_id: string; quantity: number }[];
}

const parcelItems = sql<ParcelItems["items"]>`(
  select json_group_array(json_object('item_id', line_id, 'quantity', quantity)) from shipment_lines
  where shipment_id = ${shipments.id}
)`.mapWith((items: string): ParcelItems["items"] => JSON.parse(items));

/** An order with everything that a move may have to look at. */
export interface OrderState extends OrderRow {
  lines: OrderLineRow[];
  payments: PaymentRow[];
  shipments: (typeof shipments.$inferSelect & ParcelItems)[];
  timeline: (typeof orderEvents.$inferSelect)[];
  /** What was sold ahead and has still to come, by variant. */
  ahead: WaitingGoods[];
}

/** Goods of an order that have still to come, or may not be sent yet. */
export interface WaitingGoods {
  variant_id: string;
  waiting: number;
  ships_at: string;
}

/** Reads an order whole, in one round trip, for whoever may: this asks nothing of the caller. @throws not-found */
export async function loadOrder(store: Store, orderId: string): Promise<OrderState> {
  const [[order], lines, attempts, parcels, timeline, ahead] = await store.orders.batch([
    store.orders.select().from(orders).where(eq(orders.id, orderId)),
    store.orders.select().from(orderLines).where(eq(orderLines.order_id, orderId)).orderBy(asc(orderLines.position)),
    store.orders.select().from(payments).where(eq(payments.order_id, orderId)).orderBy(asc(payments.id)),
    store.orders
      .select({ ...getTableColumns(shipments), items: parcelItems })
      .from(shipments)
      .where(eq(shipments.order_id, orderId))
      .orderBy(asc(shipments.parcel)),
    store.orders.select().from(orderEvents).where(eq(orderEvents.order_id, orderId)).orderBy(asc(orderEvents.version)),
    store.orders.all<WaitingGoods>(sql`
      select
        r.variant_id, sum(iif(i.release_at > ${timestamp(store)}, r.quantity, r.waiting)) as waiting,
        max(coalesce(r.promised_at, i.ships_at, r.updated_at)) as ships_at
      from reservations r left join stock_items i on i.variant_id = r.variant_id
      where r.order_id = ${orderId} and r.state = 'held' and (r.waiting > 0 or (r.promised_at is not null and i.release_at > ${timestamp(store)}))
      group by r.variant_id
    `),
  ]);
  if (!order) throw notFound("order");
  return { ...order, lines, payments: attempts, shipments: parcels, timeline, ahead };
}
