import { and, asc, desc, eq, inArray, lt, sql } from "drizzle-orm";
import { DomainError, notFound } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { type ExportJob, exportContents, type ImportJob } from "./schemas.ts";
import { type JobRow, jobs } from "./tables.ts";

/** The message that starts a job, or goes on with one; `pictures` fetches those that an import named. */
export interface JobMessage {
  kind: "import" | "export" | "import-pictures";
  job_id: string;
}

type JobKind = JobRow["kind"];

const underWay = ["queued", "running"] as const;

/** A job that nobody has written to for so long has lost its message. Seconds. */
const patience = 60;
/** Jobs are kept for so long, with their files and what they had to tell. Days. */
const keptDays = 30;

/** @throws not-found */
export async function rowOf(store: Store, kind: JobKind, id: string): Promise<JobRow> {
  const [row] = await store.catalog
    .select()
    .from(jobs)
    .where(and(eq(jobs.id, id), eq(jobs.kind, kind)));
  if (!row) throw notFound(kind);
  return row;
}

export function isUnderWay(job: Pick<JobRow, "status">): boolean {
  return job.status === "queued" || job.status === "running";
}

/** @throws not-found */
export async function findImport(store: Store, id: string): Promise<ImportJob> {
  const row = await rowOf(store, "import", id);
  return importFrom(row, await countPictures(store, [id]));
}

/** @throws not-found */
export async function findExport(store: Store, id: string): Promise<ExportJob> {
  return exportFrom(await rowOf(store, "export", id));
}

interface PageAsked {
  limit: number;
  cursor?: string | undefined;
}

/** Jobs that read files, the newest first. @throws invalid-cursor */
export async function listImports(store: Store, page: PageAsked) {
  const { rows, next_cursor } = await listJobs(store, "import", page);
  const pictures = await countPictures(
    store,
    rows.map(({ id }) => id),
  );
  return { data: rows.map((row) => importFrom(row, pictures)), next_cursor };
}

/** Jobs that write files, the newest first. @throws invalid-cursor */
export async function listExports(store: Store, page: PageAsked) {
  const { rows, next_cursor } = await listJobs(store, "export", page);
  return { data: rows.map(exportFrom), next_cursor };
}

async function listJobs(store: Store, kind: JobKind, { limit, cursor }: PageAsked) {
  const [at, id] = cursor === undefined ? [] : readCursor(kind, cursor, ["string", "string"]);
  const rows = await store.catalog
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.kind, kind),
        cursor === undefined ? undefined : sql`(${jobs.created_at}, ${jobs.id}) < (${at}, ${id})`,
      ),
    )
    .orderBy(desc(jobs.created_at), desc(jobs.id))
    .limit(limit + 1);
  const last = rows[limit - 1];
  const next_cursor = rows.length > limit && last ? writeCursor(kind, [last.created_at, last.id]) : null;
  return { rows: rows.slice(0, limit), next_cursor };
}

/**
 * Stops a job. What is in the store by then stays there.
 * @throws not-found, job-over when there is nothing to stop any more
 */
export async function cancelJob(store: Store, kind: JobKind, id: string): Promise<void> {
  const before = await rowOf(store, kind, id);
  const stopped = await store.catalog
    .update(jobs)
    .set({ status: "cancelled", updated_at: timestamp(store) })
    .where(and(eq(jobs.id, id), inArray(jobs.status, underWay)))
    .returning({ id: jobs.id });
  if (stopped.length === 0)
    throw new DomainError("job-over", `It is ${before.status} already; nothing is left to stop.`);
  await tidyUp(store, id);
}

/** Notes that a job has failed for good, with what to tell staff. */
export async function failJob(store: Store, id: string, thrown: unknown): Promise<void> {
  const failure =
    thrown instanceof DomainError ? thrown.detail : "It stopped for a reason on our side. Start it again.";
  store.log.warn("job.failed", { job_id: id, reason: failureText(thrown) });
  await store.catalog
    .update(jobs)
    .set({ status: "failed", failure, updated_at: timestamp(store) })
    .where(and(eq(jobs.id, id), inArray(jobs.status, underWay)));
  await tidyUp(store, id);
}

/** What only a running job needs, gone in pieces that no other writer waits long for. */
export async function tidyUp(store: Store, id: string): Promise<void> {
  for (const table of ["import_names", "import_parts"]) {
    let gone: unknown[];
    do {
      gone = await store.catalog.all(sql`
        delete from ${sql.raw(table)} where job_id = ${id} and name in (
          select name from ${sql.raw(table)} where job_id = ${id} limit 5000
        ) returning 1
      `);
    } while (gone.length > 0);
  }
}

/**
 * The statement that makes a step part of the batch that does it: where the job stands after it, and what was done. The batch
 * fails when the job was stopped meanwhile, or another run has done the step.
 */
