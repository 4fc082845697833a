import { describe, expect, it } from "vitest";
import { matchesPostal, readPostalPattern } from "../../src/tax/postal.ts";
import { type Rate, rateFrom, readPercent } from "../../src/tax/rate.ts";
import { taxRulesFrom } from "../../src/tax/rules.ts";
import { taxTerms } from "../../src/tax/terms.ts";
import { byLine, rate, zone } from "./rules.ts";

describe("a zone", () => {
  it("is the narrowest that holds the place: postal codes before a region before the country", () => {
    const american = taxRulesFrom(byLine, [
      zone("US", { rates: [rate("1")] }),
      zone("US", { region: "NY", rates: [rate("4")] }),
      zone("US", { region: "NY", postal_codes: ["100*"], rates: [rate("8.875")] }),
    ]);
    const at = (place: object) =>
      taxTerms({ ...sale, rules: american, place: { country: "US", ...place } }).of("standard");
    const sale = { home_country: "DE", day: "2026-11-21", vat_id: null };
    expect(at({ region: "NY", postal_code: "10001" }).rate.percent).toBe("8.875");
    expect(at({ region: " us-ny ", postal_code: "14201" }).rate.percent).toBe("4");
    expect(at({ region: "TX", postal_code: "10001" }).rate.percent).toBe("1");
    expect(at({}).rate.percent).toBe("1");
    expect(at({ region: "NY", postal_code: "🦊🗽" }).rate.percent).toBe("4");
  });

  it("has several taxes at once, and one on top of the others", () => {
    const percentOf = (...parts: [number, boolean][]) =>
      rateFrom(parts.map(([millionths, compound]) => ({ name: "VAT", millionths, compound })));
    expect(percentOf([50_000, false], [99_750, false])).toMatchObject({
      numerator: 599,
      denominator: 4000,
      percent: "14.975",
    });
    expect(percentOf([50_000, false], [99_750, true]).percent).toBe("15.47375");
    expect(percentOf([1_000_000, false], [1_000_000, true])).toMatchObject({
      numerator: 3,
      denominator: 1,
      percent: "300",
    });
    expect(() => percentOf([50_000, true], [99_750, true])).toThrow(RangeError);
    expect(percentOf()).toMatchObject<Partial<Rate>>({ numerator: 0, percent: "0" });
  });

  it.each([
    ["27498", ["27498", " 274 98"], ["27499", ""]],
    ["35*", ["35001", "35"], ["3", "53500"]],
    ["51001..51081", ["51001", "51081"], ["51000", "51082", "510010", "5100", "5100A"]],
    ["51001..51001", ["51001"], ["51002", "51000"]],
    ["sw1a*", ["SW1A 2AA", "sw1a2aa"], ["SW1 1AA"]],
  ])("of %s holds %j and not %j", (text, inside, outside) => {
    const pattern = readPostalPattern(text);
    if (!pattern) throw new Error("no pattern");
    for (const code of inside) expect([code, matchesPostal(pattern, code)]).toEqual([code, true]);
    for (const code of outside) expect([code, matchesPostal(pattern, code)]).toEqual([code, false]);
  });

  it.each([
    "🦊",
    "*",
    "",
    "(a+)+$",
    "9..1",
    "1000..99999",
    "..",
    "35**",
    "ü1",
    "35*x",
    "x 10..20",
    "10..20x",
    "9..8",
    "20..10",
    "1".repeat(40),
  ])("is not told by the postal code %s", (text) => expect(readPostalPattern(text)).toBeNull());

  it.each([
    ["19", 190_000],
    ["9.975", 99_750],
    ["0", 0],
    ["-1", -10_000],
    ["19,5", null],
    ["1e2", null],
    ["NaN", null],
    ["0.12345", null],
    ["", null],
  ])("reads a rate of %s as %s millionths", (text, millionths) => {
    expect(readPercent(text)).toBe(millionths);
  });
});
