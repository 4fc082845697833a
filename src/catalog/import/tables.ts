import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { ImportJob } from "./schemas.ts";

/** Jobs that read a file of products, and jobs that write one. */
export const jobs = sqliteTable("jobs", {
  id: text().primaryKey(),
  kind: text().$type<"import" | "export">().notNull(),
  file_name: text().notNull(),
  file_key: text().notNull(),
  size: integer().notNull(),
  currency: text().notNull(),
  layout: text().$type<ImportJob["layout"]>().notNull(),
  dry_run: integer({ mode: "boolean" }).notNull().default(false),
  status: text().$type<ImportJob["status"]>().notNull(),
  failure: text(),
  place: text({ mode: "json" }).$type<unknown>().notNull().default({}),
  step: integer().notNull().default(0),
  rows_total: integer(),
  rows_done: integer().notNull().default(0),
  rows_refused: integer().notNull().default(0),
  products_created: integer().notNull().default(0),
  products_updated: integer().notNull().default(0),
  products_unchanged: integer().notNull().default(0),
  collections_created: integer().notNull().default(0),
  collections_updated: integer().notNull().default(0),
  collections_unchanged: integer().notNull().default(0),
  categories_created: integer().notNull().default(0),
  categories_updated: integer().notNull().default(0),
  categories_unchanged: integer().notNull().default(0),
  attributes_created: integer().notNull().default(0),
  attributes_updated: integer().notNull().default(0),
  attributes_unchanged: integer().notNull().default(0),
  created_by: text().notNull(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});

export type JobRow = typeof jobs.$inferSelect;
