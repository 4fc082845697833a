import type { Value, WrittenRows } from "./order-statements.ts";
import type { Runtime } from "./runtime.ts";

/** What the batch of a checkout writes to, in its order, and which rows there are of an order. */
const written: readonly (readonly [table: string, ofOrder: string])[] = [
  ["idempotency_keys", "answer_body like '%' || ? || '%'"],
  ["orders", "id = ?"],
  ["order_lines", "order_id = ?"],
  ["reservations", "order_id = ?"],
  ["payments", "order_id = ?"],
  ["order_events", "order_id = ?"],
  ["outbox", "subject = ?"],
];

/**
 * What the store itself wrote of an order, for the floor to write the same: it stays as long and as wide as the store's own batch,
 * whatever becomes of that.
 */
export async function rowsOfOrder({ database }: Runtime, orderId: string): Promise<WrittenRows[]> {
  const books = await database("souk", "ORDERS");
  const found: WrittenRows[] = [];
  for (const [table, ofOrder] of written) {
    const { results } = await books
      .prepare(`select * from ${table} where ${ofOrder}`)
      .bind(orderId)
      .all<Record<string, Value>>();
    // Leaves out columns that are generated: nobody writes those.
    const info = await books.prepare("select name from pragma_table_info(?)").bind(table).all<{ name: string }>();
    const columns = info.results.map(({ name }) => name);
    if (results.length === 0) throw new Error(`The order that was placed as a sample wrote nothing to ${table}.`);
    found.push({ table, columns, rows: results.map((row) => columns.map((column) => row[column] ?? null)) });
  }
  return found;
}
