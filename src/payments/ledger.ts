import { type SQL, sql } from "drizzle-orm";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import type { Store } from "../platform/store.ts";
import type { LedgerAccount, LedgerEntry, LedgerQuery } from "./schemas.ts";

/** What every account comes to, by currency. All of one currency sum to nothing. */
export async function listAccounts(store: Store): Promise<LedgerAccount[]> {
  return store.orders.all<LedgerAccount>(sql`select account, currency, balance from ledger_accounts order by 1, 2`);
}

/** What was written into the ledger, newest first; of one order where one is named. A page reads as many rows as it shows. */
export async function listEntries(
  store: Store,
  { order_id, limit, cursor }: LedgerQuery,
): Promise<{ data: LedgerEntry[]; next_cursor: string | null }> {
  const list = `ledger:${order_id ?? ""}`;
  const conditions: SQL[] = [sql`true`];
  if (order_id !== undefined) conditions.push(sql`order_id = ${order_id}`);
  if (cursor !== undefined) conditions.push(sql`id < ${readCursor(list, cursor, ["number"])[0]}`);
  const rows = await store.orders.all<LedgerEntry>(sql`
    select id, kind, order_id, payment_id, debit, credit, amount, currency, at from ledger_entries
    where ${sql.join(conditions, sql` and `)} order by id desc limit ${limit + 1}
  `);
  const data = rows.slice(0, limit);
  const last = rows.length > limit ? data.at(-1) : undefined;
  return { data, next_cursor: last ? writeCursor(list, [last.id]) : null };
}
