import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import type { Market } from "../../platform/market.ts";
import type { Store } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import { convert } from "../../pricing/conversion.ts";
import { noteMiss } from "../../search/misses.ts";
import { withoutAllWords, reach as wordReach } from "../../search/ranking.ts";
import { correctSpelling } from "../../search/spelling.ts";
import { askLabels, tellFacets } from "../attributes/labels.ts";
import { type Showing, showingIn } from "../prices/shown.ts";
import { seesAll } from "../products/find-product.ts";
import { pricesAsked, productJson, readProduct } from "../products/product-sql.ts";
import type { Facets, ProductPage, ProductQuery } from "../schemas.ts";
import { localeChain } from "../translations/translations.ts";
import { checkFilters } from "./attribute-filters.ts";
import { countFacets, openFacets, readFacets, readOpenFacets } from "./facets.ts";
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
import { shelvingsSoFar } from "./shelving.ts";

/** A row of the page, or none of it where the page is empty, beside what was counted. */
interface PageRow extends ScanRow {
  product: string | null;
  /** How many are in the list, as far as it was looked. */
  matches: number;
  /** How far it was looked, in rows. */
  scanned: number;
  /** How many rows there were to look at. */
  shelf: number;
  /** How many have all the words, whatever else is chosen; and how many of the list have. */
  strict: number;
  whole: number;
  /** Counts of what may be chosen next, on a row of their own. */
  facets: string | null;
}

/** Facets may be this old while nobody changes products here; they are the dearest part of a list. Seconds. */
const facetLife = 30;
const remembered = new Warm<Facets>(facetLife, 200);

/**
 * A page of products. What it reads is in proportion to the page, not to the catalogue: lists read their shelf in its
 * order; searches rank the newest matches, as far as src/search/ranking.ts reaches; totals and facets count no further.
 * Where nothing has all the words, they are looked for as they may have been meant.
 * @throws invalid-cursor; invalid-input for a filter by an attribute that nobody knows, or a value that it cannot have, and
 * where others than staff ask for what is not for sale
 */
export async function listProducts(store: Store, query: ProductQuery): Promise<ProductPage> {
  const wanted = await wantedFrom(store, query, seesAll(store));
  const list = fingerprint({ ...query, limit: null, cursor: null, scope: wanted.scope });
  const place = query.cursor === undefined ? null : readCursor(list, query.cursor, keyKinds(wanted.sort));
  const [asked] = await Promise.all([
    look(store, wanted, query, place, list),
    checkFilters(store, query.attributes ?? {}, wanted.scope),
  ]);
  if (wanted.words.length === 0 || asked.strict > 0) return { ...asked.page, suggestion: null };
  const words = wanted.words.map((word) => word.text);
  const spelled = await correctSpelling(store, words, wanted.locale);
  const corrected =
    spelled &&
    (await look(store, await wantedFrom(store, { ...query, q: spelled }, seesAll(store)), query, place, list));
  const found = corrected && (corrected.strict > 0 || isBetter(corrected.page, asked.page)) ? corrected : null;
  if (place === null)
    noteMiss(store, words, wanted.locale, found ? "corrected" : asked.page.total > 0 ? "some" : "nothing");
  return { ...(found ?? asked).page, suggestion: found ? spelled : null };
}

/** Two misspelt words may each be corrected and yet stand in no product together: some of what was meant beats nothing. */
function isBetter(corrected: Pick<ProductPage, "total">, asked: Pick<ProductPage, "total">): boolean {
  return asked.total === 0 && corrected.total > 0;
}

