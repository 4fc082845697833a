import { sql } from "drizzle-orm";
import { hexOf } from "../../platform/bytes.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { findImport } from "./jobs.ts";
import { headSize, recogniseFile } from "./recognise-file.ts";
import type { ImportJob, ImportUpload, NewImportUpload } from "./schemas.ts";
import { fileKey, type ImportSettings, queueImport } from "./start-import.ts";

/** Bytes of each part but the last, which may have fewer: R2 takes parts of 5 MiB or more, a Worker holds few of them. */
export const partSize = 8 * 1024 * 1024;
/** A file of which no part has come for so long is given up. Hours. */
const patience = 24;

interface UploadRow {
  id: string;
  file_name: string;
  size: number;
  file_key: string;
  r2_upload_id: string;
  updated_at: string;
}

interface PartRow {
  part: number;
  size: number;
  sha256: string;
  etag: string;
}

/**
 * Begins to take in a file by parts. Who sends a file of the same name and size again goes on with what is there.
 * @returns the upload; `id` is the one that the job will have
 */
export async function beginUpload(store: Store, { file_name, size }: NewImportUpload): Promise<ImportUpload> {
  const sender = actorName(store.actor);
  const open = () =>
    store.catalog.all<{ id: string }>(sql`
      select id from import_uploads where created_by = ${sender} and file_name = ${file_name} and size = ${size}
    `);
  const [before] = await open();
  if (before) return findUpload(store, before.id);
  const id = store.newId("job");
  const key = fileKey(id);
  const { uploadId } = await store.env.IMPORTS.createMultipartUpload(key, {
    httpMetadata: { contentType: "text/csv" },
  });
  const at = timestamp(store);
  const [own] = await store.catalog.all<{ id: string }>(sql`
    insert into import_uploads (id, file_name, size, file_key, r2_upload_id, created_by, created_at, updated_at)
    values (${id}, ${file_name}, ${size}, ${key}, ${uploadId}, ${sender}, ${at}, ${at})
    on conflict (created_by, file_name, size) do nothing returning id
  `);
  if (own) return findUpload(store, id);
  // The same request was faster a moment ago.
  await store.env.IMPORTS.resumeMultipartUpload(key, uploadId).abort();
  const [rival] = await open();
  if (!rival) throw notFound("upload");
  return findUpload(store, rival.id);
}

/** @throws not-found, also when its job has begun */
export async function findUpload(store: Store, id: string): Promise<ImportUpload> {
  const { row, parts } = await readUpload(store, id);
  return {
    id,
    file_name: row.file_name,
    size: row.size,
    part_size: partSize,
    parts_total: partsOf(row.size),
    parts: parts.map(({ part, size, sha256 }) => ({ part, size, sha256 })),
    expires_at: new Date(Date.parse(row.updated_at) + patience * 3_600_000).toISOString(),
  };
}

async function readUpload(store: Store, id: string): Promise<{ row: UploadRow; parts: PartRow[] }> {
  const [[row], parts] = await store.catalog.batch([
    store.catalog.all<UploadRow>(sql`
      select id, file_name, size, file_key, r2_upload_id, updated_at from import_uploads where id = ${id}
    `),
    store.catalog.all<PartRow>(sql`
      select part, size, sha256, etag from import_upload_parts where upload_id = ${id} order by part
    `),
  ]);
  if (!row) throw notFound("upload");
  return { row, parts };
}

const partsOf = (size: number): number => Math.ceil(size / partSize);

/** How many bytes a part has. */
const sizeOf = (size: number, part: number): number => Math.min(partSize, size - (part - 1) * partSize);

/**
 * Takes in one part, in any order; one that is there already is replaced.
 * @throws not-found, invalid-part where it is none of the file's or has another size; refused-file when the first one shows that
 *   it is no file of products, and the upload is given up
 */
export async function takePart(
  store: Store,
  id: string,
  part: number,
  bytes: AsyncIterable<Uint8Array>,
): Promise<ImportUpload> {
  const { row } = await readUpload(store, id);
  const expected = sizeOf(row.size, part);
  if (part > partsOf(row.size)) throw new DomainError("invalid-part", `The file has ${partsOf(row.size)} parts.`);
  const content = await gather(bytes, expected);
  if (part === 1) {
    await recogniseFile(content.subarray(0, headSize)).catch(async (thrown) => {
      await dropUpload(store, id);
      throw thrown;
    });
  }
  const sha256 = hexOf(await crypto.subtle.digest("SHA-256", content));
  const { etag } = await store.env.IMPORTS.resumeMultipartUpload(row.file_key, row.r2_upload_id).uploadPart(
    part,
    content,
  );
  await store.catalog.batch([
    store.catalog.run(sql`
      insert into import_upload_parts (upload_id, part, size, sha256, etag)
      select id, ${part}, ${content.length}, ${sha256}, ${etag} from import_uploads where id = ${id}
      on conflict (upload_id, part) do update set sha256 = excluded.sha256, etag = excluded.etag
    `),
    store.catalog.run(sql`update import_uploads set updated_at = ${timestamp(store)} where id = ${id}`),
  ]);
  return findUpload(store, id);
}

