import { type SQL, sql } from "drizzle-orm";
import { invalidInput } from "../../platform/errors.ts";
import type { KeyKind } from "../../platform/http/pages.ts";
import { isId } from "../../platform/ids.ts";
import type { Store } from "../../platform/store.ts";
import { boundBefore } from "../../pricing/conversion.ts";
import { type AskedWord, askFor, wordsOf } from "../../search/asked-words.ts";
import { type IndexedLanguage, languageOf, translationIndexOf } from "../../search/languages.ts";
import { hasNoMark, markOf, matchMark } from "../../search/marks.ts";
import { findWords } from "../../search/ranking.ts";
import { ruleKey } from "../../search/rule-key.ts";
import { type AttributeRange, rangeRules, readRange, withinRange } from "../attributes/ranges.ts";
import { shelfCurrency } from "../prices/shown.ts";
import type { ProductQuery, sorts } from "../schemas.ts";
import { heldRules, holdersOf } from "./held-values.ts";
import { everything, shelfOfAttribute, shelfOfBrand, shelfOfStatus, shoppersScope, staffScope } from "./shelf-names.ts";

/**
 * How far a list looks, in rows, so that what it costs does not grow with the catalogue. A list that needs no look beyond
 * its shelf reads a page only.
 */
export const reach = {
  /** Rows of a shelf that are looked at for what else they must be. */
  shelf: 1000,
  /** Products over which facets are counted. */
  facets: 500,
} as const;

export type Sort = (typeof sorts)[number];
export type Choice = "category" | "brand" | "price" | "in_stock" | `attr.${string}`;

/** What a list is to hold: where to look, and what each product there must be. */
export interface Wanted {
  /** Beginning of the names of the shelves: what the caller may see. */
  scope: string;
  /** The shelf of one status, for staff. */
  status: string | null;
  words: AskedWord[];
  /** The locale of the caller: its translations are searched too. */
  locale: string;
  /** The index of translations that is searched besides the store's own. */
  translations: IndexedLanguage | null;
  category: string | null;
  collection: string | null;
  brand: string | null;
  attributes: [name: string, value: string][];
  ranges: AttributeRange[];
  priceMin: number | null;
  priceMax: number | null;
  inStock: boolean;
  sort: Sort;
}

/**
 * @param all whether the caller may see what is not for sale
 * @throws invalid-input where others ask for it
 */
export async function wantedFrom(store: Store, query: ProductQuery, all: boolean): Promise<Wanted> {
  if (!all && query.status !== undefined && query.status !== "active")
    throw invalidInput([{ pointer: "/status", detail: "Only staff see what is not for sale. Sign in as staff." }]);
  const shoppers = !all || query.status === undefined || query.status === "active";
  const locale = query.locale ?? store.locale;
  const words = await askFor(wordsOf(query.q ?? ""), locale, store.env);
  const chosen = Object.entries(query.attributes ?? {}).map(
    ([name, value]) => [name, value, readRange(name, value)] as const,
  );
  const sort = query.sort ?? (words.length > 0 ? "relevance" : "featured");
  return {
    scope: shoppers ? shoppersScope(shelfCurrency(store, query.currency)) : staffScope,
    status: shoppers || query.status === "any" ? null : (query.status ?? null),
    words,
    locale,
    translations: translationIndexOf(locale, store.env),
    category: query.category ?? null,
    collection: query.collection ?? null,
    brand: query.brand ?? null,
    attributes: chosen.flatMap(([name, value, range]) => (range ? [] : [[name, value]])),
    ranges: chosen.flatMap(([, , range]) => range ?? []),
    ...pricesWanted(store, query),
    inStock: query.in_stock === true,
    sort: sortOf(sort, words.length > 0, query.collection !== undefined),
  };
}

/** The range of prices as the shelf keeps them: a market that converts shows others. */
function pricesWanted({ market }: Store, query: ProductQuery): Pick<Wanted, "priceMin" | "priceMax"> {
  const { price_min = null, price_max = null, currency = market.currency } = query;
  const conversion = currency === market.currency ? market.conversion : null;
  if (!conversion) return { priceMin: price_min, priceMax: price_max };
  return {
    priceMin: price_min === null ? null : boundBefore({ least: price_min }, conversion, currency),
    priceMax: price_max === null ? null : boundBefore({ most: price_max }, conversion, currency),
  };
}

