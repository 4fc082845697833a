import { sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";
import { listAttributes } from "../attributes/attributes.ts";
import type { CollectionRules } from "../collections/rules.ts";
import { CategoryBook } from "../import/category-book.ts";
import type { ExportedPage } from "./exported-page.ts";
import { type ExportedCategory, writeAttribute, writeCategory, writeCollection } from "./write-groups.ts";

/** Collections that are read at once: each may name a thousand products. */
const atOnce = 50;

interface CollectionRow {
  slug: string;
  title: string;
  status: string;
  description: string;
  seo_title: string | null;
  seo_description: string | null;
  rules: string | null;
  products: string;
  translations: string;
}

/** The next collections by their slugs, which are the same in every store. @param after the last slug before; 0 at the beginning */
export async function readCollections(store: Store, after: number | string): Promise<ExportedPage | null> {
  const [rows, categories] = await store.catalog.batch([
    store.catalog.all<CollectionRow>(sql`
      select slug, title, status, description, seo_title, seo_description, rules, (
        select json_group_array(p.slug order by c.position)
        from collection_products c cross join products p on p.id = c.product_id where c.collection_id = collections.id
      ) as products, (
        select json_group_object(locale, json(texts)) from (
          select locale, texts from translations t where t.kind = 'collection' and t.id = collections.id order by locale
        )
      ) as translations
      from collections where slug > ${String(after || "")} order by slug limit ${atOnce}
    `),
    store.catalog.all<{ id: string; slug: string }>(sql`select id, slug from categories`),
  ]);
  const last = rows.at(-1);
  if (!last) return null;
  const slugs = new Map(categories.map(({ id, slug }) => [id, slug]));
  const text = rows.map(({ rules, products, translations, ...row }) =>
    writeCollection(
      {
        ...row,
        rules: rules === null ? null : (JSON.parse(rules) as CollectionRules),
        products: JSON.parse(products),
        translations: JSON.parse(translations),
      },
      (category) => slugs.get(category) ?? category,
    ),
  );
  return { text: text.join(""), things: rows.length, rows: rows.length, after: last.slug };
}

interface CategoryRow extends Omit<ExportedCategory, "path" | "translations"> {
  id: string;
  parent_id: string | null;
  name: string;
  translations: string;
}

/** The whole tree on one page, each category after its parent, as shoppers see it. @param after 0 at the beginning */
export async function readCategories(store: Store, after: number | string): Promise<ExportedPage | null> {
  if (after !== 0) return null;
  const rows = await store.catalog.all<CategoryRow>(sql`
    select id, parent_id, slug, name, position, description, seo_title, seo_description, (
      select json_group_object(locale, json(texts)) from (
        select locale, texts from translations t where t.kind = 'category' and t.id = categories.id order by locale
      )
    ) as translations
    from categories order by position, name, slug
  `);
  if (rows.length === 0) return null;
  const below = Map.groupBy(rows, ({ parent_id }) => parent_id);
  const write = (parent: string | null, above: readonly string[]): string =>
    (below.get(parent) ?? [])
      .map(({ id, parent_id: _, name, translations, ...row }) => {
        const path = [...above, name];
        return writeCategory({ ...row, path, translations: JSON.parse(translations) }) + write(id, path);
      })
      .join("");
  return { text: write(null, []), things: rows.length, rows: rows.length, after: 1 };
}

/** All definitions of attributes on one page, in the order that shoppers meet them in. @param after 0 at the beginning */
export async function readAttributes(store: Store, after: number | string): Promise<ExportedPage | null> {
  if (after !== 0) return null;
  const [attributes, told, categories] = await Promise.all([
    listAttributes(store),
    store.catalog.all<{ id: string; locale: string; texts: string }>(
      sql`select id, locale, texts from translations where kind = 'attribute' order by id, locale`,
    ),
    CategoryBook.open(store),
  ]);
  if (attributes.length === 0) return null;
  const texts = Map.groupBy(told, ({ id }) => id);
  const order = ({ position, label, code }: (typeof attributes)[number]) =>
    [String(position).padStart(6, "0"), label, code].join("\u001f");
  const text = attributes
    .toSorted((one, other) => (order(one) < order(other) ? -1 : 1))
    .map(({ id, category_ids, ...attribute }) =>
      writeAttribute({
        ...attribute,
        // Ids are another store's, and so is their order.
        categories: category_ids.map((each) => categories.pathTo(each)).toSorted(),
        translations: Object.fromEntries(
          (texts.get(id) ?? []).map(({ locale, texts: own }) => [locale, JSON.parse(own) as object]),
        ),
      }),
    );
  return { text: text.join(""), things: text.length, rows: text.length, after: 1 };
}
