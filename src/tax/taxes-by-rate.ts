import type { TaxPart } from "./rate.ts";

/** A tax as a buyer is told of it: minor units. */
export type ToldTax = Pick<TaxPart, "name" | "percent" | "amount">;

/** Each tax of a sale's lines and of its shipping together, in the order in which it is met; none where there is only one. */
export function taxesByRate(
  items: readonly { taxes: readonly ToldTax[] }[],
  shipping: readonly ToldTax[] = [],
): ToldTax[] {
  const sums = new Map<string, ToldTax>();
  for (const { name, percent, amount } of [...items.flatMap(({ taxes }) => taxes), ...shipping]) {
    const key = `${name} ${percent}`;
    sums.set(key, { name, percent, amount: amount + (sums.get(key)?.amount ?? 0) });
  }
  return sums.size > 1 ? [...sums.values()] : [];
}
