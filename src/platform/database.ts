import {
  type Column,
  fillPlaceholders,
  getTableColumns,
  getTableName,
  is,
  type Query,
  type SQL,
  sql,
} from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { SQLiteSyncDialect, type SQLiteTable, SQLiteTextJson } from "drizzle-orm/sqlite-core";
import { SQLiteRaw } from "drizzle-orm/sqlite-core/query-builders/raw";

export type Database = DrizzleD1Database & { $client: D1Database };

/**
 * Opens a database. drizzle 0.45 looks for a prepared statement on every member of a D1 batch and does not find one on hand-written
 * SQL with parameters (`database.run(sql...)`, `.all(sql...)`); here each is given its own, and its text is built once.
 */
export function openDatabase(binding: D1Database): Database {
  const database = drizzle(binding);
  const batch = database.batch.bind(database);
  database.batch = (members) => {
    for (const member of members) {
      if (!is(member, SQLiteRaw)) continue;
      const query = member.getQuery();
      Object.assign(member, { stmt: binding.prepare(query.sql), getQuery: () => query });
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

/** A statement whose text is known, by itself or in a batch: drizzle would build it anew for every call. */
function written<Row>(database: Database, { sql: text, params }: Query): SQLiteRaw<Row[]> {
  return Object.assign(database.all<Row>(sql.raw(text)), {
    getQuery: () => ({ sql: text, params, method: "all" as const }),
    execute: async () =>
      (
        await database.$client
          .prepare(text)
          .bind(...params)
          .all<Row>()
      ).results,
  });
}

/**
 * A statement that is written often, by itself or in a batch: its text is built once in an isolate.
 * @param write builds it, with a `sql.placeholder` for each value
 */
export function fixedWrite<Row = unknown>(write: () => SQL) {
  let query: Query | undefined;
  return (database: Database, values: Record<string, unknown>): SQLiteRaw<Row[]> => {
    query ??= new SQLiteSyncDialect().sqlToQuery(write());
    const params = fillPlaceholders(query.params, values);
    return written<Row>(database, { sql: query.sql, params });
  };
}

/** How many values a statement may bind. @see https://developers.cloudflare.com/d1/platform/limits/ */
const mostBound = 100;

const insertTexts = new WeakMap<SQLiteTable, Map<number, string>>();

/**
 * The statement that inserts whole rows, however many; its text is built once in an isolate for a number of rows.
 * Columns that a row leaves out become null.
 */
export function insertRows<Table extends SQLiteTable>(
  database: Database,
  table: Table,
  rows: readonly Table["$inferInsert"][],
): BatchItem<"sqlite"> {
  const columns = Object.entries(getTableColumns(table));
  const bound = rows.length * columns.length <= mostBound ? rows.length : 0;
  const texts = insertTexts.get(table) ?? new Map<number, string>();
  insertTexts.set(table, texts);
  const text = texts.get(bound) ?? insertText(table, bound);
  texts.set(bound, text);
  const params = bound === 0 ? [JSON.stringify(rows)] : rows.flatMap((row) => valuesOf(columns, row));
  return written(database, { sql: text, params });
}

/** @param bound how many rows are bound value by value; 0 where they travel as one JSON, for they are too many */
function insertText(table: SQLiteTable, bound: number): string {
  const columns = Object.values(getTableColumns(table));
  const into = `insert into ${getTableName(table)} (${columns.map(({ name }) => name).join(", ")})`;
  if (bound > 0) {
    const row = `(${columns.map(() => "?").join(", ")})`;
    return `${into} values ${Array.from({ length: bound }, () => row).join(", ")}`;
  }
  const values = columns.map((column) => `value ${is(column, SQLiteTextJson) ? "->" : "->>"} '${column.name}'`);
  return `${into} select ${values.join(", ")} from json_each(?)`;
}

function valuesOf(columns: readonly [string, Column][], row: Record<string, unknown>): unknown[] {
  return columns.map(([name, column]) => (row[name] == null ? null : column.mapToDriverValue(row[name])));
}