/** One look at the databases. */
async function look(store: Store, wanted: Wanted, query: ProductQuery, place: Place | null, list: string) {
  const showing = await showingIn(store, query.currency);
  const memory = JSON.stringify([{ ...wanted, sort: wanted.sort === "relevance" }, shelvingsSoFar()]);
  const known = place ? undefined : remembered.get(memory, store.now().getTime());
  const counts = place === null && !known;
  const listed = pageOf(store, wanted, place, query.limit, showing, counts);
  const { labels, rows, counted } = await readWithLabels(
    store,
    listed,
    counts ? countFacets(store, wanted) : [],
    place,
  );
  const open = rows.find((row) => row.facets !== null)?.facets;
  const facetRows = open ? [readOpenFacets(open), ...counted] : counted;
  const { matches: total, scanned, shelf, strict, whole: all } = rows[0] ?? nothing;
  const exact = scanned < (wanted.words.length > 0 ? wordReach.all : reach.shelf);
  const facets = place ? null : (known ?? readFacets(wanted, facetRows, exact));
  if (facets) remembered.set(memory, facets, store.now().getTime());
  const found = rows.filter((row) => row.product !== null);
  const whole = place === null && exact && found.length === total && total <= query.limit;
  const next = whole ? null : await nextPlace(store, wanted, place, found, query.limit, shelf);
  const page = {
    data: found.slice(0, query.limit).map((row) => readProduct(row.product ?? "", showing)),
    next_cursor: next && writeCursor(list, next),
    total,
    total_exact: exact,
    all_words: wanted.words.length > 0 ? all : null,
    facets: facets && labels && tellFacets(inMarket(facets, showing.market), labels),
  };
  return { page, strict };
}

/** The range of prices as the market shows it, where it is kept in the currency that the market converts from. */
function inMarket(facets: Facets, { conversion, currency }: Market): Facets {
  if (!conversion || !facets.price) return facets;
  const [min, max] = [facets.price.min, facets.price.max].map((amount) => convert(amount, conversion, currency));
  return { ...facets, price: min == null || max == null ? null : { min, max } };
}

/** Reads a list; and with a first page, in the same trip, what attributes and categories are called. */
async function readWithLabels(
  store: Store,
  listed: ReturnType<typeof pageOf>,
  counts: ReturnType<typeof countFacets>,
  place: Place | null,
) {
  const asking = place ? null : await askLabels(store);
  if (asking && !asking.known) {
    const [rows, told, ...counted] = await store.catalog.batch([listed, asking.statement(), ...counts]);
    return { labels: asking.read(told), rows, counted };
  }
  const [rows, ...counted] = await store.catalog.batch([listed, ...counts]);
  return { labels: asking?.known ?? null, rows, counted };
}

const nothing = { matches: 0, scanned: 0, shelf: 0, strict: 0, whole: 0 };

/** The page, and one row more, which tells whether there is a next one; beside it what there is in all. */
function pageOf(store: Store, wanted: Wanted, place: Place | null, limit: number, showing: Showing, counts: boolean) {
  const { ctes, rules } = scanFor(wanted, place, isWholeShelf(wanted) ? limit + 1 : reach.shelf);
  const facets =
    counts && wanted.words.length > 0
      ? sql`union all select counted.*, null, null, null, null, null, null, null, (${openFacets(wanted, rules)}) from counted`
      : sql``;
  return store.catalog.all<PageRow>(sql`
    with ${ctes},
    page as materialized (select scan.* from scan where ${rules} limit ${limit + 1}),
    counted as materialized (${countOf(wanted, rules)})
    select
      counted.*, page.product_no, page.price as price, page.title as title, page.sold,
      page.rank, page.score,
      case when p.no is not null then ${productJson(pricesAsked(showing), localeChain(store))} end as product, null as facets
    from counted left join page on true left join products p on p.no = page.product_no
    ${facets}
  `);
}

function countOf(wanted: Wanted, rules: SQL): SQL {
  if (isWholeShelf(wanted))
    return sql`select coalesce(sum(products), 0) as matches, 0 as scanned, 0 as shelf, 0 as strict, 0 as whole from wanted`;
  if (wanted.words.length > 0) {
    return sql`
      select
        count(*) as matches, (select products from amount) as scanned, 0 as shelf, (select products from amount) as strict,
        count(*) filter (where scan.score < ${withoutAllWords}) as whole
      from ranked scan where ${rules}`;
  }
  // Whatever the page is sorted by, a range of prices is counted along the prices.
  const priced = wanted.priceMin !== null || wanted.priceMax !== null;
  const whole = scanFor(priced ? { ...wanted, sort: "price" } : wanted, null, reach.shelf);
  return sql`
    select looked.*, (select coalesce(min(products), 0) from wanted) as shelf, 0 as strict, 0 as whole
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
