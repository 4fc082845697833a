import { relaySoon } from "../../events/outbox.ts";
import { DomainError } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import type { Store } from "../../platform/store.ts";
import { refreshDictionary } from "../../search/dictionary.ts";
import { listAttributes } from "../attributes/attributes.ts";
import { followLists } from "../price-lists/shelve-prices.ts";
import { forgetOffers } from "../prices/offers.ts";
import { CategoryBook } from "./category-book.ts";
import {
  importAttribute,
  type KeptAttribute,
  keepAttributes,
  namesOfAttribute,
  planAttribute,
} from "./import-attributes.ts";
import {
  importCategory,
  type KeptCategory,
  keepCategories,
  namesOfCategory,
  planCategory,
} from "./import-categories.ts";
import {
  importCollection,
  type KeptCollection,
  keepCollections,
  namesOfCollection,
  planCollection,
} from "./import-collections.ts";
import { keepLinks, linkImported } from "./import-links.ts";
import {
  findListPrices,
  type ListPricePlan,
  namesOfListPrice,
  planListPrice,
  writeListPrices,
} from "./import-list-prices.ts";
import { findParts, layReady, leftParts, type PartRow, takeParts } from "./import-parts.ts";
import { type ImportPlace, importPlace, stockToOpen, tellBooks } from "./import-place.ts";
import { findTold, namesOfTexts, planTexts, type TextsPlan, writeTexts } from "./import-translations.ts";
import { failJob, isStepTaken, isUnderWay, type JobMessage, noteStep, rowOf, tidyUp } from "./jobs.ts";
import { findKnown } from "./known-products.ts";
import type { Layout } from "./layout.ts";
import { namesOf, type PlanningContext, type ProductPlan, planProduct } from "./plan-product.ts";
import type { ReadProduct, RowNote } from "./product-drafts.ts";
import { gatherGroups, type RowGroup } from "./product-groups.ts";
import { headSize, recogniseFile } from "./recognise-file.ts";
import type { ReadBytes } from "./scan-rows.ts";
import type { JobRow } from "./tables.ts";
import { notePictures, writeNames, writeNotes, writeProducts } from "./write-products.ts";

/** A chunk is as many rows, or as many bytes of them: it is read, decided and written together, in one batch. */
const largestChunk = { rows: 400, bytes: 500_000 };
/** After so long a job hands the rest to a message of its own, so that others have their turn. Milliseconds. */
const turn = 20_000;

/** What one run of a job works with. */
interface Run {
  store: Store;
  job: JobRow;
  at: ImportPlace;
  read: ReadBytes;
  layout: Layout;
  until: number;
}

/**
 * Does an import, or goes on with one where it stopped: first all rows are counted, and those laid ready that belong to
 * products elsewhere in the file; then products go in, a chunk at a time; then rows are told of that no product
 * called for, products are linked, and categories, attributes and collections are made.
 */
export async function runImport(store: Store, jobId: string): Promise<void> {
  const job = await rowOf(store, "import", jobId);
  if (!isUnderWay(job)) return;
  try {
    const run = await openRun(store, job);
    await tellBooks(store, run.at);
    if (run.at.phase === "survey" && !(await survey(run))) return await handOver(run);
    if (run.at.phase === "rows" && !(await importRows(run))) return await handOver(run);
    await refuseOrphans(run);
    while (await linkImported(store, run.job)) if (isOverTime(run)) return await handOver(run);
    while (await importCategory(store, run.job)) if (isOverTime(run)) return await handOver(run);
    while (await importAttribute(store, run.job)) if (isOverTime(run)) return await handOver(run);
    while (await importCollection(store, run.job)) if (isOverTime(run)) return await handOver(run);
    if (run.layout.name === "list_prices" && !job.dry_run) await followLists(store, true);
    await store.catalog.batch([noteStep(store, run.job, { ...run.at, opening: [], renamed: [] }, { finished: true })]);
    await tidyUp(store, jobId);
    await store.env.IMPORTS_QUEUE.send({ kind: "import-pictures", job_id: jobId } satisfies JobMessage);
    // Its words are completed and corrected from now on, and not only from the clock's next tick.
    await refreshDictionary(store);
  } catch (thrown) {
    // Stopped by staff, or another run is ahead of this one.
    if (isStepTaken(thrown)) return;
    if (!(thrown instanceof DomainError)) throw thrown;
    await failJob(store, jobId, thrown);
  }
}

