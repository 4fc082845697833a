import { type SQL, sql } from "drizzle-orm";
import { fixedWrite } from "../platform/database.ts";
import { type Store, timestamp } from "../platform/store.ts";

/** Of how many variants one look of the clock serves who waits; the others wait for the next. */
const atOnce = 100;

/** The variants in question, each once, as rows of `value`. */
const given = sql`json_each(${sql.placeholder("variants")})`;

/** Units that lie at active places, promised to nobody and not kept back; `f` of {@link servable}. */
const freeUnits = (variants: SQL) => sql`
  select l.variant_id, l.location_id, l.on_hand - l.safety_stock - l.reserved as units, coalesce(
    sum(l.on_hand - l.safety_stock - l.reserved) over (
      partition by l.variant_id order by p.priority, p.id rows between unbounded preceding and 1 preceding
    ), 0) as before
  from ${variants} wanted cross join stock_levels l on l.variant_id = wanted.value join stock_locations p on p.id = l.location_id
  where p.active = 1 and l.on_hand - l.safety_stock > l.reserved`;

/** Orders that wait for units; `w` of {@link servable}. What its buyer fetches waits where it is fetched. */
const waitingUnits = (variants: SQL) => sql`
  select r.order_id, r.variant_id, r.location_id, r.waiting as units, coalesce(
    sum(r.waiting) over (
      partition by r.variant_id order by r.created_at, r.order_id, r.location_id rows between unbounded preceding and 1 preceding
    ), 0) as before
  from ${variants} wanted
  cross join reservations r indexed by reservations_waiting on r.variant_id = wanted.value and r.waiting > 0
  join orders o on o.id = r.order_id
  where r.state = 'held' and o.shipping_kind <> 'pickup'`;

/** Who waits for what lies elsewhere: those who have waited longest, from the places that come first. */
export const servable = (variants: SQL) => sql`
  select
    w.order_id, w.variant_id, w.location_id as from_location, f.location_id as to_location,
    min(w.before + w.units, f.before + f.units) - max(w.before, f.before) as units
  from (${waitingUnits(variants)}) w join (${freeUnits(variants)}) f on f.variant_id = w.variant_id
  where f.location_id <> w.location_id and min(w.before + w.units, f.before + f.units) > max(w.before, f.before)`;

const serving = fixedWrite(
  () => sql`
    insert into waiting_moves (order_id, variant_id, from_location, to_location, units, at)
    select order_id, variant_id, from_location, to_location, units, ${sql.placeholder("at")} from (${servable(given)})`,
);

/**
 * The statement that gives what lies free of variants to orders that wait for it at other places: who waits at the place itself was
 * given it in the moment in which it came. It belongs after statements that bring or free stock, in their batch.
 */
export function serveWaiting(store: Store, variantIds: readonly string[]) {
  return serving(store.orders, { variants: JSON.stringify([...new Set(variantIds)]), at: timestamp(store) });
}

/** Serves who waits for what came free in any other way: a place that was opened again. */
export async function serveAllWaiting(store: Store): Promise<void> {
  const due = await store.orders.all<{ variant_id: string }>(sql`
    select distinct r.variant_id from reservations r indexed by reservations_waiting
    where r.waiting > 0 and r.state = 'held' and exists (
      select 1 from stock_levels l join stock_locations p on p.id = l.location_id
      where l.variant_id = r.variant_id and l.location_id <> r.location_id and p.active = 1
        and l.on_hand - l.safety_stock > l.reserved
    )
    limit ${atOnce}
  `);
  if (due.length === 0) return;
  await serveWaiting(
    store,
    due.map(({ variant_id }) => variant_id),
  );
}
