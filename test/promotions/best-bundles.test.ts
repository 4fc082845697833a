import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../pricing/arbitraries.ts";
import { bundle, only, pieces, promotion } from "./promotions.ts";
import { outcome, sale } from "./sale.ts";

const names = ["a", "b", "c", "d", "e"];

/** A part of a bundle: which things can stand in it, and how many stand there. */
interface Part {
  fits: string[];
  quantity: number;
}

const parts = fc.array(
  fc.record({ fits: fc.subarray(names, { minLength: 1 }), quantity: fc.integer({ min: 1, max: 2 }) }),
  { minLength: 1, maxLength: 3 },
);
const prices = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: names.length });

/** The most that can be saved by any number of bundles of any pieces, found by trying every one of them. */
function mostSaved(stock: readonly number[], price: number, wanted: readonly Part[], times: number): number {
  const places = wanted.flatMap(({ fits, quantity }) => Array.from({ length: quantity }, () => fits));
  const dearest = (place: number, left: readonly number[], bundles: number): number => {
    if (place === places.length * bundles) return 0;
    const fits = places[place % places.length] ?? [];
    return Math.max(
      ...names.map((name, index) => {
        if (!fits.includes(name) || !left.includes(index)) return Number.NEGATIVE_INFINITY;
        const rest = left.toSpliced(left.indexOf(index), 1);
        return (stock[index] ?? 0) + dearest(place + 1, rest, bundles);
      }),
    );
  };
  const all = stock.map((_, index) => index);
  return Math.max(0, ...Array.from({ length: times }, (_, one) => dearest(0, all, one + 1) - price * (one + 1)));
}

describe("bundles, whatever can stand in them", () => {
  it("save as much as any choice of pieces and of how many bundles could", () => {
    fc.assert(
      fc.property(prices, parts, fc.integer({ min: 0, max: 30 }), (stock, wanted, price) => {
        const things = stock.map((amount, index): [string, number, number] => [names[index] ?? "", amount, 1]);
        const of = wanted.map(({ fits, quantity }) => pieces(quantity, only(...fits)));
        const { took } = outcome(sale(things, [promotion("p", bundle(price, of))]));
        expect(took.p ?? 0).toBe(mostSaved(stock, price, wanted, stock.length));
      }),
      runs(500),
    );
  });
});
