import { eq, sql } from "drizzle-orm";
import { users } from "../identity/tables.ts";
import { notFound } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { subtotalOf } from "../pricing/amounts.ts";
import { viewOf } from "./cart.ts";
import type { CartState } from "./contents.ts";
import type { CartView } from "./schemas.ts";
import { nameOf, objectOf } from "./which-cart.ts";

/** How many carts live, and what is in them, in one currency. */
interface CartFigures {
  currency: string;
  carts: number;
  of_accounts: number;
  pieces: number;
  value: number;
}

/** The figures by currency, those of the most carts first. Carts that sleep are not among them. */
export async function readFigures(store: Store): Promise<{ data: CartFigures[] }> {
  const data = await store.activity.all<CartFigures>(sql`
    select currency, count(*) as carts, sum(account) as of_accounts, sum(pieces) as pieces, sum(value) as value
    from live_carts where expires_at > ${timestamp(store)}
    group by currency order by carts desc, currency
  `);
  return { data };
}

/** What is told apart of a cart for the figures; null for one that is not among them. */
export function countedAs({ lines, currency, expires_at, sleeps }: CartState): string | null {
  if (lines.length === 0) return null;
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const row = { currency, account: sleeps ? 1 : 0, lines: lines.length, pieces, value: subtotalOf(lines), expires_at };
  return JSON.stringify(row);
}

/** Writes a cart among the figures, or out of them. @param cart its object's id @param as by {@link countedAs} */
export async function countCart(store: Store, cart: string, as: string | null): Promise<void> {
  if (as === null) {
    await store.activity.run(sql`delete from live_carts where cart = ${cart}`);
    return;
  }
  await store.activity.run(sql`
    insert into live_carts (cart, account, currency, lines, pieces, value, expires_at)
    select
      ${cart}, r.value ->> 'account', r.value ->> 'currency', r.value ->> 'lines', r.value ->> 'pieces', r.value ->> 'value',
      r.value ->> 'expires_at'
    from (select ${as} as value) r where true
    on conflict (cart) do update set
      account = excluded.account, currency = excluded.currency, lines = excluded.lines, pieces = excluded.pieces,
      value = excluded.value, expires_at = excluded.expires_at
  `);
}

/** Forgets carts that ended without their object being able to say so. */
export async function forgetEndedCarts(store: Store): Promise<void> {
  await store.activity.run(sql`delete from live_carts where expires_at <= ${timestamp(store)}`);
}

/** What somebody with an account has in their cart, as they see it, for staff whom they ask. @throws not-found */
export async function readCartOf(store: Store, customerId: string): Promise<CartView> {
  const [person] = await store.customers
    .select({ id: users.id, email: users.email, groups: users.groups })
    .from(users)
    .where(eq(users.id, customerId));
  if (!person) throw notFound("customer");
  const theirs = store.as({ kind: "customer", ...person });
  const name = nameOf(theirs.actor);
  return viewOf(theirs, name && objectOf(theirs, name).read());
}
