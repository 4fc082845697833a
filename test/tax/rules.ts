import { type TaxRounding, type TaxRules, taxRulesFrom, type Zone, type ZoneRate } from "../../src/tax/rules.ts";

export const byLine: TaxRounding = { mode: "half_up", level: "line" };

/** One tax of a zone, for ever unless days are given. */
export function rate(percent: string, over: Partial<ZoneRate> = {}): ZoneRate {
  return {
    class: "standard",
    name: "VAT",
    percent,
    compound: false,
    since: "2000-01-01",
    until: null,
    source: "",
    ...over,
  };
}

export function zone(country: string, over: Partial<Zone> = {}): Zone {
  return {
    country,
    region: null,
    postal_codes: [],
    prices: "included",
    shipping_class: "standard",
    rates: [],
    ...over,
  };
}

/** Rules of one country at one rate. */
export function rulesOf(percent: string, over: Partial<Zone> = {}, rounding: TaxRounding = byLine): TaxRules {
  return taxRulesFrom(rounding, [zone("DE", { rates: [rate(percent)], ...over })]);
}
