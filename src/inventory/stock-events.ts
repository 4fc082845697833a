import { sql } from "drizzle-orm";
import type { AnnouncedRow } from "../events/outbox.ts";
import { fixedWrite } from "../platform/database.ts";
import type { Store } from "../platform/store.ts";

const announcement = fixedWrite<AnnouncedRow>(
  () => sql`
    insert into outbox (id, type, subject, time, data, traceparent)
    select
      wanted.value ->> 'id',
      'stock.changed',
      levels.variant_id,
      strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
      json_object(
        'variant_id', levels.variant_id,
        'sku', levels.sku,
        'available', sum(levels.on_hand + levels.backorder_limit - levels.reserved)
      ),
      ${sql.placeholder("traceparent")}
    from json_each(${sql.placeholder("wanted")}) wanted
    join stock_levels levels on levels.variant_id = wanted.value ->> 'variant_id'
    group by levels.variant_id
    returning id, type, subject, time, data, traceparent
  `,
);

/**
 * The statement that publishes `stock.changed` for variants, with what is available at that point of the batch: it belongs
 * after the statements that change stock. Untracked variants are passed over. Its time is the database's, which writes one
 * batch after the other: of two Workers' clocks the wrong one could make an older number look newer.
 */
export function announceStock(store: Store, variantIds: readonly string[]) {
  const wanted = JSON.stringify(variantIds.map((variantId) => ({ id: store.newId("evt"), variant_id: variantId })));
  return announcement(store.orders, { wanted, traceparent: store.trace.traceparent });
}
