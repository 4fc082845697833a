import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Which order holds which use of a promotion; triggers keep the counters of promotions and codes equal to it. */
export const promotionUses = sqliteTable(
  "promotion_uses",
  {
    order_id: text().notNull(),
    promotion_id: text().notNull(),
    code: text(),
    /** A keyed hash of the buyer's e-mail address. */
    customer_key: text().notNull(),
    /** Whether it was given only because this is the buyer's first order. */
    first_order: integer({ mode: "boolean" }).notNull(),
    currency: text().notNull(),
    /** Minor units of `currency`. */
    amount: integer().notNull(),
    state: text({ enum: ["claimed", "returned"] }).notNull(),
    created_at: text().notNull(),
    updated_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.order_id, table.promotion_id] })],
);
