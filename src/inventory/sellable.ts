import { type Placeholder, type SQL, sql } from "drizzle-orm";

/**
 * What can be sold, told in SQL once for every statement that asks. `l` is a level, `p` its location and `i` what staff said of its
 * item, which may be missing.
 */
export const sellableFrom = sql`
  stock_levels l join stock_locations p on p.id = l.location_id left join stock_items i on i.variant_id = l.variant_id`;

/** Units on the shelf that nobody was promised and that are not kept back. */
export const unpromised = sql`max(0, l.on_hand - l.safety_stock - l.reserved)`;

/** Units that may still be sold before they are there. @param now ISO 8601 UTC: what was promised for earlier is not sold ahead */
export function aheadUnits(now: string | Placeholder): SQL {
  return sql`iif(i.ships_at > ${now} or i.release_at > ${now}, l.backorder_limit - l.backordered, 0)`;
}

/** Units of a level that can be sold; none where its location is not active. */
export function sellableUnits(now: string | Placeholder): SQL<number> {
  return sql<number>`iif(p.active = 1, ${unpromised} + ${aheadUnits(now)}, 0)`;
}

/** Units of a level that can be sold and sent now. */
export function readyUnits(now: string | Placeholder): SQL<number> {
  return sql<number>`iif(p.active = 1 and (i.release_at is null or i.release_at <= ${now}), ${unpromised}, 0)`;
}

/** How an item is sold before it is there: `preorder`, `backorder` or null. */
export function soldAhead(now: string | Placeholder): SQL {
  return sql`case
    when max(i.release_at) > ${now} then 'preorder'
    when max(i.ships_at) > ${now} and sum(iif(p.active = 1, l.backorder_limit, 0)) > 0 then 'backorder'
  end`;
}

/** When what is sold ahead is promised to leave; null where it is not. */
export function aheadUntil(now: string | Placeholder): SQL {
  return sql`case
    when max(i.release_at) > ${now} then max(i.release_at)
    when max(i.ships_at) > ${now} and sum(iif(p.active = 1, l.backorder_limit, 0)) > 0 then max(i.ships_at)
  end`;
}
