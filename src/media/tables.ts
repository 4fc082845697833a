import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * Pictures of products. Shoppers see those whose status is `ready`, by `position`, then `id`; `width`, `height` and
 * `placeholder` are there exactly then. Whatever they are of their file stands on each of them, so that a page reads one row.
 */
export const images = sqliteTable("images", {
  id: text().primaryKey(),
  product_id: text().notNull(),
  file_id: text().notNull(),
  position: integer().notNull(),
  alt: text().notNull(),
  focal_x: integer().notNull(),
  focal_y: integer().notNull(),
  status: text({ enum: ["processing", "ready", "refused"] }).notNull(),
  reason: text(),
  width: integer(),
  height: integer(),
  placeholder: text(),
  version: integer().notNull(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});

/** The bytes that pictures show, each once; triggers remove a file with the last picture that shows it. */
export const pictureFiles = sqliteTable("picture_files", {
  id: text().primaryKey(),
  sha256: text(),
  key: text().notNull(),
  size: integer().notNull(),
  arrives_by: text(),
  created_at: text().notNull(),
});

/** Files whose row is gone and whose objects in R2 are still to be removed; a trigger fills it. */
export const pictureLeftovers = sqliteTable("picture_leftovers", {
  file_id: text().primaryKey(),
  at: text().notNull(),
});

/** The nightly comparisons of R2 and the tables. */
export const pictureSweeps = sqliteTable("picture_sweeps", {
  id: text().primaryKey(),
  started_at: text().notNull(),
  finished_at: text(),
  part: text({ enum: ["originals", "uploads", "pictures", "done"] }).notNull(),
  place: text(),
  objects: integer().notNull(),
  removed: integer().notNull(),
  remade: integer().notNull(),
  lost: text({ mode: "json" }).$type<string[]>().notNull(),
});
