import { and, asc, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { insertRows } from "../platform/database.ts";
import { Gathered } from "../platform/gathered.ts";
import { firstId } from "../platform/ids.ts";
import { type Database, type Store, timestamp } from "../platform/store.ts";
import { catalogue, type EventData, type EventType, type SoukEvent } from "./catalogue.ts";
import { project, type Subscription, subscriptions, wants } from "./routing.ts";
import { outbox } from "./tables.ts";

/** Rows of the outbox younger than this are still in the hands of the call that wrote them. Seconds. */
const settlingTime = 5;
const sweepSize = 100;

/**
 * What a queue takes in one call, and in one message, less room for what it adds itself. Bytes.
 * @see https://developers.cloudflare.com/queues/platform/limits/
 */
const largestBatch = { messages: 100, bytes: 250_000 };
const largestMessage = 127_000;

/** An event about to be published, its data checked against the catalogue. */
export function newEvent<Type extends EventType>(
  store: Store,
  type: Type,
  subject: string,
  data: EventData<Type>,
): SoukEvent<Type> {
  return {
    specversion: "1.0",
    id: store.newId("evt"),
    source: "souk",
    type,
    subject,
    time: timestamp(store),
    datacontenttype: "application/json",
    traceparent: store.trace.traceparent,
    data: catalogue[type].parse(data) as EventData<Type>,
  };
}

/** A row of the outbox as the event that it holds. The row was checked against the catalogue when it was written. */
export function eventFromRow(row: Omit<typeof outbox.$inferSelect, "sent_at">): SoukEvent {
  return {
    specversion: "1.0",
    id: row.id,
    source: "souk",
    type: row.type as EventType,
    subject: row.subject,
    time: row.time,
    datacontenttype: "application/json",
    traceparent: row.traceparent,
    data: row.data as SoukEvent["data"],
  };
}

/** A row of the outbox as a statement returns it that writes events of what it finds in the database. */
export interface AnnouncedRow {
  id: string;
  type: string;
  subject: string;
  time: string;
  /** JSON. */
  data: string;
  traceparent: string;
}

/** The events that such statements wrote, from their answers in the batch. */
export function announced(...answers: readonly AnnouncedRow[][]): SoukEvent[] {
  return answers.flat().map((row) => eventFromRow({ ...row, data: JSON.parse(row.data) as unknown }));
}

/**
 * The statement that makes events part of the batch that makes them true. One that nobody subscribes to is history from the
 * start: there is nobody to send it to.
 */
export function publish(database: Database, events: readonly SoukEvent[]): BatchItem<"sqlite"> {
  return insertRows(
    database,
    outbox,
    events.map((event) => {
      const { id, type, subject, time, data, traceparent } = event;
      return { id, type, subject, time, data, traceparent, sent_at: isWanted(event) ? null : time };
    }),
  );
}

/**
 * Hands committed events to the queues of those who want them, then marks them sent. Sending twice is harmless, for
 * consumers count each event id once; so a failure in between costs nothing, and {@link sweepOutbox} sends what was left.
 */
export async function relay(store: Store, database: Database, events: readonly SoukEvent[]): Promise<void> {
  await Promise.all(
    subscriptions.map(async (subscription) => {
      const wanted = events.filter((event) => wants(subscription, event));
      for (const batch of batchesOf(store, subscription, wanted)) await store.env[subscription.queue].sendBatch(batch);
    }),
  );
  const ids = JSON.stringify(events.map((event) => event.id));
  await database
    .update(outbox)
    .set({ sent_at: timestamp(store) })
    .where(inArray(outbox.id, sql`(select value from json_each(${ids}))`));
}

/**
 * Messages in as many calls as the queue needs. One that no queue takes is told to whoever watches the log, and passed over:
 * it must not hold up the others. It stays in the outbox to be read.
 */
function batchesOf(store: Store, subscription: Subscription, events: readonly SoukEvent[]): { body: unknown }[][] {
  const batches: { body: unknown }[][] = [];
  let bytes = 0;
  for (const event of events) {
    const body = project(subscription, event);
    const size = new TextEncoder().encode(JSON.stringify(body)).length;
    if (size > largestMessage) {
      const { subscriber } = subscription;
      store.log.error("outbox.message-too-large", new Error(event.type), { event_id: event.id, subscriber, size });
      continue;
    }
    const last = batches.at(-1);
    if (last && last.length < largestBatch.messages && bytes + size <= largestBatch.bytes) last.push({ body });
    else {
      batches.push([{ body }]);
      bytes = 0;
    }
    bytes += size;
  }
  return batches;
}

/** The databases whose batches publish events. */
type OutboxDatabase = "orders" | "catalog" | "customers";

/** What this isolate has committed and not yet relayed. Losing it costs time only: the outbox has it. */
const gatherings = new WeakMap<Env, Record<OutboxDatabase, Gathered<SoukEvent>>>();

/**
 * Relays once the answer is out, together with what other calls of this isolate commit in the same moment: a busy minute
 * then costs the queues and the database a few calls, not one for each order. A failure is logged and left to the sweep.
 */
export function relaySoon(store: Store, name: OutboxDatabase, events: readonly SoukEvent[]): void {
  const wanted = events.filter(isWanted);
  if (wanted.length === 0) return;
  const all = gatherings.get(store.env) ?? newGatherings();
  gatherings.set(store.env, all);
  if (all[name].add(wanted)) store.after(relayGathered(store, name, all[name]));
}

async function relayGathered(store: Store, name: OutboxDatabase, gathered: Gathered<SoukEvent>): Promise<void> {
  const events = await gathered.takeSoon();
  try {
    await relay(store, store[name], events);
  } catch (thrown) {
    store.log.error("outbox.relay-failed", thrown, { count: events.length });
  }
}

function newGatherings(): Record<OutboxDatabase, Gathered<SoukEvent>> {
  return { orders: new Gathered(), catalog: new Gathered(), customers: new Gathered() };
}

function isWanted(event: SoukEvent): boolean {
  return subscriptions.some((subscription) => wants(subscription, event));
}

/**
 * Sends what the outbox of a database still holds, oldest first: the promise behind {@link relaySoon}'s hint.
 * @returns how many were sent; call again while it is positive.
 */
export async function sweepOutbox(store: Store, database: Database): Promise<number> {
  const before = new Date(store.now().getTime() - settlingTime * 1000).toISOString();
  const rows = await database
    .select()
    .from(outbox)
    .where(and(isNull(outbox.sent_at), lt(outbox.time, before)))
    .orderBy(asc(outbox.time))
    .limit(sweepSize);
  if (rows.length === 0) return 0;
  await relay(store, database, rows.map(eventFromRow));
  return rows.length;
}

/**
 * How long a sent event is kept, in days: the store's history for a month; those of people a day, for they carry the secrets
 * that were mailed.
 */
const keptDays: Record<OutboxDatabase, number> = { orders: 30, catalog: 30, customers: 1 };
const forgottenAtOnce = 1000;

/** Forgets events that were sent and are older than they are kept. What was never sent stays until it is. */
export async function forgetSent(store: Store): Promise<void> {
  for (const [name, days] of Object.entries(keptDays) as [OutboxDatabase, number][]) {
    const oldest = firstId("evt", store.now().getTime() - days * 24 * 3600 * 1000);
    const old = store[name]
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(lt(outbox.id, oldest), isNotNull(outbox.sent_at)))
      .limit(forgottenAtOnce);
    let gone: unknown[];
    do gone = await store[name].delete(outbox).where(inArray(outbox.id, old)).returning({ id: outbox.id });
    while (gone.length === forgottenAtOnce);
  }
}
