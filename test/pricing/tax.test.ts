import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standardRateOf, taxedCountries } from "../../src/tax/rates.ts";
import { taxOnTop, taxWithin } from "../../src/tax/tax.ts";

const union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ");

describe("the table of rates", () => {
  it("knows all of the European Union, Great Britain, Norway and Switzerland", () => {
    expect(taxedCountries()).toEqual([...union, "CH", "GB", "NO"].toSorted());
  });

  it("charges nothing where no rate is known", () => {
    for (const country of ["US", "", "de", "constructor", "__proto__"]) expect(standardRateOf(country)).toBe(0);
  });

  it("keeps within what European law allows: at least 15 %, and nobody asks more than 27", () => {
    for (const country of union) {
      expect(standardRateOf(country)).toBeGreaterThanOrEqual(1500);
      expect(standardRateOf(country)).toBeLessThanOrEqual(2700);
    }
  });
});

describe("tax", () => {
  it.each([
    [11_900, 1900, 1_900],
    [1_999, 1900, 319],
    [1, 1900, 0],
    [3, 2000, 1],
    [12_550, 2550, 2_550],
    [10_810, 810, 810],
    [0, 2700, 0],
    [999, 0, 0],
  ])("within %i at %i basis points is %i", (gross, rate, tax) => {
    expect(taxWithin(gross, rate)).toBe(tax);
  });

  it.each([
    [50, 1900, 10],
    [150, 1500, 23],
    [10_000, 810, 810],
  ])("on top of %i at %i basis points is %i", (net, rate, tax) => {
    expect(taxOnTop(net, rate)).toBe(tax);
  });

  it("added to a net price and then taken out of the gross is the same again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), fc.integer({ min: 0, max: 5000 }), (net, rate) => {
        const tax = taxOnTop(net, rate);
        expect(taxWithin(net + tax, rate)).toBe(tax);
      }),
    );
  });

  it("is exact where a float would no longer count single cents", () => {
    expect(taxWithin(9_007_199_254_740_991, 1900)).toBe(1_438_124_250_756_965);
  });
});
