import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Address } from "../platform/schemas.ts";

/** A customer's address book; the first is the one that is offered first. */
export const addresses = sqliteTable(
  "addresses",
  {
    customer_id: text().notNull(),
    position: integer().notNull(),
    address: text({ mode: "json" }).$type<Address>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.customer_id, table.position] })],
);
