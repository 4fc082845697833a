import type { Goods } from "../../src/pricing/goods.ts";
import type { PriceInput } from "../../src/pricing/price.ts";

/** A thing that nothing but its price is known of. @param amount minor units */
export function goods(name: string, amount: number, over: Partial<Goods> = {}): Goods {
  return {
    ...{ variant_id: `var_${name}`, product_id: `prod_${name}`, sku: name, category_ids: [], brand: null },
    tax_class: "standard",
    ...{ unit_price: amount, compare_at_price: null, converted_from: null, list_prices: [], weight_grams: 40 },
    ...over,
  };
}

/** A sale to a guest, today, without promotions. */
export const plainly = {
  buyer: { customer_id: null, groups: [], first_order: null },
  market: null,
  prices: null,
  price_lists: [],
  promotions: [],
  codes: [],
  at: "2026-11-21T12:00:00.000Z",
} satisfies Partial<PriceInput>;
