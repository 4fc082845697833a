import { and, asc, eq, gte, inArray, lt, lte, sql } from "drizzle-orm";
import { notFound } from "../platform/errors.ts";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import type { Store } from "../platform/store.ts";
import type { StockOfVariant, StockQuery } from "./schemas.ts";
import { stockLevels, stockLocations } from "./tables.ts";
import { livingVariants } from "./which-variant.ts";

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

/** Every location of one variant. @throws not-found where its stock is not tracked */
export async function stockOf(store: Store, variantId: string): Promise<StockOfVariant> {
  const rows = await store.orders
    .select(columns)
    .from(stockLevels)
    .innerJoin(stockLocations, eq(stockLocations.id, stockLevels.location_id))
    .where(eq(stockLevels.variant_id, variantId))
    .orderBy(asc(stockLevels.location_id));
  const [stock] = await byVariant(store, rows);
  if (!stock) throw notFound("tracked SKU");
  return stock;
}

/** A page of levels by SKU, for staff; capitals and small letters stand together. */
export async function listStock(
  store: Store,
  query: StockQuery,
): Promise<{ data: StockOfVariant[]; next_cursor: string | null }> {
  const list = `stock:${query.q ?? ""}:${query.low ?? ""}`;
  const [after, beyond] = query.cursor === undefined ? ["", ""] : readCursor(list, query.cursor, ["string", "string"]);
  // As stock_levels_by_sku_of_any_case has it.
  const sku = sql`${stockLevels.sku} collate nocase`;
  const rows = await store.orders
    .select(columns)
    .from(stockLevels)
    .innerJoin(stockLocations, eq(stockLocations.id, stockLevels.location_id))
    .where(
      and(
        // The index is entered where the page begins; which of the SKUs that differ in capitals only came already, it cannot tell.
        gte(sku, after || (query.q ?? "")),
        sql`(${sku}, ${stockLevels.sku}, ${stockLevels.variant_id}) > (${after}, ${after}, ${beyond})`,
        query.q ? lt(sku, `${query.q}\u{10ffff}`) : undefined,
        query.low ? lte(availableUnits, lowStock) : undefined,
      ),
    )
    .orderBy(asc(sku), asc(stockLevels.sku), asc(stockLevels.variant_id))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    data: await byVariant(store, page),
    next_cursor: rows.length > page.length && last ? writeCursor(list, [last.sku, last.variant_id]) : null,
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
