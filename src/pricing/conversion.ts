import type { Conversion } from "../platform/market.ts";
import { type Currency, exponentOf, largestAmount, partOf } from "../platform/money.ts";

/** A rate as an exact fraction. */
interface Fraction {
  numerator: number;
  denominator: number;
}

/**
 * Reads a rate of exchange, as `1.1735`, exactly.
 * @returns null where it is no plain decimal above zero with at most eight decimals and eleven digits in all
 */
export function readRate(text: string): Fraction | null {
  const match = /^(\d{1,11})(?:\.(\d{1,8}))?$/.exec(text);
  if (!match) return null;
  const [, units = "", decimals = ""] = match;
  const numerator = Number(units + decimals);
  return numerator > 0 && numerator < 1e11 ? { numerator, denominator: 10 ** decimals.length } : null;
}

/**
 * What an amount in a market's other currency costs in its own: exact, and rounded once, half up, to the market's step. What
 * cost something still does.
 * @param amount minor units of `conversion.from`, not negative
 * @returns minor units of `to`; null where that is more than an amount may be, and then it is not sold there
 */
export function convert(amount: number, { from, rate, step, less }: Conversion, to: Currency): number | null {
  const read = readRate(rate);
  if (!read) return null;
  if (amount === 0) return 0;
  const shift = exponentOf(to) - exponentOf(from);
  const numerator = read.numerator * 10 ** Math.max(0, shift);
  const denominator = read.denominator * 10 ** Math.max(0, -shift) * step;
  // Eleven digits and at most four more are always a safe numerator.
  if (!Number.isSafeInteger(denominator)) return null;
  const steps = Math.max(1, partOf(amount, numerator, denominator, "half_up"));
  const converted = steps * step - less;
  return converted <= largestAmount ? converted : null;
}

/**
 * The highest amount in the other currency that costs at most `most`, or the lowest that costs at least `least`: what a range of
 * shown prices means where prices are kept. Conversion never turns the order of two prices round, so halving finds it exactly.
 */
export function boundBefore(bound: { least: number } | { most: number }, conversion: Conversion, to: Currency): number {
  const fits = (amount: number): boolean => {
    const shown = convert(amount, conversion, to) ?? Number.POSITIVE_INFINITY;
    return "most" in bound ? shown > bound.most : shown >= bound.least;
  };
  let [low, high] = [0, largestAmount + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) high = middle;
    else low = middle + 1;
  }
  return "most" in bound ? Math.max(0, low - 1) : low;
}
