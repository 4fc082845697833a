import { sql } from "drizzle-orm";
import type { Store } from "../platform/store.ts";

/** Groups that every store has: everybody with an account, and its staff. */
export const ownGroups = ["customers", "admins"] as const;

/** The codes of all groups that a customer can be in. */
export async function knownGroups(store: Store): Promise<ReadonlySet<string>> {
  const rows = await store.customers.all<{ code: string }>(sql`select code from customer_groups`);
  return new Set([...ownGroups, ...rows.map(({ code }) => code)]);
}
