import { type Placeholder, type SQL, sql } from "drizzle-orm";
import {
  picturesByVariant,
  picturesJson,
  picturesOnTheWire,
  type StoredPicture,
} from "../../media/product-pictures.ts";
import type { Currency } from "../../platform/money.ts";
import type { Product, Variant } from "../schemas.ts";
import type { ProductTexts } from "../translations/schemas.ts";
import { translateProduct, variantTitle } from "../translations/translate-product.ts";
import { mergeTexts, textsJson } from "../translations/translations.ts";

/**
 * One product as JSON, whole, made inside the database: a product page is one statement, and a page of a list is one too.
 * `p` is the product's row in the surrounding statement.
 * @param chain the languages that it is told in, by `localeChain`
 * @param shown which of its variants, as {@link firstVariants} selects them
 */
export function productJson(
  currency: Currency | Placeholder,
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
      select 1 from variants v where v.product_id = p.id and (v.available is null or v.available > 0)
    ),
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
      from (${shown}) v
    )
  )`;
}

/** Variants that a product has with it in a list. Nearly all products have fewer; a page of those that have more stays a page. */
const cardVariants = 50;

/** The first variants of the product `p`, in their order. */
export function firstVariants(most: number | Placeholder): SQL {
  return sql`select * from variants where product_id = p.id order by position limit ${most}`;
}

type StoredVariant = Pick<Variant, "id" | "sku" | "options" | "available" | "barcode" | "weight_grams"> & {
  prices: (Variant["prices"][number] & { lowest_before: number | null })[];
};

type StoredProduct = Omit<Product, "images" | "in_stock" | "price_range" | "variants"> & {
  in_stock: number;
  /** Lowest and highest by currency. */
  price_ranges: Record<string, [number, number]>;
  /** What it is told in, nearest language first. */
  texts: ProductTexts[];
  images: StoredPicture[];
  variants: StoredVariant[];
};

/** Reads what {@link productJson} wrote into the shape that crosses the wire. */
export function readProduct(json: string, currency: Currency): Product {
  const { texts, images, in_stock, price_ranges, variants, ...stored } = JSON.parse(json) as StoredProduct;
  const range = price_ranges[currency];
  const shown = picturesByVariant(images);
  const product: Product = {
    ...stored,
    images: picturesOnTheWire(images),
    in_stock: in_stock === 1,
    price_range: range ? { currency, min: range[0], max: range[1] } : null,
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
