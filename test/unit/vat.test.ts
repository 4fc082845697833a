import { existsSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { rateOn, taxClasses, taxRulesFrom, type Zone, type ZoneRate, zoneAt } from "../../src/tax/rules.ts";

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const path = file("../../../shared/data/reference/vat/ibericode_vat-rates.json");
const there = existsSync(path);
if (!there) console.warn("Skipped: the table of European VAT rates to compare with is not on this machine.");

interface Period {
  effective_from: string;
  rates: Record<string, number>;
  exceptions?: { name: string; postcode: string; standard: number }[];
}

/** The rules that the books of a new store begin with. */
function shipped() {
  const books = new DatabaseSync(":memory:");
  for (const migration of ["0001_books.sql", "0002_tax.sql"]) {
    books.exec(readFileSync(file(`../../migrations/orders/${migration}`), "utf8"));
  }
  const zones = books.prepare("select * from tax_zones").all() as unknown as Record<keyof Zone, string>[];
  return taxRulesFrom(
    { mode: "half_up", level: "line" },
    zones.map((zone) => ({
      ...(zone as Pick<Zone, "country" | "region" | "prices" | "shipping_class">),
      postal_codes: JSON.parse(zone.postal_codes) as string[],
      rates: JSON.parse(zone.rates) as ZoneRate[],
    })),
  );
}

/** The last day that the other table knows the law of. */
const compared = "2025-12-31";
/** Codes inside each territory that the other table tells by a pattern; what it says of the Azores ended in 2021. */
const examples: Record<string, string> = {
  Jungholz: "6691",
  Mittelberg: "6992",
  "Büsingen am Hochrhein": "78266",
  Heligoland: "27498",
  "Canary Islands": "35001",
  Ceuta: "51001",
  Melilla: "52006",
  Guadeloupe: "97110",
  Martinique: "97200",
  Guyane: "97300",
  Reunion: "97400",
  Mayotte: "97600",
  "Mount Athos": "63086",
  "Campione d'Italia": "22061",
  Livigno: "23041",
  Madeira: "9000",
};

describe.skipIf(!there)("the rates of VAT that a store begins with", () => {
  const rules = shipped();
  const { items } = there
    ? (JSON.parse(readFileSync(path, "utf8")) as { items: Record<string, Period[]> })
    : { items: {} };
  const on = (periods: Period[], day: string): Period | undefined =>
    periods
      .filter(({ effective_from }) => effective_from <= day)
      .sort((a, b) => (a.effective_from < b.effective_from ? 1 : -1))[0];
  const ours = (country: string, postal_code?: string, day = compared): string[] => {
    const zone = zoneAt(rules, { country, postal_code });
    if (!zone) return [];
    return taxClasses.map((one) => rateOn(zone, one, day).percent).filter((percent) => percent !== "0");
  };

  it.each(Object.entries(items))("of %s are what an independent table says, all of them", (country, periods) => {
    const theirs = Object.entries(on(periods, compared)?.rates ?? {}).map(([, percent]) => String(percent));
    expect(new Set(ours(country))).toEqual(new Set(theirs));
  });

  it.each(Object.entries(items))("of %s were the same on each day since 2021 that it changed", (country, periods) => {
    for (const { effective_from, rates } of periods.filter(({ effective_from }) => effective_from >= "2021")) {
      const zone = zoneAt(rules, { country });
      expect(zone && rateOn(zone, "standard", effective_from).percent).toBe(String(rates.standard));
    }
  });

  it("of territories that stand apart are what the independent table says", () => {
    const told = Object.entries(items).flatMap(([country, periods]) =>
      (on(periods, compared)?.exceptions ?? []).map(({ name, standard }) => ({ country, name, standard })),
    );
    expect(told.length).toBeGreaterThan(10);
    for (const { country, name, standard } of told) {
      const code = examples[name];
      if (code) expect([name, ours(country, code)[0] ?? "0"]).toEqual([name, String(standard)]);
    }
  });
});
