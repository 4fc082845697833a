import { sql } from "drizzle-orm";
import { DomainError } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import { createCollection, updateCollection } from "../collections/collections.ts";
import { type CollectionRules, categoriesIn, nameCategories } from "../collections/rules.ts";
import { newCollection } from "../collections/schemas.ts";
import { formerOwner } from "../slugs.ts";
import { canonical } from "./canonical.ts";
import { layReady, takeParts } from "./import-parts.ts";
import { noteStep } from "./jobs.ts";
import type { Knowledge } from "./known-products.ts";
import { namedProducts } from "./named-products.ts";
import type { CollectionDraft, ReadProduct, RowNote } from "./product-drafts.ts";
import { replaceTexts } from "./replace-texts.ts";
import type { JobRow } from "./tables.ts";
import { writeNotes } from "./write-products.ts";

/** What an import remembers a collection by, so that a file cannot say two things of one. */
const collectionName = (slug: string): string => `collection:${slug}`;

export function namesOfCollection({ collection }: ReadProduct): string[] {
  return collection ? [collectionName(collection.slug)] : [];
}

/** A collection of the file that is to be made once all products are there. */
export interface KeptCollection extends CollectionDraft {
  handle: string;
  /** What it is remembered by in the rest of the file. */
  names: { name: string; line: number }[];
}

/** Decides whether a collection that was read can go in, as far as the file tells; what is refused goes into `notes`. */
export function planCollection(read: ReadProduct, knowledge: Knowledge, notes: RowNote[]): KeptCollection | null {
  const { collection, handle } = read;
  if (!collection) return null;
  const { line, slug } = collection;
  const name = collectionName(slug);
  const before = knowledge.lines.get(name);
  if (before !== undefined) {
    const reason = `Line ${before} tells of a collection at the same address, ${slug}. Give one of them another name.`;
    notes.push({ line, kind: "refused", handle, reason });
    return null;
  }
  knowledge.lines.set(name, line);
  return { ...collection, handle, names: [{ name, line }] };
}

/** The statements that keep collections until all products of the file are there. */
export function keepCollections(store: Store, jobId: string, collections: readonly KeptCollection[]) {
  return layReady(
    store,
    jobId,
    collections.map(({ names: _, ...cells }) => ({ name: collectionName(cells.slug), line: cells.line, cells })),
  );
}

/** A collection as the store has it. */
interface KnownCollection {
  id: string;
  version: number;
  slug: string;
  title: string;
  description: string;
  status: "draft" | "active";
  seo_title: string | null;
  seo_description: string | null;
  rules: string | null;
  product_ids: string;
  /** By locale. */
  translations: string;
}

type Outcome = "created" | "updated" | "unchanged";

/**
 * Makes one of the collections that the file tells of, now that all products are there, or brings it up to date. Doing it again
 * changes nothing, so a run that stops between the collection and the note of it has half-written nothing.
 * @returns whether there was one
 */
export async function importCollection(store: Store, job: JobRow): Promise<boolean> {
  const [kept] = await store.catalog.all<{ name: string; line: number; cells: string }>(sql`
    select name, line, cells from import_parts where job_id = ${job.id} and name like 'collection:%' order by name limit 1
  `);
  if (!kept) return false;
  const wanted = JSON.parse(kept.cells) as CollectionDraft & { handle: string };
  const found = await namedProducts(store, job.id, wanted.parts);
  const product_ids = [...new Set(wanted.parts.flatMap((name) => found.get(name) ?? []))];
  const notes: RowNote[] = [];
  const note = (kind: RowNote["kind"], reason: string) =>
    notes.push({ line: wanted.line, kind, handle: wanted.handle, reason });
  const missing = wanted.parts.filter((name) => !found.has(name)).map((name) => name.replace(/^sku:/, ""));
  const strays = `${missing.slice(0, 10).join(", ")}${missing.length > 10 ? ` and ${missing.length - 10} more` : ""}`;
  let outcome: Outcome | null = null;
  if (product_ids.length === 0 && missing.length > 0) {
    note("refused", `None of the products that it is made of is in this file or in the store: ${strays}.`);
  } else {
    try {
      outcome = await bringAbout(store, wanted, product_ids, job.dry_run);
      if (missing.length > 0) note("noted", `Of the products that it is made of these are not there: ${strays}.`);
      const products = product_ids.length === 1 ? "one product" : `${product_ids.length} products`;
      if (wanted.rules === undefined)
        note("noted", `It ${job.dry_run ? "would be" : "is"} the collection ${wanted.slug}, of ${products}.`);
    } catch (thrown) {
      if (!(thrown instanceof DomainError)) throw thrown;
      note("refused", thrown.detail);
    }
  }
  await store.catalog.batch([
    noteStep(store, job, job.place, {
      rows_refused: outcome === null ? 1 : 0,
      ...(outcome && { [`collections_${outcome}` as const]: 1 }),
    }),
    ...writeNotes(store, job.id, notes),
    ...takeParts(store, job.id, [kept]),
  ]);
  job.step += 1;
  return true;
}

