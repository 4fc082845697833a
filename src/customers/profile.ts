import { asc, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { users } from "../identity/tables.ts";
import { checkedAddress } from "../platform/addresses/check-address.ts";
import { DomainError } from "../platform/errors.ts";
import { requireAccount } from "../platform/http/guards.ts";
import type { Store } from "../platform/store.ts";
import type { Profile, ProfileChange } from "./schemas.ts";
import { addresses } from "./tables.ts";

/** The caller's own profile. @throws not-signed-in, also when the account is gone while its token lives on. */
export async function readProfile(store: Store): Promise<Profile> {
  const { id } = requireAccount(store);
  const [[user], book] = await store.customers.batch([
    store.customers.select().from(users).where(eq(users.id, id)),
    store.customers
      .select({ address: addresses.address })
      .from(addresses)
      .where(eq(addresses.customer_id, id))
      .orderBy(asc(addresses.position)),
  ]);
  if (!user) throw new DomainError("not-signed-in", "This account no longer exists.");
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    groups: user.groups,
    confirmed: user.email_confirmed,
    locale: user.locale,
    phone: user.phone,
    addresses: book.map((row) => row.address),
    created_at: user.created_at.toISOString(),
  };
}

/**
 * Changes the caller's own profile: what is given, all of it or nothing. A new name shows in the next access token.
 * @throws invalid-address pointing at what an address's country refuses
 */
export async function changeProfile(store: Store, { addresses: given, ...change }: ProfileChange): Promise<Profile> {
  const { id } = requireAccount(store);
  const book =
    given && (await Promise.all(given.map((address, index) => checkedAddress(address, `/addresses/${index}`))));
  const database = store.customers;
  const rest: BatchItem<"sqlite">[] = [];
  if (book) {
    rest.push(database.delete(addresses).where(eq(addresses.customer_id, id)));
    const rows = book.map((address, position) => ({ customer_id: id, position, address }));
    if (rows.length > 0) rest.push(database.insert(addresses).values(rows));
  }
  await database.batch([
    database
      .update(users)
      .set({ ...change, updated_at: store.now() })
      .where(eq(users.id, id)),
    ...rest,
  ]);
  return readProfile(store);
}
