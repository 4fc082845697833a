import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Consumer } from "../../queues/consumer.ts";
import type { AnyEvent } from "../../src/events/envelope.ts";
import { eventFromRow } from "../../src/events/outbox.ts";
import type { outbox } from "../../src/events/tables.ts";
import type { Store } from "../../src/platform/store.ts";

/** What a queue does, at the moment that a test chooses. */

export interface Delivered {
  /** The bodies that were done, and those that the queue is to tell again, with the wait that was asked for in seconds. */
  done: unknown[];
  again: { body: unknown; delaySeconds: number | undefined }[];
}

/** Hands messages to a consumer as one batch. */
export async function deliver(
  store: Store,
  consumer: Consumer,
  queue: string,
  bodies: readonly unknown[],
  options: { attempts?: number; ids?: readonly string[]; sentAt?: Date } = {},
): Promise<Delivered> {
  const { attempts = 1, ids = [], sentAt = new Date() } = options;
  const messages = bodies.map((body, index) => ({
    id: ids[index] ?? crypto.randomUUID(),
    timestamp: sentAt,
    attempts,
    body,
  }));
  const batch = createMessageBatch(queue, messages);
  const waits = new Map<string, number | undefined>();
  await consumer(store, noting(batch, waits));
  const result = await getQueueResult(batch, createExecutionContext());
  const bodyOf = (id: string): unknown => messages.find((message) => message.id === id)?.body;
  if (result.ackAll) return { done: [...bodies], again: [] };
  return {
    done: result.explicitAcks.map(bodyOf),
    again: (result.retryMessages ?? []).map(({ msgId }) => ({ body: bodyOf(msgId), delaySeconds: waits.get(msgId) })),
  };
}

/** The batch, with a note of the wait that each retry asks for, which the result of a batch leaves out. */
function noting(batch: MessageBatch, waits: Map<string, number | undefined>): MessageBatch {
  const noted = batch.messages.map(
    (message) =>
      new Proxy(message, {
        get(target, name) {
          if (name === "retry") {
            return (options?: QueueRetryOptions) => {
              waits.set(target.id, options?.delaySeconds);
              target.retry(options);
            };
          }
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      }),
  );
  return new Proxy(batch, {
    get(target, name) {
      if (name === "messages") return noted;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** The events of a database about a subject, as their queues are told of them, oldest first. */
export async function eventsAbout(database: D1Database, subject: string, type?: string): Promise<AnyEvent[]> {
  const { results } = await database
    .prepare("select id, type, subject, time, data, traceparent from outbox where subject = ? order by time, id")
    .bind(subject)
    .all<Record<"id" | "type" | "subject" | "time" | "data" | "traceparent", string>>();
  return results
    .map((row) => eventFromRow({ ...row, data: JSON.parse(row.data) as (typeof outbox.$inferSelect)["data"] }))
    .filter((event) => !type || event.type === type) as AnyEvent[];
}

/** The one event of this type about a subject. */
export async function eventAbout(subject: string, type: AnyEvent["type"]): Promise<AnyEvent> {
  const [event, second] = await eventsAbout(env.ORDERS, subject, type);
  if (!event || second) throw new Error(`There is not one ${type} about ${subject}`);
  return event;
}

/** A database that counts the calls that are made to it; a batch is one. */
export function counting(database: D1Database): { database: D1Database; calls: () => number } {
  let calls = 0;
  const itself = new WeakMap<object, D1PreparedStatement>();
  const watch = (statement: D1PreparedStatement): D1PreparedStatement => {
    const watched = new Proxy(statement, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => watch(target.bind(...values));
        if (name === "run" || name === "all" || name === "first" || name === "raw") calls++;
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    itself.set(watched, statement);
    return watched;
  };
  const watched = new Proxy(database, {
    get(target, name) {
      if (name === "prepare") return (text: string) => watch(target.prepare(text));
      if (name === "batch") {
        return (statements: D1PreparedStatement[]) => {
          calls++;
          return target.batch(statements.map((statement) => itself.get(statement) ?? statement));
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { database: watched, calls: () => calls };
}

/** A generator of numbers in [0, 1) by a seed (mulberry32), so that a failing run can be run again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
