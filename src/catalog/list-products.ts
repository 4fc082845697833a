import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { suggestSpelling } from "../search/spelling.ts";
import { countFacets, readFacets } from "./facets.ts";
import { seesAll } from "./find-product.ts";
import {
  isWholeShelf,
  keyKinds,
  type Place,
  placeOf,
  reach,
  type ScanRow,
  scanFor,
  type Wanted,
  wantedFrom,
} from "./matches.ts";
import { productJson, readProduct } from "./product-sql.ts";
import type { Facets, ProductPage, ProductQuery } from "./schemas.ts";
import { shelvingsSoFar } from "./shelving.ts";
import { localeChain } from "./translations.ts";

/** A row of the page, or none of it where the page is empty, beside what was counted. */
interface PageRow extends ScanRow {
  product: string | null;
  /** How many are in the list, as far as it was looked. */
  matches: number;
  /** How far it was looked, in rows. */
  scanned: number;
  /** How many rows there were to look at. */
  shelf: number;
}

/** Facets may be this old while nobody changes products here; they are the dearest part of a list. Seconds. */
const facetLife = 30;
const remembered = new Warm<Facets>(facetLife, 200);

/**
 * A page of products. What it reads is in proportion to the page, not to the catalogue: lists read their shelf in its
 * order; searches rank the newest {@link reach.words} matches; totals and facets count no further than {@link reach}.
 * @throws invalid-cursor
 */
export async function listProducts(store: Store, query: ProductQuery): Promise<ProductPage> {
  const wanted = wantedFrom(store, query, seesAll(store));
  const currency = query.currency ?? store.currency;
  const list = fingerprint({ ...query, limit: null, cursor: null, scope: wanted.scope });
  const place = query.cursor === undefined ? null : readCursor(list, query.cursor, keyKinds(wanted.sort));
  const memory = JSON.stringify([{ ...wanted, sort: null }, shelvingsSoFar()]);
  const known = place ? undefined : remembered.get(memory, store.now().getTime());
  const [rows, ...facetRows] = await store.catalog.batch([
    pageOf(store, wanted, place, query.limit, currency),
    ...(place || known ? [] : countFacets(store, wanted)),
  ]);
  const { matches: total, scanned, shelf } = rows[0] ?? { matches: 0, scanned: 0, shelf: 0 };
  const exact = scanned < (wanted.words.length > 0 ? reach.words : reach.shelf);
  const facets = place ? null : (known ?? readFacets(wanted, facetRows, exact));
  if (facets) remembered.set(memory, facets, store.now().getTime());
  const found = rows.filter((row) => row.product !== null);
  const whole = place === null && exact && found.length === total && total <= query.limit;
  const next = whole ? null : await nextPlace(store, wanted, place, found, query.limit, shelf);
  return {
    data: found.slice(0, query.limit).map((row) => readProduct(row.product ?? "", currency)),
    next_cursor: next && writeCursor(list, next),
    total,
    total_exact: exact,
    facets,
    suggestion: total === 0 && wanted.words.length > 0 ? await suggestSpelling(store, wanted.words) : null,
  };
}

/** The page, and one row more, which tells whether there is a next one; beside it what there is in all. */
function pageOf(store: Store, wanted: Wanted, place: Place | null, limit: number, currency: string) {
  const { ctes, rules } = scanFor(wanted, place, isWholeShelf(wanted) ? limit + 1 : reach.shelf);
  return store.catalog.all<PageRow>(sql`
    with ${ctes},
    page as materialized (select scan.* from scan where ${rules} limit ${limit + 1}),
    counted as materialized (${countOf(wanted, rules)})
    select
      counted.matches, counted.scanned, counted.shelf, page.product_no, page.price as price, page.title as title, page.sold,
      page.rank, page.score,
      case when p.no is not null then ${productJson(currency, localeChain(store))} end as product
    from counted left join page on true left join products p on p.no = page.product_no
  `);
}

function countOf(wanted: Wanted, rules: SQL): SQL {
  if (isWholeShelf(wanted))
    return sql`select coalesce(sum(products), 0) as matches, 0 as scanned, 0 as shelf from wanted`;
  if (wanted.words.length > 0) {
    return sql`
      select (select count(*) from ranked scan where ${rules}) as matches, (select count(*) from found) as scanned, 0 as shelf`;
  }
  // Whatever the page is sorted by, a range of prices is counted along the prices.
  const priced = wanted.priceMin !== null || wanted.priceMax !== null;
  const whole = scanFor(priced ? { ...wanted, sort: "price" } : wanted, null, reach.shelf);
  return sql`
    select looked.*, (select coalesce(min(products), 0) from wanted) as shelf
    from (
      with ${whole.ctes}
      select (select count(*) from scan where ${whole.rules}) as matches, (select count(*) from scan) as scanned
    ) looked`;
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
