import { sql } from "drizzle-orm";
import { beginEdition } from "../../platform/edition.ts";
import { type Store, timestamp } from "../../platform/store.ts";

/** A little more than the clock's minute, so that no moment falls between two ticks. Milliseconds. */
const lookBack = 75_000;

/** Makes what is kept at the edge old when a price list has begun or ended since the last tick. */
export async function noticeTurns(store: Store): Promise<void> {
  const now = timestamp(store);
  const since = new Date(store.now().getTime() - lookBack).toISOString();
  const [turned] = await store.catalog.all(sql`
    select 1 from price_lists
    where status = 'active' and ((starts_at > ${since} and starts_at <= ${now}) or (ends_at > ${since} and ends_at <= ${now}))
    limit 1
  `);
  if (turned) await beginEdition(store.env);
}
