import type { Store } from "../platform/store.ts";
import type { PriceInput } from "../pricing/price.ts";
import type { Buyer } from "../promotions/promotion.ts";
import { taxRules } from "../tax/zones/read-rules.ts";

/** What the store itself says of prices, whoever buys: each set is read once a minute in an isolate, however many carts ask. */
export type PricingRules = Pick<PriceInput, "tax_rules" | "promotions" | "home_country">;

export async function pricingRules(store: Store): Promise<PricingRules> {
  return { tax_rules: await taxRules(store), promotions: [], home_country: store.env.STORE_COUNTRY };
}

/** Who is buying, as far as prices depend on it. */
export function buyerOf({ actor }: Store): Buyer {
  if (actor.kind !== "customer" && actor.kind !== "staff") return { customer_id: null, groups: [], first_order: null };
  return { customer_id: actor.id, groups: actor.groups, first_order: null };
}
