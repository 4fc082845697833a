import { sql } from "drizzle-orm";
import { notFound } from "../../platform/errors.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import type { Store } from "../../platform/store.ts";
import { showingIn } from "../prices/shown.ts";
import type { Variant, VariantQuery } from "../schemas.ts";
import { localeChain } from "../translations/translations.ts";
import { productNamed, statusSeen } from "./find-product.ts";
import { pricesAsked, productJson, readProduct } from "./product-sql.ts";

/**
 * A page of a product's variants, in their order.
 * @param query `options`: only those with these values, by the names that the store's own language has for them
 * @throws not-found, also when the product is not active and the caller is not staff; invalid-cursor
 */
export async function listVariants(
  store: Store,
  idOrSlug: string,
  query: VariantQuery,
): Promise<{ data: Variant[]; next_cursor: string | null }> {
  const showing = await showingIn(store, query.currency);
  const options = JSON.stringify(query.options);
  const list = `variants:${idOrSlug}:${options}`;
  const [after] = query.cursor === undefined ? [-1] : readCursor(list, query.cursor, ["number"]);
  const matching = sql`
    select * from variants
    where product_id = p.id and position > ${after} and not exists (
      select 1 from json_each(${options}) asked
      where not exists (select 1 from json_each(variants.options) own where own.key = asked.key and own.value = asked.value)
    )
    order by position limit ${query.limit + 1}`;
  const [row] = await store.catalog.all<{ product: string; last: number | null }>(sql`
    select
      ${productJson(pricesAsked(showing), localeChain(store), matching)} as product,
      (select position from (${matching}) limit 1 offset ${query.limit - 1}) as last
    from products p
    where p.id = ${productNamed(idOrSlug)} and ${statusSeen(store)} in ('any', p.status)
  `);
  if (!row) throw notFound("product");
  const { variants } = readProduct(row.product, showing);
  const more = variants.length > query.limit && row.last !== null;
  return {
    data: variants.slice(0, query.limit),
    next_cursor: more ? writeCursor(list, [row.last ?? 0]) : null,
  };
}
