import { sql } from "drizzle-orm";
import { announced, relaySoon } from "../events/outbox.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { announceStock } from "./stock-events.ts";

const atOnce = 100;

/**
 * Looks at items whose release has come, or whose promised time is over: from then on they are sold as what lies there. The catalogue
 * is told in the same batch that ends the promise.
 */
export async function endPromises(store: Store): Promise<void> {
  const now = timestamp(store);
  const due = await store.orders.all<{ variant_id: string }>(sql`
    select variant_id from stock_items where release_at <= ${now} and release_at is not null
    union
    select variant_id from stock_items where ships_at <= ${now} and ships_at is not null
    limit ${atOnce}
  `);
  if (due.length === 0) return;
  const variants = due.map(({ variant_id }) => variant_id);
  const [, rows] = await store.orders.batch([
    store.orders.run(sql`
      update stock_items set
        release_at = iif(release_at <= ${now}, null, release_at), ships_at = iif(ships_at <= ${now}, null, ships_at),
        version = version + 1, updated_at = ${now}
      where variant_id in (select value from json_each(${JSON.stringify(variants)}))
    `),
    announceStock(store, variants),
  ]);
  relaySoon(store, "orders", announced(rows));
}
