import { sql } from "drizzle-orm";
import type { Store } from "../platform/store.ts";
import { forgetOffers } from "./offers.ts";

/** What can be bought of a variant, and when that was so. `available` is units, or null where stock is not tracked. */
export interface Availability {
  variant_id: string;
  available: number | null;
  /** UTC, ISO 8601, milliseconds; what is shown already and is newer stays. */
  at: string;
}

/**
 * Shows in the catalogue what the books say can be bought. Messages may come twice and in any order: the newest counts.
 */
export async function showAvailability(store: Store, changes: readonly Availability[]): Promise<void> {
  const newest = new Map<string, Availability>();
  for (const change of changes) {
    const other = newest.get(change.variant_id);
    if (!other || other.at <= change.at) newest.set(change.variant_id, change);
  }
  if (newest.size === 0) return;
  await store.catalog.run(sql`
    update variants set available = said.available, available_at = said.at
    from (
      select value ->> 'variant_id' as variant_id, value ->> 'available' as available, value ->> 'at' as at
      from json_each(${JSON.stringify([...newest.values()])})
    ) said
    where variants.id = said.variant_id and (available_at is null or available_at <= said.at)
  `);
  forgetOffers(store, [...newest.keys()], []);
}