/** What can be: words alone have relevance, and a collection alone has an order that staff gave it. */
function sortOf(asked: Sort, searched: boolean, collected: boolean): Sort {
  if (asked === "relevance") return searched ? asked : "newest";
  if (asked === "featured" && (searched || !collected)) return searched ? "relevance" : "newest";
  return asked;
}

/** The same list without one choice, to count what other choices of that kind would leave. */
export function without(wanted: Wanted, choice: Choice): Wanted {
  if (choice === "category") return { ...wanted, category: null };
  if (choice === "brand") return { ...wanted, brand: null };
  if (choice === "price") return { ...wanted, priceMin: null, priceMax: null };
  if (choice === "in_stock") return { ...wanted, inStock: false };
  return {
    ...wanted,
    attributes: wanted.attributes.filter(([name]) => `attr.${name}` !== choice),
    ranges: wanted.ranges.filter(({ name }) => `attr.${name}` !== choice),
  };
}

/** The values of attributes that are told by shelves: those that shoppers ask for. */
function shelved(wanted: Wanted): Wanted["attributes"] {
  return wanted.scope === staffScope ? [] : wanted.attributes;
}

/** Those that are told by the products themselves: what staff ask for. */
function held(wanted: Wanted): Wanted["attributes"] {
  return wanted.scope === staffScope ? wanted.attributes : [];
}

/** How many shelves a product must lie on at once. */
function shelvesWanted(wanted: Wanted): number {
  const chosen = [wanted.category, wanted.collection, wanted.brand, wanted.status].filter((one) => one !== null).length;
  return Math.max(1, chosen + shelved(wanted).length);
}

/** Whether every product on the shelf is in the list, so that the shelf's own count is the list's. */
export function isWholeShelf(wanted: Wanted): boolean {
  const bounded =
    wanted.priceMin !== null || wanted.priceMax !== null || wanted.ranges.length + held(wanted).length > 0;
  return wanted.words.length === 0 && shelvesWanted(wanted) === 1 && !bounded && !wanted.inStock;
}

/** Where a page goes on: the sort keys of the last row of the page before. */
export type Place = readonly (string | number)[];

/**
 * The common table expressions that end in `scan`: rows `(product_no, price, title, sold, rank, score)` in the order of the list, from
 * `place` on; and `rules`, what must hold for a row of it, which the statement applies.
 * @param atMost rows of the scan
 */
export function scanFor(wanted: Wanted, place: Place | null, atMost: number): { ctes: SQL; rules: SQL } {
  return wanted.words.length > 0 ? scanWords(wanted, place, atMost) : scanShelf(wanted, place, atMost);
}

function scanShelf(wanted: Wanted, place: Place | null, atMost: number) {
  const priced = wanted.sort === "price" || wanted.sort === "-price";
  // Only the collection's own shelf has its order; any other order stands on each of them, and the emptiest is read.
  const walked = wanted.sort === "featured" ? sql`collected desc, products` : sql`products`;
  // A condition on the whole list stands here, where it is asked once, and not of each row.
  const shelfIf = (rule: SQL) => sql`(
    select no from wanted where (select count(*) from wanted) = ${shelvesWanted(wanted)} ${rule} order by ${walked} limit 1
  )`;
  const beyond = sql`
    ${wanted.sort === "featured" ? sql`and l.rank > 0` : sql``}
    ${priced ? priceRule(wanted, sql`l.price`) : sql``}
    ${place ? sql`and ${after(wanted.sort, place, sql`l`)}` : sql``}
    order by ${orderOf(wanted.sort, sql`l`)}
    limit ${atMost}`;
  const columns = sql`l.product_no, l.price, l.title, l.sold, l.rank, 0 as score`;
  const walk = (shelf: SQL) => sql`select ${columns} from listings l where l.shelf_no = ${shelf} ${beyond}`;
  const known = lookedUp(wanted);
  const scan =
    known === null
      ? walk(shelfIf(sql``))
      : // Few are known: those are looked up on the shelf. Many are: a walk along the shelf meets them.
        sql`
        select * from (${walk(shelfIf(sql`and (select count(*) from known) > ${reach.shelf}`))})
        union all
        select * from (
          select ${columns} from known cross join listings l
          where l.shelf_no = ${shelfIf(sql`and (select count(*) from known) <= ${reach.shelf}`)}
            and l.product_no = known.product_no ${beyond}
        )`;
  const ctes = sql`
    wanted as materialized (${wantedShelves(wanted)}),
    ${known === null ? sql`` : sql`known as materialized (${known}),`}
    scan as (${scan})`;
  const others =
    shelvesWanted(wanted) > 1
      ? sql`and (
          select count(*) from wanted cross join listings other on other.shelf_no = wanted.no and other.product_no = scan.product_no
        ) = ${shelvesWanted(wanted)}`
      : sql``;
  return { ctes, rules: sql`true ${others} ${rowRules(wanted)}` };
}

