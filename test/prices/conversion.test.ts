import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Conversion } from "../../src/platform/market.ts";
import { boundBefore, convert, readRate } from "../../src/pricing/conversion.ts";
import { runs } from "../pricing/arbitraries.ts";

describe("a price in another currency", () => {
  const rate = (text: string, over: Partial<Conversion> = {}): Conversion => ({
    from: "EUR",
    rate: text,
    step: 1,
    less: 0,
    ...over,
  });

  it.each<[number, Conversion, string, number | null]>([
    [1999, rate("0.8431"), "GBP", 1685],
    [1999, rate("0.8431", { step: 100, less: 1 }), "GBP", 1699],
    [1999, rate("0.8431", { step: 5 }), "GBP", 1685],
    [1999, rate("0.8431", { step: 100 }), "GBP", 1700],
    [1, rate("0.0001", { step: 100, less: 1 }), "GBP", 99],
    [0, rate("0.8431", { step: 100, less: 1 }), "GBP", 0],
    [1999, rate("162.5"), "JPY", 3248],
    [1999, rate("0.3371"), "KWD", 6739],
    [3248, { from: "JPY", rate: "0.00615385", step: 1, less: 0 }, "EUR", 1999],
    [1_000_000_000_000, rate("2"), "GBP", null],
    [1_000_000_000_000, rate("1"), "GBP", 1_000_000_000_000],
    [5, rate("0.5"), "GBP", 3],
    [1, rate("0.5"), "GBP", 1],
    // A step of a million yen at eight decimals: no double holds the fraction, and staff are told so at the rate.
    [1999, rate("162.53000001", { step: 1_000_000 }), "JPY", null],
    [1999, rate("162.5300001", { step: 100_000 }), "JPY", 100_000],
  ])("of %i by %o into %s is %i", (amount, conversion, to, expected) => {
    expect(convert(amount, conversion, to)).toBe(expected);
  });

  it.each([
    ["0.8431", { numerator: 8431, denominator: 10_000 }],
    ["2", { numerator: 2, denominator: 1 }],
    ["99999999999", { numerator: 99_999_999_999, denominator: 1 }],
    ["0.00000001", { numerator: 1, denominator: 100_000_000 }],
    ["10000000000.0", null],
    ["12345678901.5", null],
    ["0", null],
    ["0.00", null],
    ["-1.2", null],
    ["x1.2", null],
    ["1.2x", null],
    ["1.", null],
    ["1e3", null],
    ["", null],
  ])("by the rate %j is by %j", (text, fraction) => {
    expect(readRate(text)).toEqual(fraction);
    if (fraction === null) expect(convert(1999, rate(text), "GBP")).toBeNull();
  });

  it("may be as large as an amount can be: a range without an end leaves the dearest in", () => {
    const small = rate("0.00001");
    expect(boundBefore({ most: 1_000_000_000 }, small, "GBP")).toBe(1_000_000_000_000);
    expect(boundBefore({ least: 10_000_001 }, small, "GBP")).toBe(1_000_000_000_001);
  });

  it("that costs just as much as the range ends at is in the range", () => {
    const double = rate("2");
    const bounds = [{ most: 10 }, { most: 11 }, { least: 10 }, { least: 11 }];
    expect(bounds.map((bound) => boundBefore(bound, double, "GBP"))).toEqual([5, 5, 5, 6]);
  });

  it("never turns two prices round, and a range that is shown finds what is in it and nothing else", () => {
    const conversions = fc.record({
      from: fc.constant("EUR"),
      rate: fc.constantFrom("0.8431", "1.0729", "162.53", "0.00012"),
      ...{ step: fc.constantFrom(1, 5, 100), less: fc.constantFrom(0, 1) },
    });
    fc.assert(
      fc.property(
        conversions,
        fc.integer({ min: 1, max: 9_000_000 }),
        fc.integer({ min: 0, max: 9_000_000 }),
        (given, amount, bound) => {
          const conversion = { ...given, less: Math.min(given.less, given.step - 1) };
          const shown = convert(amount, conversion, "GBP") ?? 0;
          expect(convert(amount + 1, conversion, "GBP")).toBeGreaterThanOrEqual(shown);
          expect(amount <= boundBefore({ most: bound }, conversion, "GBP")).toBe(shown <= bound);
          expect(amount >= boundBefore({ least: bound }, conversion, "GBP")).toBe(shown >= bound);
        },
      ),
      runs(1000),
    );
  });
});
