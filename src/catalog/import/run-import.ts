import { eq, sql } from "drizzle-orm";
import { DomainError } from "../../platform/errors.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { importJobs } from "../tables.ts";
import { failImport, type ImportMessage, rowOf } from "./jobs.ts";
import { readCsv } from "./read-csv.ts";
import { readHeader } from "./shopify-columns.ts";
import { gatherHandles, type ReadProduct, type Refusal, readShopifyProduct } from "./shopify-products.ts";
import { type Stored, storeProducts } from "./store-products.ts";

/** Products that are written together; progress is told after each such chunk. */
const chunkSize = 50;
/** Rows after which a job hands the rest to a message of its own, so that no message takes too long. */
const rowsAtOnce = 10_000;

/**
 * Does a job, or goes on with one where it stopped. A chunk that was written but not noted is written again and changes
 * nothing. A file that cannot be read to its end is refused before anything of it goes in.
 */
export async function runImport(store: Store, jobId: string): Promise<void> {
  const job = await rowOf(store, jobId);
  if (job.status === "finished" || job.status === "failed") return;
  try {
    if (job.rows_total === null) await countRows(store, jobId, job.file_key);
    const whole = await importRows(store, jobId, job.file_key, job.currency, job.rows_done);
    if (whole) {
      await store.catalog
        .update(importJobs)
        .set({ status: "finished", updated_at: timestamp(store) })
        .where(eq(importJobs.id, jobId));
    } else {
      await store.env.IMPORTS_QUEUE.send({ kind: "import", job_id: jobId } satisfies ImportMessage);
    }
  } catch (thrown) {
    if (!(thrown instanceof DomainError)) throw thrown;
    await failImport(store, jobId, thrown);
  }
}

async function openFile(store: Store, key: string) {
  const file = await store.env.IMPORTS.get(key);
  if (!file) throw new DomainError("refused-file", "The file is gone. Send it again.");
  const rows = readCsv(file.body);
  const { value } = await rows.next();
  return { rows, layout: readHeader(value?.cells ?? []) };
}

/** Reads the file to its end once, which also shows whether it can be. */
async function countRows(store: Store, jobId: string, key: string): Promise<void> {
  const { rows } = await openFile(store, key);
  let total = 0;
  for await (const _ of rows) total += 1;
  await store.catalog
    .update(importJobs)
    .set({ status: "running", rows_total: total, updated_at: timestamp(store) })
    .where(eq(importJobs.id, jobId));
}

/** @returns whether the end of the file was reached */
async function importRows(store: Store, jobId: string, key: string, currency: string, done: number): Promise<boolean> {
  const { rows, layout } = await openFile(store, key);
  const seen = new Map<string, number>();
  let chunk: ReadProduct[] = [];
  let passed = 0;
  let written = 0;
  for await (const group of gatherHandles(layout, rows)) {
    passed += group.length;
    const product = onceOnly(readShopifyProduct(layout, group, currency), group[0]?.line ?? 0, seen);
    if (passed <= done) continue;
    chunk.push(product);
    if (chunk.length < chunkSize) continue;
    written += await importChunk(store, jobId, chunk);
    chunk = [];
    if (written >= rowsAtOnce) return false;
  }
  if (chunk.length > 0) await importChunk(store, jobId, chunk);
  return true;
}

/** Refuses the rows of a handle that was there before with other rows between: it is not clear what the product is then. */
function onceOnly(read: ReadProduct, line: number, seen: Map<string, number>): ReadProduct {
  if (read.slug === "") return read;
  const before = seen.get(read.slug);
  if (before === undefined) {
    seen.set(read.slug, line);
    return read;
  }
  const reason = `The rows of ${read.handle} began on line ${before}; put the rows of one product below each other.`;
  const lines = Array.from({ length: read.rows }, (_, index) => read.lines[index] ?? line + index);
  return { ...read, product: null, refusals: lines.map((each) => ({ line: each, handle: read.handle, reason })) };
}

/** @returns how many rows of the file it was */
async function importChunk(store: Store, jobId: string, chunk: readonly ReadProduct[]): Promise<number> {
  const stored = await storeProducts(store, chunk);
  const refusals = [...chunk.flatMap((one) => one.refusals), ...stored.refusals];
  const rows = chunk.reduce((sum, one) => sum + one.rows, 0);
  await noteProgress(store, jobId, rows, stored, refusals);
  return rows;
}

async function noteProgress(store: Store, jobId: string, rows: number, stored: Stored, refusals: readonly Refusal[]) {
  await store.catalog.batch([
    store.catalog.run(sql`
      insert into import_refusals (job_id, line, handle, reason)
      select ${jobId}, value ->> 'line', value ->> 'handle', value ->> 'reason'
      from json_each(${JSON.stringify(refusals)}) where true on conflict do nothing
    `),
    store.catalog.run(sql`
      update import_jobs set
        rows_done = rows_done + ${rows},
        rows_refused = (select count(*) from import_refusals where job_id = ${jobId}),
        products_created = products_created + ${stored.created},
        products_updated = products_updated + ${stored.updated},
        products_unchanged = products_unchanged + ${stored.unchanged},
        updated_at = ${timestamp(store)}
      where id = ${jobId}
    `),
  ]);
}
