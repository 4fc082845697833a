import type { RoundingMode } from "../platform/money.ts";
import { matchesPostal, type PostalPattern, readPostalPattern } from "./postal.ts";
import { noRate, type Rate, rateFrom, readPercent } from "./rate.ts";

/** How a thing is taxed. What each comes to is the zone's; a class that a zone does not know is taxed at its standard rate. */
export const taxClasses = [
  "standard",
  "reduced",
  "second_reduced",
  "super_reduced",
  "parking",
  "zero",
  "exempt",
] as const;

export type TaxClass = (typeof taxClasses)[number];

/** The class of a thing that nobody gave one. */
export const defaultTaxClass: TaxClass = "standard";

/**
 * Why a line bears the tax that it does. `zero`: taxed at nothing, as exports are and all that goes where the store has no
 * zone. `reverse_charge`: the buyer, a business in another member state, accounts for it.
 */
export const taxReasons = ["standard", "reduced", "zero", "exempt", "reverse_charge"] as const;

export type TaxReason = (typeof taxReasons)[number];

/** Whether prices hold their tax already, or tax comes on top of them. */
export type TaxMode = "included" | "added";

/** Where amounts of tax are rounded: each line by itself, or the sum of all that bears one rate, which is then split. */
export const roundingLevels = ["line", "document"] as const;

export interface TaxRounding {
  mode: RoundingMode;
  level: (typeof roundingLevels)[number];
}

/** One tax of a class in a zone, from a day until the day before another. Days are ISO 8601 dates, UTC. */
export interface ZoneRate {
  class: TaxClass;
  /** What the tax is called on paper: VAT, GST. */
  name: string;
  /** `19`, `9.975`: at most four decimals, 0 to 100. */
  percent: string;
  /** Whether it is charged on the price with the other taxes of the class in it. */
  compound: boolean;
  since: string;
  /** The first day on which it no longer holds; null while no end is known. */
  until: string | null;
  source: string;
}

/** A part of the world that is taxed alike. */
export interface Zone {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** A state or province as addresses name it, or its ISO 3166-2 code; null for all. */
  region: string | null;
  /** See {@link PostalPattern}; empty for all. */
  postal_codes: readonly string[];
  prices: TaxMode;
  /** How shipping is taxed. */
  shipping_class: TaxClass;
  rates: readonly ZoneRate[];
}

/** A place that goods go to, as far as it is known. */
export interface Place {
  country: string;
  region?: string | undefined;
  postal_code?: string | undefined;
}

interface KnownZone extends Omit<Zone, "postal_codes"> {
  postal: readonly PostalPattern[];
}

/** All that a store knows of taxes, ready to be asked. */
export interface TaxRules {
  rounding: TaxRounding;
  /** Of each country, the narrowest zones first. */
  zones: ReadonlyMap<string, readonly KnownZone[]>;
}

/** Makes rules of what is stored. Zones of one country are asked from the narrowest: postal codes, then region, then all. */
export function taxRulesFrom(rounding: TaxRounding, zones: readonly Zone[]): TaxRules {
  const known = new Map<string, KnownZone[]>();
  for (const { postal_codes, ...zone } of zones) {
    const postal = postal_codes.flatMap((code) => readPostalPattern(code) ?? []);
    known.set(zone.country, [...(known.get(zone.country) ?? []), { ...zone, postal }]);
  }
  const narrowness = (zone: KnownZone): number => (zone.postal.length > 0 ? 2 : 0) + (zone.region === null ? 0 : 1);
  for (const list of known.values()) list.sort((a, b) => narrowness(b) - narrowness(a));
  return { rounding, zones: known };
}

/** The zone that a place lies in; undefined where the store has none. A region or code that is not known matches no narrower zone. */
export function zoneAt(rules: TaxRules, place: Place): KnownZone | undefined {
  return rules.zones.get(place.country)?.find(({ region, postal }) => {
    if (region !== null && !sameRegion(region, place)) return false;
    const { postal_code } = place;
    return postal.length === 0 || (!!postal_code && postal.some((pattern) => matchesPostal(pattern, postal_code)));
  });
}

/** Whether a place names this region, by its name or its ISO 3166-2 code, with the country before it or without. */
export function sameRegion(region: string, { country, region: given }: Place): boolean {
  const plain = (text: string): string => text.trim().toUpperCase().replace(`${country}-`, "");
  return given !== undefined && plain(given) === plain(region);
}

/** @param day ISO 8601 date, UTC */
export function rateOn(zone: Pick<Zone, "rates">, wanted: TaxClass, day: string): Rate {
  const parts = zone.rates.flatMap(({ class: of, name, percent, compound, since, until }) => {
    const holds = of === wanted && since <= day && (until === null || day < until);
    const millionths = holds ? readPercent(percent) : null;
    return millionths === null ? [] : [{ name, millionths, compound }];
  });
  return parts.length === 0 ? noRate : rateFrom(parts);
}
