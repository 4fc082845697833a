import { type SQL, sql } from "drizzle-orm";
import { type KeyKind, readCursor } from "../../platform/http/pages.ts";
import type { OrderFilter } from "../schemas.ts";
import { orderStatuses, paymentStatuses, shippingStatuses } from "../tables.ts";

/**
 * For each row of a page so many rows of the road are looked at for what only the rows themselves tell; then the page ends, short,
 * and the next goes on from there. So no question reads more of a large book than of a small one.
 */
const lookAhead = 25;

/** An index that a list walks, and what is asked of each order on it. */
interface Road {
  /** `id` and the sort keys `k1, k2`, of at most `limit` orders, from the place behind the cursor on. */
  walk(limit: number): SQL;
  /** The sort keys of a found order, as the cursor has them. */
  keys: SQL;
  order: SQL;
  /** What the index does not answer. */
  rest: SQL[];
  /** How many rows are looked at for each row of a page, where {@link lookAhead} is too many or too few. */
  ahead?: number;
  /** Whether the first key goes upwards; the second never does. */
  upwards?: boolean;
}

/** The statements of a page: the ids that it shows, and where the look for them ended. */
export interface Finding {
  /** `select id, k1, k2` of at most `limit` + 1 orders. */
  ids: SQL;
  /** `select k1, k2` of the last order that was looked at, if the road goes on there; null where all that it holds fits. */
  ended: SQL | null;
  /** The order of the page, by `found.k1` and `found.k2`. */
  order: SQL;
}

/** How the orders of a filter are found: by the index that leaves least to ask. */
export function findingOf(filter: OrderFilter, limit: number, cursor: string | undefined, list: string): Finding {
  const {
    walk,
    keys,
    order,
    rest,
    ahead = lookAhead,
    upwards = false,
  } = roadOf(filter, (kinds) => (cursor === undefined ? null : readCursor(list, cursor, kinds)));
  const asked = rest.length > 0 ? sql`where ${sql.join(rest, sql` and `)}` : sql``;
  const looked = rest.length > 0 ? ahead * limit : limit + 1;
  return {
    ids: sql`
      select o.id, ${keys} from (${walk(looked)}) found cross join orders o on o.id = found.id ${asked}
      order by ${order} limit ${limit + 1}`,
    ended: rest.length > 0 ? sql`select k1, k2 from (${walk(looked)}) limit 1 offset ${looked - 1}` : null,
    order: upwards ? sql`found.k1, found.k2 desc` : sql`found.k1 desc, found.k2 desc`,
  };
}

type Place = (kinds: readonly KeyKind[]) => readonly (string | number)[] | null;

function roadOf(filter: OrderFilter, place: Place): Road {
  const { sku, tag, name, provider, customer_id, email, number, id } = filter;
  if (id !== undefined) return byColumn(sql`o.id = ${id}`, sql``, { ...filter, id: undefined }, place);
  if (number !== undefined) return byColumn(sql`o.number = ${number}`, sql``, { ...filter, number: undefined }, place);
  if (customer_id !== undefined) {
    const index = sql`indexed by orders_by_customer`;
    return byColumn(sql`o.customer_id = ${customer_id}`, index, { ...filter, customer_id: undefined }, place);
  }
  if (email !== undefined) {
    return byColumn(sql`o.email = ${email}`, sql`indexed by orders_by_email`, { ...filter, email: undefined }, place);
  }
  if (tag !== undefined) {
    return byOrder(sql`order_tags`, sql`tag = ${tag}`, { ...filter, tag: undefined }, place);
  }
  if (sku !== undefined) {
    const table = sql`order_lines indexed by order_lines_by_sku`;
    return byOrder(table, sql`sku = ${sku} collate nocase`, { ...filter, sku: undefined }, place);
  }
  if (name !== undefined) return byName(name, { ...filter, name: undefined }, place);
  if (filter.review === "held" || filter.review === "cleared") {
    const [where, index] =
      filter.review === "held"
        ? [sql`o.review = 'held'`, sql`indexed by orders_held`]
        : [sql`o.review = 'cleared'`, sql`indexed by orders_cleared`];
    return byColumn(where, index, { ...filter, review: undefined }, place);
  }
  if ((filter.total_min ?? filter.total_max ?? filter.currency) !== undefined) return byTotal(filter, place);
  if (filter.country !== undefined) {
    const index = sql`indexed by orders_by_country`;
    return byColumn(sql`o.country = ${filter.country}`, index, { ...filter, country: undefined }, place);
  }
  if (provider !== undefined) {
    const table = sql`payments indexed by payments_by_provider`;
    return byOrder(table, sql`provider = ${provider}`, { ...filter, provider: undefined }, place);
  }
  if (filter.to_ship) {
    return byColumn(mayLeave, sql`indexed by orders_to_ship`, { ...filter, to_ship: undefined }, place);
  }
  // Last, for it walks many short roads: nothing but the time is left to ask.
  if (filter.status ?? filter.payment_status ?? filter.shipping_status) return byStanding(filter, place);
  return byColumn(sql`true`, sql`indexed by orders_by_time`, filter, place);
}

