import { type SQL, sql } from "drizzle-orm";
import { DomainError, notFound } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { isId } from "../../platform/ids.ts";
import type { Currency } from "../../platform/money.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { shelfOfCollection, shoppersScope } from "../lists/shelf-names.ts";
import { shelfCurrency } from "../prices/shown.ts";
import { seesAll } from "../products/find-product.ts";
import { writeUnderSlug } from "../slugs.ts";
import { localeChain, mergeTexts, textsJson } from "../translations/translations.ts";
import { gatherProducts, reshelvePicked } from "./regather.ts";
import { type CollectionRules, categoriesIn, conditionRows } from "./rules.ts";
import type {
  Collection,
  CollectionChange,
  CollectionDetail,
  CollectionPage,
  CollectionQuery,
  NewCollection,
} from "./schemas.ts";

interface CollectionRow extends Omit<Collection, "rules"> {
  rules: string | null;
  texts: string;
}

/** What can be written of the row itself. */
type Columns = Pick<Collection, "title" | "description" | "seo_title" | "seo_description" | "status">;

/** Collections by title; shoppers see those that are active. @throws invalid-cursor */
export async function listCollections(
  store: Store,
  { limit, cursor, currency = store.currency }: CollectionQuery,
): Promise<CollectionPage> {
  const all = seesAll(store);
  const list = `collections ${all ? "all" : "active"}`;
  const place = cursor === undefined ? null : readCursor(list, cursor, ["string", "string"]);
  const rows = await store.catalog.all<CollectionRow>(
    select(
      store,
      currency,
      sql`${all ? sql`true` : sql`c.status = 'active'`} ${place ? sql`and (c.title, c.id) > (${place[0]}, ${place[1]})` : sql``}
      order by c.title, c.id limit ${limit + 1}`,
    ),
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(toCollection),
    next_cursor: rows.length > limit && last ? writeCursor(list, [last.title, last.id]) : null,
  };
}

/**
 * A collection by its id, its slug or one that it had: its own `slug` then tells where it is now.
 * @throws not-found, also while it is a draft and the caller is not staff
 */
export async function findCollection(
  store: Store,
  idOrSlug: string,
  currency: Currency = store.currency,
): Promise<CollectionDetail> {
  const named = isId("col", idOrSlug)
    ? sql`c.id = ${idOrSlug}`
    : sql`c.id in (
        select id from collections where slug = ${idOrSlug}
        union all select id from former_slugs where kind = 'collection' and slug = ${idOrSlug}
      )`;
  if (!seesAll(store)) {
    const [seen] = await store.catalog.all<CollectionRow>(
      select(store, currency, sql`${named} and c.status = 'active'`),
    );
    if (!seen) throw notFound("collection");
    return toCollection(seen);
  }
  const [[row], picked] = await store.catalog.batch([
    store.catalog.all<CollectionRow>(select(store, currency, named)),
    store.catalog.all<{ product_id: string }>(sql`
      select product_id from collections c cross join collection_products p on p.collection_id = c.id
      where ${named} order by p.position
    `),
  ]);
  if (!row) throw notFound("collection");
  const found = toCollection(row);
  return found.rules === null ? { ...found, product_ids: picked.map(({ product_id }) => product_id) } : found;
}

function select(store: Store, currency: Currency, rest: SQL): SQL {
  return sql`
    select
      c.id, c.slug, c.title, c.description, c.seo_title, c.seo_description, c.status, c.rules, c.version, c.created_at,
      c.updated_at, coalesce(s.products, 0) as product_count, ${textsJson("collection", sql`c.id`, localeChain(store))} as texts
    from collections c
    left join shelves s on s.name = ${shoppersScope(shelfCurrency(store, currency)) + shelfOfCollection("")} || c.id
    where ${rest}
  `;
}

function toCollection({ rules, texts, ...row }: CollectionRow): Collection {
  const told = mergeTexts<"collection">(JSON.parse(texts));
  return {
    ...row,
    rules: rules === null ? null : (JSON.parse(rules) as CollectionRules),
    title: told.title ?? row.title,
    description: told.description ?? row.description,
    seo_title: told.seo_title ?? row.seo_title,
    seo_description: told.seo_description ?? row.seo_description,
  };
}

