import { lt, sql } from "drizzle-orm";
import { hexOf } from "../platform/bytes.ts";
import { failureText } from "../platform/failure-text.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { queueFailures } from "./tables.ts";

/** Longer than any message is retried. Seconds: a day. */
const keptFor = 24 * 60 * 60;

/** A message that its consumer could not do, this time. */
export interface Failure {
  body: unknown;
  attempts: number;
  thrown: unknown;
}

/**
 * Notes why messages are given back to their queue, all in one statement, so that whoever finds one among the dead letters
 * can read what was wrong.
 */
export async function noteFailures(store: Store, queue: string, failures: readonly Failure[]): Promise<void> {
  const rows = await Promise.all(
    failures.map(async ({ body, attempts, thrown }) => ({
      body_hash: await hashBody(body),
      error: innermost(thrown).slice(0, 500),
      attempts,
    })),
  );
  await store.activity.run(sql`
    insert into queue_failures (queue, body_hash, error, attempts, at)
    select ${queue}, value ->> 'body_hash', value ->> 'error', value ->> 'attempts', ${timestamp(store)}
    from json_each(${JSON.stringify(rows)}) where true
    on conflict (queue, body_hash) do update set error = excluded.error, attempts = excluded.attempts, at = excluded.at`);
}

/** Forgets the failures of messages that were done in the end. */
export async function forgetOldFailures(store: Store): Promise<void> {
  const before = new Date(store.now().getTime() - keptFor * 1000).toISOString();
  await store.activity.delete(queueFailures).where(lt(queueFailures.at, before));
}

/** SHA-256 of a message's body as JSON, in hexadecimal. */
export async function hashBody(body: unknown): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(body) ?? "null"));
  return hexOf(digest);
}

/** What first went wrong: the messages of its wrappers may repeat a query with its parameters. */
function innermost(thrown: unknown): string {
  return thrown instanceof Error && thrown.cause ? innermost(thrown.cause) : failureText(thrown);
}
