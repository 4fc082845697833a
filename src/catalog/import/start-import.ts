import { joinBytes } from "../../platform/bytes.ts";
import { DomainError } from "../../platform/errors.ts";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { writeObject } from "./bucket-writer.ts";
import { findImport, type JobMessage } from "./jobs.ts";
import { headSize, recogniseFile } from "./recognise-file.ts";
import type { ImportJob } from "./schemas.ts";
import { jobs } from "./tables.ts";

/** Bytes of the largest file of products: 1 GB. */
export const largestFile = 1_000_000_000;

/** A file that is on its way in. */
export interface IncomingFile {
  name: string;
  bytes: AsyncIterable<Uint8Array>;
}

interface ImportSettings {
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
  const key = `imports/${id}.csv`;
  const { head, rest } = await splitHead(file.bytes);
  const { layout, rows, delimiter } = await recogniseFile(head);
  const size = await writeObject(store.env.IMPORTS, key, rest, { httpMetadata: { contentType: "text/csv" } });
  const { dryRun } = await settings().catch(async (thrown) => {
    await store.env.IMPORTS.delete(key);
    throw thrown;
  });
  const at = timestamp(store);
  await store.catalog.insert(jobs).values({
    id,
    kind: "import",
    file_name: file.name.slice(0, 200) || "products.csv",
    file_key: key,
    size,
    currency: store.currency,
    layout: layout.name,
    dry_run: dryRun,
    status: "queued",
    place: { phase: "survey", next: rows, delimiter },
    created_by: actorName(store.actor),
    created_at: at,
    updated_at: at,
  });
  await store.env.IMPORTS_QUEUE.send({ kind: "import", job_id: id } satisfies JobMessage);
  return findImport(store, id);
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
