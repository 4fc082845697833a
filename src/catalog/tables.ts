import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { TaxClass } from "../tax/rules.ts";
import type { Attributes, ProductOption, ProductStatus } from "./schemas.ts";

export const categories = sqliteTable("categories", {
  id: text().primaryKey(),
  parent_id: text(),
  slug: text().notNull(),
  name: text().notNull(),
  position: integer().notNull(),
  description: text().notNull().default(""),
  seo_title: text(),
  seo_description: text(),
  lineage: text().notNull(),
  version: integer().notNull().default(1),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});

export const products = sqliteTable("products", {
  no: integer().primaryKey(),
  id: text().notNull(),
  slug: text().notNull(),
  title: text().notNull(),
  description: text().notNull().default(""),
  status: text().$type<ProductStatus>().notNull(),
  brand: text(),
  options: text({ mode: "json" }).$type<ProductOption[]>().notNull(),
  attributes: text({ mode: "json" }).$type<Attributes>().notNull(),
  filed_under: text({ mode: "json" }).$type<string[]>().notNull().default([]),
  rating_sum: integer().notNull().default(0),
  rating_count: integer().notNull().default(0),
  import_hash: text(),
  seo_title: text(),
  seo_description: text(),
  publish_at: text(),
  unpublish_at: text(),
  tax_class: text().$type<TaxClass>().notNull().default("standard"),
  version: integer().notNull().default(1),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});
