import { matchesPostal, type PostalPattern, readPostalPattern } from "../tax/postal.ts";
import { type Place, sameRegion } from "../tax/rules.ts";

/**
 * How a zone says where it is: the store's own country wherever that is, countries by name, or everywhere that no other zone
 * holds.
 */
export const reaches = ["home", "countries", "everywhere"] as const;

/** A part of the world that is shipped to alike. */
export interface ShippingZone {
  id: string;
  name: string;
  reach: (typeof reaches)[number];
  /** ISO 3166-1 alpha-2; of `countries` alone. */
  countries: readonly string[];
  /** States or provinces as addresses name them, or their ISO 3166-2 codes; empty for all. Of one country alone. */
  regions: readonly string[];
  /** See {@link PostalPattern}; empty for all. Of one country alone. */
  postal_codes: readonly string[];
}

/** A zone that is ready to be asked. */
export interface KnownZone extends ShippingZone {
  postal: readonly PostalPattern[];
}

/** The zones in the order in which they are asked: the narrowest first, and everywhere else last. */
export function knownZones(zones: readonly ShippingZone[]): KnownZone[] {
  return zones
    .map((zone) => ({ ...zone, postal: zone.postal_codes.flatMap((code) => readPostalPattern(code) ?? []) }))
    .sort((a, b) => narrowness(b) - narrowness(a) || (a.id < b.id ? -1 : 1));
}

function narrowness({ reach, regions, postal_codes }: ShippingZone): number {
  return (
    (postal_codes.length > 0 ? 8 : 0) +
    (regions.length > 0 ? 4 : 0) +
    (reach === "countries" ? 2 : reach === "home" ? 1 : 0)
  );
}

/** The zone that a place lies in; undefined where the store has none. A region or code that is not known matches no narrower zone. */
export function shippingZoneAt(zones: readonly KnownZone[], place: Place, homeCountry: string): KnownZone | undefined {
  return zones.find(({ reach, countries: named, regions, postal }) => {
    if (reach === "everywhere") return true;
    if (!(reach === "home" ? place.country === homeCountry : named.includes(place.country))) return false;
    if (regions.length > 0 && !regions.some((region) => sameRegion(region, place))) return false;
    const { postal_code } = place;
    return postal.length === 0 || (!!postal_code && postal.some((pattern) => matchesPostal(pattern, postal_code)));
  });
}

/**
 * Whether two zones hold one place without either being the narrower: it would be chance which of them is asked.
 * @returns the place, for people; null where they do not meet
 */
export function meetingPlace(zone: ShippingZone, other: ShippingZone, homeCountry: string): string | null {
  if (zone.reach === "everywhere" || other.reach === "everywhere") {
    return zone.reach === other.reach ? "everywhere that no other zone holds" : null;
  }
  const sameKind =
    zone.regions.length > 0 === other.regions.length > 0 &&
    zone.postal_codes.length > 0 === other.postal_codes.length > 0;
  if (!sameKind) return null;
  const countriesOf = ({ reach, countries: named }: ShippingZone) => (reach === "home" ? [homeCountry] : named);
  const country = countriesOf(zone).find((each) => countriesOf(other).includes(each));
  if (country === undefined) return null;
  const region = zone.regions.find((each) =>
    other.regions.some((theirs) => sameRegion(each, { country, region: theirs })),
  );
  if (zone.regions.length > 0 && region === undefined) return null;
  const code = zone.postal_codes.find((each) => other.postal_codes.some((theirs) => postalCodesMeet(each, theirs)));
  if (zone.postal_codes.length > 0 && code === undefined) return null;
  return [country, region, code].filter((part) => part !== undefined).join(" ");
}

/** Whether a postal code can match both patterns. */
function postalCodesMeet(one: string, other: string): boolean {
  const [a, b] = [readPostalPattern(one), readPostalPattern(other)];
  if (!a || !b) return false;
  if ("is" in a) return matchesPostal(b, a.is);
  if ("is" in b) return matchesPostal(a, b.is);
  if ("from" in a && "from" in b) return a.from.length === b.from.length && a.from <= b.to && b.from <= a.to;
  if ("from" in a) return "begins" in b && rangeBegins(a, b.begins);
  if ("from" in b) return rangeBegins(b, a.begins);
  return a.begins.startsWith(b.begins) || b.begins.startsWith(a.begins);
}

/** Whether a code of a range of digits can begin so. */
function rangeBegins({ from, to }: { from: string; to: string }, begins: string): boolean {
  const { length } = from;
  if (!/^\d+$/.test(begins) || begins.length > length) return false;
  return begins.padEnd(length, "0") <= to && from <= begins.padEnd(length, "9");
}
