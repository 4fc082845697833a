import { customType, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** A moment: a `Date` in code, UTC ISO 8601 text with milliseconds where it is stored. */
const moment = customType<{ data: Date; driverData: string }>({
  dataType: () => "text",
  toDriver: (value) => value.toISOString(),
  fromDriver: (value) => new Date(value),
});

/** What a person may do, and what prices they get. Everybody is in `customers`; `admins` are staff; others are the store's own. */
export type Group = string;

export const users = sqliteTable("users", {
  id: text().primaryKey(),
  email: text().notNull(),
  email_confirmed: integer({ mode: "boolean" }).notNull().default(false),
  name: text().notNull(),
  groups: text({ mode: "json" }).$type<Group[]>().notNull().default(["customers"]),
  locale: text().notNull(),
  phone: text(),
  created_at: moment().notNull(),
  updated_at: moment().notNull(),
});

/** What a token says of a person. */
export const personColumns = { id: users.id, email: users.email, name: users.name, groups: users.groups };

export const credentials = sqliteTable("credentials", {
  id: text().primaryKey(),
  user_id: text().notNull(),
  provider_id: text().notNull(),
  issuer: text().notNull(),
  account_id: text().notNull(),
  password: text(),
  created_at: moment().notNull(),
  updated_at: moment().notNull(),
});

export const sessions = sqliteTable("sessions", {
  id: text().primaryKey(),
  user_id: text().notNull(),
  token: text().notNull(),
  generation: integer().notNull().default(1),
  expires_at: moment().notNull(),
  ip_address: text(),
  user_agent: text(),
  created_at: moment().notNull(),
  updated_at: moment().notNull(),
});

export const verifications = sqliteTable("verifications", {
  id: text().primaryKey(),
  identifier: text().notNull(),
  value: text().notNull(),
  expires_at: moment().notNull(),
  created_at: moment().notNull(),
  updated_at: moment().notNull(),
});

/** The public half of an ES256 key (RFC 7518, 6.2.1). */
export interface PublicKey {
  kty: string;
  crv: string;
  x: string;
  y: string;
}

export const signingKeys = sqliteTable("signing_keys", {
  kid: text().primaryKey(),
  public_jwk: text({ mode: "json" }).$type<PublicKey>().notNull(),
  sealed_private_key: text().notNull(),
  created_at: moment().notNull(),
  retired_at: moment(),
});
