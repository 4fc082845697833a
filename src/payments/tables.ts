import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { GivenBack } from "../pricing/refund-tax.ts";

/** What providers told us, append-only; the provider's id of the event makes each count once. */
export const paymentEvents = sqliteTable(
  "payment_events",
  {
    provider: text().notNull(),
    event_id: text().notNull(),
    payment_id: text(),
    type: text().notNull(),
    amount: integer(),
    currency: text(),
    outcome: text().notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.provider, table.event_id] })],
);

/** Money on its way back, written before the provider is asked. */
export const refunds = sqliteTable("refunds", {
  id: text().primaryKey(),
  order_id: text().notNull(),
  payment_id: text().notNull(),
  amount: integer().notNull(),
  currency: text().notNull(),
  reason: text().notNull(),
  status: text({ enum: ["pending", "succeeded", "failed"] }).notNull(),
  reference: text(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
  tax_total: integer(),
  /** Whether people send it: it then waits until staff say that they did. */
  by_hand: integer({ mode: "boolean" }).notNull().default(false),
  parts: text({ mode: "json" }).$type<GivenBack[]>().notNull().default([]),
});
