import { countries } from "../platform/countries.ts";
import type { FieldError } from "../platform/errors.ts";
import { faultOfDays } from "./days.ts";
import { readPostalPattern } from "./postal.ts";
import { readPercent } from "./rate.ts";
import { taxClasses, type Zone, type ZoneRate } from "./rules.ts";

const wholePercent = 1_000_000;

/** A rate as staff write it: its class may be none. */
type WrittenRate = Omit<ZoneRate, "class"> & { class: string };

/** A zone as staff write it. */
export interface WrittenZone extends Pick<Zone, "country" | "postal_codes"> {
  shipping_class: string;
  rates: readonly WrittenRate[];
}

const unknownClass = `One of ${taxClasses.join(", ")}.`;
const isClass = (text: string): boolean => taxClasses.some((known) => known === text);

/** What is wrong with a zone that staff would keep, each with where; empty when nothing is. */
export function faultsOfZone(zone: WrittenZone): FieldError[] {
  const faults: FieldError[] = [];
  if (!isClass(zone.shipping_class)) faults.push({ pointer: "/shipping_class", detail: unknownClass });
  if (!countries.has(zone.country)) {
    faults.push({ pointer: "/country", detail: `${zone.country} is no country of ISO 3166-1.` });
  }
  for (const [index, code] of zone.postal_codes.entries()) {
    if (readPostalPattern(code)) continue;
    const detail = "A postal code (27498), the beginning of several (35*), or a range of digits (51001..51081).";
    faults.push({ pointer: `/postal_codes/${index}`, detail });
  }
  for (const [index, rate] of zone.rates.entries()) {
    const detail = faultOfRate(rate) ?? faultBeside(rate, zone.rates.slice(0, index));
    if (detail) faults.push({ pointer: `/rates/${index}/${detail.field}`, detail: detail.text });
  }
  return faults;
}

interface RateFault {
  field: keyof ZoneRate;
  text: string;
}

function faultOfRate({ class: taxClass, percent, since, until }: WrittenRate): RateFault | null {
  if (!isClass(taxClass)) return { field: "class", text: unknownClass };
  const millionths = readPercent(percent);
  if (millionths === null) return { field: "percent", text: "A plain number with at most four decimals, as 9.975." };
  if (millionths < 0) return { field: "percent", text: "A rate is not below 0 %." };
  if (millionths > wholePercent) return { field: "percent", text: "A rate is at most 100 %." };
  if (taxClass === "zero" || taxClass === "exempt") {
    return { field: "class", text: "What is exempt or taxed at zero has no rate of its own." };
  }
  return faultOfDays(since, until);
}

/** What an earlier rate of the zone has against this one: the same tax twice at one time, or a second compound one. */
function faultBeside(rate: WrittenRate, others: readonly WrittenRate[]): RateFault | null {
  const meanwhile = others.filter((other) => other.class === rate.class && overlap(other, rate));
  if (meanwhile.some(({ name }) => name === rate.name)) {
    return { field: "since", text: `${rate.name} has another rate at that time already. End that one first.` };
  }
  if (rate.compound && meanwhile.some(({ compound }) => compound)) {
    return { field: "compound", text: "One tax of a class can be charged on the others, not two." };
  }
  return null;
}

function overlap(one: WrittenRate, other: WrittenRate): boolean {
  return (one.until === null || other.since < one.until) && (other.until === null || one.since < other.until);
}
