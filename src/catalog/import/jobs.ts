import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import { DomainError, notFound } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import type { ImportJob } from "../schemas.ts";
import { importJobs, importRefusals } from "../tables.ts";
import { readCsv, wrongKind } from "./read-csv.ts";
import { readHeader } from "./shopify-columns.ts";

/** The message that starts a job, or goes on with one. */
export interface ImportMessage {
  kind: "import";
  job_id: string;
}

/** Bytes of a file that are looked at before it is taken in. */
const headSize = 64 * 1024;

/**
 * Takes in a file of products and queues the job that reads it.
 * @throws refused-file when it is no CSV in UTF-8 or not Shopify's layout
 */
export async function startImport(store: Store, file: File): Promise<ImportJob> {
  const head = new Uint8Array(await file.slice(0, headSize).arrayBuffer());
  const wrong = wrongKind(head);
  if (wrong) throw new DomainError("refused-file", wrong);
  await checkHeader(file);
  const id = store.newId("job");
  const key = `imports/${id}.csv`;
  await store.env.IMPORTS.put(key, file, { httpMetadata: { contentType: "text/csv" } });
  const at = timestamp(store);
  await store.catalog.insert(importJobs).values({
    id,
    file_name: file.name.slice(0, 200) || "products.csv",
    file_key: key,
    size: file.size,
    currency: store.currency,
    status: "queued",
    created_by: actorName(store.actor),
    created_at: at,
    updated_at: at,
  });
  await store.env.IMPORTS_QUEUE.send({ kind: "import", job_id: id } satisfies ImportMessage);
  return findImport(store, id);
}

async function checkHeader(file: File): Promise<void> {
  const rows = readCsv(file.stream());
  const { value } = await rows.next();
  await rows.return(undefined);
  readHeader(value?.cells ?? []);
}

type JobRow = typeof importJobs.$inferSelect;

/** @throws not-found */
export async function rowOf(store: Store, id: string): Promise<JobRow> {
  const [row] = await store.catalog.select().from(importJobs).where(eq(importJobs.id, id));
  if (!row) throw notFound("import");
  return row;
}

/** @throws not-found */
export async function findImport(store: Store, id: string): Promise<ImportJob> {
  return jobFrom(await rowOf(store, id));
}

/** Jobs, the newest first. @throws invalid-cursor */
export async function listImports(store: Store, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const [at, id] = cursor === undefined ? [] : readCursor("imports", cursor, ["string", "string"]);
  const rows = await store.catalog
    .select()
    .from(importJobs)
    .where(cursor === undefined ? undefined : sql`(${importJobs.created_at}, ${importJobs.id}) < (${at}, ${id})`)
    .orderBy(desc(importJobs.created_at), desc(importJobs.id))
    .limit(limit + 1);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit).map(jobFrom),
    next_cursor: rows.length > limit && last ? writeCursor("imports", [last.created_at, last.id]) : null,
  };
}

/** The rows that did not go in, by line. @throws not-found, invalid-cursor */
export async function listRefusals(
  store: Store,
  jobId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  await rowOf(store, jobId);
  const [after] = cursor === undefined ? [0] : readCursor(jobId, cursor, ["number"]);
  const rows = await store.catalog
    .select({ line: importRefusals.line, handle: importRefusals.handle, reason: importRefusals.reason })
    .from(importRefusals)
    .where(and(eq(importRefusals.job_id, jobId), gt(importRefusals.line, after)))
    .orderBy(asc(importRefusals.line))
    .limit(limit + 1);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit),
    next_cursor: rows.length > limit && last ? writeCursor(jobId, [last.line]) : null,
  };
}

/** Notes that a job has failed for good, with what to tell staff. */
export async function failImport(store: Store, id: string, thrown: unknown): Promise<void> {
  const failure = thrown instanceof DomainError ? thrown.detail : "It stopped for a reason on our side. Send it again.";
  store.log.warn("import.failed", { job_id: id, reason: failureText(thrown) });
  await store.catalog
    .update(importJobs)
    .set({ status: "failed", failure, updated_at: timestamp(store) })
    .where(eq(importJobs.id, id));
}

function jobFrom(row: JobRow): ImportJob {
  return {
    id: row.id,
    file_name: row.file_name,
    status: row.status,
    failure: row.failure,
    currency: row.currency,
    rows_total: row.rows_total,
    rows_done: row.rows_done,
    rows_refused: row.rows_refused,
    products: {
      created: row.products_created,
      updated: row.products_updated,
      unchanged: row.products_unchanged,
    },
    refusals_url: `/api/v1/products/import/${row.id}/refusals`,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
