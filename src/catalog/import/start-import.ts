import type { BatchItem } from "drizzle-orm/batch";
import { joinBytes } from "../../platform/bytes.ts";
import { DomainError } from "../../platform/errors.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { writeObject } from "./bucket-writer.ts";
import { findImport, type JobMessage } from "./jobs.ts";
import { headSize, type RecognisedFile, recogniseFile } from "./recognise-file.ts";
import { type ImportJob, largestFile } from "./schemas.ts";
import { jobs } from "./tables.ts";

/** Letters of a file's name that are kept. */
const longestName = 200;

/** A file that is on its way in. */
export interface IncomingFile {
  name: string;
  bytes: AsyncIterable<Uint8Array>;
}

export interface ImportSettings {
  /** Everything is read and told, and nothing of it stored. */
  dryRun: boolean;
}

/**
 * Takes in a file of products as it comes, and queues the job that reads it.
 * @param settings asked for when the file is in; where they are refused, the file goes
 * @throws refused-file when it is no CSV in UTF-8 or of no layout that is known; too-large
 */
export async function startImport(
  store: Store,
  file: IncomingFile,
  settings: () => Promise<ImportSettings> = async () => ({ dryRun: false }),
): Promise<ImportJob> {
  const id = store.newId("job");
  const key = fileKey(id);
  const { head, rest } = await splitHead(file.bytes);
  const recognised = await recogniseFile(head);
  const size = await writeObject(store.env.IMPORTS, key, rest, { httpMetadata: { contentType: "text/csv" } });
  const asked = await settings().catch(async (thrown) => {
    await store.env.IMPORTS.delete(key);
    throw thrown;
  });
  await queueImport(store, { id, name: file.name, size, recognised, settings: asked }, []);
  return findImport(store, id);
}

/** Where the file of a job lies. */
export const fileKey = (id: string): string => `imports/${id}.csv`;

/** A file that lies in the bucket, whole. */
interface StoredFile {
  id: string;
  name: string;
  size: number;
  recognised: RecognisedFile;
  settings: ImportSettings;
}

/**
 * Queues the job that reads a file.
 * @param also statements that go with it, all or none
 */
export async function queueImport(
  store: Store,
  { id, name, size, recognised, settings }: StoredFile,
  also: readonly BatchItem<"sqlite">[],
): Promise<void> {
  const { layout, rows, delimiter } = recognised;
  const at = timestamp(store);
  const insert = store.catalog.insert(jobs).values({
    id,
    kind: "import",
    file_name: name.slice(0, longestName) || "products.csv",
    file_key: fileKey(id),
    size,
    currency: store.currency,
    layout: layout.name,
    dry_run: settings.dryRun,
    status: "queued",
    place: { phase: "survey", next: rows, delimiter },
    created_by: actorName(store.actor),
    created_at: at,
    updated_at: at,
  });
  await store.catalog.batch([insert, ...also]);
  await store.env.IMPORTS_QUEUE.send({ kind: "import", job_id: id } satisfies JobMessage);
}

/** The beginning of a file, and the whole of it, which begins with that. */
async function splitHead(bytes: AsyncIterable<Uint8Array>) {
  const pieces = bytes[Symbol.asyncIterator]();
  const begun: Uint8Array[] = [];
  let size = 0;
  while (size < headSize) {
    const { done, value } = await pieces.next();
    if (done) break;
    begun.push(value);
    size += value.length;
  }
  const head = joinBytes(begun.splice(0));
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield head;
    let passed = head.length;
    for (;;) {
      const { done, value } = await pieces.next();
      if (done) return;
      passed += value.length;
      if (passed > largestFile) throw new DomainError("too-large", `At most ${largestFile / 1_000_000} MB for a file.`);
      yield value;
    }
  }
  return { head: head.subarray(0, headSize), rest: whole() };
}
