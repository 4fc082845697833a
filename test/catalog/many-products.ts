import { sql } from "drizzle-orm";
import { reshelve } from "../../src/catalog/lists/shelving.ts";
import type { Store } from "../../src/platform/store.ts";

const things = ["chair", "table", "lamp", "shelf", "stool", "bench", "desk", "rug"];
const colours = ["red", "blue", "green", "white", "black"];
/** Products written in one batch. */
const chunk = 500;

/**
 * Fills the catalogue with products numbered from `from` up to, not including, `to`: every one is made of wood, one in two
 * is `common`, one in ten is of the brand Acme, one in eight lies in each of eight categories.
 */
export async function fillCatalog(store: Store, from: number, to: number): Promise<void> {
  const at = store.now().toISOString();
  const categories = things.map((name, index) => ({ id: `cat_${String(index).padStart(26, "0")}`, name }));
  await store.catalog.run(sql`
    insert into categories (id, slug, name, lineage, created_at, updated_at)
    select value ->> 'id', value ->> 'name', value ->> 'name', (value ->> 'id') || '/', ${at}, ${at}
    from json_each(${JSON.stringify(categories)}) where true on conflict do nothing
  `);
  for (let first = from; first < to; first += chunk) {
    const rows = Array.from({ length: Math.min(chunk, to - first) }, (_, offset) => {
      const n = first + offset;
      const tail = String(n).padStart(26, "0");
      return {
        id: `prod_${tail}`,
        variant: `var_${tail}`,
        sku: `SKU-${n}`,
        slug: `product-${n}`,
        title: `${colours[n % 5]} ${things[n % 8]} ${n}`,
        description: `Made of wood in ${n % 97} hours.${n % 2 ? " A common sight." : ""}`,
        brand: n % 10 === 0 ? "Acme" : `Maker ${n % 50}`,
        attributes: { colour: colours[n % 5], batch: `B${n % 1000}` },
        category: categories[n % 8]?.id,
        amount: 100 + ((n * 7919) % 10_000),
        available: n % 20 === 0 ? 0 : 5,
      };
    });
    const json = JSON.stringify(rows);
    await store.catalog.batch([
      store.catalog.run(sql`
        insert into products (id, slug, title, description, status, brand, attributes, created_at, updated_at)
        select value ->> 'id', value ->> 'slug', value ->> 'title', value ->> 'description', 'active', value ->> 'brand', value -> 'attributes', ${at}, ${at}
        from json_each(${json})
      `),
      store.catalog.run(sql`
        insert into variants (id, product_id, position, sku, options, available, in_stock)
        select value ->> 'variant', value ->> 'id', 0, value ->> 'sku', '{}', value ->> 'available', value ->> 'available' from json_each(${json})
      `),
      store.catalog.run(sql`
        insert into prices (variant_id, currency, amount) select value ->> 'variant', 'EUR', value ->> 'amount' from json_each(${json})
      `),
      store.catalog.run(sql`
        insert into product_categories (product_id, category_id) select value ->> 'id', value ->> 'category' from json_each(${json})
      `),
      ...reshelve(
        store,
        rows.map((row) => row.id),
      ),
    ]);
  }
}
