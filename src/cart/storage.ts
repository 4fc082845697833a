import { homeCode } from "../platform/market.ts";
import { defaultTaxClass } from "../tax/rules.ts";
import type { CartLine, CartState, HandedOver } from "./contents.ts";

/**
 * How a cart lies in its object's SQLite: one row, one JSON document, lines and all, so that each change is one statement. A
 * full cart is about 100 KB. The table is made by the first change, so that reading a cart that nobody filled stores nothing.
 */
const schema = `
  create table if not exists carts (only_one integer primary key check (only_one = 1), state text not null check (json_valid(state))) strict;
`;

/** What the object remembers; null when it remembers nothing. */
export function loadCart(sql: SqlStorage): CartState | null {
  const tables = sql.exec("select 1 from sqlite_master where type = 'table' and name = 'carts'").toArray();
  if (tables.length === 0) return null;
  const [row] = sql.exec<{ state: string }>("select state from carts").toArray();
  return row ? whole(JSON.parse(row.state) as CartState) : null;
}

/** What a line holds as long as nobody has looked, where it was kept before carts knew of it. */
const unknownYet = {
  ...{ category_ids: [], brand: null, compare_at_price: null },
  tax_class: defaultTaxClass,
  ...{ converted_from: null, list_prices: [] },
} satisfies Partial<CartLine>;

/** Carts from before there were markets are in the store's own; those from before there were codes have none. */
const before = { market: homeCode, codes: [] } satisfies Partial<CartState & HandedOver>;

/** Carts from before they were looked after are looked at when they are next read. */
const unkept = {
  sleeps: false,
  looked_at: "1970-01-01T00:00:00.000Z",
  warned_for: null,
  counted: null,
  held_at: null,
  removed: [],
} satisfies Partial<CartState>;

function whole(cart: CartState): CartState {
  const lines = cart.lines.map((line) => ({ ...unknownYet, ...line }));
  const handed_over = cart.handed_over && { ...before, ...cart.handed_over };
  return { ...before, ...unkept, ...cart, lines, handed_over };
}

/** Writes the cart as it is now. @param before what was written last; null for a cart's first change */
export function saveCart(sql: SqlStorage, before: CartState | null, after: CartState): void {
  if (!before) sql.exec(schema);
  sql.exec("insert into carts values (1, ?) on conflict do update set state = excluded.state", JSON.stringify(after));
}
