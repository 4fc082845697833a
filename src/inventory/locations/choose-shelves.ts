import { sql } from "drizzle-orm";
import { type Store, timestamp } from "../../platform/store.ts";
import { aheadUnits, sellableFrom, unpromised } from "../sellable.ts";
import { type Allocation, allocate, type Destination, type Shelf } from "./allocate.ts";
import { stockRules } from "./stock-rules.ts";

/** What lies where of variants, as it was when it was read; null where the store has one place and nothing is to be chosen. */
export type Shelves = readonly Shelf[] | null;

/** Reads what {@link chooseShelves} chooses among; asks the books only where there is a choice. */
export async function readShelves(store: Store, variantIds: readonly string[]): Promise<Shelves> {
  const { locations } = await stockRules(store);
  if (locations.length === 1) return null;
  return store.orders.all<Shelf>(sql`
    select l.variant_id, l.location_id, ${unpromised} as free, ${aheadUnits(timestamp(store))} as ahead
    from ${sellableFrom}
    where l.variant_id in (select value from json_each(${JSON.stringify(variantIds)})) and p.active = 1
  `);
}

/**
 * Where the goods of an order come from, by the store's strategy. Lines of one variant are taken together.
 * @param shelves as {@link readShelves} read them; the books decide when it is written
 */
export async function chooseShelves(
  store: Store,
  lines: readonly { variant_id: string; quantity: number }[],
  shelves: Shelves,
  to: Destination,
): Promise<Allocation[]> {
  const quantities = new Map<string, number>();
  for (const { variant_id, quantity } of lines)
    quantities.set(variant_id, (quantities.get(variant_id) ?? 0) + quantity);
  const wanted = [...quantities].map(([variant_id, quantity]) => ({ variant_id, quantity }));
  const { locations, strategy } = await stockRules(store);
  return allocate(wanted, shelves ?? [], locations, strategy, to);
}