async function openRun(store: Store, job: JobRow): Promise<Run> {
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    if (offset >= job.size) return new Uint8Array();
    const piece = await store.env.IMPORTS.get(job.file_key, { range: { offset, length } });
    if (!piece) throw new DomainError("refused-file", "The file is gone. Send it again.");
    return new Uint8Array(await piece.arrayBuffer());
  };
  const { layout } = await recogniseFile(await read(0, headSize));
  return { store, job, at: importPlace.parse(job.place), read, layout, until: store.now().getTime() + turn };
}

async function handOver({ store, job }: Run): Promise<void> {
  await store.env.IMPORTS_QUEUE.send({ kind: "import", job_id: job.id } satisfies JobMessage);
}

function isOverTime({ store, until }: Run): boolean {
  return store.now().getTime() >= until;
}

function groupsOf({ read, at, layout }: Run): AsyncGenerator<RowGroup> {
  return gatherGroups(read, at.next, layout, at.delimiter);
}

/** Counts the rows, and lays ready those that belong to products elsewhere. @returns whether it came to the end */
async function survey(run: Run): Promise<boolean> {
  const { store, job } = run;
  const begin = await recogniseFile(await run.read(0, headSize));
  let rows = run.at.next.offset === begin.rows.offset ? 0 : (job.rows_total ?? 0);
  let parts: PartRow[] = [];
  let size = 0;
  const note = async (at: ImportPlace, notes: RowNote[] = []): Promise<void> => {
    await store.catalog.batch([
      noteStep(store, job, at, { rows_total: rows }),
      ...layReady(store, job.id, parts),
      ...writeNotes(store, job.id, notes),
    ]);
    job.step += 1;
    run.at = at;
    parts = [];
    size = 0;
  };
  for await (const group of groupsOf(run)) {
    rows += group.count;
    for (const row of group.rows) if (group.part !== null) parts.push({ ...row, name: group.part });
    size += group.part === null ? 0 : group.size;
    if (parts.length < largestChunk.rows && size < largestChunk.bytes) continue;
    await note({ ...run.at, next: group.next });
    if (isOverTime(run)) return false;
  }
  await note({ ...run.at, phase: "rows", next: begin.rows }, unreadColumns(run));
  return true;
}

function unreadColumns({ layout }: Run): RowNote[] {
  if (!layout.unread || layout.unread.length === 0) return [];
  const reason = `Nothing is read of the columns ${layout.unread.join(", ").slice(0, 500)}.`;
  return [{ line: 1, kind: "noted", handle: null, reason }];
}

/** A group of rows, read; its own parts among them. */
interface ReadGroup {
  group: RowGroup;
  read: ReadProduct | null;
  /** Lines that its fate is told on. */
  lines: number[];
  parts: PartRow[];
}

/** Puts products in, chunk by chunk. @returns whether it came to the end */
async function importRows(run: Run): Promise<boolean> {
  const { store } = run;
  const [categories, attributes] = await Promise.all([CategoryBook.open(store), listAttributes(store)]);
  const shared = { store, categories, attributes, dryRun: run.job.dry_run };
  let chunk: RowGroup[] = [];
  let rows = 0;
  let size = 0;
  const importChunk = async (): Promise<void> => {
    if (chunk.length > 0) await decide(run, shared, await readGroups(run, chunk));
    chunk = [];
    rows = 0;
    size = 0;
  };
  for await (const group of groupsOf(run)) {
    chunk.push(group);
    rows += group.count;
    size += group.size;
    if (rows < largestChunk.rows && size < largestChunk.bytes) continue;
    await importChunk();
    if (isOverTime(run)) return false;
  }
  await importChunk();
  run.at = { ...run.at, phase: "after", opening: [], renamed: [] };
  await store.catalog.batch([noteStep(store, run.job, run.at)]);
  run.job.step += 1;
  run.job.place = run.at;
  return true;
}

