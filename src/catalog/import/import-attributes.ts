import { sql } from "drizzle-orm";
import { DomainError } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import { createAttribute, findAttributeByCode, holdTogether, updateAttribute } from "../attributes/attributes.ts";
import { indexAttributes } from "../attributes/index-attributes.ts";
import { attributeChange, newAttribute } from "../attributes/schemas.ts";
import { canonical } from "./canonical.ts";
import { CategoryBook } from "./category-book.ts";
import { layReady, takeParts } from "./import-parts.ts";
import { noteStep } from "./jobs.ts";
import type { Knowledge } from "./known-products.ts";
import type { AttributeDraft, ReadProduct, RowNote } from "./product-drafts.ts";
import { replaceTexts } from "./replace-texts.ts";
import type { JobRow } from "./tables.ts";
import { writeNotes } from "./write-products.ts";

/** What an import remembers an attribute by, so that a file cannot say two things of one. */
const attributeName = (code: string): string => `attribute:${code}`;

export function namesOfAttribute({ attribute }: ReadProduct): string[] {
  return attribute ? [attributeName(attribute.code)] : [];
}

/** An attribute of the file that is to be defined once all rows are read. */
export interface KeptAttribute extends AttributeDraft {
  names: { name: string; line: number }[];
}

/** Decides whether a definition that was read can go in, as far as the file tells; what is refused goes into `notes`. */
export function planAttribute(
  { attribute }: ReadProduct,
  knowledge: Knowledge,
  notes: RowNote[],
): KeptAttribute | null {
  if (!attribute) return null;
  const { line, code } = attribute;
  const name = attributeName(code);
  const before = knowledge.lines.get(name);
  if (before !== undefined) {
    const reason = `Line ${before} tells of the attribute ${code} already.`;
    notes.push({ line, kind: "refused", handle: code, reason });
    return null;
  }
  knowledge.lines.set(name, line);
  return { ...attribute, names: [{ name, line }] };
}

/** The statements that keep definitions until all rows are read. */
export function keepAttributes(store: Store, jobId: string, attributes: readonly KeptAttribute[]) {
  return layReady(
    store,
    jobId,
    attributes.map(({ names: _, ...cells }) => ({
      name: attributeName(String(cells.line).padStart(10, "0")),
      line: cells.line,
      cells,
    })),
  );
}

type Outcome = "created" | "updated" | "unchanged";

/**
 * Defines one of the attributes that the file tells of, or brings it up to date. Doing it again changes nothing, so a run that
 * stops between the attribute and the note of it has half-written nothing.
 * @returns whether there was one
 */
export async function importAttribute(store: Store, job: JobRow): Promise<boolean> {
  const [kept] = await store.catalog.all<{ name: string; line: number; cells: string }>(sql`
    select name, line, cells from import_parts where job_id = ${job.id} and name like 'attribute:%' order by name limit 1
  `);
  if (!kept) return false;
  const wanted = JSON.parse(kept.cells) as AttributeDraft;
  const notes: RowNote[] = [];
  let outcome: Outcome | null = null;
  try {
    outcome = await bringAbout(store, job.dry_run, wanted);
  } catch (thrown) {
    if (!(thrown instanceof DomainError)) throw thrown;
    notes.push({ line: wanted.line, kind: "refused", handle: wanted.code, reason: thrown.detail });
  }
  await store.catalog.batch([
    noteStep(store, job, job.place, {
      rows_refused: outcome === null ? 1 : 0,
      ...(outcome && { [`attributes_${outcome}` as const]: 1 }),
    }),
    ...writeNotes(store, job.id, notes),
    ...takeParts(store, job.id, [kept]),
  ]);
  job.step += 1;
  return true;
}

/** @throws invalid-attributes, invalid-category, changed-meanwhile */
async function bringAbout(store: Store, dryRun: boolean, draft: AttributeDraft): Promise<Outcome> {
  const { line: _, code, type, categories, translations, ...told } = draft;
  const known = await findAttributeByCode(store, code);
  if (known && known.type !== type) {
    const detail = `Products are written with ${code} as ${known.type}; it cannot become ${type}. Define another attribute.`;
    throw new DomainError("invalid-attributes", detail);
  }
  const blank = { unit: null, choices: [], multiple: false };
  holdTogether({ ...blank, ...known, ...told, type });
  const book = await CategoryBook.open(store);
  const category_ids = categories && (await book.find(categories, known?.category_ids ?? [], dryRun));
  if (!known) {
    if (dryRun) return "created";
    try {
      const { id } = await createAttribute(store, newAttribute.parse({ ...told, code, type, category_ids }));
      await writeTexts(store, { id, code }, translations ?? {});
      return "created";
    } catch (thrown) {
      // Another run of this job was faster.
      if (!(thrown instanceof DomainError && thrown.code === "attribute-taken")) throw thrown;
      return bringAbout(store, dryRun, draft);
    }
  }
  const { label, unit, choices, multiple, facet, position } = known;
  const before = { label, unit, choices, multiple, facet, position };
  const isSame =
    canonical({ ...before, category_ids: known.category_ids.toSorted() }) ===
    canonical({ ...before, ...told, category_ids: (category_ids ?? known.category_ids).toSorted() });
  const isToldTheSame = !translations || canonical(translations) === canonical(known.translations);
  if (isSame && isToldTheSame) return "unchanged";
  if (dryRun) return "updated";
  if (!isSame)
    await updateAttribute(
      store,
      known.id,
      known.version,
      attributeChange.parse({ ...told, ...(category_ids && { category_ids }) }),
    );
  if (translations && !isToldTheSame) await writeTexts(store, known, translations);
  return "updated";
}

/** Writes the texts of an attribute in other languages, and has products found by what its values are called there. */
async function writeTexts(
  store: Store,
  { id, code }: { id: string; code: string },
  translations: NonNullable<AttributeDraft["translations"]>,
): Promise<void> {
  await store.catalog.batch(replaceTexts(store, "attribute", [{ id, translations }]));
  await indexAttributes(store, { kind: "index-attributes", codes: [code], after: 0 });
}
