import { sql } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import { serveAllWaiting } from "../inventory/serve-waiting.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { moveOrder, tell } from "./move-order.ts";
import { orderSnapshot } from "./snapshot.ts";

/** How many orders one look tells of; the rest wait for the next. */
const atOnce = 50;

/** Whether anything of the order `b` has still to come, or may not be sent yet. */
const stillWaits = (now: string) => sql`exists (
  select 1 from reservations r left join stock_items i on i.variant_id = r.variant_id
  where r.order_id = b.order_id and r.state = 'held' and (r.waiting > 0 or (r.promised_at is not null and i.release_at > ${now}))
)`;

/**
 * Tells of orders whose goods have all come, once each: the parcel may be booked then. Stock that comes is given to those who have
 * waited longest in the batch that brings it; this says so, and serves who waits for what a place holds that was opened again.
 * @returns how many were told of
 */
export async function tellReadyOrders(store: Store): Promise<number> {
  await serveAllWaiting(store);
  const rows = await store.orders.all<{ order_id: string }>(sql`
    select b.order_id from back_orders b
    where b.ready_at is null and not ${stillWaits(timestamp(store))}
    order by b.created_at limit ${atOnce}
  `);
  for (const { order_id } of rows) await tellReady(store, order_id);
  return rows.length;
}

async function tellReady(store: Store, orderId: string): Promise<void> {
  const at = timestamp(store);
  const done = store.orders.run(
    sql`update back_orders set ready_at = ${at} where order_id = ${orderId} and ready_at is null`,
  );
  const { moved } = await moveOrder(store, orderId, async (order) => {
    const [waiting] = await store.orders.all(sql`
      select 1 from back_orders b where b.order_id = ${orderId} and b.ready_at is null and not ${stillWaits(at)}
    `);
    if (!waiting || order.status !== "open") return null;
    return {
      set: {},
      told: [tell(newEvent(store, "order.ready", order.id, orderSnapshot(order)))],
      statements: [done],
    };
  });
  // An order that was closed meanwhile waits for nothing any more.
  if (!moved) await done;
}
