import { sql } from "drizzle-orm";
import { imageUrl } from "../../media/address.ts";
import { variantPictureId } from "../../media/product-pictures.ts";
import { fallbackChain } from "../../platform/locales.ts";
import type { Market } from "../../platform/market.ts";
import type { PriceSource } from "../../platform/price-source.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import type { ListPrice } from "../../pricing/price-list.ts";
import type { TaxClass } from "../../tax/rules.ts";
import type { ProductTexts } from "../translations/schemas.ts";
import { translateOptions, variantTitle } from "../translations/translate-product.ts";
import { mergeTexts } from "../translations/translations.ts";
import { pricesIn, type StoredListPrice, type StoredPrice } from "./in-market.ts";
import { listPricesJson, pricesJson } from "./prices-sql.ts";

/** What can be bought of a variant, as the catalogue shows it. The books decide. */
export interface OfferedStock {
  /** Units; null where stock is not tracked. */
  available: number | null;
  /** Of those, what can be sent at once. */
  in_stock: number | null;
  /** How the rest is sold before it is there; null where it is not. */
  sold_ahead: "backorder" | "preorder" | null;
  /** When what is sold ahead is promised to leave; ISO 8601 UTC. */
  ships_at: string | null;
}

/** A variant as it can be put into a cart: what it is, and what it costs now in the market of the call. */
export interface Offer extends OfferedStock {
  variant_id: string;
  product_id: string;
  slug: string;
  sku: string;
  /** The product's title with the variant's options: `Pan - 24 cm`. */
  title: string;
  image_url: string | null;
  /** The product's categories and all above them, sorted. */
  category_ids: readonly string[];
  brand: string | null;
  tax_class: TaxClass;
  /** Minor units of `currency`. */
  unit_price: number;
  compare_at_price: number | null;
  /** What the price was converted from; null where it is one of the currency's own. */
  converted_from: PriceSource["from"];
  /** What price lists ask for it, whoever they are for, in the same currency. */
  list_prices: readonly ListPrice[];
  currency: string;
  weight_grams: number;
  /** As it is packed; null where nobody measured it. */
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
  /** Whether each piece travels in a parcel of its own. */
  ships_alone: boolean;
}

/** What is read of a variant, for every market and language. */
interface OfferRow
  extends OfferedStock,
    Pick<Offer, "variant_id" | "product_id" | "slug" | "sku" | "brand" | "tax_class" | "weight_grams">,
    Pick<Offer, "length_mm" | "width_mm" | "height_mm"> {
  ships_alone: 0 | 1;
  /** {@link StoredPrice}s and {@link StoredListPrice}s, as JSON lists. */
  prices: string;
  list_prices: string;
  /** The lineages of its categories, as a JSON list. */
  lineages: string;
  product_title: string;
  options: string;
  /** Title and options in each language that the product is translated into, as JSON by locale. */
  texts: string;
  image_id: string | null;
}

/** Offers may be this old when a cart shows them; checkout asks the books and compares totals. Seconds. */
const freshness = 5;
const warm = new Warm<OfferRow | null>(freshness, 2000);

/** The width of a cart's pictures, pixels. */
const imageWidth = 320;

/**
 * What the given variants are offered for in the market of the call, told in its language. A variant that is unknown, not priced
 * there, or of a product that is not active is not in the answer.
 */
export async function findOffers(store: Store, variantIds: string[]): Promise<Map<string, Offer>> {
  const now = store.now().getTime();
  const wanted = [...new Set(variantIds)];
  const known = new Map(wanted.map((variantId) => [variantId, warm.get(variantId, now)]));
  const missing = wanted.filter((variantId) => known.get(variantId) === undefined);
  if (missing.length > 0) {
    for (const row of await readOffers(store, missing)) known.set(row.variant_id, row);
    for (const variantId of missing) warm.set(variantId, known.get(variantId) ?? null, now);
  }
  return new Map(
    [...known].flatMap(([variantId, row]) => {
      const offer = row && tellOffer(store, row);
      return offer ? [[variantId, offer]] : [];
    }),
  );
}

