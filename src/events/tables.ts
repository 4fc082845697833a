import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Stands in every database whose batches publish events; they all have this shape. */
export const outbox = sqliteTable("outbox", {
  id: text().primaryKey(),
  type: text().notNull(),
  subject: text().notNull(),
  time: text().notNull(),
  data: text({ mode: "json" }).$type<unknown>().notNull(),
  traceparent: text().notNull(),
  sent_at: text(),
});

/** Messages no consumer could do. `body` is JSON. */
export const deadLetters = sqliteTable("dead_letters", {
  id: text().primaryKey(),
  queue: text().notNull(),
  body: text().notNull(),
  attempts: integer().notNull(),
  error: text(),
  received_at: text().notNull(),
});

/** Why a message was last given back to its queue. */
export const queueFailures = sqliteTable(
  "queue_failures",
  {
    queue: text().notNull(),
    body_hash: text().notNull(),
    error: text().notNull(),
    attempts: integer().notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.queue, table.body_hash] })],
);