/**
 * Adds a collection, picked by hand or by a rule. Products come onto its shelf at once, or, where there are many, in the
 * next seconds.
 * @throws slug-taken, invalid-collection when it names a category or a product that does not exist
 */
export async function createCollection(store: Store, input: NewCollection): Promise<CollectionDetail> {
  const id = store.newId("col");
  const { slug: asked, rules, product_ids = [], ...columns } = input;
  await checkNames(store, rules, product_ids);
  const insert = (slug: string) => insertCollection(store, { id, slug, ...columns, rules }, product_ids);
  await writeUnderSlug({ id, title: input.title, slug: asked }, insert, writeFailure);
  await shelve(store, id, [], product_ids);
  return findCollection(store.as({ kind: "system" }), id);
}

/**
 * Changes a collection; what the change leaves out stays. Its shelf follows at once, or, where many products come or go, in
 * the next seconds.
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, slug-taken, invalid-collection
 */
export async function updateCollection(
  store: Store,
  id: string,
  version: number,
  change: CollectionChange,
): Promise<CollectionDetail> {
  const before = await findWritten(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const { rules, product_ids, seo_title = before.seo_title, seo_description = before.seo_description } = change;
  const { title = before.title, slug = before.slug, description = before.description, status = before.status } = change;
  const written = { id, title, slug, description, seo_title, seo_description, status };
  await checkNames(store, rules ?? null, product_ids ?? []);
  const refilled = rules !== undefined || product_ids !== undefined;
  const rulesAfter = rules ?? (product_ids === undefined ? before.rules : null);
  try {
    await store.catalog.batch([
      updateRow(store, version, { ...written, rules: rulesAfter }),
      ...(refilled ? fill(store, id, rulesAfter, product_ids ?? []) : []),
    ]);
  } catch (thrown) {
    throw writeFailure(thrown);
  }
  if (refilled) await shelve(store, id, before.product_ids, product_ids ?? []);
  return findCollection(store.as({ kind: "system" }), id);
}

/**
 * Removes a collection; its products stay.
 * @param version the one that the caller has read; null removes it whatever has changed
 * @throws not-found, changed-meanwhile
 */
export async function deleteCollection(store: Store, id: string, version: number | null): Promise<void> {
  const before = await findWritten(store, id);
  if (version !== null && before.version !== version) throw changedMeanwhile();
  await store.catalog.batch([
    store.catalog.run(sql`delete from collections where id = ${id}`),
    store.catalog.run(sql`delete from translations where kind = 'collection' and id = ${id}`),
  ]);
  await shelve(store, id, before.product_ids, []);
}

/** Puts the products on the collection's shelf that belong there, and takes off those that do not. */
async function shelve(store: Store, id: string, before: readonly string[], picked: readonly string[]): Promise<void> {
  const [left, stayed] = [new Set(before), new Set(picked)];
  const moved = [...before.filter((one) => !stayed.has(one)), ...picked.filter((one) => !left.has(one))];
  await reshelvePicked(store, moved);
  await gatherProducts(store, { kind: "gather-products", collection_id: id, after: 0 });
}

interface Written extends Columns {
  id: string;
  slug: string;
  rules: CollectionRules | null;
}

/** As it is stored, in the store's own language, with what was picked by hand. @throws not-found */
async function findWritten(store: Store, id: string): Promise<Written & { version: number; product_ids: string[] }> {
  const [row] = await store.catalog.all<
    Columns & { id: string; slug: string; version: number; rules: string | null; product_ids: string }
  >(sql`
    select id, slug, title, description, seo_title, seo_description, status, rules, version, (
      select json_group_array(product_id) from collection_products where collection_id = collections.id
    ) as product_ids
    from collections where id = ${id}
  `);
  if (!row) throw notFound("collection");
  return {
    ...row,
    rules: row.rules === null ? null : (JSON.parse(row.rules) as CollectionRules),
    product_ids: JSON.parse(row.product_ids) as string[],
  };
}

function insertCollection(store: Store, { id, slug, rules, ...row }: Written, productIds: readonly string[]) {
  const at = timestamp(store);
  return store.catalog.batch([
    store.catalog.run(sql`
      insert into collections (id, slug, title, description, seo_title, seo_description, status, rules, created_at, updated_at)
      values (
        ${id}, ${slug}, ${row.title}, ${row.description}, ${row.seo_title}, ${row.seo_description}, ${row.status},
        ${rules && JSON.stringify(rules)}, ${at}, ${at}
      )
    `),
    ...fill(store, id, rules, productIds),
  ]);
}

function updateRow(store: Store, version: number, { id, slug, rules, ...row }: Written) {
  return store.catalog.run(sql`
    update collections set
      slug = ${slug}, title = ${row.title}, description = ${row.description}, seo_title = ${row.seo_title},
      seo_description = ${row.seo_description}, status = ${row.status}, rules = ${rules && JSON.stringify(rules)},
      updated_at = ${timestamp(store)}, version = case when version = ${version} then version + 1 end
    where id = ${id}
  `);
}

/** The statements that make its conditions and its picked products these and no others, those that stay in their new order. */
function fill(store: Store, id: string, rules: CollectionRules | null, productIds: readonly string[]) {
  const conditions = JSON.stringify(rules ? conditionRows(rules, store.env.STORE_CURRENCY) : []);
  return [
    store.catalog.run(sql`delete from collection_conditions where collection_id = ${id}`),
    store.catalog.run(sql`
      insert into collection_conditions (collection_id, condition, alternative, excluded, kind, what, currency, low, high)
      select
        ${id}, value ->> 'condition', value ->> 'alternative', value ->> 'excluded', value ->> 'kind', value ->> 'what',
        value ->> 'currency', value ->> 'low', value ->> 'high'
      from json_each(${conditions})
    `),
    store.catalog.run(sql`delete from collection_products where collection_id = ${id}`),
    store.catalog.run(sql`
      insert into collection_products (collection_id, product_id, position)
      select ${id}, value, key from json_each(${JSON.stringify(productIds)})
    `),
    store.catalog.run(sql`
      update listings set rank = ${placeOnShelf(id)}
      where shelf_no in (select no from shelves where collection_id = ${id})
        and product_no in (
          select p.no from collection_products picked cross join products p on p.id = picked.product_id
          where picked.collection_id = ${id}
        )
        and rank <> ${placeOnShelf(id)}
    `),
  ] as const;
}

/** Where a product of a listing was picked to stand, from 1. */
function placeOnShelf(id: string): SQL {
  return sql`(
    select picked.position + 1 from products p cross join collection_products picked
    where p.no = listings.product_no and picked.collection_id = ${id} and picked.product_id = p.id
  )`;
}

/** @throws invalid-collection pointing at each category and product that does not exist */
async function checkNames(store: Store, rules: CollectionRules | null, productIds: readonly string[]): Promise<void> {
  const categories = rules ? categoriesIn(rules) : [];
  if (categories.length === 0 && productIds.length === 0) return;
  const [strayCategories, strayProducts] = await store.catalog.batch([
    store.catalog.all<{ value: string }>(sql`
      select value from json_each(${JSON.stringify(categories)}) where value not in (select id from categories)
    `),
    store.catalog.all<{ key: number; value: string }>(sql`
      select key, value from json_each(${JSON.stringify(productIds)}) where not exists (select 1 from products where id = value)
    `),
  ]);
  const errors = [
    ...strayCategories.map(({ value }) => ({
      pointer: `/rules/conditions/${rules?.conditions.findIndex(({ values }) => values.includes(value)) ?? 0}/values`,
      detail: `There is no category ${value}.`,
    })),
    ...strayProducts.map(({ key, value }) => ({
      pointer: `/product_ids/${key}`,
      detail: `There is no product ${value}.`,
    })),
  ];
  const [first] = errors;
  if (first) throw new DomainError("invalid-collection", `${first.pointer}: ${first.detail}`, { errors });
}

function writeFailure(thrown: unknown): unknown {
  const text = failureText(thrown);
  if (text.includes("collections.slug"))
    return new DomainError("slug-taken", "Another collection has this slug. Choose another.");
  if (text.includes("collections.version")) return changedMeanwhile();
  if (text.includes("FOREIGN KEY"))
    return new DomainError("invalid-collection", "One of the products does not exist any more. Load the list again.");
  return thrown;
}