/** Forgets what this isolate remembers of variants, when they were changed here. */
export function forgetOffers(variantIds: readonly string[]): void {
  for (const variantId of variantIds) warm.delete(variantId);
}

/** Corrects what this isolate remembers of a variant's stock: every sale comes by here, and nothing else has changed. */
export function correctOffer(variantId: string, stock: Partial<OfferedStock>): void {
  warm.correct(variantId, (row) => row && { ...row, ...stock });
}

function readOffers(store: Store, variantIds: string[]): Promise<OfferRow[]> {
  return store.catalog.all<OfferRow>(sql`
    select
      v.id as variant_id, p.id as product_id, p.slug, v.sku, p.title as product_title, v.options,
      (
        select json_group_object(t.locale, json_object('title', t.texts ->> 'title', 'options', t.texts -> 'options'))
        from translations t where t.kind = 'product' and t.id = p.id
      ) as texts,
      p.brand, p.tax_class,
      (
        select json_group_array(k.lineage) from product_categories pc
        join categories k on k.id = pc.category_id where pc.product_id = p.id
      ) as lineages,
      ${pricesJson(sql`v.id`)} as prices,
      ${listPricesJson(sql`v.id`, timestamp(store))} as list_prices,
      v.weight_grams, v.length_mm, v.width_mm, v.height_mm, v.ships_alone, v.available, v.in_stock, v.sold_ahead, v.ships_at,
      ${variantPictureId(sql`v.id`, sql`p.id`)} as image_id
    from json_each(${JSON.stringify(variantIds)}) wanted
    join variants v on v.id = wanted.value
    join products p on p.id = v.product_id and p.status = 'active'
  `);
}

/** What a row was told as, by market and language: hot variants are put into carts many times before the row is read again. */
const told = new WeakMap<OfferRow, WeakMap<Market, Map<string, Offer | null>>>();

function tellOffer(store: Store, row: OfferRow): Offer | null {
  const ofRow = told.get(row) ?? new WeakMap<Market, Map<string, Offer | null>>();
  told.set(row, ofRow);
  const tellings = ofRow.get(store.market) ?? new Map<string, Offer | null>();
  ofRow.set(store.market, tellings);
  const known = tellings.get(store.locale);
  if (known !== undefined) return known;
  const offer = offerFrom(store, row);
  tellings.set(store.locale, offer);
  return offer;
}

function offerFrom(store: Store, given: OfferRow): Offer | null {
  const { product_title, options, texts, image_id, lineages, prices, list_prices, ...row } = given;
  const priced = pricesIn(
    JSON.parse(prices) as StoredPrice[],
    JSON.parse(list_prices) as StoredListPrice[],
    store.market,
  );
  if (!priced) return null;
  const words = textsFor(store, texts);
  const title = words.title ?? product_title;
  const choice = variantTitle(translateOptions(JSON.parse(options) as Record<string, string>, words));
  return {
    ...row,
    ...priced,
    ships_alone: row.ships_alone === 1,
    currency: store.currency,
    category_ids: categoriesIn(JSON.parse(lineages) as string[]),
    title: choice ? `${title} - ${choice}` : title,
    image_url: image_id ? imageUrl(image_id, imageWidth) : null,
  };
}

/** Every category that the lineages name: `cat_a/cat_b/` lies in both. */
function categoriesIn(lineages: readonly string[]): string[] {
  return [...new Set(lineages.flatMap((lineage) => lineage.split("/").filter(Boolean)))].sort();
}

/** The nearest of a product's translations to the language of the call. */
function textsFor(store: Store, texts: string): Pick<ProductTexts, "title" | "options"> {
  const byLocale = JSON.parse(texts) as Record<
    string,
    { title: string | null; options: ProductTexts["options"] | null }
  >;
  const nearestFirst = fallbackChain(store.locale, store.env.STORE_LOCALE).flatMap((locale) => byLocale[locale] ?? []);
  return mergeTexts<"product">(
    nearestFirst.map(({ title, options }) => ({ ...(title !== null && { title }), ...(options && { options }) })),
  );
}