export function noteStep(
  store: Store,
  job: Pick<JobRow, "id" | "step">,
  place: unknown,
  done: Partial<Pick<JobRow, CountedColumn>> & { size?: number; rows_total?: number; finished?: boolean } = {},
) {
  const { size, rows_total, finished, ...counts } = done;
  const counted = Object.entries(counts).map(
    ([column, count]) => sql`, ${sql.raw(`${column} = ${column} +`)} ${count}`,
  );
  return store.catalog.run(sql`
    update jobs set
      step = case when step = ${job.step} and status in ('queued', 'running') then step + 1 end,
      status = ${finished ? "finished" : "running"}, place = ${JSON.stringify(place)}, updated_at = ${timestamp(store)}
      ${size === undefined ? sql`` : sql`, size = ${size}`}
      ${rows_total === undefined ? sql`` : sql`, rows_total = ${rows_total}`}
      ${sql.join(counted)}
    where id = ${job.id}
  `);
}

type CountedColumn =
  | "rows_done"
  | "rows_refused"
  | `${"products" | "collections" | "categories" | "attributes"}_${"created" | "updated" | "unchanged"}`;

/** Whether a batch failed because its step was not this run's to do. */
export function isStepTaken(thrown: unknown): boolean {
  return failureText(thrown).includes("jobs.step");
}

/** Sends the message again for jobs that stand still: the Worker that did them stopped, or their message was lost. */
export async function resumeJobs(store: Store): Promise<number> {
  const before = new Date(store.now().getTime() - patience * 1000).toISOString();
  const still = await store.catalog
    .update(jobs)
    .set({ updated_at: timestamp(store) })
    .where(and(inArray(jobs.status, underWay), lt(jobs.updated_at, before)))
    .returning({ id: jobs.id, kind: jobs.kind });
  const waiting = await store.catalog.all<{ id: string }>(sql`
    select distinct job_id as id from import_pictures where status = 'waiting' and noted_at < ${before}
  `);
  if (waiting.length > 0) {
    await store.catalog.run(sql`
      update import_pictures set noted_at = ${timestamp(store)} where status = 'waiting' and noted_at < ${before}
    `);
  }
  const messages: JobMessage[] = [
    ...still.map(({ id, kind }) => ({ kind, job_id: id })),
    ...waiting.map(({ id }) => ({ kind: "import-pictures" as const, job_id: id })),
  ];
  for (const message of messages) await store.env.IMPORTS_QUEUE.send(message);
  return messages.length;
}

/** Forgets jobs that are long over, with their files. */
export async function forgetOldJobs(store: Store): Promise<void> {
  const before = new Date(store.now().getTime() - keptDays * 24 * 3_600_000).toISOString();
  const over = and(lt(jobs.updated_at, before), inArray(jobs.status, ["finished", "failed", "cancelled"]));
  for (;;) {
    const old = await store.catalog
      .select({ id: jobs.id, key: jobs.file_key })
      .from(jobs)
      .where(over)
      .orderBy(asc(jobs.id))
      .limit(100);
    if (old.length === 0) return;
    await store.env.IMPORTS.delete(old.map(({ key }) => key));
    await store.catalog.delete(jobs).where(
      inArray(
        jobs.id,
        old.map(({ id }) => id),
      ),
    );
  }
}

interface PictureCount {
  job_id: string;
  status: "waiting" | "stored" | "refused";
  count: number;
}

function countPictures(store: Store, ids: readonly string[]): Promise<PictureCount[]> {
  return store.catalog.all<PictureCount>(sql`
    select job_id, status, count(*) as count from import_pictures
    where job_id in (select value from json_each(${JSON.stringify(ids)})) group by job_id, status
  `);
}

function importFrom(row: JobRow, pictures: readonly PictureCount[]): ImportJob {
  const counted = (status: PictureCount["status"]) =>
    pictures.find((one) => one.job_id === row.id && one.status === status)?.count ?? 0;
  return {
    id: row.id,
    file_name: row.file_name,
    status: row.status,
    failure: row.failure,
    layout: row.layout,
    dry_run: row.dry_run,
    currency: row.currency,
    size: row.size,
    rows_total: row.rows_total,
    rows_done: row.rows_done,
    rows_refused: row.rows_refused,
    products: {
      created: row.products_created,
      updated: row.products_updated,
      unchanged: row.products_unchanged,
    },
    collections: {
      created: row.collections_created,
      updated: row.collections_updated,
      unchanged: row.collections_unchanged,
    },
    categories: {
      created: row.categories_created,
      updated: row.categories_updated,
      unchanged: row.categories_unchanged,
    },
    attributes: {
      created: row.attributes_created,
      updated: row.attributes_updated,
      unchanged: row.attributes_unchanged,
    },
    pictures: { waiting: counted("waiting"), stored: counted("stored"), refused: counted("refused") },
    refusals_url: `/api/v1/products/import/${row.id}/refusals`,
    report_url: `/api/v1/products/import/${row.id}/report`,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

function contentsOf({ layout }: JobRow): ExportJob["contents"] {
  return exportContents.safeParse(layout).data ?? "products";
}

function exportFrom(row: JobRow): ExportJob {
  return {
    id: row.id,
    file_name: row.file_name,
    contents: contentsOf(row),
    status: row.status,
    failure: row.failure,
    products_total: row.rows_total,
    products_done: row.products_unchanged,
    rows_done: row.rows_done,
    size: row.size,
    file_url: row.status === "finished" ? `/api/v1/products/export/${row.id}/file` : null,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
