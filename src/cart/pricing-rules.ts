import { priceRules } from "../catalog/prices/rules.ts";
import type { Market } from "../platform/market.ts";
import type { Store } from "../platform/store.ts";
import type { PriceInput } from "../pricing/price.ts";
import { promotionRules, type RunningPromotion } from "../promotions/campaigns/read-rules.ts";
import { shippingRules } from "../shipping/read-rules.ts";
import { taxRules } from "../tax/zones/read-rules.ts";

/** What the store itself says of prices, whoever buys: each set is read once a minute in an isolate, however many carts ask. */
export interface PricingRules extends Pick<PriceInput, "tax_rules" | "price_lists" | "shipping" | "home_country"> {
  promotions: readonly RunningPromotion[];
}

export async function pricingRules(store: Store): Promise<PricingRules> {
  const [tax_rules, { lists: price_lists }, shipping, promotions] = await Promise.all([
    taxRules(store),
    priceRules(store),
    shippingRules(store),
    promotionRules(store),
  ]);
  return { tax_rules, price_lists, shipping, promotions, home_country: store.env.STORE_COUNTRY };
}

/** Where it is sold, as far as prices depend on it. */
export function saleIn({ code, prices, countries }: Market): Pick<PriceInput, "market" | "prices" | "likely_country"> {
  return { market: code, prices: prices === "by_zone" ? null : prices, likely_country: countries[0] };
}
