import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const stockLocations = sqliteTable("stock_locations", {
  id: text().primaryKey(),
  name: text().notNull(),
});

/** How much there is of a variant at a location; its check forbids `reserved` above `on_hand + backorder_limit`. */
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
    updated_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.variant_id, table.location_id] })],
);

/** Every change of what is on hand; triggers carry it over to the level. */
export const stockMovements = sqliteTable("stock_movements", {
  id: text().primaryKey(),
  variant_id: text().notNull(),
  location_id: text().notNull(),
  delta: integer().notNull(),
  reason: text().notNull(),
  order_id: text(),
  actor: text().notNull(),
  at: text().notNull(),
});

/** What an order holds; triggers carry each change of `state` over to the level. */
export const reservations = sqliteTable(
  "reservations",
  {
    order_id: text().notNull(),
    variant_id: text().notNull(),
    location_id: text().notNull(),
    quantity: integer().notNull(),
    state: text({ enum: ["held", "released", "shipped"] })
      .notNull()
      .default("held"),
    created_at: text().notNull(),
    updated_at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.order_id, table.variant_id, table.location_id] })],
);
