import type { getCountryData } from "lib-address/lite";
import { countries } from "../countries.ts";

/** A part of an address whose place and need differ by country. */
export type AddressPart = "city" | "region" | "postal_code";

/** How addresses of a country are written, by Google's address metadata (libaddressinput). */
export interface AddressFormat {
  country: string;
  /** Whether there is such a country: in ISO 3166-1, or known to the post as Kosovo is (XK). */
  exists: boolean;
  /** The parts that its addresses have, in the order in which they are written. */
  parts: readonly AddressPart[];
  /** Those of them that no address may leave out. */
  required: ReadonlySet<AddressPart>;
  /** What its postal codes look like; null where it has none, or where they have no one form. */
  postalCode: RegExp | null;
  /** The regions that an address must name one of; empty where anything may be written. */
  regions: readonly { code: string; name: string }[];
}

type CountryData = NonNullable<ReturnType<typeof getCountryData>>;

const letters: Readonly<Record<string, AddressPart>> = { C: "city", S: "region", Z: "postal_code" };

/** What the metadata asks of countries that it says nothing special of. */
const usual = { format: "%N%n%O%n%A%n%C", required: "AC" };

const formats = new Map<string, AddressFormat>();

/**
 * How addresses of a country are written. The library's table is read when it is first asked for: only orders and forms need it.
 * @param country ISO 3166-1 alpha-2; of an unknown one a street and a city are asked for
 */
export async function addressFormat(country: string): Promise<AddressFormat> {
  const known = formats.get(country);
  if (known) return known;
  const { getCountryData } = await import("lib-address/lite");
  const format = formatOf(country, getCountryData(country));
  formats.set(country, format);
  return format;
}

function formatOf(country: string, data: CountryData | null): AddressFormat {
  const written = data?.lfmt ?? usual.format;
  const parts = [...written.matchAll(/%([CSZ])/g)].flatMap(([, letter = ""]) => letters[letter] ?? []);
  const required = new Set([...(data?.require ?? usual.required)].flatMap((letter) => letters[letter] ?? []));
  return {
    country,
    exists: data !== null || countries.has(country),
    parts,
    required,
    postalCode: data?.zip ? new RegExp(`^(?:${data.zip})$`) : null,
    regions: required.has("region") ? namedRegions(data?.sub_regions ?? []) : [],
  };
}

/**
 * Regions by which addresses can be checked: those whose names are in Latin letters. Elsewhere people write them in two scripts and
 * many spellings, and the table has one.
 */
function namedRegions(regions: CountryData["sub_regions"]): AddressFormat["regions"] {
  if (!regions.every(({ name }) => isLatin(name))) return [];
  return regions.map(({ key, name }) => ({ code: key, name }));
}

/** Whether a text is written in Latin letters, as far as it has letters. */
export function isLatin(text: string): boolean {
  return !/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(text);
}
