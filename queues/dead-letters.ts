import { keepDeadLetters } from "../src/events/dead-letters.ts";
import type { Consumer } from "./consumer.ts";

/** Keeps what no consumer could do, for staff. A batch that cannot be kept now is told again. */
export const consumeDeadLetters: Consumer = async (store, batch) => {
  await keepDeadLetters(store, batch.queue, batch.messages);
  for (const message of batch.messages)
    store.log.warn("dead-letter.kept", { queue: batch.queue, message_id: message.id });
  batch.ackAll();
};
