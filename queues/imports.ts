import { z } from "@hono/zod-openapi";
import { reshelveCategory } from "../src/catalog/categories.ts";
import { failImport } from "../src/catalog/import/jobs.ts";
import { runImport } from "../src/catalog/import/run-import.ts";
import type { Consumer } from "./consumer.ts";

/** `max_retries` of the imports queue in wrangler.toml, and the first attempt. */
const attempts = 4;

const job = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("import"), job_id: z.string() }),
  z.object({ kind: z.literal("reshelve-category"), category_id: z.string(), after: z.int() }),
]);

/** Reads files of products, and puts the products of moved categories where they belong now. */
export const consumeImports: Consumer = async (store, batch) => {
  for (const message of batch.messages) {
    try {
      const asked = job.parse(message.body);
      if (asked.kind === "reshelve-category") await reshelveCategory(store, asked);
      else
        await runImport(store, asked.job_id).catch(async (thrown) => {
          if (message.attempts >= attempts) await failImport(store, asked.job_id, thrown);
          throw thrown;
        });
      message.ack();
    } catch (thrown) {
      store.log.error("imports.failed", thrown, { message_id: message.id, attempt: message.attempts });
      message.retry();
    }
  }
};
