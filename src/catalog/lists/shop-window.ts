import { sql } from "drizzle-orm";
import type { Currency } from "../../platform/money.ts";
import type { Store } from "../../platform/store.ts";
import { formerPricesJson, listPricesJson, pricesJson } from "../prices/prices-sql.ts";
import { type KeptPrices, type Showing, shelfCurrency, showingIn, showPrice } from "../prices/shown.ts";
import { travellingJson } from "../products/travelling.ts";
import type { Texts } from "../translations/schemas.ts";
import { localeChain, mergeTexts, textsJson } from "../translations/translations.ts";
import { everything, shoppersScope, wayTo } from "./shelf-names.ts";

/** What shoppers may see, walked from one end to the other: for those who read all of it, as search engines do. */

/** Something with a page of its own. */
export interface Page {
  slug: string;
  /** UTC, ISO 8601. */
  updated_at: string;
}

/** How much there is: products that shoppers see, and the highest number that one of them has. */
export async function sizeOfWindow(store: Store): Promise<{ products: number; last: number }> {
  const [size] = await store.catalog.all<{ products: number; last: number }>(sql`
    select s.products, coalesce((select max(product_no) from listings where shelf_no = s.no), 0) as last
    from shelves s where s.name = ${shelfOfAll(shelfCurrency(store))}
  `);
  return size ?? { products: 0, last: 0 };
}

/**
 * Products that shoppers see, in the order they came.
 * @param after only products with a higher number
 * @param last and none with a higher one than this
 * @param limit at most so many; it reads two rows for each
 */
export function productPages(
  store: Store,
  { after, last, limit }: { after: number; last: number; limit: number },
): Promise<(Page & { no: number })[]> {
  return store.catalog.all(sql`
    select l.product_no as no, p.slug, p.updated_at
    from listings l cross join products p on p.no = l.product_no
    where l.shelf_no = (select no from shelves where name = ${shelfOfAll(shelfCurrency(store))})
      and l.product_no > ${after} and l.product_no <= ${last}
    order by l.product_no limit ${limit}
  `);
}

/** The categories and collections that shoppers see. */
export async function otherPages(store: Store): Promise<{ categories: Page[]; collections: Page[] }> {
  const [categories, collections] = await store.catalog.batch([
    store.catalog.all<Page>(sql`select slug, updated_at from categories order by lineage`),
    store.catalog.all<Page>(sql`select slug, updated_at from collections where status = 'active' order by slug`),
  ]);
  return { categories, collections };
}

/** A product with what it is sold as, as somebody who lists it elsewhere needs it, told in the language of the call. */
export interface OfferedProduct {
  no: number;
  id: string;
  slug: string;
  title: string;
  description: string;
  brand: string | null;
  attributes: Record<string, string | number | boolean | string[]>;
  /** Names from the top of the tree down to the deepest category that it is filed under. */
  category_path: string[];
  /** In their order, with the variants that each shows; none: the product. */
  images: { id: string; variant_ids: string[] }[];
  variants: OfferedVariant[];
}

export interface OfferedVariant {
  id: string;
  sku: string;
  options: Record<string, string>;
  barcode: string | null;
  weight_grams: number;
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
  ships_alone: boolean;
  available: number | null;
  in_stock: number | null;
  sold_ahead: "backorder" | "preorder" | null;
  ships_at: string | null;
  /** What everybody pays: minor units of the currency that was asked for. */
  amount: number;
  compare_at_amount: number | null;
}

/** At most so many products are read at once, and no more of them once their variants are so many. */
const together = { products: 500, variants: 5000 };

interface OfferedRow {
  no: number;
  product: string;
  texts: string;
  category_path: string;
  variants: string;
}

/**
 * Every product that is sold in a currency, a few hundred at a time, in the order they came: however large the catalogue,
 * one portion is all that is held.
 */
export async function* walkOffers(store: Store, currency: Currency): AsyncGenerator<OfferedProduct[]> {
  const showing = await showingIn(store, currency);
  let after = 0;
  do {
    const rows = await readOffered(store, showing, after);
    if (rows.length === 0) return;
    yield rows.map((row) => toProduct(row, showing));
    after = rows.at(-1)?.no ?? after;
  } while (after > 0);
}

