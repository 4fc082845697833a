import { countries } from "../../platform/countries.ts";
import type { FieldError } from "../../platform/errors.ts";
import { readPostalPattern } from "../../tax/postal.ts";
import { meetingPlace, type ShippingZone } from "../zones.ts";

type ZoneToCheck = Omit<ShippingZone, "id">;

/**
 * What is wrong with a zone that staff would keep, each with where; empty when nothing is.
 * @param others all other zones of the store
 */
export function faultsOfZone(zone: ZoneToCheck, others: readonly ShippingZone[], homeCountry: string): FieldError[] {
  const faults = [...faultsOfReach(zone), ...faultsOfPlaces(zone)];
  if (faults.length > 0) return faults;
  for (const other of others) {
    const place = meetingPlace({ ...zone, id: "" }, other, homeCountry);
    if (place === null) continue;
    const detail = `The zone "${other.name}" holds ${place} already. Take it out of one of them.`;
    return [{ pointer: narrowestField(zone), detail }];
  }
  return [];
}

function faultsOfReach({ reach, countries: named, regions, postal_codes }: ZoneToCheck): FieldError[] {
  if (reach === "countries" && named.length === 0) {
    return [{ pointer: "/countries", detail: "Name at least one country." }];
  }
  if (reach !== "countries" && named.length > 0) {
    return [{ pointer: "/countries", detail: `A zone that reaches ${reach} names no countries.` }];
  }
  const ofOne = reach === "home" || named.length === 1;
  return [
    ...(regions.length > 0 && !ofOne ? [{ pointer: "/regions", detail: "Regions are those of one country." }] : []),
    ...(postal_codes.length > 0 && !ofOne
      ? [{ pointer: "/postal_codes", detail: "Postal codes are those of one country." }]
      : []),
  ];
}

function faultsOfPlaces({ countries: named, postal_codes }: ZoneToCheck): FieldError[] {
  const faults: FieldError[] = [];
  for (const [index, code] of named.entries()) {
    const pointer = `/countries/${index}`;
    if (!countries.has(code)) faults.push({ pointer, detail: `${code} is no country of ISO 3166-1.` });
    else if (named.indexOf(code) < index) faults.push({ pointer, detail: `${code} is there twice.` });
  }
  for (const [index, code] of postal_codes.entries()) {
    if (readPostalPattern(code)) continue;
    const detail = "A postal code (27498), the beginning of several (35*), or a range of digits (51001..51081).";
    faults.push({ pointer: `/postal_codes/${index}`, detail });
  }
  return faults;
}

function narrowestField({ reach, regions, postal_codes }: ZoneToCheck): string {
  if (postal_codes.length > 0) return "/postal_codes";
  if (regions.length > 0) return "/regions";
  return reach === "countries" ? "/countries" : "/reach";
}
