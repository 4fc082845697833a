import { sql } from "drizzle-orm";
import { imageUrl } from "../media/address.ts";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { variantTitle } from "./product-sql.ts";

/** A variant as it can be put into a cart: what it is, and what it costs now in the store's currency. */
export interface Offer {
  variant_id: string;
  product_id: string;
  slug: string;
  sku: string;
  /** The product's title with the variant's options: `Pan - 24 cm`. */
  title: string;
  image_url: string | null;
  /** Minor units of `currency`. */
  unit_price: number;
  compare_at_price: number | null;
  currency: string;
  weight_grams: number;
  /** As the catalogue shows it; null where stock is not tracked. The books decide. */
  available: number | null;
}

interface OfferRow extends Omit<Offer, "image_url" | "title"> {
  product_title: string;
  options: string;
  image_id: string | null;
}

/** Offers may be this old when a cart shows them; checkout asks the books and compares totals. Seconds. */
const freshness = 5;
const warm = new Warm<Offer | null>(freshness, 2000);

/** The width of a cart's pictures, pixels. */
const imageWidth = 320;

/**
 * What the given variants are offered for. A variant that is unknown, not priced in the store's currency, or of a product
 * that is not active is not in the answer.
 */
export async function findOffers(store: Store, variantIds: string[]): Promise<Map<string, Offer>> {
  const now = store.now().getTime();
  const found = new Map<string, Offer>();
  const missing: string[] = [];
  for (const variantId of new Set(variantIds)) {
    const known = warm.get(`${variantId} ${store.currency}`, now);
    if (known) found.set(variantId, known);
    else if (known === undefined) missing.push(variantId);
  }
  if (missing.length === 0) return found;
  for (const row of await readOffers(store, missing)) found.set(row.variant_id, offerFrom(row));
  for (const variantId of missing) warm.set(`${variantId} ${store.currency}`, found.get(variantId) ?? null, now);
  return found;
}

/** Forgets what this isolate remembers of variants, when they were changed here. */
export function forgetOffers(store: Store, variantIds: readonly string[], currencies: readonly string[]): void {
  for (const variantId of variantIds) {
    for (const currency of new Set([store.currency, ...currencies])) warm.delete(`${variantId} ${currency}`);
  }
}

function readOffers(store: Store, variantIds: string[]): Promise<OfferRow[]> {
  return store.catalog.all<OfferRow>(sql`
    select
      v.id as variant_id, p.id as product_id, p.slug, v.sku, p.title as product_title, v.options,
      c.amount as unit_price, c.compare_at_amount as compare_at_price, c.currency, v.weight_grams, v.available,
      (
        select i.id from images i where i.product_id = p.id and i.status = 'ready'
        order by i.variant_id is not v.id, i.position, i.id limit 1
      ) as image_id
    from json_each(${JSON.stringify(variantIds)}) wanted
    join variants v on v.id = wanted.value
    join products p on p.id = v.product_id and p.status = 'active'
    join prices c on c.variant_id = v.id and c.currency = ${store.currency}
  `);
}

function offerFrom({ product_title, options, image_id, ...row }: OfferRow): Offer {
  const choice = variantTitle(JSON.parse(options) as Record<string, string>);
  return {
    ...row,
    title: choice ? `${product_title} - ${choice}` : product_title,
    image_url: image_id ? imageUrl(image_id, imageWidth) : null,
  };
}