/** The products that one of the conditions leaves, where an index tells them by themselves. */
function lookedUp(wanted: Wanted): SQL | null {
  const [range] = wanted.ranges;
  return range ? withinRange(range, reach.shelf + 1) : holdersOf(held(wanted), reach.shelf + 1);
}

/** The shelves that a product must lie on, with how much lies there; fewer rows than wanted where one does not exist. */
function wantedShelves(wanted: Wanted): SQL {
  const names = shelvesBesides(wanted);
  if (names.length === 0 && wanted.category === null && wanted.collection === null)
    names.push(wanted.scope + everything);
  const shelves = [
    sql`select no, products, 0 as collected from shelves where name in (select value from json_each(${JSON.stringify(names)}))`,
  ];
  if (wanted.category !== null) {
    const id = categoryId(wanted.category);
    shelves.push(sql`select no, products, 0 from shelves where name = ${wanted.scope} || 'category:' || ${id}`);
  }
  if (wanted.collection !== null) {
    const id = collectionId(wanted, wanted.collection);
    shelves.push(sql`select no, products, 1 from shelves where name = ${wanted.scope} || 'collection:' || ${id}`);
  }
  return sql.join(shelves, sql` union all `);
}

/** The id of a category that is named by its id or slug. */
function categoryId(idOrSlug: string): SQL {
  return isId("cat", idOrSlug) ? sql`${idOrSlug}` : sql`(select id from categories where slug = ${idOrSlug})`;
}

/** The id of a collection that is named by its id or slug; null for shoppers while it is a draft. */
function collectionId(wanted: Wanted, idOrSlug: string): SQL {
  const column = isId("col", idOrSlug) ? sql`id` : sql`slug`;
  const seen = wanted.scope === staffScope ? sql`` : sql` and status = 'active'`;
  return sql`(select id from collections where ${column} = ${idOrSlug}${seen})`;
}

function scanWords(wanted: Wanted, place: Place | null, atMost: number) {
  const { words, locale, translations } = wanted;
  const ctes = sql`
    ${findWords({
      words,
      language: languageOf(locale),
      key: ruleKey(
        words.map((word) => word.text),
        languageOf(locale),
      ),
      translations,
      marks: marksOf(wanted),
      narrowed:
        shelvesBesides(wanted).length + held(wanted).length > 0 ||
        wanted.category !== null ||
        wanted.collection !== null,
      fills: wanted.sort === "relevance",
    })},
    ranked as materialized (
      select l.product_no, l.price, l.title, l.sold, 0 as rank, found.score
      from found
      cross join listings l on l.shelf_no = (select no from shelves where name = ${wanted.scope + everything}) and l.product_no = found.product_no
    ),
    scan as (
      select ranked.* from ranked
      ${place ? sql`where ${after(wanted.sort, place, sql`ranked`)}` : sql``}
      order by ${orderOf(wanted.sort, sql`ranked`)}
      limit ${atMost}
    )`;
  return { ctes, rules: sql`true ${shelfRules(wanted)} ${rowRules(wanted)}` };
}

/** The shelves that are chosen, but for that of a category and that of a collection, whose ids are looked up first. */
function shelvesBesides(wanted: Wanted): string[] {
  return [
    ...(wanted.brand === null ? [] : [wanted.scope + shelfOfBrand(wanted.brand)]),
    ...shelved(wanted).map(([name, value]) => wanted.scope + shelfOfAttribute(name, value)),
    ...(wanted.status === null ? [] : [shelfOfStatus(wanted.status)]),
  ];
}

/** What was found by its words is looked up on each shelf: not everything that narrows is known to the full-text index. */
function shelfRules(wanted: Wanted): SQL {
  const names = [
    ...shelvesBesides(wanted).map((name) => sql`${name}`),
    ...(wanted.category === null ? [] : [sql`${wanted.scope} || 'category:' || ${categoryId(wanted.category)}`]),
    ...(wanted.collection === null
      ? []
      : [sql`${wanted.scope} || 'collection:' || ${collectionId(wanted, wanted.collection)}`]),
  ];
  return sql.join(
    names.map(
      (name) => sql` and exists (
        select 1 from listings other
        where other.shelf_no = (select no from shelves where name = ${name}) and other.product_no = scan.product_no
      )`,
    ),
  );
}

