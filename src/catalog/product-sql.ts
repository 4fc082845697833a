import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { picturesByVariant, picturesJson, picturesOnTheWire, type StoredPicture } from "../media/product-pictures.ts";
import type { Currency } from "../platform/money.ts";
import type { Product, Variant } from "./schemas.ts";
import { translateProduct, variantTitle } from "./translate-product.ts";
import type { ProductTexts } from "./translation-schemas.ts";
import { mergeTexts, textsJson } from "./translations.ts";

/**
 * One product as JSON, whole, made inside the database: a product page is one statement, and a page of a list is one too.
 * `p` is the product's row in the surrounding statement.
 * @param chain the languages that it is told in, by `localeChain`
 */
export function productJson(currency: Currency | Placeholder, chain: string | Placeholder): SQL<string> {
  return sql<string>`json_object(
    'texts', ${textsJson("product", sql`p.id`, sql`${chain}`)},
    'id', p.id, 'slug', p.slug, 'title', p.title, 'description', p.description, 'status', p.status, 'brand', p.brand,
    'options', json(p.options), 'attributes', json(p.attributes), 'version', p.version,
    'created_at', p.created_at, 'updated_at', p.updated_at,
    'rating', json_object(
      'average', case when p.rating_count > 0 then round(1.0 * p.rating_sum / p.rating_count, 2) end,
      'count', p.rating_count
    ),
    'category_ids', (
      select json_group_array(category_id order by position) from product_categories where product_id = p.id
    ),
    'images', ${picturesJson(sql`p.id`)},
    'variants', (
      select json_group_array(
        json_object(
          'id', v.id, 'sku', v.sku, 'options', json(v.options), 'available', v.available, 'barcode', v.barcode,
          'weight_grams', v.weight_grams,
          'prices', (
            select json_group_array(
              json_object(
                'currency', c.currency, 'amount', c.amount, 'compare_at_amount', c.compare_at_amount, 'lowest_before', c.lowest_before
              )
              order by c.currency <> ${currency}, c.currency
            )
            from prices c where c.variant_id = v.id
          )
        )
        order by v.position
      )
      from variants v where v.product_id = p.id
    )
  )`;
}

type StoredVariant = Pick<Variant, "id" | "sku" | "options" | "available" | "barcode" | "weight_grams"> & {
  prices: (Variant["prices"][number] & { lowest_before: number | null })[];
};

type StoredProduct = Omit<Product, "images" | "price_range" | "variants"> & {
  /** What it is told in, nearest language first. */
  texts: ProductTexts[];
  images: StoredPicture[];
  variants: StoredVariant[];
};

/** Reads what {@link productJson} wrote into the shape that crosses the wire. */
export function readProduct(json: string, currency: Currency): Product {
  const { texts, images, variants, ...stored } = JSON.parse(json) as StoredProduct;
  const priced = variants.flatMap((variant) => variant.prices.filter((price) => price.currency === currency));
  const amounts = priced.map((price) => price.amount);
  const shown = picturesByVariant(images);
  const product: Product = {
    ...stored,
    images: picturesOnTheWire(images),
    price_range: amounts.length > 0 ? { currency, min: Math.min(...amounts), max: Math.max(...amounts) } : null,
    variants: variants.map((variant) => {
      const price = variant.prices.find((one) => one.currency === currency);
      return {
        ...variant,
        prices: variant.prices.map(({ lowest_before: _, ...one }) => one),
        title: variantTitle(variant.options) ?? stored.title,
        price: price?.amount ?? null,
        compare_at_price: price?.compare_at_amount ?? null,
        lowest_price_30_days: price?.lowest_before ?? null,
        currency,
        image_id: shown.get(variant.id)?.[0] ?? images[0]?.id ?? null,
        image_ids: shown.get(variant.id) ?? [],
      };
    }),
  };
  return texts.length > 0 ? translateProduct(product, mergeTexts<"product">(texts)) : product;
}
