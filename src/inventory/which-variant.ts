import { desc, eq, type SQL, sql } from "drizzle-orm";
import { DomainError, notFound } from "../platform/errors.ts";
import { isId } from "../platform/ids.ts";
import type { Store } from "../platform/store.ts";
import { stockLevels } from "./tables.ts";

/**
 * The variant that stock was asked for by: a variant's id names itself, a SKU the variant on sale that has it, a product's id
 * its only variant. A SKU may have been another variant's before, whose levels stay in the books; so the catalogue says whose
 * it is, and only what the catalogue no longer knows is looked for in the books.
 * @returns the id of a variant, tracked or not
 * @throws not-found; which-variant when the product has several
 */
export async function whichVariant(store: Store, name: string): Promise<string> {
  if (isId("var", name)) return name;
  const named = isId("prod", name) ? sql`product_id` : sql`sku`;
  const living = await store.catalog.all<{ id: string; sku: string }>(
    sql`select id, sku from variants where ${named} = ${name} order by sku`,
  );
  const [only] = living;
  if (!only) return formerVariant(store, name);
  if (living.length === 1) return only.id;
  throw new DomainError(
    "which-variant",
    `This product comes in ${living.length} variants. Name one of them by its SKU.`,
    { skus: living.map(({ sku }) => sku) },
  );
}

/** The variant that had a SKU last, of those that are no longer in the catalogue. @throws not-found */
async function formerVariant(store: Store, sku: string): Promise<string> {
  const [former] = await store.orders
    .select({ id: stockLevels.variant_id })
    .from(stockLevels)
    .where(eq(stockLevels.sku, sku))
    .orderBy(desc(stockLevels.updated_at))
    .limit(1);
  if (!former) throw notFound("tracked SKU");
  return former.id;
}

/** Those of these variants that are in the catalogue. */
export async function livingVariants(store: Store, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted: SQL = sql`(select value from json_each(${JSON.stringify(ids)}))`;
  const rows = await store.catalog.all<{ id: string }>(sql`select id from variants where id in ${wanted}`);
  return new Set(rows.map(({ id }) => id));
}
