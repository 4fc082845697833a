import { and, asc, gt, gte, inArray, lt } from "drizzle-orm";
import { users } from "../identity/tables.ts";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import type { Store } from "../platform/store.ts";
import type { CustomerQuery, FoundCustomer } from "./schemas.ts";
import { addresses } from "./tables.ts";

/** What sorts behind every address that begins with the same signs. */
const last = "\u{10ffff}";

/** People with an account whose e-mail address begins so, by that address; with their address books. @throws invalid-cursor */
export async function findCustomers(
  store: Store,
  { q = "", limit, cursor }: CustomerQuery,
): Promise<{ data: FoundCustomer[]; next_cursor: string | null }> {
  const list = `customers ${q}`;
  const after = cursor === undefined ? undefined : gt(users.email, readCursor(list, cursor, ["string"])[0]);
  const { id, email, name, locale } = users;
  const found = await store.customers
    .select({ id, email, name, locale })
    .from(users)
    .where(and(gte(email, q), lt(email, q + last), after))
    .orderBy(asc(email))
    .limit(limit + 1);
  const page = found.slice(0, limit);
  const books = await store.customers
    .select()
    .from(addresses)
    .where(
      inArray(
        addresses.customer_id,
        page.map((person) => person.id),
      ),
    )
    .orderBy(asc(addresses.customer_id), asc(addresses.position));
  return {
    data: page.map((person) => ({
      ...person,
      addresses: books.flatMap(({ customer_id, address }) => (customer_id === person.id ? [address] : [])),
    })),
    next_cursor: found.length > limit ? writeCursor(list, [page.at(-1)?.email ?? ""]) : null,
  };
}
