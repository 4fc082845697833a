import { eq } from "drizzle-orm";
import { marketOfCountry } from "../../catalog/markets/which-market.ts";
import { personColumns, users } from "../../identity/tables.ts";
import { refuse } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import type { DraftContent } from "./schemas.ts";

/**
 * The call as the buyer would make it: in the market that the goods go to, in their language, at the prices of their account's groups
 * where they have one. What staff have an account for is never theirs.
 * @throws unknown-customer
 */
export async function onBehalfOf(
  staff: Store,
  { customer_id, locale, shipping_address }: Pick<DraftContent, "customer_id" | "locale" | "shipping_address">,
): Promise<Store> {
  const country = shipping_address?.country;
  const [market, actor] = await Promise.all([
    country ? marketOfCountry(staff, country) : staff.market,
    customer_id === undefined ? ({ kind: "system" } as const) : accountOf(staff, customer_id),
  ]);
  return staff
    .as(actor)
    .in(locale ?? staff.env.STORE_LOCALE)
    .at(market);
}

async function accountOf(staff: Store, id: string) {
  const [person] = await staff.customers.select(personColumns).from(users).where(eq(users.id, id));
  const detail = "There is no such customer. Leave the account out, or choose another.";
  refuse("unknown-customer", person ? [] : [{ pointer: "/customer_id", detail }]);
  const { email = "", groups = [] } = person ?? {};
  return { kind: "customer", id, email, groups } as const;
}
