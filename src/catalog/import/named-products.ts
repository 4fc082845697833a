import { sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";

/** What {@link namedProducts} knows of the file is kept under this: names that no variant has as its SKU. */
export const calledName = (name: string): string => `called:${name}`;

/**
 * The products that names of a file stand for: each `slug:`, `sku:` or `id:` and the name. What the file itself calls so comes
 * before what the store has, and a SKU as it is written before the same in other capitals.
 */
export async function namedProducts(
  store: Store,
  jobId: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const wanted = JSON.stringify([...new Set(names)]);
  const rows = await store.catalog.all<{ name: string; id: string }>(sql`
    select w.value as name, p.id, 3 as rank from json_each(${wanted}) w
    cross join products p on p.slug = substr(w.value, length('slug:') + 1) where w.value like 'slug:%'
    union all
    select w.value, v.product_id, case when 'sku:' || v.sku = w.value then 4 else 5 end from json_each(${wanted}) w
    cross join variants v on v.sku = substr(w.value, length('sku:') + 1) collate nocase where w.value like 'sku:%'
    union all
    select w.value, n.product_id, 2 from json_each(${wanted}) w
    cross join import_names n on n.job_id = ${jobId} and n.name = w.value where n.product_id is not null
    union all
    select w.value, n.product_id, 3 from json_each(${wanted}) w
    cross join import_names n on n.job_id = ${jobId} and n.name = lower(w.value)
    where n.product_id is not null and w.value like 'sku:%'
    union all
    select w.value, n.product_id, 1 from json_each(${wanted}) w
    cross join import_names n on n.job_id = ${jobId} and n.name = 'called:' || w.value where n.product_id is not null
    order by rank desc
  `);
  return new Map(rows.map(({ name, id }) => [name, id]));
}