/** An index of orders that ends in their time, newest first; the time is walked with it. */
function byColumn(where: SQL, index: SQL, filter: OrderFilter, place: Place): Road {
  const { from, to, ...rest } = filter;
  const bounds = timeBounds({ from, to }, place);
  return {
    walk: (limit) => sql`
      select o.id, o.created_at as k1, o.id as k2 from orders o ${index}
      where ${sql.join([where, ...bounds], sql` and `)} order by o.created_at desc, o.id desc limit ${limit}`,
    ...newest,
    rest: asks(rest),
  };
}

const newest = { keys: sql`o.created_at as k1, o.id as k2`, order: sql`o.created_at desc, o.id desc` };

function timeBounds({ from, to }: Pick<OrderFilter, "from" | "to">, place: Place): SQL[] {
  const after = place(["string", "string"]);
  return [
    ...(from ? [sql`o.created_at >= ${from}`] : []),
    ...(to ? [sql`o.created_at < ${to}`] : []),
    ...(after ? [sql`(o.created_at, o.id) < (${after[0]}, ${after[1]})`] : []),
  ];
}

/** Every standing that the three statuses leave open, each walked by the one index. */
function byStanding(filter: OrderFilter, place: Place): Road {
  const { status, payment_status, shipping_status, from, to, ...rest } = filter;
  const standings = (status ? [status] : orderStatuses).flatMap((one) =>
    (payment_status ? [payment_status] : paymentStatuses).flatMap((paid) =>
      (shipping_status ? [shipping_status] : shippingStatuses).map((sent) => [one, paid, sent]),
    ),
  );
  const bounds = timeBounds({ from, to }, place);
  const fits = sql.join(
    [
      sql`o.status = standing.value ->> 0 and o.payment_status = standing.value ->> 1 and o.shipping_status = standing.value ->> 2`,
      ...bounds,
    ],
    sql` and `,
  );
  return {
    walk: (limit) => sql`
      select o2.id, o2.created_at as k1, o2.id as k2
      from json_each(${JSON.stringify(standings)}) standing cross join orders o2 on o2.id in (
        select o.id from orders o indexed by orders_by_standing where ${fits}
        order by o.created_at desc, o.id desc limit ${limit}
      )
      order by o2.created_at desc, o2.id desc limit ${limit}`,
    ...newest,
    rest: asks(rest),
    // Nothing is left to ask but that nobody had to look at it, as of almost every order; and each of many roads is walked so far.
    ahead: 3,
  };
}

/** A table beside the orders that has an index by their ids, which sort by time. */
function byOrder(table: SQL, where: SQL, filter: OrderFilter, place: Place): Road {
  const after = place(["string", "string"]);
  const behind = after ? sql`and order_id < ${after[0]}` : sql``;
  return {
    walk: (limit) => sql`
      select distinct order_id as id, order_id as k1, order_id as k2 from ${table}
      where ${where} ${behind} order by order_id desc limit ${limit}`,
    keys: sql`o.id as k1, o.id as k2`,
    order: sql`o.id desc`,
    rest: asks(filter),
  };
}

