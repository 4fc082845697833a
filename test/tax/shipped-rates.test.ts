import { beforeAll, describe, expect, it } from "vitest";
import { rateOn, type TaxRules, zoneAt } from "../../src/tax/rules.ts";
import { shippedRules } from "./shipped-rules.ts";

const union = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ");
let rules: TaxRules;

beforeAll(async () => {
  rules = await shippedRules();
});

const standardAt = (country: string, postal_code?: string, day = "2026-11-21"): string | undefined => {
  const found = zoneAt(rules, { country, postal_code });
  return found && rateOn(found, "standard", day).percent;
};

describe("the table of rates that a store begins with", () => {
  it("knows all of the European Union, Great Britain, Norway and Switzerland", () => {
    expect([...rules.zones.keys()].toSorted()).toEqual([...union, "CH", "GB", "NO"].toSorted());
  });

  it("keeps within what European law allows: at least 15 %, and nobody asks more than 27", () => {
    for (const country of union) {
      expect(Number(standardAt(country))).toBeGreaterThanOrEqual(15);
      expect(Number(standardAt(country))).toBeLessThanOrEqual(27);
    }
  });

  it.each([
    ["DE", "2020-06-30", "19"],
    ["DE", "2020-07-01", "16"],
    ["DE", "2020-12-31", "16"],
    ["DE", "2021-01-01", "19"],
    ["IE", "2020-12-24", "21"],
    ["EE", "2023-12-31", "20"],
    ["EE", "2025-06-30", "22"],
    ["EE", "2025-07-01", "24"],
    ["FI", "2024-08-31", "24"],
    ["FI", "2024-09-01", "25.5"],
    ["RO", "2025-07-31", "19"],
    ["SK", "2024-12-31", "20"],
    ["CH", "2023-12-31", "7.7"],
    ["CH", "2024-01-01", "8.1"],
    ["LU", "2023-06-01", "16"],
  ])("knows what %s asked on %s: %s %%", (country, day, percent) => {
    expect(standardAt(country, undefined, day)).toBe(percent);
  });

  it("knows the territories that stand apart, by postal code, and nothing of where there is no zone", () => {
    expect([standardAt("DE", "27498"), standardAt("ES", "35001"), standardAt("ES", "28001")]).toEqual(["0", "0", "21"]);
    expect([standardAt("PT", "9000-012"), standardAt("AT", "6992")]).toEqual(["22", "19"]);
    for (const country of ["US", "", "de", "constructor", "__proto__"]) expect(standardAt(country)).toBeUndefined();
  });
});
