import { fillPlaceholders, is, type Query, type SQL } from "drizzle-orm";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import { SQLiteRaw } from "drizzle-orm/sqlite-core/query-builders/raw";

export type Database = DrizzleD1Database;

/**
 * Opens a database. drizzle 0.45 looks for a prepared statement on every member of a D1 batch and does not find one on hand-written
 * SQL with parameters (`database.run(sql...)`, `.all(sql...)`); here each is given its own.
 */
export function openDatabase(binding: D1Database): Database {
  const database = drizzle(binding);
  const batch = database.batch.bind(database);
  database.batch = (members) => {
    for (const member of members) {
      if (is(member, SQLiteRaw)) Object.assign(member, { stmt: binding.prepare(member.getQuery().sql) });
    }
    return batch(members);
  };
  return database;
}

/**
 * A statement that every shopper asks: its text is built once in an isolate, and only filled in for each request.
 * @param write builds it, with a `sql.placeholder` for each value
 */
export function fixedStatement(write: () => SQL) {
  let query: Query | undefined;
  return (binding: D1Database, values: Record<string, unknown>): D1PreparedStatement => {
    query ??= new SQLiteSyncDialect().sqlToQuery(write());
    return binding.prepare(query.sql).bind(...fillPlaceholders(query.params, values));
  };
}
