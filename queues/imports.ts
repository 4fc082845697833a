import { z } from "@hono/zod-openapi";
import { indexAttributes } from "../src/catalog/attributes/index-attributes.ts";
import { failBulkEdit, runBulkEdit } from "../src/catalog/bulk/edits.ts";
import { reshelveCategory } from "../src/catalog/categories/categories.ts";
import { gatherProducts } from "../src/catalog/collections/regather.ts";
import { runExport as runProductExport } from "../src/catalog/export/run-export.ts";
import { importPictures } from "../src/catalog/import/import-pictures.ts";
import { failJob } from "../src/catalog/import/jobs.ts";
import { runImport } from "../src/catalog/import/run-import.ts";
import { shelvePrices } from "../src/catalog/price-lists/shelve-prices.ts";
import { readBody } from "../src/events/envelope.ts";
import { failExport, runExport } from "../src/orders/desk/export-orders.ts";
import { failCodeJob, runCodeJob } from "../src/promotions/campaigns/code-jobs.ts";
import { type Consumer, consumeEach } from "./consumer.ts";

/** `max_retries` of the imports queue in wrangler.toml, and the first attempt. */
const attempts = 4;

const job = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["import", "export", "import-pictures"]), job_id: z.string() }),
  z.object({ kind: z.literal("bulk-edit"), job_id: z.string() }),
  z.object({ kind: z.literal("promotion-codes"), job_id: z.string() }),
  z.object({ kind: z.literal("order-export"), job_id: z.string() }),
  z.object({ kind: z.literal("reshelve-category"), category_id: z.string(), after: z.int() }),
  z.object({ kind: z.literal("index-attributes"), codes: z.array(z.string()), after: z.int() }),
  z.object({ kind: z.literal("shelve-prices"), after: z.int() }),
  z.object({ kind: z.literal("gather-products"), collection_id: z.string().nullable(), after: z.int() }),
]);

/**
 * The long jobs: reads and writes files of products, edits many of them, puts the products of moved categories, changed
 * collections and price lists where they belong now, indexes those whose attributes are called otherwise, makes discount codes
 * by the thousand, and writes files of orders.
 */
export const consumeImports: Consumer = (store, batch) =>
  consumeEach(store, batch, "in turn", async (message) => {
    const asked = readBody(job, message.body);
    if (asked.kind === "reshelve-category") return reshelveCategory(store, asked);
    if (asked.kind === "index-attributes") return indexAttributes(store, asked);
    if (asked.kind === "shelve-prices") return shelvePrices(store, asked);
    if (asked.kind === "gather-products") return gatherProducts(store, asked);
    if (asked.kind === "bulk-edit") {
      return runBulkEdit(store, asked.job_id).catch(async (thrown) => {
        if (message.attempts >= attempts) await failBulkEdit(store, asked.job_id);
        throw thrown;
      });
    }
    if (asked.kind === "promotion-codes") {
      return runCodeJob(store, asked.job_id).catch(async (thrown) => {
        if (message.attempts >= attempts) await failCodeJob(store, asked.job_id);
        throw thrown;
      });
    }
    if (asked.kind === "order-export") {
      return runExport(store, asked.job_id).catch(async (thrown) => {
        if (message.attempts >= attempts) await failExport(store, asked.job_id);
        throw thrown;
      });
    }
    if (asked.kind === "import-pictures") return importPictures(store, asked.job_id);
    const run = asked.kind === "export" ? runProductExport : runImport;
    await run(store, asked.job_id).catch(async (thrown) => {
      if (message.attempts >= attempts) await failJob(store, asked.job_id, thrown);
      throw thrown;
    });
  });
