import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { FraudRule, Reason, Signals } from "./schemas.ts";

export const fraudRules = sqliteTable("fraud_rules", {
  id: text().primaryKey(),
  version: integer().notNull().default(1),
  name: text().notNull(),
  active: integer({ mode: "boolean" }).notNull().default(true),
  conditions: text({ mode: "json" }).$type<FraudRule["conditions"]>().notNull(),
  points: integer().notNull(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});

export const fraudSettingsRow = sqliteTable("fraud_settings", {
  only: integer().primaryKey(),
  version: integer().notNull(),
  review_at: integer().notNull(),
  refuse_at: integer().notNull(),
  updated_at: text().notNull(),
});

export const fraudAssessments = sqliteTable("fraud_assessments", {
  order_id: text().primaryKey(),
  score: integer().notNull(),
  outcome: text({ enum: ["allow", "review", "refuse"] }).notNull(),
  signals: text({ mode: "json" }).$type<Signals>().notNull(),
  reasons: text({ mode: "json" }).$type<Reason[]>().notNull(),
  email: text().notNull(),
  ip_hash: text(),
  address_hash: text().notNull(),
  at: text().notNull(),
  /** When it was weighed with what its payment service told of the card; null before. */
  card_at: text(),
});

export const fraudDecisions = sqliteTable("fraud_decisions", {
  id: text().primaryKey(),
  order_id: text().notNull(),
  outcome: text({ enum: ["allow", "review", "refuse", "clear"] }).notNull(),
  score: integer(),
  reasons: text({ mode: "json" }).$type<Reason[]>().notNull(),
  note: text().notNull().default(""),
  decided_by: text().notNull(),
  at: text().notNull(),
});