/** The marks of all that the full-text index knows besides words, so that what is looked at is of the right kind. */
function marksOf(wanted: Wanted): SQL {
  const marks = [
    ...(wanted.brand === null ? [] : [shelfOfBrand(wanted.brand)]),
    ...wanted.attributes.flatMap(([name, value]) => (hasNoMark(value) ? [] : [shelfOfAttribute(name, value)])),
    ...(wanted.scope === staffScope ? [] : ["status:active"]),
    ...(wanted.status === null ? [] : [`status:${wanted.status}`]),
  ];
  const known = marks.map((mark) => ` AND ${matchMark(markOf(mark))}`).join("");
  // A category that does not exist has the mark of nothing, which no product bears.
  const category =
    wanted.category === null
      ? sql``
      : sql` || ' AND marks : "qqq' || hex('category:' || coalesce(${categoryId(wanted.category)}, '')) || '"'`;
  return sql`(${known}${category})`;
}

/** What must hold of a row of `scan` whatever way it was come by. */
function rowRules(wanted: Wanted): SQL {
  const no = sql`scan.product_no`;
  return sql`
    ${priceRule(wanted, sql`scan.price`)} ${rangeRules(wanted.ranges, no)} ${heldRules(held(wanted), no)} ${stockRule(wanted)}`;
}

function priceRule({ priceMin, priceMax }: Wanted, price: SQL): SQL {
  if (priceMin === null && priceMax === null) return sql``;
  return sql`and ${price} between ${priceMin ?? 0} and ${priceMax ?? Number.MAX_SAFE_INTEGER}`;
}

function stockRule({ inStock }: Wanted): SQL {
  if (!inStock) return sql``;
  return sql`and exists (
    select 1 from products stocked cross join variants v on v.product_id = stocked.id
    where stocked.no = scan.product_no and (v.available is null or v.in_stock > 0)
  )`;
}

function orderOf(sort: Sort, row: SQL): SQL {
  if (sort === "price") return sql`${row}.price, ${row}.product_no`;
  if (sort === "-price") return sql`${row}.price desc, ${row}.product_no desc`;
  if (sort === "title") return sql`${row}.title, ${row}.product_no`;
  if (sort === "best-selling") return sql`${row}.sold desc, ${row}.product_no desc`;
  if (sort === "featured") return sql`${row}.rank, ${row}.product_no desc`;
  if (sort === "relevance") return sql`${row}.score, ${row}.product_no desc`;
  return sql`${row}.product_no desc`;
}

/** A row of `scan`. */
export interface ScanRow {
  product_no: number;
  price: number;
  title: string;
  sold: number;
  rank: number;
  score: number;
}

/** The keys that a row is sorted by, in the order that a cursor keeps them. */
export function placeOf(sort: Sort, row: ScanRow): Place {
  if (sort === "price" || sort === "-price") return [row.price, row.product_no];
  if (sort === "title") return [row.title, row.product_no];
  if (sort === "best-selling") return [row.sold, row.product_no];
  if (sort === "featured") return [row.rank, row.product_no];
  if (sort === "relevance") return [row.score, row.product_no];
  return [row.product_no];
}

/** What kinds of keys these are. */
export function keyKinds(sort: Sort): KeyKind[] {
  return sort === "newest" ? ["number"] : [sort === "title" ? "string" : "number", "number"];
}

/** Beyond a place, in the order of the list. */
function after(sort: Sort, place: Place, row: SQL): SQL {
  const [first = null, second = null] = place;
  if (sort === "newest") return sql`${row}.product_no < ${first}`;
  if (sort === "title") return sql`(${row}.title, ${row}.product_no) > (${first}, ${second})`;
  if (sort === "best-selling") return sql`(${row}.sold, ${row}.product_no) < (${first}, ${second})`;
  if (sort === "featured")
    return sql`(${row}.rank > ${first} or (${row}.rank = ${first} and ${row}.product_no < ${second}))`;
  if (sort === "relevance")
    return sql`(${row}.score > ${first} or (${row}.score = ${first} and ${row}.product_no < ${second}))`;
  return sort === "price"
    ? sql`(${row}.price, ${row}.product_no) > (${first}, ${second})`
    : sql`(${row}.price, ${row}.product_no) < (${first}, ${second})`;
}
