import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import type { Store } from "../platform/store.ts";
import { suggestSpelling } from "../search/spelling.ts";
import { countFacets, readFacets } from "./facets.ts";
import { seesAll } from "./find-product.ts";
import { isWholeShelf, type Place, placeOf, reach, scanFor, type Wanted, wantedFrom } from "./matches.ts";
import { productJson, readProduct } from "./product-sql.ts";
import type { ProductPage, ProductQuery } from "./schemas.ts";

interface PageRow {
  product: string;
  product_no: number;
  price: number;
  title: string;
  score: number;
}

/** How many are in the list, as far as it was looked; `scanned` is how far, `shelf` how much there is to look at. */
interface Count {
  matches: number;
  scanned: number;
  shelf: number;
}

/**
 * A page of products. What it reads is in proportion to the page, not to the catalogue: lists read their shelf in its
 * order; searches rank the newest {@link reach.words} matches; totals and facets count no further than {@link reach}.
 * @throws invalid-cursor
 */
export async function listProducts(store: Store, query: ProductQuery): Promise<ProductPage> {
  const wanted = wantedFrom(store, query, seesAll(store));
  const currency = query.currency ?? store.currency;
  const list = fingerprint({ ...query, limit: null, cursor: null, scope: wanted.scope });
  const place = query.cursor === undefined ? null : readCursor(list, query.cursor);
  const [rows, counted, ...facetRows] = await store.catalog.batch([
    pageOf(store, wanted, place, query.limit, currency),
    countOf(store, wanted),
    ...(place ? [] : countFacets(store, wanted)),
  ]);
  const count = counted[0] ?? { matches: 0, scanned: 0, shelf: 0 };
  const { total, exact } = totalFrom(wanted, count);
  const data = rows.slice(0, query.limit);
  const next = await nextPlace(store, wanted, place, rows, query.limit, count.shelf);
  return {
    data: data.map((row) => readProduct(row.product, currency)),
    next_cursor: next && writeCursor(list, next),
    total,
    total_exact: exact,
    facets: place ? null : readFacets(wanted, facetRows, exact),
    suggestion: total === 0 && wanted.words.length > 0 ? await suggestSpelling(store, wanted.words) : null,
  };
}

/** One row more than the page, which tells whether there is a next one. */
function pageOf(store: Store, wanted: Wanted, place: Place | null, limit: number, currency: string) {
  const { ctes, rules } = scanFor(wanted, place, isWholeShelf(wanted) ? limit + 1 : reach.shelf);
  return store.catalog.all<PageRow>(sql`
    with ${ctes},
    page as materialized (select scan.* from scan where ${rules} limit ${limit + 1})
    select ${productJson(currency)} as product, page.product_no, page.price as price, page.title as title, page.score
    from page cross join products p on p.no = page.product_no
  `);
}

function countOf(store: Store, wanted: Wanted) {
  if (isWholeShelf(wanted)) {
    const { ctes } = scanFor(wanted, null, 0);
    return store.catalog.all<Count>(
      sql`with ${ctes} select coalesce(sum(products), 0) as matches, 0 as scanned, 0 as shelf from wanted`,
    );
  }
  // Whatever the page is sorted by, a range of prices is counted along the prices.
  const priced = wanted.words.length === 0 && (wanted.priceMin !== null || wanted.priceMax !== null);
  const { ctes, rules } = scanFor(priced ? { ...wanted, sort: "price" } : wanted, null, reach.shelf);
  const searched = wanted.words.length > 0;
  const reached = searched ? sql`(select count(*) from found)` : sql`(select count(*) from scan)`;
  const shelf = searched ? sql`0` : sql`(select coalesce(min(products), 0) from wanted)`;
  return store.catalog.all<Count>(
    sql`with ${ctes} select (select count(*) from scan where ${rules}) as matches, ${reached} as scanned, ${shelf} as shelf`,
  );
}

function totalFrom(wanted: Wanted, { matches, scanned }: Count): { total: number; exact: boolean } {
  const limit = wanted.words.length > 0 ? reach.words : reach.shelf;
  return { total: matches, exact: scanned < limit };
}

/**
 * Where the next page begins: after the last row of this one; or, where few of the rows within reach were in the list, at
 * the end of the reach; null at the end of the list.
 */
async function nextPlace(
  store: Store,
  wanted: Wanted,
  place: Place | null,
  rows: readonly PageRow[],
  limit: number,
  shelf: number,
): Promise<Place | null> {
  const last = rows[limit - 1];
  if (rows.length > limit && last) return placeOf(wanted.sort, last);
  if (shelf <= reach.shelf || isWholeShelf(wanted)) return null;
  const { ctes } = scanFor(wanted, place, reach.shelf);
  const [end] = await store.catalog.all<PageRow>(sql`
    with ${ctes} select scan.* from scan limit 1 offset ${reach.shelf - 1}
  `);
  return end ? placeOf(wanted.sort, end) : null;
}

/** What a list was asked for, short enough for a cursor. */
function fingerprint(query: Record<string, unknown>): string {
  const sorted = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("base64url").slice(0, 16);
}
