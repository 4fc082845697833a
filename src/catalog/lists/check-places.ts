import { sql } from "drizzle-orm";
import { type FieldError, invalidInput } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import { seesAll } from "../products/find-product.ts";
import type { ProductQuery } from "../schemas.ts";

/**
 * Whether the category and the collection that a list was asked for are there: an empty list of one that is not looks right and
 * is not. Asked only of lists that nothing is in.
 * @throws invalid-input naming each that is not, and a collection that is a draft where others than staff ask
 */
export async function checkPlaces(
  store: Store,
  { category, collection }: Pick<ProductQuery, "category" | "collection">,
): Promise<void> {
  if (category === undefined && collection === undefined) return;
  const status = seesAll(store) ? "any" : "active";
  const [there] = await store.catalog.all<{ category: number; collection: number }>(sql`
    select
      exists (select 1 from categories where id = ${category ?? ""} or slug = ${category ?? ""}) as category,
      exists (
        select 1 from collections
        where (id = ${collection ?? ""} or slug = ${collection ?? ""}) and ${status} in ('any', status)
      ) as collection
  `);
  const errors: FieldError[] = [];
  if (category !== undefined && !there?.category)
    errors.push({ pointer: "/category", detail: `There is no category ${category}.` });
  if (collection !== undefined && !there?.collection)
    errors.push({ pointer: "/collection", detail: `There is no collection ${collection}.` });
  if (errors.length > 0) throw invalidInput(errors);
}
