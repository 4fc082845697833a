import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { fixedWrite } from "../platform/database.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { Allocation } from "./locations/allocate.ts";

/**
 * Of so many wanted of the level `l`, how many have to wait: what the shelf lacks, where the item `i` is sold ahead. Where it is not, or
 * not so far, the checks of the level refuse it.
 */
const unitsToCome = (wanted: SQL, at: string | Placeholder) => sql`iif(
  i.ships_at > ${at} or i.release_at > ${at}, max(0, ${wanted} - max(0, l.on_hand - l.safety_stock - l.reserved)), 0
)`;

const at = sql.placeholder("at");

const reservation = fixedWrite(
  () => sql`
    insert into reservations (order_id, variant_id, location_id, quantity, waiting, promised_at, created_at, updated_at)
    select
      ${sql.placeholder("order_id")}, variant_id, location_id, quantity, waiting,
      case when release_at > ${at} then release_at when waiting > 0 then ships_at end, ${at}, ${at}
    from (
      select
        wanted.value ->> 'variant_id' as variant_id, wanted.value ->> 'location_id' as location_id,
        wanted.value ->> 'quantity' as quantity, ${unitsToCome(sql`(wanted.value ->> 'quantity')`, at)} as waiting,
        i.release_at, i.ships_at
      from json_each(${sql.placeholder("wanted")}) wanted
      left join stock_levels l
        on l.variant_id = wanted.value ->> 'variant_id' and l.location_id = wanted.value ->> 'location_id'
      left join stock_items i on i.variant_id = wanted.value ->> 'variant_id'
      where wanted.value ->> 'tracked' or l.variant_id is not null
        or exists (select 1 from stock_levels other where other.variant_id = wanted.value ->> 'variant_id')
    )
    order by variant_id, location_id
  `,
);

/**
 * The statement that holds goods for an order where they were chosen, whatever the books have a level of: they decide what is
 * tracked. A variant that the catalogue shows as tracked and that has no level there fails by its foreign key: it is not sold. What
 * the shelf lacks of an item that is sold ahead waits.
 * @param tracked variants that the catalogue shows as tracked
 */
export function holdStock(store: Store, orderId: string, chosen: readonly Allocation[], tracked: ReadonlySet<string>) {
  const wanted = chosen.map((one) => ({ ...one, tracked: tracked.has(one.variant_id) }));
  return reservation(store.orders, { order_id: orderId, wanted: JSON.stringify(wanted), at: timestamp(store) });
}

/** The statement that gives back what an order holds; a second time it finds nothing to give. */
export function releaseStock(store: Store, orderId: string) {
  return store.orders.run(sql`
    update reservations set state = 'released', updated_at = ${timestamp(store)}
    where order_id = ${orderId} and state = 'held'
  `);
}

/**
 * The statement that takes back what an order gave up; it fails its batch when that is no longer there. What the shelf lacks waits
 * again where the item is sold ahead.
 */
export function holdStockAgain(store: Store, orderId: string) {
  const at = timestamp(store);
  return store.orders.run(sql`
    update reservations set
      state = 'held',
      waiting = coalesce((
        select ${unitsToCome(sql`reservations.quantity`, at)}
        from stock_levels l left join stock_items i on i.variant_id = l.variant_id
        where l.variant_id = reservations.variant_id and l.location_id = reservations.location_id
      ), 0),
      updated_at = ${at}
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
      insert into stock_movements (id, variant_id, location_id, delta, reason, kind, order_id, actor, at)
      select 'mov_' || lower(hex(randomblob(16))), variant_id, location_id, -quantity, 'shipped', 'shipped', order_id, 'system', ${at}
      from reservations held
      where order_id = ${orderId} and state = 'shipped'
        and not exists (
          select 1 from stock_movements moved
          where moved.order_id = held.order_id and moved.variant_id = held.variant_id
            and moved.location_id = held.location_id and moved.kind = 'shipped'
        )
    `),
  ];
}
