import { sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";

/**
 * What variants are called, in the store's own language: the product's title, then the variant's options (`Mug, blue, large`).
 * One statement, however many are asked for; a variant that the catalogue does not have is not in the answer.
 */
export async function variantTitles(
  store: Store,
  variantIds: readonly string[],
): Promise<{ id: string; title: string }[]> {
  const rows = await store.catalog.all<{ id: string; title: string; options: string }>(sql`
    select v.id, p.title, v.options from json_each(${JSON.stringify(variantIds)}) asked
    join variants v on v.id = asked.value join products p on p.id = v.product_id
  `);
  return rows.map(({ id, title, options }) => {
    const values = Object.values(JSON.parse(options) as Record<string, string>);
    return { id, title: [title, ...values].join(", ") };
  });
}
