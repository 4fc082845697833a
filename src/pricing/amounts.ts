import { DomainError } from "../platform/errors.ts";
import { largestAmount } from "../platform/money.ts";
import { wholeNumber } from "../platform/whole-number.ts";

/** So many pieces at a price, in minor units. */
interface PiecesAt {
  unit_price: number;
  quantity: number;
}

/**
 * What the lines come to before discounts, shipping and tax.
 * @throws quantity-over-limit when that passes {@link largestAmount}
 */
export function subtotalOf(lines: readonly PiecesAt[]): number {
  return sum(lines.map(lineTotal));
}

/** @throws quantity-over-limit when that passes {@link largestAmount} */
export function lineTotal({ unit_price, quantity }: PiecesAt): number {
  return bounded(wholeNumber(unit_price, 0, "price") * wholeNumber(quantity, 1, "quantity"));
}

/** What all lines weigh together, in grams. */
export function weightOf(lines: readonly { weight_grams: number; quantity: number }[]): number {
  return sum(lines.map((line) => wholeNumber(line.weight_grams, 0, "weight") * line.quantity));
}

/** How many pieces there are on all lines. */
export function piecesOf(lines: readonly { quantity: number }[]): number {
  return sum(lines.map(({ quantity }) => wholeNumber(quantity, 1, "quantity")));
}

/** @throws quantity-over-limit when it passes {@link largestAmount} */
export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => bounded(total + amount), 0);
}

/** Sums of amounts below the bound stay far inside the whole numbers that a double holds exactly (2^53). */
export function bounded(amount: number): number {
  if (amount <= largestAmount) return amount;
  throw new DomainError("quantity-over-limit", "This is more than one order may come to. Take something out.");
}
