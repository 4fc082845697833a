import { isDeadLetterQueue } from "../src/events/dead-letters.ts";
import { openStore } from "../src/platform/store.ts";
import type { Consumer } from "./consumer.ts";

/** Which consumer reads which queue; each is loaded when its queue has something for it. */
const consumers: Record<string, () => Promise<Consumer>> = {
  imports: async () => (await import("./imports.ts")).consumeImports,
  insights: async () => (await import("./insights.ts")).consumeInsights,
  inventory: async () => (await import("./inventory.ts")).consumeInventory,
  media: async () => (await import("./media.ts")).consumeMedia,
  notifications: async () => (await import("./notifications.ts")).consumeNotifications,
  shipping: async () => (await import("./shipping.ts")).consumeShipping,
};

/** Hands a batch to the consumer of its queue. What nobody reads is given back, and so ends among the dead letters. */
export async function consume(batch: MessageBatch<unknown>, env: Env, ctx: ExecutionContext): Promise<void> {
  const store = openStore(env, { after: (work) => ctx.waitUntil(work) });
  const load = isDeadLetterQueue(batch.queue) ? loadDeadLetters : consumers[batch.queue];
  if (!load) {
    store.log.warn("queue.no-consumer", { queue: batch.queue, messages: batch.messages.length });
    batch.retryAll();
    return;
  }
  try {
    const consumer = await load();
    await consumer(store, batch);
  } catch (thrown) {
    // What the platform itself writes of an exception repeats a query's parameters, and so an address or a mailed secret.
    store.log.error(`${batch.queue}.failed`, thrown, { messages: batch.messages.length });
    batch.retryAll();
  }
}

async function loadDeadLetters(): Promise<Consumer> {
  return (await import("./dead-letters.ts")).consumeDeadLetters;
}
