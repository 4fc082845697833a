import { sql } from "drizzle-orm";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { findExport, type JobMessage } from "../import/jobs.ts";
import type { ExportContents, ExportJob } from "../import/schemas.ts";
import { jobs } from "../import/tables.ts";

/** Queues a job that writes all products, or all collections, or the tree of categories, into a file. */
export async function startExport(store: Store, contents: ExportContents = "products"): Promise<ExportJob> {
  const id = store.newId("job");
  const at = timestamp(store);
  const [counted, priced] = await store.catalog.batch([
    store.catalog.all<{ things: number }>(sql`select count(*) as things from ${sql.raw(contents)}`),
    store.catalog.all<{ currency: string }>(sql`select distinct currency from prices order by currency`),
  ]);
  const currencies = priced.map(({ currency }) => currency);
  await store.catalog.insert(jobs).values({
    id,
    kind: "export",
    file_name: `${contents}-${at.slice(0, 10)}.csv`,
    file_key: `exports/${id}.csv`,
    size: 0,
    currency: store.currency,
    layout: contents === "products" ? "souk" : contents,
    status: "queued",
    rows_total: counted[0]?.things ?? 0,
    place: { currencies: currencies.length > 0 ? currencies : [store.currency] },
    created_by: actorName(store.actor),
    created_at: at,
    updated_at: at,
  });
  await store.env.IMPORTS_QUEUE.send({ kind: "export", job_id: id } satisfies JobMessage);
  return findExport(store, id);
}