/** @throws slug-taken where a rule picks the products of the collection that has the address of a product made of others; invalid-collection */
async function bringAbout(
  store: Store,
  draft: CollectionDraft,
  productIds: string[],
  dryRun: boolean,
): Promise<Outcome> {
  const known = await findKnown(store, draft.slug);
  if (known?.rules && draft.rules === undefined) {
    const detail = `There is a collection ${known.slug} already, whose products a rule picks. Give this one another name.`;
    throw new DomainError("slug-taken", detail);
  }
  const rulesBefore = known?.rules ? (JSON.parse(known.rules) as CollectionRules) : null;
  const rules = draft.rules ? await withCategoryIds(store, draft.rules, rulesBefore) : null;
  const { title, slug, description, status, seo_title, seo_description } = draft;
  if (!known) {
    const input = newCollection.parse({ title, slug, description, status, seo_title, seo_description, rules });
    if (dryRun) return "created";
    try {
      const { id } = await createCollection(store, { ...input, ...(rules === null && { product_ids: productIds }) });
      await store.catalog.batch(replaceTexts(store, "collection", [{ id, translations: draft.translations ?? {} }]));
      return "created";
    } catch (thrown) {
      // Another run of this job was faster.
      if (!(thrown instanceof DomainError && thrown.code === "slug-taken")) throw thrown;
      return bringAbout(store, draft, productIds, dryRun);
    }
  }
  const { id, version } = known;
  const texts = {
    title,
    description: description ?? known.description,
    status: status ?? known.status,
    seo_title: seo_title === undefined ? known.seo_title : seo_title,
    seo_description: seo_description === undefined ? known.seo_description : seo_description,
  };
  const before = {
    title: known.title,
    description: known.description,
    status: known.status,
    seo_title: known.seo_title,
    seo_description: known.seo_description,
  };
  const isSame =
    canonical({ ...before, rules: rulesBefore, picked: JSON.parse(known.product_ids) }) ===
    canonical({ ...texts, rules, picked: rules ? [] : productIds });
  const isToldTheSame =
    !draft.translations || canonical(draft.translations) === canonical(JSON.parse(known.translations));
  if (isSame && isToldTheSame) return "unchanged";
  if (dryRun) return "updated";
  if (!isSame)
    await updateCollection(store, id, version, { ...texts, ...(rules ? { rules } : { product_ids: productIds }) });
  if (draft.translations)
    await store.catalog.batch(replaceTexts(store, "collection", [{ id, translations: draft.translations }]));
  return "updated";
}

/**
 * A rule with the ids of the categories that it names by their slugs.
 * @param before the rule that the collection has: a category of it that is gone stands there, and in files, by its id
 * @throws invalid-collection naming those that are not there
 */
async function withCategoryIds(
  store: Store,
  rules: CollectionRules,
  before: CollectionRules | null,
): Promise<CollectionRules> {
  const slugs = categoriesIn(rules);
  if (slugs.length === 0) return rules;
  const rows = await store.catalog.all<{ id: string; slug: string }>(sql`
    select c.id, c.slug from json_each(${JSON.stringify(slugs)}) w cross join categories c on c.slug = w.value
  `);
  const ids = new Map([
    ...(before ? categoriesIn(before) : []).map((id) => [id, id] as const),
    ...rows.map(({ id, slug }) => [slug, id] as const),
  ]);
  const missing = slugs.filter((slug) => !ids.has(slug));
  if (missing.length > 0) {
    const detail = `Its rule names categories that are not there: ${missing.slice(0, 10).join(", ")}. Import the file of categories first.`;
    throw new DomainError("invalid-collection", detail);
  }
  return nameCategories(rules, (slug) => ids.get(slug) ?? slug);
}

async function findKnown(store: Store, slug: string): Promise<KnownCollection | undefined> {
  const [known] = await store.catalog.all<KnownCollection>(sql`
    select id, version, slug, title, description, status, seo_title, seo_description, rules, (
      select json_group_object(locale, json(texts)) from translations t where t.kind = 'collection' and t.id = collections.id
    ) as translations, (
      select json_group_array(product_id order by position) from collection_products where collection_id = collections.id
    ) as product_ids
    from collections where slug = ${slug} or id = ${formerOwner("collection", sql`${slug}`)}
    order by slug = ${slug} desc limit 1
  `);
  return known;
}
