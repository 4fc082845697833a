/**
 * A number that is whole, no less than so much, and exact as a double holds it.
 * @param name what it counts, for whoever reads the failure: a price, a quantity
 * @throws RangeError for any other number
 */
export function wholeNumber(value: number, least: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`A ${name} is a whole number of at least ${least}, not ${value}.`);
}

/** The least and the most that a number may be. */
export interface NumberRange {
  least: number;
  most: number;
}

/** What is wrong with a number that somebody wrote, for people; null where it is whole and from `least` to `most`. */
export function wholeNumberFault(value: unknown, least: number, most: number): string | null {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return "A whole number.";
  if (value < least) return `At least ${least}.`;
  return value > most ? `At most ${most}.` : null;
}
