import { type Currency, Money } from "../platform/money.ts";
import type { PriceSource } from "../platform/price-source.ts";
import type { TaxClass } from "../tax/rules.ts";
import type { EarnedGift, LineToPrice } from "./price.ts";
import type { ListPrice } from "./price-list.ts";

/** What a calculation has to know of a variant that is sold, whether a cart remembers it or the catalogue has just said it. */
export interface Goods {
  variant_id: string;
  product_id: string;
  sku: string;
  category_ids: readonly string[];
  brand: string | null;
  tax_class: TaxClass;
  /** Minor units, for one piece. */
  unit_price: number;
  /** What it usually costs, where that is more; null: nothing is taken off. */
  compare_at_price: number | null;
  /** What the price was converted from; null where it is one of the currency's own. */
  converted_from: PriceSource["from"];
  /** What price lists ask for it, in the same currency. */
  list_prices: readonly ListPrice[];
  weight_grams: number;
  /** How it travels; a cart does not remember it, for shipping counts from checkout on. */
  length_mm?: number | null;
  width_mm?: number | null;
  height_mm?: number | null;
  ships_alone?: boolean;
}

/** So many pieces of something, as {@link priceCart} takes them. @param key which line of the answer is theirs */
export function lineToPrice(key: string, goods: Goods, quantity: number, currency: Currency): LineToPrice {
  const { variant_id, product_id, sku, category_ids, brand, tax_class, weight_grams } = goods;
  const { unit_price, compare_at_price, converted_from, list_prices } = goods;
  const { length_mm = null, width_mm = null, height_mm = null, ships_alone = false } = goods;
  return {
    ...{ key, variant_id, product_id, sku, category_ids, brand, quantity, tax_class },
    ...{ converted_from, list_prices },
    ...{ weight_grams, length_mm, width_mm, height_mm, ships_alone },
    unit_price: new Money(unit_price, currency),
    reduced: compare_at_price !== null,
    gift_of: null,
  };
}

/** A gift that was earned, as a line of the second calculation: the one whose answer is shown, or ordered. */
export function giftToPrice(gift: EarnedGift, goods: Goods, currency: Currency): LineToPrice {
  return { ...lineToPrice(giftKey(gift), goods, gift.quantity, currency), gift_of: gift.promotion_id };
}

/** Tells the line of a gift from the line on which the same thing is bought. */
export function giftKey({ promotion_id, variant_id }: Pick<EarnedGift, "promotion_id" | "variant_id">): string {
  return `${promotion_id}:${variant_id}`;
}
