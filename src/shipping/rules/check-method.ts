import { countries } from "../../platform/countries.ts";
import type { FieldError } from "../../platform/errors.ts";
import { type Currency, largestAmount } from "../../platform/money.ts";
import { type NumberRange, wholeNumberFault } from "../../platform/whole-number.ts";
import type { Band, MethodZone, ShippingMethod, ShippingRate } from "../methods.ts";

/** From a parcel's leaving to its coming. */
export const workingDays = { least: 0, most: 365 };

/** Of what a parcel may weigh and measure: grams, millimetres, cubic centimetres a kilogram. */
export const bounds = { least: 1, most: 1_000_000 };

export const positions = { least: 0, most: 10_000 };

type MethodToCheck = Omit<ShippingMethod, "id"> & { position: number };

/** Minor units. */
const prices = { least: 0, most: largestAmount };

/** What a method is checked against. */
export interface MethodSurroundings {
  /** All zones of the store. */
  zoneIds: ReadonlySet<string>;
  /** The store's own: every zone that a method leads to has a rate in it. */
  currency: Currency;
  /** The languages that the store is translated into. */
  locales: readonly string[];
}

/** What is wrong with a method that staff would keep, each with where; empty when nothing is. */
export function faultsOfMethod(method: MethodToCheck, around: MethodSurroundings): FieldError[] {
  return [
    ...faultsOfDays(method, ""),
    ...faultsOfBounds(method),
    ...faultsOfNumber(method.position, positions, "/position"),
    ...faultsOfPickup(method),
    ...faultsOfTranslations(method, around.locales),
    ...method.zones.flatMap((zone, index) => faultsOfZoneAt(method, zone, index, around)),
  ];
}

function faultsOfDays({ min_days, max_days }: Pick<MethodZone, "min_days" | "max_days">, at: string): FieldError[] {
  const outside = [
    ...faultsOfNumber(min_days, workingDays, `${at}/min_days`),
    ...faultsOfNumber(max_days, workingDays, `${at}/max_days`),
  ];
  if (outside.length > 0) return outside;
  if ((min_days === null) !== (max_days === null)) {
    return [{ pointer: `${at}/${min_days === null ? "min" : "max"}_days`, detail: "Say both, or neither." }];
  }
  if (min_days === null || max_days === null || min_days <= max_days) return [];
  return [{ pointer: `${at}/max_days`, detail: "It arrives at the latest before it does at the earliest." }];
}

function faultsOfBounds(method: MethodToCheck): FieldError[] {
  const { max_grams, max_length_mm, max_width_mm, max_height_mm, volumetric_divisor } = method;
  const bounded = { max_grams, max_length_mm, max_width_mm, max_height_mm, volumetric_divisor };
  const outside = Object.entries(bounded).flatMap(([field, bound]) => faultsOfNumber(bound, bounds, `/${field}`));
  return outside.length > 0 ? outside : faultsOfSides(method);
}

function faultsOfSides({ max_length_mm, max_width_mm, max_height_mm }: MethodToCheck): FieldError[] {
  const detail = "The length is the longest side of a parcel, then the width, then the height.";
  const [long, wide, high] = [max_length_mm ?? Infinity, max_width_mm ?? max_length_mm ?? Infinity, max_height_mm ?? 0];
  if (wide > long) return [{ pointer: "/max_width_mm", detail }];
  return high > wide ? [{ pointer: "/max_height_mm", detail }] : [];
}

function faultsOfPickup({ kind, pickup }: MethodToCheck): FieldError[] {
  if (!pickup) return [];
  if (kind !== "pickup") {
    return [
      { pointer: "/pickup", detail: "What is brought to the door is not picked up. Change the kind, or leave it out." },
    ];
  }
  if (countries.has(pickup.country)) return [];
  return [{ pointer: "/pickup/country", detail: `${pickup.country} is no country of ISO 3166-1.` }];
}

