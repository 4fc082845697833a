import { type SQL, sql } from "drizzle-orm";
import { DomainError, notFound } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { reshelve } from "../lists/shelving.ts";
import { shelfCurrency } from "../prices/shown.ts";
import { formerOwner, writeUnderSlug } from "../slugs.ts";
import { categories } from "../tables.ts";
import type { Texts } from "../translations/schemas.ts";
import { localeChain, mergeTexts, textsJson } from "../translations/translations.ts";
import type { Category, CategoryChange, NewCategory } from "./schemas.ts";

/** Levels of a tree; menus and addresses end somewhere. */
export const deepest = 10;
/** Products that are put on their new shelves at once when a category moves; a job goes on with the rest. */
const reshelvedAtOnce = 200;

/** What goes to the queue of jobs when a moved category holds more products than are dealt with at once. */
interface ReshelveCategory {
  kind: "reshelve-category";
  category_id: string;
  /** `products.no` of the last one done. */
  after: number;
}

interface CategoryRow {
  id: string;
  parent_id: string | null;
  slug: string;
  name: string;
  position: number;
  description: string;
  seo_title: string | null;
  seo_description: string | null;
  lineage: string;
  version: number;
  product_count: number;
}

/** The whole tree, flat: each category after its parent, siblings by position, then name. */
export async function listCategories(store: Store): Promise<Category[]> {
  const rows = await store.catalog.all<CategoryRow & { texts: string }>(
    select(store, textsJson("category", sql`c.id`, localeChain(store)), sql`true`),
  );
  return inOrder(rows.map(told));
}

/** A category in the language of the call. */
function told({ texts, ...row }: CategoryRow & { texts: string }): CategoryRow {
  const { name, description, seo_title, seo_description } = mergeTexts<"category">(
    JSON.parse(texts) as Texts<"category">[],
  );
  return {
    ...row,
    name: name ?? row.name,
    description: description ?? row.description,
    seo_title: seo_title ?? row.seo_title,
    seo_description: seo_description ?? row.seo_description,
  };
}

/**
 * A category by its id, its slug, or one that it had once; its own `slug` is then another.
 * @throws not-found
 */
export async function findCategory(store: Store, idOrSlug: string): Promise<Category> {
  const tree = await listCategories(store);
  const named = (name: string) => tree.find(({ id, slug }) => id === name || slug === name);
  const found = named(idOrSlug) ?? named(await formerlyNamed(store, idOrSlug));
  if (!found) throw notFound("category");
  return found;
}

/** The id of the category that had a slug once; empty where none had. */
async function formerlyNamed(store: Store, slug: string): Promise<string> {
  const [row] = await store.catalog.all<{ id: string | null }>(
    sql`select ${formerOwner("category", sql`${slug}`)} as id`,
  );
  return row?.id ?? "";
}

function select(store: Store, texts: SQL, rule: SQL): SQL {
  return sql`
    select
      c.id, c.parent_id, c.slug, c.name, c.position, c.description, c.seo_title, c.seo_description, c.lineage, c.version,
      coalesce(s.products, 0) as product_count, ${texts} as texts
    from categories c
    left join shelves s on s.name = 'active|' || ${shelfCurrency(store)} || '|category:' || c.id
    where ${rule}
    order by c.position, c.name
  `;
}

function inOrder(rows: readonly CategoryRow[]): Category[] {
  const below = Map.groupBy(rows, (row) => row.parent_id);
  const down = (parent: string | null, path: string[]): Category[] =>
    (below.get(parent) ?? []).flatMap(({ lineage: _, ...row }) => {
      const own = [...path, row.slug];
      return [{ ...row, path: own, depth: path.length }, ...down(row.id, own)];
    });
  return down(null, []);
}

/** @throws slug-taken, invalid-category when the parent does not exist or the tree grows too deep */
export async function createCategory(store: Store, input: NewCategory): Promise<Category> {
  const id = store.newId("cat");
  const parent = input.parent_id === null ? null : await rowOf(store, input.parent_id);
  if (parent === undefined) throw new DomainError("invalid-category", "The parent category does not exist.");
  const lineage = lineageUnder(parent, id);
  const at = timestamp(store);
  const insert = (slug: string) =>
    store.catalog.insert(categories).values({
      id,
      parent_id: input.parent_id,
      slug,
      name: input.name,
      position: input.position,
      description: input.description ?? "",
      seo_title: input.seo_title ?? null,
      seo_description: input.seo_description ?? null,
      lineage,
      created_at: at,
      updated_at: at,
    });
  await writeUnderSlug({ id, title: input.name, slug: input.slug }, insert, categoryFailure);
  return findCategory(store, id);
}

/**
 * Renames or moves a category with all that is below it. Products follow onto the shelves of their new ancestors at once,
 * or, where there are many, in the next seconds.
 * @throws not-found, changed-meanwhile, slug-taken, invalid-category when it would lie below itself, or anything of it too deep
 */
