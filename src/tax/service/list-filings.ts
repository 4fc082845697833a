import { sql } from "drizzle-orm";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import type { Store } from "../../platform/store.ts";
import type { Filing, FilingQuery } from "./schemas.ts";

/** What the outside service was told, or has to be, the newest first. @throws invalid-cursor */
export async function listFilings(store: Store, { limit, cursor, status }: FilingQuery) {
  const list = `tax-filings:${status ?? ""}`;
  const place = cursor === undefined ? null : readCursor(list, cursor, ["string", "string"]);
  const rows = await store.orders.all<Filing>(sql`
    select
      f.subject, f.order_id, o.number, o.currency, f.kind, f.amount, f.status, f.reference, f.failure, f.attempts, f.next_at,
      f.created_at, f.updated_at
    from tax_filings f join orders o on o.id = f.order_id
    where true
      ${status ? sql`and f.status = ${status}` : sql``}
      ${place ? sql`and (f.created_at, f.subject) < (${place[0]}, ${place[1]})` : sql``}
    order by f.created_at desc, f.subject desc limit ${limit + 1}
  `);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit),
    next_cursor: rows.length > limit && last ? writeCursor(list, [last.created_at, last.subject]) : null,
  };
}
