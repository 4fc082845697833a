import { z } from "@hono/zod-openapi";
import { sql } from "drizzle-orm";
import { DomainError } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import { PartBuffer } from "../import/bucket-writer.ts";
import { failJob, isStepTaken, isUnderWay, type JobMessage, noteStep, rowOf } from "../import/jobs.ts";
import type { JobRow } from "../import/tables.ts";
import { openSource } from "./sources.ts";

/** After so long a job hands the rest to a message of its own. Milliseconds. */
const turn = 20_000;

/** Where a job stands: after which thing, and what of the file is in the bucket. What waits for the next part lies beside it. */
const exportPlace = z.object({
  currencies: z.array(z.string()),
  after: z.union([z.number(), z.string()]).default(0),
  products: z.number().default(0),
  rows: z.number().default(0),
  size: z.number().default(0),
  upload_id: z.string().nullable().default(null),
  parts: z.array(z.object({ partNumber: z.number(), etag: z.string() })).default([]),
});
type ExportPlace = z.infer<typeof exportPlace>;

/** Writes all that a job is to write into a file, or goes on where it stopped: at the last part of it that was written. */
export async function runExport(store: Store, jobId: string): Promise<void> {
  const job = await rowOf(store, "export", jobId);
  if (!isUnderWay(job)) return;
  const at = exportPlace.parse(job.place);
  try {
    if (!(await writeParts(store, job, at))) {
      await store.env.IMPORTS_QUEUE.send({ kind: "export", job_id: jobId } satisfies JobMessage);
    }
  } catch (thrown) {
    if (isStepTaken(thrown)) return;
    if (!(thrown instanceof DomainError)) throw thrown;
    await failJob(store, jobId, thrown);
  }
}

/** @returns whether it came to the end */
async function writeParts(store: Store, job: JobRow, begun: ExportPlace): Promise<boolean> {
  const until = store.now().getTime() + turn;
  const encoder = new TextEncoder();
  const part = new PartBuffer();
  const source = await openSource(store, job, begun.currencies);
  let at = begun;
  let upload = at.upload_id ? store.env.IMPORTS.resumeMultipartUpload(job.file_key, at.upload_id) : null;
  const begin = at.upload_id
    ? await store.env.IMPORTS.get(restKey(job, at)).then((rest) => rest?.arrayBuffer())
    : encoder.encode(source.header);
  if (!begin) throw new DomainError("refused-file", "The beginning of the file is gone. Start the export again.");
  part.fill(new Uint8Array(begin));
  for (;;) {
    const page = await source.read(at.after);
    if (!page) break;
    at = { ...at, after: page.after, products: at.products + page.things, rows: at.rows + page.rows };
    const before = at.parts.length;
    for (let rest = part.fill(encoder.encode(page.text)); part.isFull; rest = part.fill(rest)) {
      upload ??= await store.env.IMPORTS.createMultipartUpload(job.file_key, csv);
      const uploaded = await upload.uploadPart(at.parts.length + 1, part.content);
      at = { ...at, upload_id: upload.uploadId, parts: [...at.parts, uploaded], size: at.size + part.content.length };
      part.empty();
    }
    const grown = at.parts.length > before;
    if (grown) await store.env.IMPORTS.put(restKey(job, at), part.content);
    await note(store, job, grown ? at : null, at);
    if (grown && store.now().getTime() >= until) return false;
  }
  const last = part.content;
  const size = at.size + last.length;
  if (upload) {
    const parts = last.length > 0 ? [...at.parts, await upload.uploadPart(at.parts.length + 1, last)] : at.parts;
    await upload.complete(parts);
  } else await store.env.IMPORTS.put(job.file_key, last, csv);
  await note(store, job, { currencies: at.currencies, products: at.products }, { ...at, size }, true);
  const rests = Array.from({ length: at.parts.length }, (_, index) =>
    restKey(job, { parts: at.parts.slice(0, index + 1) }),
  );
  if (rests.length > 0) await store.env.IMPORTS.delete(rests);
  return true;
}

/** Where the bytes after a number of parts wait for the next one. */
function restKey(job: JobRow, { parts }: Pick<ExportPlace, "parts">): string {
  return `${job.file_key}.rest-${parts.length}`;
}

const csv = { httpMetadata: { contentType: "text/csv; charset=utf-8" } };

/**
 * Notes how far the job is.
 * @param place where a run that takes over begins; null where that is not further than before
 */
async function note(
  store: Store,
  job: JobRow,
  place: object | null,
  far: ExportPlace,
  finished = false,
): Promise<void> {
  if (place) job.place = place;
  await store.catalog.batch([
    noteStep(store, job, job.place, { size: far.size, finished }),
    store.catalog.run(sql`
      update jobs set rows_done = ${far.rows}, products_unchanged = ${far.products} where id = ${job.id}
    `),
  ]);
  job.step += 1;
}
