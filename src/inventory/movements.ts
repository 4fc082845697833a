import { sql } from "drizzle-orm";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import type { Store } from "../platform/store.ts";
import type { Movement, MovementQuery } from "./schemas.ts";

/** A page of what happened to the stock of a variant, the latest first. */
export async function listMovements(
  store: Store,
  variantId: string,
  { location, limit, cursor }: MovementQuery,
): Promise<{ data: Movement[]; next_cursor: string | null }> {
  const list = `movements:${variantId}:${location ?? ""}`;
  const [at, id] = cursor === undefined ? ["9", ""] : readCursor(list, cursor, ["string", "string"]);
  const rows = await store.orders.all<Movement>(sql`
    select m.id, m.location_id, m.delta, m.reason, m.kind, m.order_id, m.transfer_id, m.stock_take_id, m.actor, m.at
    from stock_movements m
    where m.variant_id = ${variantId} ${location ? sql`and m.location_id = ${location}` : sql``}
      and (m.at, m.id) < (${at}, ${id})
    order by m.at desc, m.id desc
    limit ${limit + 1}
  `);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { data: page, next_cursor: rows.length > limit && last ? writeCursor(list, [last.at, last.id]) : null };
}