function faultsOfTranslations({ translations }: MethodToCheck, locales: readonly string[]): FieldError[] {
  return Object.keys(translations)
    .filter((locale) => !locales.includes(locale))
    .map((locale) => ({
      pointer: `/translations/${locale.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      detail: `The store is translated into: ${locales.join(", ") || "no other language"}.`,
    }));
}

function faultsOfZoneAt(
  method: MethodToCheck,
  zone: MethodZone,
  index: number,
  { zoneIds, currency }: MethodSurroundings,
): FieldError[] {
  const at = `/zones/${index}`;
  const faults = faultsOfDays(zone, at);
  if (!zoneIds.has(zone.zone_id)) faults.push({ pointer: `${at}/zone_id`, detail: "There is no such shipping zone." });
  if (method.zones.findIndex(({ zone_id }) => zone_id === zone.zone_id) < index) {
    faults.push({ pointer: `${at}/zone_id`, detail: "The zone is there twice." });
  }
  if (!zone.rates.some((rate) => rate.currency === currency)) {
    const detail = `Say what it costs there in ${currency}, the store's own currency.`;
    faults.push({ pointer: `${at}/rates`, detail });
  }
  for (const [place, rate] of zone.rates.entries()) {
    const ofRate = `${at}/rates/${place}`;
    if (zone.rates.findIndex((each) => each.currency === rate.currency) < place) {
      faults.push({ pointer: `${ofRate}/currency`, detail: `There is a price in ${rate.currency} already.` });
    }
    faults.push(
      ...faultsOfRate(rate, method.max_grams).map((fault) => ({ ...fault, pointer: ofRate + fault.pointer })),
    );
  }
  return faults;
}

function faultsOfRate(rate: ShippingRate, maxGrams: number | null): FieldError[] {
  const { free_from, further_parcel } = rate;
  return [
    ...faultsOfNumber(free_from, prices, "/free_from"),
    ...faultsOfNumber(further_parcel, prices, "/further_parcel"),
    ...("price" in rate
      ? faultsOfNumber(rate.price, prices, "/price")
      : faultsOfBands(rate.bands, rate.kind, maxGrams)),
  ];
}

function faultsOfNumber(value: number | null, { least, most }: NumberRange, pointer: string): FieldError[] {
  const detail = value === null ? null : wholeNumberFault(value, least, most);
  return detail === null ? [] : [{ pointer, detail }];
}

/** Bands are told by where they end, so that none can leave a gap to the next; the last one must reach as far as is asked. */
function faultsOfBands(bands: readonly Band[], kind: "by_weight" | "by_price", maxGrams: number | null): FieldError[] {
  const faults = bands.flatMap(({ up_to, price }, index): FieldError[] => {
    const before = index === 0 ? -1 : (bands[index - 1]?.up_to ?? null);
    const pointer = `/bands/${index}/up_to`;
    const end = up_to === null ? null : wholeNumberFault(up_to, 0, Number.MAX_SAFE_INTEGER);
    const ofEnd =
      before === null
        ? [{ pointer: `/bands/${index - 1}/up_to`, detail: "Only the last band has no end." }]
        : end !== null
          ? [{ pointer, detail: end }]
          : up_to !== null && up_to <= before
            ? [{ pointer, detail: "Each band ends above the one before." }]
            : [];
    return [...ofEnd, ...faultsOfNumber(price, prices, `/bands/${index}/price`)];
  });
  const end = bands.at(-1)?.up_to ?? null;
  if (end === null) return faults;
  const pointer = `/bands/${bands.length - 1}/up_to`;
  if (kind === "by_price") {
    const detail = "Nothing says what a larger order costs. Let the last band have no end.";
    return [...faults, { pointer, detail }];
  }
  if (maxGrams !== null && maxGrams <= end) return faults;
  const detail =
    "Nothing says what a heavier parcel costs. Let the last band have no end, or bound what a parcel weighs.";
  return [...faults, { pointer, detail }];
}
