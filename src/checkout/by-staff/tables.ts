import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { DraftContent } from "./schemas.ts";

/** `order_id`: what it has become; it is not changed any more then. */
export const orderDrafts = sqliteTable("order_drafts", {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  content: text({ mode: "json" }).$type<DraftContent>().notNull(),
  author: text().notNull(),
  order_id: text(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});
