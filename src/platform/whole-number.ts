/**
 * A number that is whole, no less than so much, and exact as a double holds it.
 * @param name what it counts, for whoever reads the failure: a price, a quantity
 * @throws RangeError for any other number
 */
export function wholeNumber(value: number, least: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`A ${name} is a whole number of at least ${least}, not ${value}.`);
}
