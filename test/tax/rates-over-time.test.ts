import { describe, expect, it } from "vitest";
import { rateOn, type TaxClass, taxRulesFrom, type ZoneRate } from "../../src/tax/rules.ts";
import { taxTerms } from "../../src/tax/terms.ts";
import { byLine, rate, zone } from "./rules.ts";

const cut = "Zweites Corona-Steuerhilfegesetz, Artikel 3: UStG § 28, 16 % and 5 % in the second half of 2020";

const german: ZoneRate[] = [
  rate("19", { since: "2007-01-01", until: "2020-07-01" }),
  rate("16", { since: "2020-07-01", until: "2021-01-01", source: cut }),
  rate("19", { since: "2021-01-01" }),
  rate("7", { class: "reduced", since: "1983-07-01", until: "2020-07-01" }),
  rate("5", { class: "reduced", since: "2020-07-01", until: "2021-01-01", source: cut }),
  rate("7", { class: "reduced", since: "2021-01-01" }),
];

describe("a rate holds from its first day until the day before the next", () => {
  it.each([
    ["DE", "standard", "2020-06-30", "19", cut],
    ["DE", "standard", "2020-07-01", "16", cut],
    ["DE", "standard", "2020-12-31", "16", cut],
    ["DE", "standard", "2021-01-01", "19", cut],
    ["DE", "reduced", "2020-12-31", "5", cut],
    ["DE", "reduced", "2021-01-01", "7", cut],
    ["DE", "standard", "2006-12-31", "0", "no rate is known of that day"],
    ["EE", "standard", "2025-06-30", "22", "Käibemaksuseadus § 15: 24 % from July 2025"],
    ["EE", "standard", "2025-07-01", "24", "Käibemaksuseadus § 15: 24 % from July 2025"],
  ] as [string, TaxClass, string, string, string][])(
    "in %s, %s, on %s it is %s %% (%s)",
    (country, taxClass, day, percent) => {
      const estonian = [rate("22", { since: "2024-01-01", until: "2025-07-01" }), rate("24", { since: "2025-07-01" })];
      const rules = taxRulesFrom(byLine, [zone("DE", { rates: german }), zone("EE", { rates: estonian })]);
      const terms = taxTerms({ rules, place: { country }, home_country: country, day, vat_id: null });
      expect(terms.of(taxClass).rate.percent).toBe(percent);
    },
  );

  it("is no rate where what staff stored is no number, and the others still count", () => {
    const odd = { rates: [rate("a fifth"), rate("4", { name: "State" }), rate("4.5", { name: "City" })] };
    expect(rateOn(odd, "standard", "2026-11-21").percent).toBe("8.5");
  });
});

describe("what a sale bears", () => {
  const rules = taxRulesFrom(byLine, [
    zone("US", { prices: "added", shipping_class: "exempt", rates: [rate("8.875")] }),
    zone("SE", { shipping_class: "reduced", rates: [rate("25"), rate("12", { class: "reduced" })] }),
    zone("GR", { rates: [rate("24")] }),
  ]);
  const asked = (country: string, over: object = {}) =>
    taxTerms({ rules, place: { country }, home_country: "SE", day: "2026-11-21", vat_id: null, ...over });

  it("is as the zone says: within its prices or on top, and shipping by a class of its own", () => {
    expect([asked("SE").mode, asked("US").mode]).toEqual(["included", "added"]);
    expect([asked("SE").shipping.rate.percent, asked("SE").shipping.reason]).toEqual(["12", "reduced"]);
    expect([asked("US").shipping.rate.percent, asked("US").shipping.reason]).toEqual(["0", "exempt"]);
    expect(asked("GR").shipping.reason).toBe("standard");
  });

  it("is nothing, as exports are, where the store has no zone, and its prices are taken as they stand", () => {
    expect(asked("JP").mode).toBe("included");
    expect(asked("JP").of("standard")).toMatchObject({ reason: "zero", relieved: null, rate: { percent: "0" } });
  });

  it("takes nothing out of prices that never held the tax", () => {
    const greek = { vat_id: "EL094259216", home_country: "SE" };
    expect(asked("GR", greek)).toMatchObject({ relief: "reverse_charge", mode: "added" });
    expect(asked("GR", greek).of("standard").relieved?.percent).toBe("24");
    expect(asked("GR", { ...greek, prices: "added" }).of("standard").relieved).toBeNull();
    expect(asked("GR", greek).of("zero")).toMatchObject({ reason: "zero", relieved: null });
    expect(asked("GR", greek).of("exempt")).toMatchObject({ reason: "exempt", relieved: null });
  });

  it("stays with the seller where the buyer's number is from the country that the goods leave", () => {
    const atHome = { vat_id: "EL094259216", home_country: "GR" };
    expect(asked("SE", atHome).relief).toBeNull();
    expect(asked("SE", { ...atHome, vat_id: "SE123456789701" }).relief).toBe("reverse_charge");
    expect(asked("US", atHome).relief).toBeNull();
    expect(asked("SE", { vat_id: "SE123456789701", home_country: "US" }).relief).toBeNull();
  });
});
