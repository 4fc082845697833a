import { sql } from "drizzle-orm";
import { notFound } from "../platform/errors.ts";
import { isId } from "../platform/ids.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { productJson, readProduct } from "./product-sql.ts";
import type { Product } from "./schemas.ts";

/**
 * A product with its variants, prices and pictures, in one statement.
 * @param idOrSlug what stands in its address
 * @param currency the one that prices are told in
 * @throws not-found, also when it is not active and the caller is not staff
 */
export async function findProduct(
  store: Store,
  idOrSlug: string,
  currency: Currency = store.currency,
): Promise<Product> {
  const named = isId("prod", idOrSlug) ? sql`p.id = ${idOrSlug}` : sql`p.slug = ${idOrSlug}`;
  const seen = seesAll(store) ? sql`` : sql`and p.status = 'active'`;
  const row = await store.catalog.get<{ product: string } | undefined>(
    sql`select ${productJson(currency)} as product from products p where ${named} ${seen}`,
  );
  if (!row) throw notFound("product");
  return readProduct(row.product, currency);
}

/** Staff, and the store itself, see products that are not for sale. */
export function seesAll(store: Store): boolean {
  return store.actor.kind === "staff" || store.actor.kind === "system";
}
