import { sql } from "drizzle-orm";
import { imageUrl } from "../../media/address.ts";
import { variantPictureId } from "../../media/product-pictures.ts";
import { fallbackChain } from "../../platform/locales.ts";
import type { Store } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import type { TaxClass } from "../../tax/rules.ts";
import type { ProductTexts } from "../translations/schemas.ts";
import { translateOptions, variantTitle } from "../translations/translate-product.ts";
import { mergeTexts } from "../translations/translations.ts";

/** A variant as it can be put into a cart: what it is, and what it costs now in the store's currency. */
export interface Offer {
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
  currency: string;
  weight_grams: number;
  /** As the catalogue shows it; null where stock is not tracked. The books decide. */
  available: number | null;
}

interface OfferRow extends Omit<Offer, "image_url" | "title" | "category_ids"> {
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
 * What the given variants are offered for, told in the language of the call. A variant that is unknown, not priced in the
 * store's currency, or of a product that is not active is not in the answer.
 */
export async function findOffers(store: Store, variantIds: string[]): Promise<Map<string, Offer>> {
  const now = store.now().getTime();
  const keyOf = (variantId: string): string => `${variantId} ${store.currency}`;
  const wanted = [...new Set(variantIds)];
  const known = new Map(wanted.map((variantId) => [variantId, warm.get(keyOf(variantId), now)]));
  const missing = wanted.filter((variantId) => known.get(variantId) === undefined);
  if (missing.length > 0) {
    for (const row of await readOffers(store, missing)) known.set(row.variant_id, row);
    for (const variantId of missing) warm.set(keyOf(variantId), known.get(variantId) ?? null, now);
  }
  return new Map([...known].flatMap(([variantId, row]) => (row ? [[variantId, tellOffer(store, row)]] : [])));
}

/** Forgets what this isolate remembers of variants, when they were changed here. */
export function forgetOffers(store: Store, variantIds: readonly string[], currencies: readonly string[]): void {
  for (const variantId of variantIds) {
    for (const currency of new Set([store.currency, ...currencies])) warm.delete(`${variantId} ${currency}`);
  }
}

/** Corrects what this isolate remembers of a variant's stock: every sale comes by here, and nothing else has changed. */
export function correctOffer(store: Store, variantId: string, available: number | null): void {
  warm.correct(`${variantId} ${store.currency}`, (row) => row && { ...row, available });
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
      c.amount as unit_price, c.compare_at_amount as compare_at_price, c.currency, v.weight_grams, v.available,
      ${variantPictureId(sql`v.id`, sql`p.id`)} as image_id
    from json_each(${JSON.stringify(variantIds)}) wanted
    join variants v on v.id = wanted.value
    join products p on p.id = v.product_id and p.status = 'active'
    join prices c on c.variant_id = v.id and c.currency = ${store.currency}
  `);
}

/** What a row was told as, by language: hot variants are put into carts many times before the row is read again. */
const told = new WeakMap<OfferRow, Map<string, Offer>>();

function tellOffer(store: Store, row: OfferRow): Offer {
  const tellings = told.get(row) ?? new Map<string, Offer>();
  told.set(row, tellings);
  const offer = tellings.get(store.locale) ?? offerFrom(store, row);
  tellings.set(store.locale, offer);
  return offer;
}

function offerFrom(store: Store, { product_title, options, texts, image_id, lineages, ...row }: OfferRow): Offer {
  const words = textsFor(store, texts);
  const title = words.title ?? product_title;
  const choice = variantTitle(translateOptions(JSON.parse(options) as Record<string, string>, words));
  return {
    ...row,
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