function readOffered(store: Store, { market, since, at }: Showing, after: number): Promise<OfferedRow[]> {
  const chain = localeChain(store);
  const name = sql`coalesce(
    (select t.texts ->> 'name' from json_each(${chain}) asked
     join translations t on t.kind = 'category' and t.id = c.id and t.locale = asked.value
     where t.texts ->> 'name' is not null order by asked.key limit 1),
    c.name
  )`;
  return store.catalog.all<OfferedRow>(sql`
    with shelf as materialized (
      select l.product_no as no from listings l
      where l.shelf_no = (select no from shelves where name = ${shelfOfAll(shelfCurrency(store, market.currency))})
        and l.product_no > ${after}
      order by l.product_no limit ${together.products}
    ),
    portion as materialized (
      select no from (
        select shelf.no, p.variant_count, sum(p.variant_count) over (order by shelf.no) as so_far
        from shelf cross join products p on p.no = shelf.no
      )
      where so_far - variant_count < ${together.variants}
    )
    select
      p.no,
      json_object(
        'no', p.no, 'id', p.id, 'slug', p.slug, 'title', p.title, 'description', p.description, 'brand', p.brand,
        'attributes', json(p.attributes), 'filed_under', json(p.filed_under),
        'images', (
          select json_group_array(
            json_object(
              'id', i.id,
              'variant_ids', (select json_group_array(variant_id) from picture_variants where image_id = i.id)
            ) order by i.position, i.id
          )
          from images i where i.product_id = p.id and i.status = 'ready'
        )
      ) as product,
      ${textsJson("product", sql`p.id`, chain)} as texts,
      coalesce((
        select (
          select json_group_array(${name} order by length(c.lineage))
          from ${wayTo(sql`home.lineage`)} above
          join categories c on c.id = above.value
        )
        from product_categories pc join categories home on home.id = pc.category_id
        where pc.product_id = p.id order by length(home.lineage) desc, pc.position limit 1
      ), '[]') as category_path,
      (
        select json_group_array(
          json_object(
            'id', v.id, 'sku', v.sku, 'options', json(v.options), 'barcode', v.barcode, 'weight_grams', v.weight_grams,
            ${travellingJson},
            'available', v.available, 'in_stock', v.in_stock, 'sold_ahead', v.sold_ahead, 'ships_at', v.ships_at, 'prices', ${pricesJson(sql`v.id`)}, 'list_prices', ${listPricesJson(sql`v.id`, since)},
            'former', ${formerPricesJson(sql`v.id`, since, at)}
          ) order by v.position
        )
        from variants v where v.product_id = p.id
      ) as variants
    from portion cross join products p on p.no = portion.no
    order by p.no
  `);
}

type StoredOffer = Omit<OfferedVariant, "amount" | "compare_at_amount"> & KeptPrices;

function toProduct({ product, texts, category_path, variants }: OfferedRow, showing: Showing): OfferedProduct {
  const { filed_under, ...stored } = JSON.parse(product) as { filed_under: string[] } & Omit<
    OfferedProduct,
    "category_path" | "variants"
  >;
  const told = mergeTexts<"product">(JSON.parse(texts) as Texts<"product">[]);
  const listed = { product_id: stored.id, category_ids: filed_under, brand: stored.brand };
  return {
    ...stored,
    title: told.title ?? stored.title,
    description: told.description ?? stored.description,
    category_path: JSON.parse(category_path) as string[],
    variants: (JSON.parse(variants) as StoredOffer[]).flatMap(({ prices, list_prices, former, ...variant }) => {
      const shown = showPrice({ ...listed, variant_id: variant.id }, { prices, list_prices, former }, showing);
      if (!shown) return [];
      const options = Object.entries(variant.options).map(([name, value]) => {
        const option = told.options?.[name];
        return [name, option?.values?.[value] ?? value];
      });
      const { price: amount, compare_at_price: compare_at_amount } = shown;
      return [{ ...variant, options: Object.fromEntries(options), amount, compare_at_amount }];
    }),
  };
}

function shelfOfAll(currency: Currency): string {
  return shoppersScope(currency) + everything;
}
