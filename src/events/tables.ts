import { sqliteTable, text } from "drizzle-orm/sqlite-core";

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
