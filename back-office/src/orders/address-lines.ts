import { formatAddress } from "localized-address-format";
import type { Address } from "../wire.ts";

/** The lines of an address in the order and the script of its own country, as on the parcel; below them the country. */
export function addressLines({ name, company, line1, line2, city, region, postal_code, country }: Address): string[] {
  const street = [line1, line2].flatMap((line) => line || []);
  const own = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test([name, line1, city].join(""));
  const write = (addressLines: string[]) =>
    formatAddress(
      {
        ...{ postalCountry: country, name, addressLines, locality: city, postalCode: postal_code },
        ...(company && { organization: company }),
        ...(region && { administrativeArea: region }),
      },
      own ? "local" : "latin",
    );
  const lines = write(street);
  // A format that has no place for a part would leave it out: it stands below the street.
  const text = lines.join("\n").toLowerCase();
  const lost = [city, region, postal_code].filter((part) => part && !text.includes(part.toLowerCase()));
  const whole = lost.length > 0 ? write([...street, lost.join(" ")]) : lines;
  const land = new Intl.DisplayNames(undefined, { type: "region" }).of(country) ?? country;
  return [...whole.map((line) => line.replace(/^, /, "")), land];
}
