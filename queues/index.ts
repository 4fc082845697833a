import { openStore } from "../src/platform/store.ts";
import type { Consumer } from "./consumer.ts";

/** Which consumer reads which queue; each is loaded when its queue has something for it. */
const consumers: Record<string, () => Promise<Consumer>> = {
  imports: async () => (await import("./imports.ts")).consumeImports,
  inventory: async () => (await import("./inventory.ts")).consumeInventory,
  media: async () => (await import("./media.ts")).consumeMedia,
};

/** Hands a batch to the consumer of its queue. */
export async function consume(batch: MessageBatch<unknown>, env: Env, ctx: ExecutionContext): Promise<void> {
  const store = openStore(env, { after: (work) => ctx.waitUntil(work) });
  const load = consumers[batch.queue];
  if (!load) throw new Error(`No consumer reads the queue ${batch.queue}`);
  const consumer = await load();
  await consumer(store, batch);
}
