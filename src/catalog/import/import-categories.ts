import { sql } from "drizzle-orm";
import { DomainError } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import { createCategory, reshelveCategory, updateCategory } from "../categories/categories.ts";
import { newCategory } from "../categories/schemas.ts";
import { canonical } from "./canonical.ts";
import { CategoryBook } from "./category-book.ts";
import { layReady, takeParts } from "./import-parts.ts";
import { noteStep } from "./jobs.ts";
import type { Knowledge } from "./known-products.ts";
import type { CategoryDraft, ReadProduct, RowNote } from "./product-drafts.ts";
import { replaceTexts } from "./replace-texts.ts";
import type { JobRow } from "./tables.ts";
import { writeNotes } from "./write-products.ts";

/** What an import remembers a category by, so that a file cannot say two things of one. */
const categoryName = (slug: string): string => `category:${slug}`;

export function namesOfCategory({ category }: ReadProduct): string[] {
  return category ? [categoryName(category.slug)] : [];
}

/** A category of the file that is to be made once all rows are read, those above it first. */
export interface KeptCategory extends CategoryDraft {
  names: { name: string; line: number }[];
}

/** Decides whether a category that was read can go in, as far as the file tells; what is refused goes into `notes`. */
export function planCategory({ category }: ReadProduct, knowledge: Knowledge, notes: RowNote[]): KeptCategory | null {
  if (!category) return null;
  const { line, slug } = category;
  const name = categoryName(slug);
  const before = knowledge.lines.get(name);
  if (before !== undefined) {
    notes.push({
      line,
      kind: "refused",
      handle: slug,
      reason: `Line ${before} tells of the category ${slug} already.`,
    });
    return null;
  }
  knowledge.lines.set(name, line);
  return { ...category, names: [{ name, line }] };
}

/** The statements that keep categories until all rows are read. */
export function keepCategories(store: Store, jobId: string, categories: readonly KeptCategory[]) {
  const placeOf = ({ path, line }: KeptCategory) =>
    `category:${String(path.length).padStart(4, "0")}:${String(line).padStart(10, "0")}`;
  return layReady(
    store,
    jobId,
    categories.map((kept) => {
      const { names: _, ...cells } = kept;
      return { name: placeOf(kept), line: kept.line, cells };
    }),
  );
}

type Outcome = "created" | "updated" | "unchanged";

/**
 * Makes one of the categories that the file tells of, or brings it up to date. Doing it again changes nothing, so a run that
 * stops between the category and the note of it has half-written nothing.
 * @returns whether there was one
 */
export async function importCategory(store: Store, job: JobRow): Promise<boolean> {
  const [kept] = await store.catalog.all<{ name: string; line: number; cells: string }>(sql`
    select name, line, cells from import_parts where job_id = ${job.id} and name like 'category:%' order by name limit 1
  `);
  if (!kept) return false;
  const wanted = JSON.parse(kept.cells) as CategoryDraft;
  const notes: RowNote[] = [];
  let outcome: Outcome | null = null;
  try {
    outcome = await bringAbout(store, job, wanted);
  } catch (thrown) {
    if (!(thrown instanceof DomainError)) throw thrown;
    notes.push({ line: wanted.line, kind: "refused", handle: wanted.slug, reason: thrown.detail });
  }
  await store.catalog.batch([
    noteStep(store, job, job.place, {
      rows_refused: outcome === null ? 1 : 0,
      ...(outcome && { [`categories_${outcome}` as const]: 1 }),
    }),
    ...writeNotes(store, job.id, notes),
    ...takeParts(store, job.id, [kept]),
  ]);
  job.step += 1;
  return true;
}

/** @throws slug-taken, invalid-category */
async function bringAbout(store: Store, { id: jobId, dry_run }: JobRow, draft: CategoryDraft): Promise<Outcome> {
  const { slug, path, translations, line: _, ...told } = draft;
  const name = path.at(-1) ?? "";
  const above = path.slice(0, -1);
  const book = await CategoryBook.open(store);
  const [parent_id = null] = above.length > 0 ? await book.find([above], [], dry_run) : [];
  const known = await findKnown(store, jobId, { slug, parent_id, name });
  if (!known) {
    if (dry_run) return "created";
    const { id } = await createCategory(store, newCategory.parse({ ...told, slug, name, parent_id }));
    await writeTexts(store, id, translations ?? {});
    return "created";
  }
  // Tried only, the categories above it may not be there yet.
  const isParentKnown = parent_id !== null || above.length === 0;
  const { id, version, translations: textsBefore, ...before } = known;
  const after = { ...before, ...told, slug, name, ...(isParentKnown && { parent_id }) };
  const isSame = isParentKnown && canonical(before) === canonical(after);
  const isToldTheSame = !translations || canonical(translations) === canonical(JSON.parse(textsBefore));
  if (isSame && isToldTheSame) return "unchanged";
  if (dry_run) return "updated";
  if (!isSame) await updateCategory(store, id, version, after);
  if (translations && !isToldTheSame) await writeTexts(store, id, translations);
  return "updated";
}

/** Writes the texts of a category in other languages, and has its products found by them. */
async function writeTexts(store: Store, id: string, translations: NonNullable<CategoryDraft["translations"]>) {
  await store.catalog.batch(replaceTexts(store, "category", [{ id, translations }]));
  await reshelveCategory(store, { kind: "reshelve-category", category_id: id, after: 0 });
}

/** A category as the store has it. */
interface KnownCategory {
  id: string;
  version: number;
  parent_id: string | null;
  slug: string;
  name: string;
  position: number;
  description: string;
  seo_title: string | null;
  seo_description: string | null;
  /** By locale. */
  translations: string;
}

/**
 * The category with a slug; else one of that name in the same place of which the file says nothing else, as products make them
 * that name them by their path.
 */
async function findKnown(
  store: Store,
  jobId: string,
  { slug, parent_id, name }: Pick<KnownCategory, "slug" | "parent_id" | "name">,
): Promise<KnownCategory | undefined> {
  const rows = await store.catalog.all<KnownCategory>(sql`
    select c.id, c.version, c.parent_id, c.slug, c.name, c.position, c.description, c.seo_title, c.seo_description, (
      select json_group_object(locale, json(texts)) from translations t where t.kind = 'category' and t.id = c.id
    ) as translations
    from categories c
    where c.slug = ${slug} or (c.parent_id is ${parent_id} and not exists (
      select 1 from import_names n where n.job_id = ${jobId} and n.name = 'category:' || c.slug
    ))
    order by c.slug = ${slug} desc, c.position, c.id
  `);
  return rows.find((row) => row.slug === slug || row.name.toLowerCase() === name.toLowerCase());
}
