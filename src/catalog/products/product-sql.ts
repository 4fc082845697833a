import { type Placeholder, type SQL, sql } from "drizzle-orm";
import {
  picturesByVariant,
  picturesJson,
  picturesOnTheWire,
  type StoredPicture,
} from "../../media/product-pictures.ts";
import type { Currency } from "../../platform/money.ts";
import { convert } from "../../pricing/conversion.ts";
import { formerPricesJson, listPricesJson, pricesJson } from "../prices/prices-sql.ts";
import { type KeptPrices, type Showing, showPrice } from "../prices/shown.ts";
import type { Product, Variant } from "../schemas.ts";
import type { ProductTexts } from "../translations/schemas.ts";
import { translateProduct, variantTitle } from "../translations/translate-product.ts";
import { mergeTexts, textsJson } from "../translations/translations.ts";
import { type Travelling, toldTravelling, travellingJson } from "./travelling.ts";

/**
 * One product as JSON, whole, made inside the database: a product page is one statement, and a page of a list is one too.
 * `p` is the product's row in the surrounding statement.
 * @param chain the languages that it is told in, by `localeChain`
 * @param shown which of its variants, as {@link firstVariants} selects them
 */
export function productJson(
  { currency, since, now }: AskedPrices,
  chain: string | Placeholder,
  shown: SQL = firstVariants(cardVariants),
): SQL<string> {
  return sql<string>`json_object(
    'texts', ${textsJson("product", sql`p.id`, sql`${chain}`)},
    'id', p.id, 'slug', p.slug, 'title', p.title, 'description', p.description, 'status', p.status, 'brand', p.brand,
    'options', json(p.options), 'attributes', json(p.attributes), 'version', p.version,
    'created_at', p.created_at, 'updated_at', p.updated_at, 'seo_title', p.seo_title, 'seo_description', p.seo_description,
    'publish_at', p.publish_at, 'unpublish_at', p.unpublish_at, 'tax_class', p.tax_class, 'variant_count', p.variant_count,
    'price_ranges', json(p.price_ranges),
    'in_stock', exists (
      select 1 from variants v where v.product_id = p.id and (v.available is null or v.in_stock > 0)
    ),
    'rating', json_object(
      'average', case when p.rating_count > 0 then round(1.0 * p.rating_sum / p.rating_count, 2) end,
      'count', p.rating_count
    ),
    'filed_under', json(p.filed_under),
    'category_ids', (
      select json_group_array(category_id order by position) from product_categories where product_id = p.id
    ),
    'images', ${picturesJson(sql`p.id`)},
    'variants', (
      select json_group_array(
        json_object(
          'id', v.id, 'sku', v.sku, 'options', json(v.options), 'available', v.available,
          'in_stock', v.in_stock, 'sold_ahead', v.sold_ahead, 'ships_at', v.ships_at, 'barcode', v.barcode,
          'weight_grams', v.weight_grams, ${travellingJson},
          'prices', ${pricesJson(sql`v.id`, currency)},
          'list_prices', ${listPricesJson(sql`v.id`, since)},
          'former', ${formerPricesJson(sql`v.id`, since, now)}
        )
        order by v.position
      )
      from (${shown}) v
    )
  )`;
}

/** What is asked of prices, as {@link Showing} says it: the currency that is told first, and times, ISO 8601 UTC. */
export type AskedPrices = Record<"currency" | "since" | "now", string | Placeholder>;

/** The placeholders of {@link AskedPrices}, for a fixed statement; {@link pricesAsked} fills them. */
export const askedPrices: AskedPrices = {
  currency: sql.placeholder("currency"),
  since: sql.placeholder("since"),
  now: sql.placeholder("now"),
};

export function pricesAsked({ market, since, at }: Showing) {
  return { currency: market.currency, since, now: at };
}

/** Variants that a product has with it in a list. Nearly all products have fewer; a page of those that have more stays a page. */
const cardVariants = 50;

/** The first variants of the product `p`, in their order. */
export function firstVariants(most: number | Placeholder): SQL {
  return sql`select * from variants where product_id = p.id order by position limit ${most}`;
}

type StoredVariant = Travelling &
  KeptPrices &
  Pick<
    Variant,
    "id" | "sku" | "options" | "available" | "in_stock" | "sold_ahead" | "ships_at" | "barcode" | "weight_grams"
  >;

type StoredProduct = { filed_under: string[] } & Omit<Product, "images" | "in_stock" | "price_range" | "variants"> & {
    in_stock: number;
    /** Lowest and highest by currency. */
    price_ranges: Record<string, [number, number]>;
    /** What it is told in, nearest language first. */
    texts: ProductTexts[];
    images: StoredPicture[];
    variants: StoredVariant[];
  };

/** Reads what {@link productJson} wrote into the shape that crosses the wire, at the prices that everybody is shown. */
export function readProduct(json: string, showing: Showing): Product {
  const { texts, images, in_stock, price_ranges, variants, filed_under, ...stored } = JSON.parse(json) as StoredProduct;
  const { currency } = showing.market;
  const shown = picturesByVariant(images);
  const of = { product_id: stored.id, category_ids: filed_under, brand: stored.brand };
  const priced = variants.map(({ prices, list_prices, former, ...given }): Variant => {
    const { length_mm, width_mm, height_mm, ships_alone, ...variant } = given;
    const price = showPrice({ ...of, variant_id: variant.id }, { prices, list_prices, former }, showing);
    return {
      ...variant,
      ...toldTravelling({ length_mm, width_mm, height_mm, ships_alone }),
      prices: prices.map(({ lowest_before: _, ...one }) => one),
      title: variantTitle(variant.options) ?? stored.title,
      price: price?.price ?? null,
      compare_at_price: price?.compare_at_price ?? null,
      lowest_price_30_days: price?.lowest_price_30_days ?? null,
      // A product of many variants would say of each that it has nothing to say.
      ...(price && price.price_source.kind !== "base" && { price_source: price.price_source }),
      ...(price && price.tiers.length > 0 && { tiers: price.tiers }),
      currency,
      image_id: shown.get(variant.id)?.[0] ?? images[0]?.id ?? null,
      image_ids: shown.get(variant.id) ?? [],
    };
  });
  const isWhole = variants.length === stored.variant_count;
  const product: Product = {
    ...stored,
    images: picturesOnTheWire(images),
    in_stock: in_stock === 1,
    price_range: isWhole ? rangeOf(priced, currency) : keptRange(price_ranges, showing),
    variants: priced,
  };
  return texts.length > 0 ? translateProduct(product, mergeTexts<"product">(texts)) : product;
}

function rangeOf(variants: readonly Variant[], currency: Currency): Product["price_range"] {
  const prices = variants.flatMap(({ price }) => price ?? []);
  return prices.length === 0 ? null : { currency, min: Math.min(...prices), max: Math.max(...prices) };
}

/** Of a product that came without all of its variants: what they cost before any list is asked. */
function keptRange(ranges: StoredProduct["price_ranges"], { market: { currency, conversion } }: Showing) {
  const own = ranges[currency];
  if (own) return { currency, min: own[0], max: own[1] };
  const other = conversion && ranges[conversion.from];
  const [min = null, max = null] = other ? other.map((amount) => convert(amount, conversion, currency)) : [];
  return min === null || max === null ? null : { currency, min, max };
}
