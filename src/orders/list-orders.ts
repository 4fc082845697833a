import { eq, type SQL, sql } from "drizzle-orm";
import { requireAccount } from "../platform/http/guards.ts";
import { writeCursor } from "../platform/http/pages.ts";
import type { Store } from "../platform/store.ts";
import { findingOf } from "./desk/find-ids.ts";
import type { ListedOrder, OrderFilter, OrderQuery } from "./schemas.ts";
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

const forStaff = {
  tags: sql<string[]>`(select json_group_array(tag) from order_tags where order_id = ${orders.id})`.mapWith(
    (tags: string): string[] => JSON.parse(tags),
  ),
  review: orders.review,
  ships_to: orders.shipping_address,
};

/**
 * Orders, newest first: all of them for staff, their own for a customer. Each question walks one index and asks the rest of the rows
 * that it finds there, so far and no further: a page may be short though `next_cursor` leads on. Names are listed by the alphabet,
 * totals with the largest first.
 * @throws not-signed-in, invalid-cursor
 */
export async function listOrders(
  store: Store,
  query: OrderQuery,
): Promise<{ data: ListedOrder[]; next_cursor: string | null }> {
  const account = requireAccount(store);
  const { limit, cursor, q, ...given } = query;
  const filter: OrderFilter = {
    ...given,
    ...(q ? asked(q) : {}),
    // What staff wrote on an order is no question for anybody else.
    ...(account.kind === "customer" ? { customer_id: account.id, tag: undefined, review: undefined } : {}),
    ...totalsIn(given, store.currency),
  };
  const list = `orders:${JSON.stringify(filter)}`;
  const { ids, ended, order } = findingOf(filter, limit, cursor, list);
  const staff = account.kind === "staff";
  const page = store.orders
    .select({ ...summary, ...(staff ? forStaff : {}), k1: key("k1"), k2: key("k2") })
    .from(sql`(${ids}) found`)
    .innerJoin(orders, eq(orders.id, sql`found.id`))
    .orderBy(order);
  const [rows, [end]] = await (ended
    ? store.orders.batch([page, store.orders.all<{ k1: string | number; k2: string }>(ended)])
    : page.then((found) => [found, []] as const));
  const last = rows.length > limit ? rows[limit - 1] : end;
  return {
    data: rows.slice(0, limit).map(({ k1: _, k2: __, ...row }) => listed(row)),
    next_cursor: last ? writeCursor(list, [last.k1, last.k2]) : null,
  };
}

function key(name: "k1" | "k2"): SQL<string | number> {
  return sql<string | number>`found.${sql.raw(name)}`;
}

function listed<Row extends { ships_to?: { name: string; country: string } }>({ ships_to, ...row }: Row) {
  return { ...row, ...(ships_to && { ships_to: { name: ships_to.name, country: ships_to.country } }) };
}

/** Totals are of one currency: 1,000 yen and 1,000 cents are not alike. */
function totalsIn({ total_min, total_max, currency }: OrderFilter, usual: string): Pick<OrderFilter, "currency"> {
  return total_min === undefined && total_max === undefined ? {} : { currency: currency ?? usual };
}

/** A number, an id, an e-mail address, or else how a name begins. */
function asked(q: string): OrderFilter {
  if (/^#?\d{1,15}$/.test(q)) return { number: Number(q.replace("#", "")) };
  if (q.startsWith("ord_")) return { id: q };
  return q.includes("@") ? { email: q } : { name: q };
}
