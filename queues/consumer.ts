import type { Store } from "../src/platform/store.ts";

/** What a consumer is handed: the store, opened for this batch, and the batch, whose messages it acknowledges one by one. */
export type Consumer = (store: Store, batch: MessageBatch<unknown>) => Promise<void>;
