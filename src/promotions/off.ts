import { type Currency, partOf, type RoundingMode } from "../platform/money.ts";
import { readPercent } from "../tax/rate.ts";
import type { Amounts, Off } from "./promotion.ts";

/** {@link Off}, ready to be worked out in one currency. */
export type Taken = { millionths: number } | { amount: number };

const whole = 1_000_000;

/** @returns null where it makes no sense: no percentage above 0 and up to 100, an amount that is not whole or is below zero */
export function readOff(off: Off): ((currency: Currency) => Taken | null) | null {
  if ("amounts" in off) {
    const { amounts } = off;
    return areAmounts(amounts) ? (currency) => amountIn(amounts, currency) : null;
  }
  const millionths = readPercent(off.percent);
  return millionths !== null && millionths > 0 && millionths <= whole ? () => ({ millionths }) : null;
}

export function areAmounts(amounts: Amounts): boolean {
  return Object.values(amounts).every((amount) => Number.isSafeInteger(amount) && amount >= 0);
}

/** Null in a currency that is not named. */
export function amountIn(amounts: Amounts, currency: Currency): { amount: number } | null {
  const amount = Object.hasOwn(amounts, currency) ? amounts[currency] : undefined;
  return amount === undefined ? null : { amount };
}

/** Off an amount, once; never more than it is. */
export function takenOff(taken: Taken, from: number, rounding: RoundingMode): number {
  if ("millionths" in taken) return partOf(from, taken.millionths, whole, rounding);
  return Math.min(taken.amount, from);
}

/** Off so many pieces of one price: a percentage of them together, rounded once, or an amount off each. */
export function takenOffPieces(taken: Taken, pieces: number, price: number, rounding: RoundingMode): number {
  if ("millionths" in taken) return takenOff(taken, price * pieces, rounding);
  return Math.min(taken.amount, price) * pieces;
}
