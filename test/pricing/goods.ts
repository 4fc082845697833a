import type { Goods } from "../../src/pricing/goods.ts";
import type { PriceInput } from "../../src/pricing/price.ts";
import { shippingRulesFrom } from "../../src/shipping/methods.ts";
import { flat, method, zone } from "../shipping/rules.ts";

/** A thing that nothing but its price is known of. @param amount minor units */
export function goods(name: string, amount: number, over: Partial<Goods> = {}): Goods {
  return {
    ...{ variant_id: `var_${name}`, product_id: `prod_${name}`, sku: name, category_ids: [], brand: null },
    tax_class: "standard",
    ...{ unit_price: amount, compare_at_price: null, converted_from: null, list_prices: [], weight_grams: 40 },
    ...over,
  };
}

/** What the store's own shipping costs at home and abroad, told in code: the calculation needs no books. */
const shipping = shippingRulesFrom(
  [zone("home", { reach: "home" }), zone("abroad")],
  [
    method(flat(0), { id: "shm_standard", code: "standard", max_grams: 30_000, zones: everywhere(490, 5_000) }),
    method(flat(0), { id: "shm_express", code: "express", max_grams: 30_000, zones: everywhere(1290) }),
    method(flat(0), { id: "shm_pickup", code: "pickup", kind: "pickup", zones: everywhere(0).slice(0, 1) }),
  ],
);

function everywhere(price: number, free_from: number | null = null) {
  const rates = ["EUR", "GBP", "JPY", "CHF"].map((currency) => flat(price, { currency, free_from }));
  return ["home", "abroad"].map((zone_id) => ({ zone_id, min_days: null, max_days: null, rates }));
}

/** A sale to a guest, today, without promotions. */
export const plainly = {
  buyer: { customer_id: null, groups: [], first_order: null },
  market: null,
  prices: null,
  price_lists: [],
  shipping,
  promotions: [],
  codes: [],
  at: "2026-11-21T12:00:00.000Z",
} satisfies Partial<PriceInput>;
