import { priceRules } from "../catalog/prices/rules.ts";
import type { Market } from "../platform/market.ts";
import type { Store } from "../platform/store.ts";
import type { PriceInput } from "../pricing/price.ts";
import type { Buyer } from "../promotions/promotion.ts";
import { taxRules } from "../tax/zones/read-rules.ts";

/** What the store itself says of prices, whoever buys: each set is read once a minute in an isolate, however many carts ask. */
export type PricingRules = Pick<PriceInput, "tax_rules" | "price_lists" | "promotions" | "home_country">;

export async function pricingRules(store: Store): Promise<PricingRules> {
  const [tax_rules, { lists: price_lists }] = await Promise.all([taxRules(store), priceRules(store)]);
  return { tax_rules, price_lists, promotions: [], home_country: store.env.STORE_COUNTRY };
}

/** Where it is sold, as far as prices depend on it. */
export function saleIn({ code, prices }: Market): Pick<PriceInput, "market" | "prices"> {
  return { market: code, prices: prices === "by_zone" ? null : prices };
}

/** Who is buying, as far as prices depend on it. */
export function buyerOf({ actor }: Store): Buyer {
  if (actor.kind !== "customer" && actor.kind !== "staff") return { customer_id: null, groups: [], first_order: null };
  return { customer_id: actor.id, groups: actor.groups, first_order: null };
}
