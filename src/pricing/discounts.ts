import { allocate, partOf, type RoundingMode } from "../platform/money.ts";
import type { Sale, SaleLine } from "../promotions/sale.ts";
import type { Discount } from "../promotions/trial.ts";
import { piecesOf, subtotalOf, weightOf } from "./amounts.ts";

/** A line with what one piece of it costs everybody, before a business is relieved of the tax. */
export interface ShownLine {
  line: Omit<SaleLine, "unit_price" | "reduced"> & { weight_grams: number; gift_of: string | null };
  shown: number;
  reduced: boolean;
}

/**
 * A sale as promotions see it: by the prices that everybody sees, without gifts. Its lines stand in the order of what is sold,
 * not of how it was put in, so that the cart and the order of it split a discount alike.
 */
export function saleOf(
  about: Omit<Sale, "lines" | "subtotal" | "quantity" | "weight_grams">,
  goods: readonly ShownLine[],
): Sale {
  const bought = goods.filter(({ line }) => line.gift_of === null);
  const lines = bought
    .map(({ line, shown, reduced }) => {
      const { key, variant_id, product_id, sku, category_ids, brand, quantity } = line;
      return { key, variant_id, product_id, sku, category_ids, brand, quantity, unit_price: shown, reduced };
    })
    .sort((a, b) => compare(a.variant_id, b.variant_id) || compare(a.key, b.key));
  return {
    ...about,
    lines,
    subtotal: subtotalOf(lines),
    quantity: piecesOf(lines),
    weight_grams: weightOf(bought.map(({ line }) => line)),
  };
}

/**
 * The discounts of a buyer who is relieved of the tax: the same part of what they pay as of what everybody sees, so that
 * a free thing is free for them too.
 * @param shown what it costs everybody @param paid what it costs this buyer, before discounts
 */
export function relieveDiscounts(
  discounts: readonly Discount[],
  shown: number,
  paid: number,
  rounding: RoundingMode,
): readonly Discount[] {
  if (shown === paid) return discounts;
  const amounts = discounts.map(({ amount }) => amount);
  const parts = allocate(partOf(paid, sumOf(discounts), shown, rounding), amounts);
  return discounts.flatMap(({ promotion_id }, index) => {
    const amount = parts[index] ?? 0;
    return amount === 0 ? [] : [{ promotion_id, amount }];
  });
}

export function sumOf(discounts: readonly Discount[]): number {
  return discounts.reduce((total, { amount }) => total + amount, 0);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
