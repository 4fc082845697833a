import { and, desc, eq, lt, or, type SQL } from "drizzle-orm";
import { requireAccount } from "../platform/http/guards.ts";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import type { Store } from "../platform/store.ts";
import type { OrderQuery, OrderSummary } from "./schemas.ts";
import { orders } from "./tables.ts";

const summary = {
  id: orders.id,
  number: orders.number,
  status: orders.status,
  payment_status: orders.payment_status,
  shipping_status: orders.shipping_status,
  market: orders.market,
  currency: orders.currency,
  subtotal: orders.subtotal,
  discount_total: orders.discount_total,
  shipping_total: orders.shipping_total,
  tax_total: orders.tax_total,
  tax_included: orders.tax_included,
  shipping_discount_total: orders.shipping_discount_total,
  shipping_tax_total: orders.shipping_tax_total,
  shipping_tax_rate: orders.shipping_tax_rate,
  shipping_tax_reason: orders.shipping_tax_reason,
  tax_rounding_mode: orders.tax_rounding_mode,
  tax_rounding_level: orders.tax_rounding_level,
  tax_source: orders.tax_source,
  vat_id: orders.vat_id,
  total: orders.total,
  email: orders.email,
  customer_id: orders.customer_id,
  shipping_option: orders.shipping_option,
  shipping_kind: orders.shipping_kind,
  shipping_name: orders.shipping_name,
  expires_at: orders.expires_at,
  created_at: orders.created_at,
  updated_at: orders.updated_at,
};

/**
 * Orders, newest first: all of them for staff, their own for a customer. Every filter is served by an index that ends in
 * (created_at, id), so a page reads as many rows as it shows.
 * @throws not-signed-in
 */
export async function listOrders(
  store: Store,
  query: OrderQuery,
): Promise<{ data: OrderSummary[]; next_cursor: string | null }> {
  const account = requireAccount(store);
  const { limit, cursor, q, ...statuses } = query;
  const list = `orders:${JSON.stringify([statuses, q])}`;
  const rows = await store.orders
    .select(summary)
    .from(orders)
    .where(
      and(
        account.kind === "customer" ? eq(orders.customer_id, account.id) : undefined,
        statuses.status ? eq(orders.status, statuses.status) : undefined,
        statuses.payment_status ? eq(orders.payment_status, statuses.payment_status) : undefined,
        statuses.shipping_status ? eq(orders.shipping_status, statuses.shipping_status) : undefined,
        q ? matching(q) : undefined,
        cursor === undefined ? undefined : after(readCursor(list, cursor, ["string", "string"])),
      ),
    )
    .orderBy(desc(orders.created_at), desc(orders.id))
    .limit(limit + 1);
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  const next_cursor = rows.length > limit && last ? writeCursor(list, [last.created_at, last.id]) : null;
  return { data, next_cursor };
}

/** A number, an id, or else an e-mail address. */
function matching(q: string): SQL {
  if (/^#?\d{1,15}$/.test(q)) return eq(orders.number, Number(q.replace("#", "")));
  return q.startsWith("ord_") ? eq(orders.id, q) : eq(orders.email, q);
}

function after([at, id]: readonly [string, string]): SQL | undefined {
  return or(lt(orders.created_at, at), and(eq(orders.created_at, at), lt(orders.id, id)));
}
