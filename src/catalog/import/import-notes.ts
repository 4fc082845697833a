import { sql } from "drizzle-orm";
import { writeRow } from "../../platform/csv-cells.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import type { Store } from "../../platform/store.ts";
import { rowOf } from "./jobs.ts";

interface Note {
  line: number;
  no: number;
  kind: "refused" | "noted" | "picture";
  handle: string | null;
  reason: string;
}

/** Notes that a report asks for at once. */
const notesAtOnce = 1000;

/** The rows that did not go in, by line. @throws not-found, invalid-cursor */
export async function listRefusals(
  store: Store,
  jobId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  await rowOf(store, "import", jobId);
  const [line, no] = cursor === undefined ? [0, 0] : readCursor(jobId, cursor, ["number", "number"]);
  const rows = await store.catalog.all<Omit<Note, "kind">>(sql`
    select line, no, handle, reason from job_notes
    where job_id = ${jobId} and (line, no) > (${line}, ${no}) and kind = 'refused'
    order by line, no limit ${limit + 1}
  `);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit).map(({ no: _, ...row }) => row),
    next_cursor: rows.length > limit && last ? writeCursor(jobId, [last.line, last.no]) : null,
  };
}

/**
 * Everything there is to tell of a file, as CSV: rows that were refused, what of others did not go in, and pictures that could
 * not be fetched. It is written as it is read.
 * @throws not-found
 */
export async function writeReport(store: Store, jobId: string): Promise<ReadableStream<Uint8Array>> {
  await rowOf(store, "import", jobId);
  const encoder = new TextEncoder();
  const pages = reportPages(store, jobId);
  let begun = false;
  return new ReadableStream({
    async pull(controller) {
      if (!begun) {
        begun = true;
        controller.enqueue(encoder.encode(writeRow(["line", "what", "product", "reason"])));
        return;
      }
      const { done, value } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.map(rowOfNote).join("")));
    },
  });
}

function rowOfNote({ line, kind, handle, reason }: Note): string {
  return writeRow([String(line), kind, handle ?? "", reason]);
}

async function* reportPages(store: Store, jobId: string): AsyncGenerator<Note[]> {
  let after = { line: 0, no: 0 };
  for (;;) {
    const rows = await store.catalog.all<Note>(sql`
      select line, no, kind, handle, reason from job_notes
      where job_id = ${jobId} and (line, no) > (${after.line}, ${after.no})
      order by line, no limit ${notesAtOnce}
    `);
    const last = rows.at(-1);
    if (!last) break;
    yield rows;
    after = last;
  }
  let place = { product_id: "", url: "" };
  for (;;) {
    const rows = await store.catalog.all<Note & { product_id: string; url: string }>(sql`
      select p.line, 0 as no, 'picture' as kind, products.slug as handle, p.url || ': ' || p.reason as reason, p.product_id, p.url
      from import_pictures p join products on products.id = p.product_id
      where p.job_id = ${jobId} and p.status = 'refused' and (p.product_id, p.url) > (${place.product_id}, ${place.url})
      order by p.product_id, p.url limit ${notesAtOnce}
    `);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    place = last;
  }
}
