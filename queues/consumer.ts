import { NotAnEvent } from "../src/events/envelope.ts";
import { type Failure, noteFailures } from "../src/events/queue-failures.ts";
import { openStore, type Store } from "../src/platform/store.ts";

/** What a consumer is handed: the store, opened for this batch, and the batch, whose messages it acknowledges one by one. */
export type Consumer = (store: Store, batch: MessageBatch<unknown>) => Promise<void>;

/** The wait before the second try; it doubles each time. Seconds. */
const firstWait = 5;
const longestWait = 600;

/** The store for one message of a batch: its logs and events belong to the trace of whoever caused the message. */
export function storeOf(store: Store, traceparent: string): Store {
  return openStore(store.env, { traceparent, now: store.now, after: store.after, fetch: store.fetch });
}

/** A message that could not be done, this time, and why. */
export interface Failed {
  message: Message;
  thrown: unknown;
}

/** Does each message by itself: acknowledges those that are done and gives back the others. */
export async function consumeEach(
  store: Store,
  batch: MessageBatch<unknown>,
  order: "together" | "in turn",
  work: (message: Message) => Promise<void>,
): Promise<void> {
  const failed: Failed[] = [];
  const attempt = async (message: Message): Promise<void> => {
    try {
      await work(message);
      message.ack();
    } catch (thrown) {
      failed.push({ message, thrown });
    }
  };
  if (order === "together") await Promise.all(batch.messages.map(attempt));
  else for (const message of batch.messages) await attempt(message);
  await giveBack(store, batch.queue, failed);
}

/**
 * Does a whole batch in one call. What cannot be read is given back by itself; where the call fails, so is all the rest.
 * @param read one message's body
 */
export async function consumeTogether<Word>(
  store: Store,
  batch: MessageBatch<unknown>,
  read: (body: unknown) => Word,
  work: (words: Word[]) => Promise<void>,
): Promise<void> {
  const failed: Failed[] = [];
  const understood: { message: Message; word: Word }[] = [];
  for (const message of batch.messages) {
    try {
      understood.push({ message, word: read(message.body) });
    } catch (thrown) {
      failed.push({ message, thrown });
    }
  }
  try {
    await work(understood.map(({ word }) => word));
    for (const { message } of understood) message.ack();
  } catch (thrown) {
    failed.push(...understood.map(({ message }) => ({ message, thrown })));
  }
  await giveBack(store, batch.queue, failed);
}

/**
 * Gives messages back to their queue, to be tried again after a while that doubles, and at last to end among the dead letters.
 * What is no event at all is not waited for. Why they failed is noted in one statement, so that the dead letter can say it.
 */
export async function giveBack(store: Store, queue: string, failed: readonly Failed[]): Promise<void> {
  if (failed.length === 0) return;
  const failures: Failure[] = [];
  for (const { message, thrown } of failed) {
    store.log.error(`${queue}.failed`, thrown, { message_id: message.id, attempt: message.attempts });
    message.retry({ delaySeconds: thrown instanceof NotAnEvent ? 0 : wait(message.attempts) });
    failures.push({ body: message.body, attempts: message.attempts, thrown });
  }
  // A note that cannot be written must not undo what was decided about the messages.
  await noteFailures(store, queue, failures).catch((thrown) => store.log.error("queue.note-failed", thrown, { queue }));
}

function wait(attempts: number): number {
  return Math.min(firstWait * 2 ** (attempts - 1), longestWait);
}
