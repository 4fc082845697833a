import { allocate } from "../platform/money.ts";
import { wholeNumber } from "../platform/whole-number.ts";
import { type Rate, taxOnTop, taxWithin } from "../tax/rate.ts";
import type { TaxMode, TaxRounding } from "../tax/rules.ts";
import type { ClassTerms } from "../tax/terms.ts";
import { sum } from "./amounts.ts";

/** Something that bears tax: a line's total, or shipping. */
export interface Bearing {
  key: string;
  total: number;
  terms: ClassTerms;
}

/** A price without the tax that this buyer does not pay. */
export function relieve(price: number, { relieved }: ClassTerms, { mode }: TaxRounding): number {
  return relieved === null ? price : price - taxWithin(wholeNumber(price, 0, "price"), relieved, mode);
}

/**
 * The tax of each by its key: rounded for each alone, or for the sum of all that bear one rate and then split among them so that
 * the parts sum to it. What is left over by the split goes by key, so that the order of lines makes no difference.
 */
export function taxesOf(
  bearing: readonly Bearing[],
  mode: TaxMode,
  { mode: rounding, level }: TaxRounding,
): ReadonlyMap<string, number> {
  const taxOf = mode === "included" ? taxWithin : taxOnTop;
  if (level === "line") {
    return new Map(bearing.map(({ key, total, terms }) => [key, taxOf(total, terms.rate, rounding)]));
  }
  const taxes = new Map<string, number>();
  const byRate = Map.groupBy(bearing, ({ terms }): Rate["percent"] => terms.rate.percent);
  for (const group of byRate.values()) {
    const totals = group.map(({ total }) => total);
    const rate = group[0]?.terms.rate;
    if (!rate) continue;
    const sorted = group.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const parts = allocate(
      taxOf(sum(totals), rate, rounding),
      sorted.map(({ total }) => total),
    );
    for (const [index, { key }] of sorted.entries()) taxes.set(key, parts[index] ?? 0);
  }
  return taxes;
}