type Shared = Omit<PlanningContext, "knowledge">;

/** Reads groups as products, each with the parts that it calls for. */
async function readGroups({ store, job, layout }: Run, groups: readonly RowGroup[]): Promise<ReadGroup[]> {
  const context = { currency: job.currency, now: store.now() };
  const partsOf = ({ rows, part }: RowGroup): string[] =>
    part === null ? (layout.scattered?.partsOf(rows[0]?.cells ?? []) ?? []) : [];
  const found = Map.groupBy(await findParts(store, job.id, groups.flatMap(partsOf)), ({ name }) => name);
  return groups.map((group) => {
    if (group.part !== null || group.rows.length === 0) return { group, read: null, lines: [], parts: [] };
    const parts = partsOf(group).flatMap((name) => found.get(name) ?? []);
    const lines = [...group.rows, ...parts].map(({ line }) => line);
    return { group, read: layout.read(group.rows, parts, context), lines, parts };
  });
}

/** Decides what becomes of a chunk, and writes it; where something in it is refused by the database, in halves. */
async function decide(run: Run, shared: Shared, chunk: readonly ReadGroup[]): Promise<void> {
  const { store, job } = run;
  const reads = chunk.flatMap(({ read }) => read ?? []);
  const finding = findKnown(
    store,
    job.id,
    reads.map(({ slug }) => slug),
    reads.flatMap(({ draft }) => draft?.variants.map(({ sku }) => sku) ?? []),
    reads.flatMap((read) => [
      ...namesOf(read),
      ...namesOfCollection(read),
      ...namesOfCategory(read),
      ...namesOfAttribute(read),
      ...namesOfTexts(read),
      ...namesOfListPrice(read),
    ]),
  );
  const [knowledge, told, asked] = await Promise.all([finding, findTold(store, reads), findListPrices(store, reads)]);
  const notes: RowNote[] = [];
  const plans: ProductPlan[] = [];
  const collections: KeptCollection[] = [];
  const categories: KeptCategory[] = [];
  const attributes: KeptAttribute[] = [];
  const texts: TextsPlan[] = [];
  const listPrices: ListPricePlan[] = [];
  for (const { group, read, lines } of chunk) {
    const handle = read?.handle ?? null;
    const own = group.faults.map(({ line, reason }): RowNote => ({ line, kind: "refused", handle, reason }));
    const plan = read ? await planProduct({ ...shared, knowledge }, read, lines, own) : null;
    const collection = read ? planCollection(read, knowledge, own) : null;
    const category = read ? planCategory(read, knowledge, own) : null;
    const attribute = read ? planAttribute(read, knowledge, own) : null;
    const ownTexts = read ? planTexts(store, read, told, knowledge, own) : null;
    const listPrice = read ? planListPrice(read, asked, knowledge, own) : null;
    notes.push(...own);
    if (listPrice) listPrices.push(listPrice);
    if (ownTexts) texts.push(ownTexts);
    if (plan) plans.push(plan);
    if (collection) collections.push(collection);
    if (category) categories.push(category);
    if (attribute) attributes.push(attribute);
  }
  try {
    await writeChunk(run, chunk, { plans, collections, categories, attributes, texts, listPrices, notes });
  } catch (thrown) {
    if (isStepTaken(thrown) || !isRefusal(thrown)) throw thrown;
    const [only] = chunk;
    if (chunk.length > 1) {
      const half = Math.ceil(chunk.length / 2);
      await decide(run, shared, chunk.slice(0, half));
      await decide(run, shared, chunk.slice(half));
    } else if (only) {
      const notes = refusedByTables(only, thrown);
      await writeChunk(run, chunk, { ...nothing, notes });
    }
  }
}

/** Whether the tables refuse what was to be written, and not only now. */
function isRefusal(thrown: unknown): boolean {
  return /constraint failed|SQLITE_TOOBIG|too big|datatype mismatch/i.test(failureText(thrown));
}