/** All bytes of a part. @throws invalid-part where they are more or fewer than expected */
async function gather(bytes: AsyncIterable<Uint8Array>, expected: number): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(expected);
  let size = 0;
  for await (const piece of bytes) {
    if (size + piece.length <= expected) whole.set(piece, size);
    size += piece.length;
  }
  if (size === expected) return whole;
  throw new DomainError("invalid-part", `This part has ${expected} bytes, and ${size} came.`);
}

/**
 * Puts the parts together, and queues the job that reads the file. Asked again, it answers with the job.
 * @param sha256 of each part, as its sender has it; null where the sender does not say
 * @throws not-found, upload-missing naming parts that are missing, or that have other bytes than their sender's: another file of
 *   the same name and size, or a part that did not arrive as it was sent
 */
export async function completeUpload(
  store: Store,
  id: string,
  settings: ImportSettings,
  sha256: readonly string[] | null = null,
): Promise<ImportJob> {
  const upload = await readUpload(store, id).catch(async (thrown) => {
    // The job has begun, or there never was an upload.
    await findImport(store, id).catch(() => Promise.reject(thrown));
    return null;
  });
  if (!upload) return findImport(store, id);
  const { row, parts } = upload;
  const there = new Set(parts.map(({ part }) => part));
  const missing = Array.from({ length: partsOf(row.size) }, (_, index) => index + 1).filter((part) => !there.has(part));
  if (missing.length > 0)
    throw new DomainError("upload-missing", `These parts are missing: ${numbered(missing)}. Send them, then go on.`);
  const most = Math.max(parts.length, sha256?.length ?? 0);
  const numbers = Array.from({ length: sha256 ? most : 0 }, (_, index) => index + 1);
  const others = numbers.filter((part) => sha256?.[part - 1] !== parts[part - 1]?.sha256);
  if (others.length > 0) {
    const detail = `These parts have other bytes than yours: ${numbered(others)}. Send them again, then go on.`;
    throw new DomainError("upload-missing", detail);
  }
  await putTogether(store, row, parts);
  const head = await store.env.IMPORTS.get(row.file_key, { range: { offset: 0, length: headSize } });
  const recognised = await recogniseFile(new Uint8Array((await head?.arrayBuffer()) ?? []));
  await queueImport(store, { id, name: row.file_name, size: row.size, recognised, settings }, [
    store.catalog.run(sql`delete from import_uploads where id = ${id}`),
  ]);
  return findImport(store, id);
}

/** The first of many parts by their numbers. */
const numbered = (parts: readonly number[]): string =>
  `${parts.slice(0, 10).join(", ")}${parts.length > 10 ? " and more" : ""}`;

/** @throws upload-missing where R2 knows other parts than the store: they were sent twice at once */
async function putTogether(store: Store, row: UploadRow, parts: readonly PartRow[]): Promise<void> {
  const upload = store.env.IMPORTS.resumeMultipartUpload(row.file_key, row.r2_upload_id);
  try {
    await upload.complete(parts.map(({ part, etag }) => ({ partNumber: part, etag })));
  } catch (thrown) {
    // Who asked before may have come so far and no further.
    const whole = await store.env.IMPORTS.head(row.file_key);
    if (whole?.size === row.size) return;
    store.log.warn("import.parts-do-not-fit", { job_id: row.id, reason: String(thrown) });
    await store.catalog.run(sql`delete from import_upload_parts where upload_id = ${row.id}`);
    throw new DomainError("upload-missing", "The parts do not fit together. Send all of them again.");
  }
}

/** Gives a file up, with all parts of it. @throws not-found */
export async function dropUpload(store: Store, id: string): Promise<void> {
  const { row } = await readUpload(store, id);
  await forget(store, row);
}

/** R2 first: a row without parts is found again, parts without a row are not. */
async function forget(store: Store, row: UploadRow): Promise<void> {
  // R2 gives parts up by itself after a week, and whoever asked before may have been stopped before the row went.
  await store.env.IMPORTS.resumeMultipartUpload(row.file_key, row.r2_upload_id)
    .abort()
    .catch((thrown) => store.log.warn("import.parts-not-dropped", { job_id: row.id, reason: String(thrown) }));
  await store.env.IMPORTS.delete(row.file_key);
  await store.catalog.run(sql`delete from import_uploads where id = ${row.id}`);
}

/** Gives up files of which no part has come for long. */
export async function forgetOldUploads(store: Store): Promise<void> {
  const before = new Date(store.now().getTime() - patience * 3_600_000).toISOString();
  for (;;) {
    const old = await store.catalog.all<UploadRow>(sql`
      select id, file_name, size, file_key, r2_upload_id, updated_at from import_uploads
      where updated_at < ${before} order by updated_at limit 100
    `);
    if (old.length === 0) return;
    for (const row of old) await forget(store, row);
  }
}