/** Names that begin so, in the order of the alphabet. */
function byName(name: string, filter: OrderFilter, place: Place): Road {
  const after = place(["string", "string"]);
  const behind = after ? sql`and o.buyer >= ${after[0]} and (o.buyer > ${after[0]} or o.id < ${after[1]})` : sql``;
  return {
    walk: (limit) => sql`
      select o.id, o.buyer as k1, o.id as k2 from orders o indexed by orders_by_buyer
      where o.buyer >= lower(${name}) and o.buyer < lower(${name}) || char(1114111) ${behind}
      order by o.buyer, o.id desc limit ${limit}`,
    keys: sql`o.buyer as k1, o.id as k2`,
    order: sql`o.buyer, o.id desc`,
    rest: asks(filter),
    upwards: true,
  };
}

/** Totals of one currency, the largest first. */
function byTotal({ total_min, total_max, currency, ...filter }: OrderFilter, place: Place): Road {
  const after = place(["number", "string"]);
  const bounds = [
    sql`o.currency = ${currency}`,
    ...(total_min === undefined ? [] : [sql`o.total >= ${total_min}`]),
    ...(total_max === undefined ? [] : [sql`o.total <= ${total_max}`]),
    ...(after ? [sql`o.total <= ${after[0]} and (o.total < ${after[0]} or o.id < ${after[1]})`] : []),
  ];
  return {
    walk: (limit) => sql`
      select o.id, o.total as k1, o.id as k2 from orders o indexed by orders_by_total
      where ${sql.join(bounds, sql` and `)} order by o.total desc, o.id desc limit ${limit}`,
    keys: sql`o.total as k1, o.id as k2`,
    order: sql`o.total desc, o.id desc`,
    rest: asks(filter),
  };
}

/** As `legalShippingMoves` has it, in the very words of its index. */
const mayLeave = sql`o.status = 'open' and o.review <> 'held' and o.payment_status in ('authorized', 'paid', 'partially_refunded')
  and o.shipping_status in ('unfulfilled', 'partially_shipped')`;

/** What is asked of an order itself, where its road does not answer it. */
function asks(filter: OrderFilter): SQL[] {
  const { id, number, status, payment_status, shipping_status, from, to, customer_id, email, name, currency } = filter;
  const { total_min, total_max, country, tag, sku, provider, review, to_ship } = filter;
  const given: (SQL | null)[] = [
    id === undefined ? null : sql`o.id = ${id}`,
    number === undefined ? null : sql`o.number = ${number}`,
    status ? sql`o.status = ${status}` : null,
    payment_status ? sql`o.payment_status = ${payment_status}` : null,
    shipping_status ? sql`o.shipping_status = ${shipping_status}` : null,
    to_ship ? mayLeave : null,
    from ? sql`o.created_at >= ${from}` : null,
    to ? sql`o.created_at < ${to}` : null,
    customer_id === undefined ? null : sql`o.customer_id = ${customer_id}`,
    email === undefined ? null : sql`o.email = ${email}`,
    name === undefined ? null : sql`substr(o.buyer, 1, length(${name})) = lower(${name})`,
    currency === undefined ? null : sql`o.currency = ${currency}`,
    total_min === undefined ? null : sql`o.total >= ${total_min}`,
    total_max === undefined ? null : sql`o.total <= ${total_max}`,
    country === undefined ? null : sql`o.country = ${country}`,
    review === undefined ? null : sql`o.review = ${review}`,
    tag === undefined ? null : sql`exists (select 1 from order_tags t where t.order_id = o.id and t.tag = ${tag})`,
    sku === undefined
      ? null
      : sql`exists (select 1 from order_lines l where l.sku = ${sku} collate nocase and l.order_id = o.id)`,
    provider === undefined
      ? null
      : sql`exists (select 1 from payments p where p.provider = ${provider} and p.order_id = o.id)`,
  ];
  return given.flatMap((one) => one ?? []);
}
