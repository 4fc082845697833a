import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Pictures of products. Shoppers see those whose status is `ready`, by `position`, then `id`; `width`, `height` and
 * `placeholder` are there exactly then. `variant_id` is the variant that a picture shows, null for the product.
 */
export const images = sqliteTable("images", {
  id: text().primaryKey(),
  product_id: text().notNull(),
  variant_id: text(),
  position: integer().notNull(),
  alt: text().notNull(),
  status: text({ enum: ["processing", "ready", "refused"] }).notNull(),
  reason: text(),
  key: text().notNull(),
  content_type: text().notNull(),
  size: integer().notNull(),
  width: integer(),
  height: integer(),
  placeholder: text(),
  version: integer().notNull(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});

/** Pictures whose row is gone and whose objects in R2 are still to be removed; a trigger fills it. */
export const imageLeftovers = sqliteTable("image_leftovers", {
  image_id: text().primaryKey(),
  key: text().notNull(),
  at: text().notNull(),
});
