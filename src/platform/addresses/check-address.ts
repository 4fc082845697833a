import { type FieldError, refuse } from "../errors.ts";
import type { Address } from "../schemas.ts";
import { type AddressFormat, type AddressPart, addressFormat } from "./formats.ts";

/** What is wrong with a part of an address. */
export interface AddressFault {
  part: AddressPart | "country";
  fault: "missing" | "no-country" | "no-postal-code" | "no-region";
}

/** The parts of an address that its country's format is about. */
type Place = Readonly<Partial<Record<AddressPart, string | undefined>>> & { country: string };

/**
 * An address as its country writes it: the postal code with its letters and its gap, the region by its code where the country has
 * codes. What cannot be read stays as it was written.
 */
export async function tidyAddress<Given extends Readonly<Partial<Record<AddressPart | "country", string | undefined>>>>(
  address: Given,
): Promise<Given> {
  const { country, postal_code, region } = address;
  if (country === undefined) return address;
  const format = await addressFormat(country);
  return {
    ...address,
    ...(postal_code && { postal_code: tidyPostalCode(postal_code, format) ?? postal_code }),
    ...(region && { region: findRegion(region, format)?.code ?? region }),
  };
}

/** What the country's format finds wrong with an address; nothing where it could be written on a parcel. */
export async function addressFaults(address: Place): Promise<AddressFault[]> {
  const format = await addressFormat(address.country);
  if (!format.exists) return [{ part: "country", fault: "no-country" }];
  return format.parts.flatMap((part): AddressFault[] => {
    const value = address[part]?.trim();
    if (!value) return format.required.has(part) ? [{ part, fault: "missing" }] : [];
    if (part === "postal_code" && format.postalCode && !tidyPostalCode(value, format)) {
      return [{ part, fault: "no-postal-code" }];
    }
    if (part === "region" && format.regions.length > 0 && !findRegion(value, format)) {
      return [{ part, fault: "no-region" }];
    }
    return [];
  });
}

/**
 * {@link tidyAddress}, of one that a parcel or a bill can go to.
 * @param pointer where the address stands in the request
 * @throws invalid-address pointing at each part that its country's format refuses
 */
export async function checkedAddress(address: Address, pointer: string): Promise<Address> {
  refuse("invalid-address", await addressErrors(address, pointer));
  return tidyAddress(address);
}

/** {@link addressFaults} in words. @param pointer where the address stands in the request */
export async function addressErrors(address: Place, pointer: string): Promise<FieldError[]> {
  return toldFaults(await addressFaults(address), address.country, pointer);
}

function toldFaults(faults: readonly AddressFault[], country: string, pointer: string): FieldError[] {
  const name = new Intl.DisplayNames(["en"], { type: "region" }).of(country) ?? country;
  const parts: Record<AddressPart, string> = { city: "city", region: "region", postal_code: "postal code" };
  return faults.map(({ part, fault }) => {
    const at = `${pointer}/${part}`;
    if (part === "country") return { pointer: at, detail: `${country} is no country of ISO 3166-1.` };
    if (fault === "missing") return { pointer: at, detail: `An address in ${name} needs a ${parts[part]}.` };
    return { pointer: at, detail: `This is no ${parts[part]} of ${name}. Look at how it is spelt.` };
  });
}

/** How many characters a postal code has at most; the longest, an Iranian one, has eleven. */
const longest = 12;

/**
 * A postal code in its country's form: in capitals, without the country in front (`D-10117`), with the gap or hyphen that people
 * leave out. Null where it is none.
 */
function tidyPostalCode(written: string, { country, postalCode }: AddressFormat): string | null {
  if (!postalCode) return written.trim();
  const code = written.trim().toUpperCase().replaceAll(/\s+/g, " ");
  const bare = code.replace(new RegExp(`^(?:${country}|${country.charAt(0)})[ -]`), "");
  const readings = new Set([code, bare, ...gapped(code), ...gapped(bare)]);
  return [...readings].find((reading) => postalCode.test(reading)) ?? null;
}

/** A code with its gap in every place where it could be, the usual ones first. */
function gapped(code: string): string[] {
  const closed = code.replaceAll(/[ -]/g, "");
  if (closed.length > longest) return [];
  const places = Array.from({ length: Math.max(0, closed.length - 1) }, (_, index) => index + 1);
  return [
    ...places.map((at) => `${closed.slice(0, at)}-${closed.slice(at)}`),
    ...places.map((at) => `${closed.slice(0, at)} ${closed.slice(at)}`),
    closed,
  ];
}

/** A region by its code, with the country before it or not, or by its name. */
function findRegion(written: string, { country, regions }: AddressFormat) {
  const said = folded(written);
  const code = said.replace(new RegExp(`^${country.toLowerCase()}-`), "");
  return regions.find((region) => folded(region.code) === code || folded(region.name) === said);
}

/** Without accents and capitals, which people leave out. */
function folded(text: string): string {
  return text
    .trim()
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
}
