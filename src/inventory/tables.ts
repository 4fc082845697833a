import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Where stock lies. */
export const stockLocations = sqliteTable("stock_locations", {
  id: text().primaryKey(),
  name: text().notNull(),
  active: integer({ mode: "boolean" }).notNull().default(true),
});

/**
 * How much there is of a variant at a location. Its checks forbid `reserved` above `on_hand`, and `backordered` above
 * `backorder_limit`.
 */
export const stockLevels = sqliteTable(
  "stock_levels",
  {
    variant_id: text().notNull(),
    location_id: text().notNull(),
    product_id: text().notNull(),
    sku: text().notNull(),
    on_hand: integer().notNull().default(0),
    reserved: integer().notNull().default(0),
    incoming: integer().notNull().default(0),
    backorder_limit: integer().notNull().default(0),
    safety_stock: integer().notNull().default(0),
    backordered: integer().notNull().default(0),
    updated_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.variant_id, table.location_id] })],
);

export const movementKinds = ["adjusted", "shipped", "sent", "received", "counted"] as const;

/** Every change of what is on hand; triggers carry it over to the level. */
export const stockMovements = sqliteTable("stock_movements", {
  id: text().primaryKey(),
  variant_id: text().notNull(),
  location_id: text().notNull(),
  delta: integer().notNull(),
  reason: text().notNull(),
  kind: text({ enum: movementKinds }).notNull().default("adjusted"),
  order_id: text(),
  transfer_id: text(),
  stock_take_id: text(),
  actor: text().notNull(),
  at: text().notNull(),
});

/** What an order holds, and how many of it have still to come; triggers carry each change over to the level. */
export const reservations = sqliteTable(
  "reservations",
  {
    order_id: text().notNull(),
    variant_id: text().notNull(),
    location_id: text().notNull(),
    quantity: integer().notNull(),
    waiting: integer().notNull().default(0),
    promised_at: text(),
    state: text({ enum: ["held", "released", "shipped"] })
      .notNull()
      .default("held"),
    created_at: text().notNull(),
    updated_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.order_id, table.variant_id, table.location_id] })],
);
