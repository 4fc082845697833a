import type { Address } from "../schemas.ts";
import { isLatin } from "./formats.ts";

/**
 * The lines of an address as they stand on a parcel, in the order and the script of its own country; below them the country.
 * @param locale BCP 47: the language in which the country is named
 */
export async function addressLines(address: Address, locale: string): Promise<string[]> {
  const { name, company, line1, line2, city, region, postal_code, country } = address;
  const { formatAddress } = await import("localized-address-format");
  const street = [line1, line2].flatMap((line) => line || []);
  const write = (addressLines: string[]) =>
    formatAddress(
      {
        ...{ postalCountry: country, name, addressLines, locality: city, postalCode: postal_code },
        ...(company && { organization: company }),
        ...(region && { administrativeArea: region }),
      },
      isLatin([name, line1, city].join("")) ? "latin" : "local",
    );
  const lines = write(street);
  // A format that has no place for a part would leave it out: it stands below the street.
  const lost = [city, region, postal_code].filter((part) => part && !lines.some((line) => holds(line, part)));
  const whole = lost.length > 0 ? write([...street, lost.join(" ")]) : lines;
  const named = new Intl.DisplayNames([locale], { type: "region", fallback: "code" }).of(country);
  // Some formats join the street to what follows it, and leave the joint where it falls on a line of its own.
  return [...whole.map((line) => line.replace(/^, /, "")), named ?? country];
}

/** Some countries write parts of an address in capitals. */
function holds(line: string, part: string): boolean {
  return line.toLowerCase().includes(part.toLowerCase());
}