export async function updateCategory(
  store: Store,
  id: string,
  version: number,
  change: CategoryChange,
): Promise<Category> {
  const before = await rowOf(store, id);
  if (!before) throw notFound("category");
  if (before.version !== version) throw changedMeanwhile();
  const parentId = change.parent_id === undefined ? before.parent_id : change.parent_id;
  const parent = parentId === null ? null : await rowOf(store, parentId);
  if (parent === undefined) throw new DomainError("invalid-category", "The parent category does not exist.");
  if (parent?.lineage.startsWith(before.lineage)) {
    throw belowItself();
  }
  const filed = await filedUnder(store, before.lineage, 0);
  try {
    await store.catalog.batch([
      store.catalog.run(sql`
        update categories set
          name = ${change.name ?? before.name}, slug = ${change.slug ?? before.slug}, parent_id = ${parentId},
          position = ${change.position ?? before.position}, description = ${change.description ?? before.description},
          seo_title = ${change.seo_title === undefined ? before.seo_title : change.seo_title},
          seo_description = ${change.seo_description === undefined ? before.seo_description : change.seo_description},
          updated_at = ${timestamp(store)}, version = case when version = ${version} then version + 1 end
        where id = ${id}
      `),
      moveBranch(store, id, parentId),
      ...reshelve(store, filed.ids),
    ]);
  } catch (thrown) {
    throw categoryFailure(thrown);
  }
  if (filed.last !== null)
    await continueReshelving(store, { kind: "reshelve-category", category_id: id, after: filed.last });
  return findCategory(store, id);
}

/**
 * The statement that has a category and all below it lie under its parent, wherever that lies by now. What would lie too deep lies
 * nowhere, which the table refuses.
 */
function moveBranch(store: Store, id: string, parentId: string | null) {
  return store.catalog.run(sql`
    update categories set lineage = case
      when length(branch.above || substr(lineage, branch.kept)) - length(replace(branch.above || substr(lineage, branch.kept), '/', '')) <= ${deepest}
      then branch.above || substr(lineage, branch.kept)
    end
    from (
      select
        own.lineage as root, coalesce((select lineage from categories where id = ${parentId}), '') as above,
        length(own.lineage) - length(own.id) as kept
      from categories own where own.id = ${id}
    ) branch
    where lineage >= branch.root and lineage < substr(branch.root, 1, length(branch.root) - 1) || '0'
  `);
}

/** @throws not-found, changed-meanwhile, category-in-use while products or categories lie in it */
export async function deleteCategory(store: Store, id: string, version: number | null): Promise<void> {
  const before = await rowOf(store, id);
  if (!before) throw notFound("category");
  if (version !== null && before.version !== version) throw changedMeanwhile();
  try {
    await store.catalog.run(sql`delete from categories where id = ${id}`);
  } catch (thrown) {
    if (!failureText(thrown).includes("FOREIGN KEY")) throw thrown;
    throw new DomainError(
      "category-in-use",
      "Move its products, its attributes and the categories below it elsewhere first.",
    );
  }
}

/** Goes on putting the products of a moved category on their shelves; sends itself the rest. */
export async function reshelveCategory(store: Store, { category_id, after }: ReshelveCategory): Promise<void> {
  const category = await rowOf(store, category_id);
  if (!category) return;
  const filed = await filedUnder(store, category.lineage, after);
  if (filed.ids.length > 0) await store.catalog.batch([...reshelve(store, filed.ids)]);
  if (filed.last !== null)
    await continueReshelving(store, { kind: "reshelve-category", category_id, after: filed.last });
}

async function continueReshelving(store: Store, job: ReshelveCategory): Promise<void> {
  await store.env.IMPORTS_QUEUE.send(job);
}

/** The next products filed in a category or below it; `last` is where to go on, null when these were all. */
async function filedUnder(
  store: Store,
  lineage: string,
  after: number,
): Promise<{ ids: string[]; last: number | null }> {
  const rows = await store.catalog.all<{ id: string; no: number }>(sql`
    select distinct p.id, p.no
    from categories
    join product_categories pc on pc.category_id = categories.id
    join products p on p.id = pc.product_id
    where ${isWithin(lineage)} and p.no > ${after}
    order by p.no
    limit ${reshelvedAtOnce}
  `);
  return { ids: rows.map((row) => row.id), last: rows.length < reshelvedAtOnce ? null : (rows.at(-1)?.no ?? null) };
}

/** A category and all below it: a range of the index, for a lineage ends in a slash and `0` follows it. */
function isWithin(lineage: string): SQL {
  return sql`lineage >= ${lineage} and lineage < ${`${lineage.slice(0, -1)}0`}`;
}

/** As it is written, in the store's own language. */
async function rowOf(store: Store, id: string): Promise<CategoryRow | undefined> {
  const [row] = await store.catalog.all<CategoryRow>(select(store, sql`null`, sql`c.id = ${id}`));
  return row;
}

function lineageUnder(parent: Pick<CategoryRow, "lineage"> | null, id: string): string {
  const lineage = `${parent?.lineage ?? ""}${id}/`;
  if (lineage.split("/").length - 1 > deepest) throw tooDeep();
  return lineage;
}

export function tooDeep(): DomainError {
  const detail = `A tree has at most ${deepest} levels, those below this category counted. Choose a parent further up.`;
  return new DomainError("invalid-category", detail, { errors: [{ pointer: "/parent_id", detail }] });
}

function belowItself(): DomainError {
  const detail = "A category cannot lie below itself. Choose another parent.";
  return new DomainError("invalid-category", detail, { errors: [{ pointer: "/parent_id", detail }] });
}

function categoryFailure(thrown: unknown): unknown {
  const text = failureText(thrown);
  if (text.includes("categories.slug"))
    return new DomainError("slug-taken", "Another category has this slug. Choose another.");
  if (text.includes("categories.version")) return changedMeanwhile();
  if (text.includes("NOT NULL constraint failed: categories.lineage")) return tooDeep();
  if (text.includes("a category below itself") || text.includes("categories.lineage")) return belowItself();
  return thrown;
}
