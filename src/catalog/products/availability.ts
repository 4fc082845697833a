import { sql } from "drizzle-orm";
import { openDatabase } from "../../platform/database.ts";
import { beginEdition } from "../../platform/edition.ts";
import type { Store } from "../../platform/store.ts";
import { correctOffer, type OfferedStock } from "../prices/offers.ts";

/** What can be bought of a variant, and when that was so. */
export interface Availability extends OfferedStock {
  variant_id: string;
  /** UTC, ISO 8601, milliseconds; what is shown already and is newer stays. */
  at: string;
}

/** What is shown of a variant now. */
export interface ShownStock extends OfferedStock {
  variant_id: string;
  product_id: string;
}

/** So few are told to shoppers by their number. */
const few = 5;

/**
 * Shows in the catalogue what the books say can be bought. Messages may come twice and in any order: the newest counts.
 * Every sale comes by here, and most change nothing that a shopper would notice; so what is kept at the edge is made old only
 * where something sells out, comes back or is down to a few.
 * @returns what was news
 */
export async function showAvailability(store: Store, changes: readonly Availability[]): Promise<ShownStock[]> {
  const newest = new Map<string, Availability>();
  for (const change of changes) {
    const other = newest.get(change.variant_id);
    if (!other || other.at <= change.at) newest.set(change.variant_id, change);
  }
  if (newest.size === 0) return [];
  const said = sql`(
    select
      value ->> 'variant_id' as variant_id, value ->> 'available' as available, value ->> 'in_stock' as in_stock,
      value ->> 'sold_ahead' as sold_ahead, value ->> 'ships_at' as ships_at, value ->> 'at' as at
    from json_each(${JSON.stringify([...newest.values()])})
  ) said`;
  const isNews = sql`variants.id = said.variant_id and (variants.available_at is null or variants.available_at <= said.at)`;
  const catalog = openDatabase(store.env.CATALOG);
  const [noticed, shown] = await catalog.batch([
    catalog.all(sql`
      select 1 from ${said} join variants on ${isNews}
      where (
          variants.available is not said.available
          and (variants.available is null or said.available is null or min(variants.available, said.available) <= ${few})
        )
        or variants.sold_ahead is not said.sold_ahead or variants.ships_at is not said.ships_at
        or (variants.in_stock > 0) is not (said.in_stock > 0)
      limit 1
    `),
    catalog.all<ShownStock>(sql`
      update variants set
        available = said.available, in_stock = said.in_stock, sold_ahead = said.sold_ahead, ships_at = said.ships_at,
        available_at = said.at
      from ${said} where ${isNews}
      returning id as variant_id, product_id, available, in_stock, sold_ahead, ships_at
    `),
  ]);
  if (noticed.length > 0) await beginEdition(store.env);
  for (const { variant_id, product_id: _, ...stock } of shown) correctOffer(variant_id, stock);
  return shown;
}
