import { type SQL, sql } from "drizzle-orm";
import { fixedStatement } from "../platform/database.ts";
import { notFound } from "../platform/errors.ts";
import { isId } from "../platform/ids.ts";
import type { Currency } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { productJson, readProduct } from "./product-sql.ts";
import type { Product } from "./schemas.ts";
import { localeChain } from "./translations.ts";

const productWhere = (named: SQL) => sql`
  select ${productJson(sql.placeholder("currency"), sql.placeholder("chain"))} as product from products p
  where ${named} and ${sql.placeholder("status")} in ('any', p.status)
`;
const byId = fixedStatement(() => productWhere(sql`p.id = ${sql.placeholder("name")}`));
const bySlug = fixedStatement(() => productWhere(sql`p.slug = ${sql.placeholder("name")}`));

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
  const ask = isId("prod", idOrSlug) ? byId : bySlug;
  const status = seesAll(store) ? "any" : "active";
  const chain = localeChain(store);
  const row = await ask(store.env.CATALOG, { name: idOrSlug, currency, chain, status }).first<{ product: string }>();
  if (!row) throw notFound("product");
  return readProduct(row.product, currency);
}

/** Staff, and the store itself, see products that are not for sale. */
export function seesAll(store: Store): boolean {
  return store.actor.kind === "staff" || store.actor.kind === "system";
}
