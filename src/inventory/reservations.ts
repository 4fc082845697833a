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

const reservedRows = () => sql`
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
  `;

const reservation = fixedWrite(reservedRows);

/** On top of what the order holds there already; what it gave up there is held anew. */
const addition = fixedWrite(
  () => sql`${reservedRows()}
    on conflict (order_id, variant_id, location_id) do update set
      quantity = iif(state = 'held', quantity, 0) + excluded.quantity,
      waiting = iif(state = 'held', waiting, 0) + excluded.waiting,
      promised_at = coalesce(excluded.promised_at, promised_at), state = 'held', updated_at = excluded.updated_at`,
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

/** {@link holdStock}, of more than the order holds already. */
export function holdMoreStock(
  store: Store,
  orderId: string,
  chosen: readonly Allocation[],
  tracked: ReadonlySet<string>,
) {
  const wanted = chosen.map((one) => ({ ...one, tracked: tracked.has(one.variant_id) }));
  return addition(store.orders, { order_id: orderId, wanted: JSON.stringify(wanted), at: timestamp(store) });
}

/**
 * The statements that let go of so much of what an order holds of a variant. What still waits to come is let go first, and of places
 * the one that holds least.
 */
export function releasePieces(store: Store, orderId: string, variantId: string, quantity: number) {
  const at = timestamp(store);
  const freed = sql`
    select location_id, quantity as held, min(quantity, ${quantity} - before) as units from (
      select location_id, quantity, coalesce(sum(quantity) over (
        order by waiting > 0 desc, quantity, location_id rows between unbounded preceding and 1 preceding
      ), 0) as before
      from reservations where order_id = ${orderId} and variant_id = ${variantId} and state = 'held'
    ) where before < ${quantity}`;
  return [
    store.orders.run(sql`
    update reservations set
      state = iif(freed.units < freed.held, 'held', 'released'),
      waiting = iif(freed.units < freed.held, max(0, waiting - freed.units), waiting),
      quantity = iif(freed.units < freed.held, freed.held - freed.units, quantity),
      updated_at = ${at}
    from (${freed}) freed
    where reservations.order_id = ${orderId} and reservations.variant_id = ${variantId}
      and reservations.location_id = freed.location_id and reservations.state = 'held'
  `),
    // What an order no longer wants it does not take again when its money comes late.
    store.orders.run(sql`
      delete from reservations where order_id = ${orderId} and variant_id = ${variantId} and state = 'released'
    `),
  ];
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

/** The statements that take all that an order holds off the shelf. They fail where something of it has still to come. */
export function takeOffShelf(store: Store, orderId: string) {
  return leaveShelf(
    store,
    orderId,
    sql`select variant_id, location_id, quantity as units, quantity as held from reservations where order_id = ${orderId} and state = 'held'`,
  );
}

/**
 * The statements that take pieces of what an order holds off the shelf, where they are held; what is left of it stays held. Pieces of
 * what is not tracked are passed over, and what has still to come: whoever asks has looked that so much is there. Where one variant is
 * held at several places, the fullest gives first.
 */
export function takePartOffShelf(
  store: Store,
  orderId: string,
  pieces: readonly { variant_id: string; quantity: number }[],
) {
  const quantities = new Map<string, number>();
  for (const { variant_id, quantity } of pieces)
    quantities.set(variant_id, (quantities.get(variant_id) ?? 0) + quantity);
  const wanted = JSON.stringify([...quantities].map(([variant_id, quantity]) => ({ variant_id, quantity })));
  // How much each place gives: what is asked for, less what the places before it give.
  return leaveShelf(
    store,
    orderId,
    sql`
    select variant_id, location_id, min(there, wanted - before) as units, held from (
      select
        r.variant_id, r.location_id, r.quantity as held, r.quantity - r.waiting as there, w.value ->> 'quantity' as wanted,
        coalesce(sum(r.quantity - r.waiting) over (
          partition by r.variant_id order by r.quantity - r.waiting desc, r.location_id
          rows between unbounded preceding and 1 preceding
        ), 0) as before
      from json_each(${wanted}) w join reservations r on r.variant_id = w.value ->> 'variant_id'
      where r.order_id = ${orderId} and r.state = 'held' and r.waiting < r.quantity
    ) where before < wanted`,
  );
}

/**
 * The shelf may never hold less than is promised, so the promise shrinks before the movement is written. What leaves where is noted
 * meanwhile: it is neither lost between the two, nor given to who waits for more.
 * @param leaving `variant_id, location_id, units, held` of what leaves
 */
function leaveShelf(store: Store, orderId: string, leaving: SQL) {
  const at = timestamp(store);
  return [
    store.orders.run(sql`
      insert into parts_leaving (order_id, variant_id, location_id, units, held)
      select ${orderId}, variant_id, location_id, units, held from (${leaving})
    `),
    store.orders.run(sql`
      update reservations set
        quantity = iif(leaving.units < leaving.held, leaving.held - leaving.units, reservations.quantity),
        state = iif(leaving.units < leaving.held, 'held', 'shipped'),
        updated_at = ${at}
      from parts_leaving leaving
      where leaving.order_id = ${orderId} and reservations.order_id = ${orderId}
        and reservations.variant_id = leaving.variant_id and reservations.location_id = leaving.location_id
    `),
    store.orders.run(sql`
      insert into stock_movements (id, variant_id, location_id, delta, reason, kind, order_id, actor, at)
      select 'mov_' || lower(hex(randomblob(16))), variant_id, location_id, -units,
        iif(units < held, 'shipped in part', 'shipped'), 'shipped', ${orderId}, 'system', ${at}
      from parts_leaving where order_id = ${orderId}
    `),
    store.orders.run(sql`delete from parts_leaving where order_id = ${orderId}`),
  ];
}
