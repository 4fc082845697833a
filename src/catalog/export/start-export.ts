import { type SQL, sql } from "drizzle-orm";
import { actorName, type Store, timestamp } from "../../platform/store.ts";
import { findExport, type JobMessage } from "../import/jobs.ts";
import type { ExportContents, ExportJob } from "../import/schemas.ts";
import { jobs } from "../import/tables.ts";

/** What is counted of each. */
const counted: Record<ExportContents, SQL> = {
  products: sql`products`,
  collections: sql`collections`,
  categories: sql`categories`,
  attributes: sql`attribute_definitions`,
  list_prices: sql`(select distinct price_list_id, variant_id, currency from price_list_prices)`,
};

/** Queues a job that writes all products, all collections, the tree of categories, what attributes mean, or what price lists ask, into a file. */
export async function startExport(store: Store, contents: ExportContents = "products"): Promise<ExportJob> {
  const id = store.newId("job");
  const at = timestamp(store);
  const [found, priced] = await store.catalog.batch([
    store.catalog.all<{ things: number }>(sql`select count(*) as things from ${counted[contents]}`),
    store.catalog.all<{ currency: string }>(sql`select distinct currency from prices order by currency`),
  ]);
  const currencies = priced.map(({ currency }) => currency);
  await store.catalog.insert(jobs).values({
    id,
    kind: "export",
    file_name: `${contents.replace("_", "-")}-${at.slice(0, 10)}.csv`,
    file_key: `exports/${id}.csv`,
    size: 0,
    currency: store.currency,
    layout: contents === "products" ? "souk" : contents,
    status: "queued",
    rows_total: found[0]?.things ?? 0,
    place: { currencies: currencies.length > 0 ? currencies : [store.currency] },
    created_by: actorName(store.actor),
    created_at: at,
    updated_at: at,
  });
  await store.env.IMPORTS_QUEUE.send({ kind: "export", job_id: id } satisfies JobMessage);
  return findExport(store, id);
}