function refusedByTables({ read, lines }: ReadGroup, thrown: unknown): RowNote[] {
  const rule = /constraint failed: ([\w., ]+)/.exec(failureText(thrown))?.[1]?.trim();
  const reason = `The store refuses it${rule ? ` (${rule})` : ""}: somebody changed the same product just now, or it is too large.`;
  return lines.map((line) => ({ line, kind: "refused", handle: read?.handle ?? null, reason }));
}

/** What becomes of a chunk. */
interface Decided {
  plans: readonly ProductPlan[];
  collections: readonly KeptCollection[];
  categories: readonly KeptCategory[];
  attributes: readonly KeptAttribute[];
  texts: readonly TextsPlan[];
  listPrices: readonly ListPricePlan[];
  notes: readonly RowNote[];
}

const nothing: Decided = {
  plans: [],
  collections: [],
  categories: [],
  attributes: [],
  texts: [],
  listPrices: [],
  notes: [],
};

/** Writes a chunk and where the file goes on, in one batch; then tells the books of the stock that it opens, and of new SKUs. */
async function writeChunk(
  run: Run,
  chunk: readonly ReadGroup[],
  { plans, collections, categories, attributes, texts, listPrices, notes }: Decided,
): Promise<void> {
  const { store, job } = run;
  const changed = job.dry_run ? [] : plans.filter(({ outcome }) => outcome !== "unchanged");
  const opening = job.dry_run ? [] : stockToOpen(plans);
  const last = chunk.at(-1)?.group.next ?? run.at.next;
  const at = { ...run.at, next: last, opening, renamed: changed.flatMap((plan) => plan.renamed) };
  const counted = (outcome: ProductPlan["outcome"]) =>
    [...plans, ...texts, ...listPrices].filter((plan) => plan.outcome === outcome).length;
  const refused = new Set(notes.filter(({ kind }) => kind === "refused").map(({ line }) => line));
  const products = writeProducts(store, changed);
  const told = writeTexts(store, job.dry_run ? [] : texts);
  const events = [...products.events, ...told.events];
  await store.catalog.batch([
    noteStep(store, job, at, {
      rows_done: chunk.reduce((sum, { group }) => sum + group.count, 0),
      rows_refused: refused.size,
      products_created: counted("created"),
      products_updated: counted("updated"),
      products_unchanged: counted("unchanged"),
    }),
    ...products.statements,
    ...told.statements,
    ...(job.dry_run ? [] : writeListPrices(store, listPrices)),
    ...writeNames(store, job.id, [...plans, ...collections, ...categories, ...attributes, ...texts, ...listPrices]),
    ...writeNotes(store, job.id, notes),
    ...keepCollections(store, job.id, collections),
    ...keepCategories(store, job.id, categories),
    ...keepAttributes(store, job.id, attributes),
    ...(job.dry_run ? [] : [...notePictures(store, job.id, plans), ...keepLinks(store, job.id, plans)]),
    ...takeParts(
      store,
      job.id,
      chunk.flatMap(({ parts }) => parts),
    ),
  ]);
  job.step += 1;
  run.at = at;
  forgetOffers([...changed.flatMap(({ variants }) => variants), ...listPrices].map(({ id }) => id));
  relaySoon(store, "catalog", events);
  await tellBooks(store, at);
}

/** Tells of the rows that no product of the file called for. */
async function refuseOrphans(run: Run): Promise<void> {
  const { store, job, layout } = run;
  if (!layout.scattered) return;
  for (;;) {
    const left = await leftParts(store, job.id, largestChunk.rows);
    if (left.length === 0) return;
    const reason = layout.scattered.orphaned;
    const notes = left.map(
      ({ line, name }): RowNote => ({ line, kind: "refused", handle: name.replace(/^\w+:/, ""), reason }),
    );
    await store.catalog.batch([
      noteStep(store, job, run.at, { rows_refused: notes.length }),
      ...writeNotes(store, job.id, notes),
      ...takeParts(store, job.id, left),
    ]);
    job.step += 1;
  }
}
