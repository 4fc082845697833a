import { type SQL, sql } from "drizzle-orm";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import type { Store } from "../../platform/store.ts";
import type { Dispute, DisputeQuery } from "./schemas.ts";

/** Disputes, newest first; of one status where one is named. A page reads as many rows as it shows. */
export async function listDisputes(
  store: Store,
  { status, limit, cursor }: DisputeQuery,
): Promise<{ data: Dispute[]; next_cursor: string | null }> {
  const list = `disputes:${status ?? ""}`;
  const conditions: SQL[] = [sql`true`];
  if (status !== undefined) conditions.push(sql`status = ${status}`);
  if (cursor !== undefined) {
    const [at, id] = readCursor(list, cursor, ["string", "string"]);
    conditions.push(sql`(opened_at, id) < (${at}, ${id})`);
  }
  const rows = await store.orders.all<Omit<Dispute, "withdrawn"> & { withdrawn: number }>(sql`
    select id, provider, reference, order_id, payment_id, amount, currency, reason, status, evidence_due_at, withdrawn,
      opened_at, updated_at
    from disputes where ${sql.join(conditions, sql` and `)} order by opened_at desc, id desc limit ${limit + 1}
  `);
  const data = rows.slice(0, limit).map((row) => ({ ...row, withdrawn: row.withdrawn === 1 }));
  const last = rows.length > limit ? data.at(-1) : undefined;
  return { data, next_cursor: last ? writeCursor(list, [last.opened_at, last.id]) : null };
}
