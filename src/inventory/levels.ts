import { and, asc, eq, gt, gte, inArray, lt, lte, or, sql } from "drizzle-orm";
import { notFound } from "../platform/errors.ts";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import type { Store } from "../platform/store.ts";
import type { StockOfVariant, StockQuery } from "./schemas.ts";
import { stockLevels, stockLocations } from "./tables.ts";

/** At most this many units left counts as low. */
const lowStock = 5;

const availableUnits = sql<number>`${stockLevels.on_hand} + ${stockLevels.backorder_limit} - ${stockLevels.reserved}`;

const columns = {
  variant_id: stockLevels.variant_id,
  sku: stockLevels.sku,
  location_id: stockLevels.location_id,
  name: stockLocations.name,
  on_hand: stockLevels.on_hand,
  reserved: stockLevels.reserved,
  incoming: stockLevels.incoming,
  available: availableUnits,
};

/**
 * What can be sold of each variant now. A variant that is not in the answer is not tracked and can always be bought.
 */
export async function availableOf(store: Store, variantIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await store.orders
    .select({ variant_id: stockLevels.variant_id, available: sql<number>`sum(${availableUnits})` })
    .from(stockLevels)
    .where(inArray(stockLevels.variant_id, sql`(select value from json_each(${JSON.stringify(variantIds)}))`))
    .groupBy(stockLevels.variant_id);
  return new Map(rows.map((row) => [row.variant_id, row.available]));
}

/** Every location of one variant. @param name a SKU or a variant's id. @throws not-found */
export async function stockOf(store: Store, name: string): Promise<StockOfVariant> {
  const rows = await store.orders
    .select(columns)
    .from(stockLevels)
    .innerJoin(stockLocations, eq(stockLocations.id, stockLevels.location_id))
    .where(or(eq(stockLevels.sku, name), eq(stockLevels.variant_id, name)))
    .orderBy(asc(stockLevels.location_id));
  const [stock] = byVariant(rows);
  if (!stock) throw notFound("tracked SKU");
  return stock;
}

/** A page of levels by SKU, for staff. */
export async function listStock(
  store: Store,
  query: StockQuery,
): Promise<{ data: StockOfVariant[]; next_cursor: string | null }> {
  const list = `stock:${query.q ?? ""}:${query.low ?? ""}`;
  const [after] = query.cursor === undefined ? [""] : readCursor(list, query.cursor, ["string"]);
  const prefix = query.q?.toUpperCase();
  const rows = await store.orders
    .select(columns)
    .from(stockLevels)
    .innerJoin(stockLocations, eq(stockLocations.id, stockLevels.location_id))
    .where(
      and(
        gt(stockLevels.sku, after),
        prefix ? and(gte(stockLevels.sku, prefix), lt(stockLevels.sku, `${prefix}\u{10ffff}`)) : undefined,
        query.low ? lte(availableUnits, lowStock) : undefined,
      ),
    )
    .orderBy(asc(stockLevels.sku))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    data: byVariant(page),
    next_cursor: rows.length > page.length && last ? writeCursor(list, [last.sku]) : null,
  };
}

type LevelRow = StockOfVariant["locations"][number] & { variant_id: string; sku: string };

function byVariant(rows: readonly LevelRow[]): StockOfVariant[] {
  const found = new Map<string, StockOfVariant>();
  for (const { variant_id, sku, ...location } of rows) {
    const stock = found.get(variant_id) ?? { sku, variant_id, available: 0, locations: [] };
    stock.available += location.available;
    stock.locations.push(location);
    found.set(variant_id, stock);
  }
  return [...found.values()];
}
