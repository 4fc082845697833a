import { beforeAll, describe, expect, it } from "vitest";
import { matchesPostal, readPostalPattern } from "../../src/tax/postal.ts";
import { type Rate, rateFrom, readPercent } from "../../src/tax/rate.ts";
import { rateOn, type TaxRules, taxRulesFrom, zoneAt } from "../../src/tax/rules.ts";
import { taxTerms } from "../../src/tax/terms.ts";
import { readVatId, vatIdCountries } from "../../src/tax/vat-id.ts";
import { byLine, rate, zone } from "./rules.ts";
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
    ["51001..51081", ["51001", "51081"], ["51000", "51082", "510010", "5100"]],
    ["sw1a*", ["SW1A 2AA", "sw1a2aa"], ["SW1 1AA"]],
  ])("of %s holds %j and not %j", (text, inside, outside) => {
    const pattern = readPostalPattern(text);
    if (!pattern) throw new Error("no pattern");
    for (const code of inside) expect([code, matchesPostal(pattern, code)]).toEqual([code, true]);
    for (const code of outside) expect([code, matchesPostal(pattern, code)]).toEqual([code, false]);
  });

  it.each(["🦊", "*", "", "(a+)+$", "9..1", "1000..99999", "..", "35**", "ü1", "1".repeat(40)])(
    "is not told by the postal code %s",
    (text) => expect(readPostalPattern(text)).toBeNull(),
  );

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

/** Numbers that tax offices and the guides of member states print as examples, or that companies print on their own sites. */
const real: Record<string, string[]> = {
  AT: ["ATU13585627"],
  BE: ["BE0403019261", "BE 0428.759.497"],
  BG: ["BG175074752"],
  CY: ["CY10259033P"],
  CZ: ["CZ25123891"],
  DE: ["DE136695976", "DE 136 695 976"],
  DK: ["DK13585628"],
  EE: ["EE100931558"],
  EL: ["EL094259216"],
  ES: ["ESB58378431", "ESX2482300W", "ES54362315K"],
  FI: ["FI20774740"],
  FR: ["FR40303265045", "FR23334175221"],
  HR: ["HR33392005961"],
  HU: ["HU12892312"],
  IE: ["IE6433435F", "IE6433435OA"],
  IT: ["IT00743110157"],
  LT: ["LT119511515", "LT100001919017"],
  LU: ["LU15027442"],
  LV: ["LV40003521600"],
  MT: ["MT11679112"],
  NL: ["NL004495445B01", "NL123456789B13"],
  PL: ["PL8567346215"],
  PT: ["PT501964843"],
  RO: ["RO18547290"],
  SE: ["SE123456789701"],
  SI: ["SI50223054"],
  SK: ["SK2022749619"],
};

describe("a VAT identification number", () => {
  it("is known of every member state", () => {
    expect(Object.keys(real).toSorted()).toEqual([...vatIdCountries].toSorted());
    expect(vatIdCountries).toHaveLength(27);
  });

  it.each(Object.values(real).flat())("%s is one", (text) => {
    expect(readVatId(text)).toBe(text.replaceAll(/[ .]/g, ""));
  });

  it("is refused with one digit changed, but for the one that some states let share its check digit", () => {
    for (const [text = ""] of Object.values(real)) {
      const wrong = [..."0123456789"].filter((digit) => {
        const at = text.startsWith("ES") ? 5 : 6;
        return digit !== text[at] && readVatId(text.slice(0, at) + digit + text.slice(at + 1)) !== null;
      });
      expect([text, wrong.length < 2]).toEqual([text, true]);
    }
  });

  it.each(["", "DE", "DE12345678", "XX123456789", "GB980780684", "constructor", "DE🦊", "136695976"])(
    "%s is none",
    (text) => {
      expect(readVatId(text)).toBeNull();
    },
  );
});
