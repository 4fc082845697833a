import type { CartLine, CartState } from "./contents.ts";

/**
 * How a cart lies in its object's SQLite: one row for the cart, one for each line in the order they were added, each a JSON
 * document. The tables are made by the first change, so that reading a cart that nobody filled stores nothing.
 */
const schema = `
  create table if not exists cart (only_one integer primary key check (only_one = 1), state text not null check (json_valid(state))) strict;
  create table if not exists lines (line_id text primary key, line text not null check (json_valid(line))) strict;
`;

/** What the object remembers; null when it remembers nothing. */
export function loadCart(sql: SqlStorage): CartState | null {
  const tables = sql.exec("select 1 from sqlite_master where type = 'table' and name = 'cart'").toArray();
  if (tables.length === 0) return null;
  const [row] = sql.exec<{ state: string }>("select state from cart").toArray();
  if (!row) return null;
  const lines = sql.exec<{ line: string }>("select line from lines order by rowid").toArray();
  const state = JSON.parse(row.state) as Omit<CartState, "lines">;
  return { ...state, lines: lines.map(({ line }) => JSON.parse(line) as CartLine) };
}

/**
 * Writes what differs between two states of the cart. Lines are compared by identity: the transitions never change one in
 * place. Everything is written in one synchronous turn, which the platform commits as one.
 */
export function saveCart(sql: SqlStorage, before: CartState | null, after: CartState): void {
  if (!before) sql.exec(schema);
  const { lines, ...state } = after;
  sql.exec("insert into cart values (1, ?) on conflict do update set state = excluded.state", JSON.stringify(state));
  if (before?.lines === lines) return;
  const kept = new Set(lines.map((line) => line.line_id));
  for (const { line_id } of before?.lines ?? []) {
    if (!kept.has(line_id)) sql.exec("delete from lines where line_id = ?", line_id);
  }
  const written = new Map(before?.lines.map((line) => [line.line_id, line]));
  for (const line of lines) {
    if (written.get(line.line_id) === line) continue;
    sql.exec(
      "insert into lines values (?, ?) on conflict do update set line = excluded.line",
      line.line_id,
      JSON.stringify(line),
    );
  }
}
