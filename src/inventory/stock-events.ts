import { sql } from "drizzle-orm";
import type { AnnouncedRow } from "../events/outbox.ts";
import { fixedWrite } from "../platform/database.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { aheadUntil, readyUnits, sellableFrom, sellableUnits, soldAhead } from "./sellable.ts";

const now = sql.placeholder("now");

const announcement = fixedWrite<AnnouncedRow>(
  () => sql`
    insert into outbox (id, type, subject, time, data, traceparent)
    select
      wanted.value ->> 'id',
      'stock.changed',
      l.variant_id,
      strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
      json_object(
        'variant_id', l.variant_id,
        'sku', l.sku,
        'available', sum(${sellableUnits(now)}),
        'in_stock', sum(${readyUnits(now)}),
        'sold_ahead', ${soldAhead(now)},
        'ships_at', ${aheadUntil(now)}
      ),
      ${sql.placeholder("traceparent")}
    from json_each(${sql.placeholder("wanted")}) wanted
    cross join ${sellableFrom}
    where l.variant_id = wanted.value ->> 'variant_id'
    group by l.variant_id
    returning id, type, subject, time, data, traceparent
  `,
);

/**
 * The statement that publishes `stock.changed` for variants, with what is available at that point of the batch: it belongs
 * after the statements that change stock. Untracked variants are passed over. Its time is the database's, which writes one
 * batch after the other: of two Workers' clocks the wrong one could make an older number look newer.
 */
export function announceStock(store: Store, variantIds: readonly string[]) {
  const wanted = JSON.stringify(
    [...new Set(variantIds)].map((variantId) => ({ id: store.newId("evt"), variant_id: variantId })),
  );
  return announcement(store.orders, { wanted, traceparent: store.trace.traceparent, now: timestamp(store) });
}
