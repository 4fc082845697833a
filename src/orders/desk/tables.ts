import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const orderTags = sqliteTable(
  "order_tags",
  {
    order_id: text().notNull(),
    tag: text().notNull(),
    added_by: text().notNull(),
    added_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.order_id, table.tag] })],
);

export const orderNotes = sqliteTable("order_notes", {
  id: text().primaryKey(),
  order_id: text().notNull(),
  text: text().notNull(),
  author: text().notNull(),
  at: text().notNull(),
});

/** `query`: the list's own parameters, as a saved question. */
export const orderViews = sqliteTable("order_views", {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  name: text().notNull(),
  query: text({ mode: "json" }).$type<Record<string, string>>().notNull(),
  owner: text().notNull(),
  shared: integer({ mode: "boolean" }).notNull().default(false),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});

export const exportStatuses = ["queued", "running", "finished", "failed"] as const;

/** `step` counts the pieces of the file that lie in the bucket. */
export const orderExports = sqliteTable("order_exports", {
  id: text().primaryKey(),
  status: text({ enum: exportStatuses }).notNull().default("queued"),
  query: text({ mode: "json" }).$type<Record<string, string>>().notNull(),
  step: integer().notNull().default(0),
  place: text(),
  rows_done: integer().notNull().default(0),
  size: integer().notNull().default(0),
  created_by: text().notNull(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});
