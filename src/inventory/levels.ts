import { sql } from "drizzle-orm";
import { notFound } from "../platform/errors.ts";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { StockOfVariant, StockQuery } from "./schemas.ts";
import { sellableFrom, sellableUnits } from "./sellable.ts";
import { livingVariants } from "./which-variant.ts";

/** One row of a list of levels, at one location. */
const columns = (now: string) => sql`
  l.variant_id, l.sku, l.location_id, p.name, l.on_hand, l.reserved, l.incoming, ${sellableUnits(now)} as available`;

/**
 * What can be sold of each variant now. A variant that is not in the answer is not tracked and can always be bought.
 */
export async function availableOf(store: Store, variantIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await store.orders.all<{ variant_id: string; available: number }>(sql`
    select l.variant_id, sum(${sellableUnits(timestamp(store))}) as available
    from ${sellableFrom}
    where l.variant_id in (select value from json_each(${JSON.stringify(variantIds)}))
    group by l.variant_id
  `);
  return new Map(rows.map((row) => [row.variant_id, row.available]));
}

/** Every location of one variant. @throws not-found where its stock is not tracked */
export async function stockOf(store: Store, variantId: string): Promise<StockOfVariant> {
  const rows = await store.orders.all<LevelRow>(sql`
    select ${columns(timestamp(store))} from ${sellableFrom}
    where l.variant_id = ${variantId}
    order by p.active desc, p.priority, l.location_id
  `);
  const [stock] = await byVariant(store, rows);
  if (!stock) throw notFound("tracked SKU");
  return stock;
}

/** A page of tracked variants by SKU, each with its locations, for staff; capitals and small letters stand together. */
export async function listStock(
  store: Store,
  query: StockQuery,
): Promise<{ data: StockOfVariant[]; next_cursor: string | null }> {
  const { q = "", low, location, limit } = query;
  const list = `stock:${q}:${low ?? ""}:${location ?? ""}`;
  const [after, beyond] = query.cursor === undefined ? ["", ""] : readCursor(list, query.cursor, ["string", "string"]);
  // As stock_levels_by_sku_of_any_case has it.
  const sku = sql`l.sku collate nocase`;
  // The index is entered where the page begins; which of the SKUs that differ in capitals only came already, it cannot tell.
  const variants = await store.orders.all<{ variant_id: string; sku: string }>(sql`
    select l.variant_id, l.sku
    from ${low ? sql`stock_items i cross join stock_levels l on l.variant_id = i.variant_id and i.low_since is not null` : sql`stock_levels l`}
    where ${sku} >= ${after || q} and (${sku}, l.sku, l.variant_id) > (${after}, ${after}, ${beyond})
      ${q ? sql`and ${sku} < ${`${q}\u{10ffff}`}` : sql``}
      ${location ? sql`and l.location_id = ${location}` : sql``}
    group by ${sku}, l.sku, l.variant_id
    order by ${sku}, l.sku, l.variant_id
    limit ${limit + 1}
  `);
  const page = variants.slice(0, limit);
  const last = page.at(-1);
  const rows = await store.orders.all<LevelRow>(sql`
    select ${columns(timestamp(store))}
    from json_each(${JSON.stringify(page.map(({ variant_id }) => variant_id))}) wanted cross join ${sellableFrom}
    where l.variant_id = wanted.value ${location ? sql`and l.location_id = ${location}` : sql``}
    order by wanted.key, p.active desc, p.priority, l.location_id
  `);
  return {
    data: await byVariant(store, rows),
    next_cursor: variants.length > page.length && last ? writeCursor(list, [last.sku, last.variant_id]) : null,
  };
}

type LevelRow = StockOfVariant["locations"][number] & { variant_id: string; sku: string };

async function byVariant(store: Store, rows: readonly LevelRow[]): Promise<StockOfVariant[]> {
  const found = new Map<string, StockOfVariant>();
  const living = await livingVariants(
    store,
    rows.map((row) => row.variant_id),
  );
  for (const { variant_id, sku, ...location } of rows) {
    const removed = !living.has(variant_id);
    const stock = found.get(variant_id) ?? { sku, variant_id, removed, available: 0, locations: [] };
    stock.available += location.available;
    stock.locations.push(location);
    found.set(variant_id, stock);
  }
  return [...found.values()];
}
