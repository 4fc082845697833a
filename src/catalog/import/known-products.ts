import { sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";
import type { TaxClass } from "../../tax/rules.ts";
import { bareSku } from "../products/skus.ts";
import { type Travelling, travellingJson } from "../products/travelling.ts";
import type { Attributes, Price, ProductOption, ProductStatus } from "../schemas.ts";
import type { ProductTexts } from "../translations/schemas.ts";
import { type KnownPicture, knownPicturesJson } from "./told-pictures.ts";

/** A variant as the store has it. */
export interface KnownVariant extends Travelling {
  id: string;
  sku: string;
  options: Record<string, string>;
  barcode: string | null;
  weight_grams: number;
  /** Units that can be bought; null where nobody counts. */
  available: number | null;
  prices: Price[];
}

/** The columns of a product that a file may tell. */
export interface ProductColumns {
  title: string;
  description: string;
  status: ProductStatus;
  brand: string | null;
  seo_title: string | null;
  seo_description: string | null;
  publish_at: string | null;
  unpublish_at: string | null;
  tax_class: TaxClass;
  options: ProductOption[];
  attributes: Attributes;
}

/** A product as the store has it: all that a file may speak of. */
export interface KnownProduct extends ProductColumns {
  id: string;
  slug: string;
  category_ids: string[];
  variants: KnownVariant[];
  translations: Record<string, ProductTexts>;
  pictures: KnownPicture[];
}

/** A {@link KnownProduct} as JSON inside a statement, where `p` is the row of the product. */
export const knownJson = sql`
  json_object(
    'id', p.id, 'slug', p.slug, 'title', p.title, 'description', p.description, 'status', p.status, 'brand', p.brand,
    'seo_title', p.seo_title, 'seo_description', p.seo_description,
    'publish_at', p.publish_at, 'unpublish_at', p.unpublish_at, 'tax_class', p.tax_class,
    'options', json(p.options), 'attributes', json(p.attributes),
    'translations', json((
      select json_group_object(locale, json(texts)) from translations t where t.kind = 'product' and t.id = p.id
    )),
    'pictures', ${knownPicturesJson},
    'category_ids', (
      select json_group_array(category_id order by position) from product_categories where product_id = p.id
    ),
    'variants', (
      select json_group_array(
        json_object(
          'id', v.id, 'sku', v.sku, 'options', json(v.options), 'barcode', v.barcode, 'weight_grams', v.weight_grams,
          ${travellingJson}, 'available', v.available,
          'prices', (
            select json_group_array(
              json_object('currency', c.currency, 'amount', c.amount, 'compare_at_amount', c.compare_at_amount)
              order by c.currency
            )
            from prices c where c.variant_id = v.id
          )
        )
        order by v.position
      )
      from variants v where v.product_id = p.id
    )
  )`;

/**
 * Whose SKUs are: a SKU in other capitals is the same, but for namesakes that a store has from before that was a rule. Those
 * are told apart by their very letters.
 */
export class KnownSkus {
  private readonly owners = new Map<string, Map<string, KnownProduct>>();

  constructor(products: readonly KnownProduct[]) {
    for (const product of products)
      for (const { sku } of product.variants) {
        const namesakes = this.owners.get(bareSku(sku)) ?? new Map<string, KnownProduct>();
        this.owners.set(bareSku(sku), namesakes.set(sku, product));
      }
  }

  ownerOf(sku: string): KnownProduct | undefined {
    const namesakes = this.owners.get(bareSku(sku));
    return namesakes?.get(sku) ?? namesakes?.values().next().value;
  }

  /** What the rest of a file remembers a SKU by. */
  nameOf(sku: string): string {
    const namesakes = this.owners.get(bareSku(sku));
    return skuName(namesakes && namesakes.size > 1 && namesakes.has(sku) ? sku : bareSku(sku));
  }
}

export const skuName = (sku: string): string => `sku:${sku}`;

/** What the store knows of the products of a chunk, and what the file has said of them further up. */
export interface Knowledge {
  bySlug: Map<string, KnownProduct>;
  skus: KnownSkus;
  /** The line on which the file came across a handle or a SKU before. */
  lines: Map<string, number>;
}

/** Looks up everything that a chunk may touch, in one round trip. */
export async function findKnown(
  store: Store,
  jobId: string,
  slugs: readonly string[],
  skus: readonly string[],
  names: readonly string[],
): Promise<Knowledge> {
  const wanted = JSON.stringify(skus);
  const [products, seen] = await store.catalog.batch([
    store.catalog.all<{ product: string }>(sql`
      with wanted as (
        select p.id from json_each(${JSON.stringify(slugs)}) s cross join products p on p.slug = s.value
        union
        select v.product_id from json_each(${wanted}) s cross join variants v on v.sku = s.value collate nocase
      )
      select ${knownJson} as product
      from wanted cross join products p on p.id = wanted.id
    `),
    store.catalog.all<{ name: string; line: number }>(sql`
      select n.name, n.line from json_each(${JSON.stringify(names)}) w
      cross join import_names n on n.job_id = ${jobId} and n.name = w.value
    `),
  ]);
  const bySlug = new Map<string, KnownProduct>();
  const all = products.map(({ product }) => JSON.parse(product) as KnownProduct);
  for (const known of all) bySlug.set(known.slug, known);
  return { bySlug, skus: new KnownSkus(all), lines: new Map(seen.map(({ name, line }) => [name, line])) };
}
