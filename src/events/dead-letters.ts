import { and, desc, eq, lt, or, sql } from "drizzle-orm";
import { DomainError, notFound } from "../platform/errors.ts";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import { isId, makeId } from "../platform/ids.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { hashBody } from "./queue-failures.ts";
import type { DeadLetter, DeadLetterQuery } from "./schemas.ts";
import { deadLetters } from "./tables.ts";

/** A dead-letter queue is named after the queue that it serves. */
const suffix = "-dead";

/** Where a dead letter goes when it is tried again. */
const queues: Readonly<Record<string, (env: Env) => Queue>> = {
  notifications: (env) => env.NOTIFICATIONS_QUEUE,
  shipping: (env) => env.SHIPPING_QUEUE,
  inventory: (env) => env.INVENTORY_QUEUE,
  media: (env) => env.MEDIA_QUEUE,
  imports: (env) => env.IMPORTS_QUEUE,
  insights: (env) => env.INSIGHTS_QUEUE,
};

/** Whether messages of this queue are dead letters. */
export function isDeadLetterQueue(queue: string): boolean {
  return queue.endsWith(suffix);
}

/**
 * Keeps messages that no consumer could do, with the reason that was noted, for staff. All in one batch; the same message
 * told again is the same letter.
 */
export async function keepDeadLetters(store: Store, deadQueue: string, messages: readonly Message[]): Promise<void> {
  const queue = deadQueue.slice(0, -suffix.length);
  const letters = await Promise.all(
    messages.map(async (message) => ({
      id: await letterId(message),
      body: JSON.stringify(message.body) ?? "null",
      body_hash: await hashBody(message.body),
      attempts: message.attempts,
    })),
  );
  const given = JSON.stringify(letters);
  await store.activity.batch([
    store.activity.run(sql`
      insert into dead_letters (id, queue, body, attempts, error, received_at)
      select value ->> 'id', ${queue}, value ->> 'body', coalesce(failure.attempts, value ->> 'attempts'), failure.error,
        ${timestamp(store)}
      from json_each(${given})
      left join queue_failures failure on failure.queue = ${queue} and failure.body_hash = value ->> 'body_hash'
      where true
      on conflict (id) do nothing`),
    store.activity.run(sql`
      delete from queue_failures
      where queue = ${queue} and body_hash in (select value ->> 'body_hash' from json_each(${given}))`),
  ]);
}

/** A letter's id is made of its message's, so that a message told twice is one letter; it sorts by when it was sent. */
async function letterId(message: Message): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(message.id)));
  return makeId("dead", message.timestamp.getTime(), (bytes) => bytes.set(digest.subarray(0, bytes.length)));
}

/** Dead letters, newest first. */
export async function listDeadLetters(
  store: Store,
  { limit, cursor }: DeadLetterQuery,
): Promise<{ data: DeadLetter[]; next_cursor: string | null }> {
  const rows = await store.activity
    .select()
    .from(deadLetters)
    .where(cursor === undefined ? undefined : after(readCursor("dead-letters", cursor, ["string", "string"])))
    .orderBy(desc(deadLetters.received_at), desc(deadLetters.id))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map((row) => ({ ...row, body: JSON.parse(row.body) as unknown })),
    next_cursor: rows.length > limit && last ? writeCursor("dead-letters", [last.received_at, last.id]) : null,
  };
}

function after([at, id]: readonly [string, string]) {
  return or(lt(deadLetters.received_at, at), and(eq(deadLetters.received_at, at), lt(deadLetters.id, id)));
}

/**
 * Sends a dead letter to its queue once more and takes it off the list. It is taken off after it was sent: a crash in between
 * sends it twice, which consumers bear, and never loses it.
 * @throws not-found; not-available when its queue is no longer part of this store
 */
export async function retryDeadLetter(store: Store, id: string): Promise<void> {
  if (!isId("dead", id)) throw notFound("dead letter");
  const [letter] = await store.activity.select().from(deadLetters).where(eq(deadLetters.id, id));
  if (!letter) throw notFound("dead letter");
  const queue = queues[letter.queue];
  if (!queue) {
    throw new DomainError(
      "not-available",
      `This store has no queue "${letter.queue}" any more. Drop the letter instead.`,
    );
  }
  await queue(store.env).send(JSON.parse(letter.body));
  await store.activity.delete(deadLetters).where(eq(deadLetters.id, id));
}

/** Gives a dead letter up for good. @throws not-found */
export async function dropDeadLetter(store: Store, id: string): Promise<void> {
  if (!isId("dead", id)) throw notFound("dead letter");
  const dropped = await store.activity
    .delete(deadLetters)
    .where(eq(deadLetters.id, id))
    .returning({ id: deadLetters.id });
  if (dropped.length === 0) throw notFound("dead letter");
  store.log.info("dead-letter.dropped", { id });
}
