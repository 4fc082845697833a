import { type SQL, sql } from "drizzle-orm";
import { type AnnouncedRow, announced, relaySoon } from "../events/outbox.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { sellableFrom, unpromised } from "./sellable.ts";

/** Units on the shelves that orders are served from, promised to nobody. */
const left = sql`sum(iif(p.active = 1, ${unpromised}, 0))`;
const threshold = sql`coalesce(max(i.low_stock_at), (select low_stock_at from stock_settings))`;

/**
 * Looks whether items have become low and publishes `stock.low` of those: once, until there is more of them again. Looking twice, or
 * late, changes nothing.
 */
export async function noticeLow(store: Store, variantIds: readonly string[]): Promise<void> {
  if (variantIds.length === 0) return;
  const wanted = JSON.stringify([...new Set(variantIds)].map((id) => ({ id, event: store.newId("evt") })));
  const rules = (having: SQL) => sql`
    from json_each(${wanted}) wanted cross join ${sellableFrom}
    where l.variant_id = wanted.value ->> 'id'
    group by l.variant_id having ${having}`;
  const at = timestamp(store);
  const [rows] = await store.orders.batch([
    store.orders.all<AnnouncedRow>(sql`
      insert into outbox (id, type, subject, time, data, traceparent)
      select
        wanted.value ->> 'event', 'stock.low', l.variant_id, ${at},
        json_object('variant_id', l.variant_id, 'sku', l.sku, 'available', ${left}, 'low_stock_at', ${threshold}),
        ${store.trace.traceparent}
      ${rules(sql`${left} <= ${threshold} and max(i.low_since) is null`)}
      returning id, type, subject, time, data, traceparent
    `),
    store.orders.run(sql`
      insert into stock_items (variant_id, low_since, version, updated_at)
      select l.variant_id, ${at}, 0, ${at} ${rules(sql`${left} <= ${threshold} and max(i.low_since) is null`)}
      on conflict (variant_id) do update set low_since = excluded.low_since
    `),
    store.orders.run(sql`
      update stock_items set low_since = null
      where low_since is not null and variant_id in (select l.variant_id ${rules(sql`${left} > ${threshold}`)})
    `),
  ]);
  relaySoon(store, "orders", announced(rows));
}
