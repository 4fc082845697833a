import { sql } from "drizzle-orm";
import { type Store, timestamp } from "../platform/store.ts";

/** The statement that gives back what an order holds; a second time it finds nothing to give. */
export function releaseStock(store: Store, orderId: string) {
  return store.orders.run(sql`
    update reservations set state = 'released', updated_at = ${timestamp(store)}
    where order_id = ${orderId} and state = 'held'
  `);
}

/** The statement that takes back what an order gave up; it fails its batch when that is no longer there. */
export function holdStockAgain(store: Store, orderId: string) {
  return store.orders.run(sql`
    update reservations set state = 'held', updated_at = ${timestamp(store)}
    where order_id = ${orderId} and state = 'released'
  `);
}

/** The statements that take what an order holds off the shelf: a movement each, then the reservation is used up. */
export function takeOffShelf(store: Store, orderId: string) {
  const at = timestamp(store);
  return [
    // Used up first: the shelf may never hold less than is promised.
    store.orders.run(sql`
      update reservations set state = 'shipped', updated_at = ${at} where order_id = ${orderId} and state = 'held'
    `),
    store.orders.run(sql`
      insert into stock_movements (id, variant_id, location_id, delta, reason, order_id, actor, at)
      select 'mov_' || lower(hex(randomblob(16))), variant_id, location_id, -quantity, 'shipped', order_id, 'system', ${at}
      from reservations held
      where order_id = ${orderId} and state = 'shipped'
        and not exists (
          select 1 from stock_movements moved
          where moved.order_id = held.order_id and moved.variant_id = held.variant_id and moved.reason = 'shipped'
        )
    `),
  ];
}
