import { DomainError } from "../platform/errors.ts";
import { fallbackChain } from "../platform/locales.ts";
import { type Currency, largestAmount } from "../platform/money.ts";
import type { Place, TaxClass } from "../tax/rules.ts";
import { type AlikeParcels, type ParcelBounds, type ShippedItem, splitParcels } from "./parcels.ts";
import { type KnownZone, knownZones, type ShippingZone, shippingZoneAt } from "./zones.ts";

/** A method brings the goods to the shopper's door, or keeps them at a place where they are picked up. */
export const methodKinds = ["delivery", "pickup"] as const;

/** Where the goods are picked up, and when it is open. */
export interface PickupPlace {
  name: string;
  line1: string;
  postal_code: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** For people: `Mon to Fri 10:00 to 18:00`. */
  hours: string;
}

/** What shoppers read of a method, in one language. */
export interface MethodWords {
  name?: string | undefined;
  description?: string | undefined;
  /** When a pickup place is open. */
  hours?: string | undefined;
}

/** A price up to and with a weight in grams, or a subtotal in minor units; null for all above the band before. */
export interface Band {
  up_to: number | null;
  /** Minor units. */
  price: number;
}

/** Outside services that tell live rates. */
export const rateSources = ["shippo"] as const;
export type RateSourceName = (typeof rateSources)[number];

interface Terms {
  currency: Currency;
  /** The subtotal after discounts from which it costs nothing, in minor units; null for never. */
  free_from: number | null;
  /** What each parcel but the dearest costs, in minor units; null where each costs what it would cost alone. */
  further_parcel: number | null;
}

/**
 * What a method costs in a zone in one currency: one price a parcel; by the weight of each parcel; by the subtotal; or what
 * the carrier says at the time, with a price for when it does not answer.
 */
export type ShippingRate = Terms &
  (
    | { kind: "flat"; price: number }
    | { kind: "by_weight" | "by_price"; bands: readonly Band[] }
    | { kind: "live"; source: RateSourceName; service: string; price: number }
  );

/** Where a method leads, how long it takes there, and what it costs. Days of null are the method's own. */
export interface MethodZone {
  zone_id: string;
  min_days: number | null;
  max_days: number | null;
  rates: readonly ShippingRate[];
}

/** A way for the goods to reach the shopper. */
export interface ShippingMethod extends ParcelBounds {
  id: string;
  /** Names it on the wire and in orders: `standard`. */
  code: string;
  name: string;
  description: string;
  /** By locale. */
  translations: Readonly<Record<string, MethodWords>>;
  kind: (typeof methodKinds)[number];
  /** Of pickup alone; null where there is nothing to tell. */
  pickup: PickupPlace | null;
  /** Who brings it, as people call them. */
  carrier: string | null;
  /** Working days until the goods are there. */
  min_days: number;
  max_days: number;
  /** How it is taxed; null as the tax zone says for shipping. */
  tax_class: TaxClass | null;
  /** Cubic centimetres that count as a kilogram (5000 is usual in the air): the larger of both weights counts. Null: weight alone. */
  volumetric_divisor: number | null;
  zones: readonly MethodZone[];
}

/** All that a store knows of shipping, ready to be asked. */
export interface ShippingRules {
  /** The narrowest first. */
  zones: readonly KnownZone[];
  /** Those that are offered, in the order in which shoppers see them. */
  methods: readonly ShippingMethod[];
}

/** @param methods those that are offered, in the order in which shoppers see them */
export function shippingRulesFrom(zones: readonly ShippingZone[], methods: readonly ShippingMethod[]): ShippingRules {
  return { zones: knownZones(zones), methods };
}

/** What a carrier said of a method's price, or that it did not answer. */
export interface LivePrice {
  /** `live`: said just now. `cached`: said a little earlier for the same parcels and places. */
  kind: "live" | "cached";
  /** Minor units of the currency of the request. */
  price: number;
  /** Working days; null where the carrier does not say. */
  days: number | null;
}

export interface ShippingRequest {
  place: Place;
  /** ISO 3166-1 alpha-2: where the store stands. */
  home_country: string;
  currency: Currency;
  /** Minor units, after discounts. */
  subtotal: number;
  items: readonly ShippedItem[];
  /** BCP 47: the language of names and descriptions; the store's own where it is left out. */
  locale?: string | undefined;
  /** By the method's code; a method that is not in it and has a live rate falls back to the price that is kept for that. */
  live?: ReadonlyMap<string, LivePrice> | undefined;
}

/** Where a price comes from. */
export interface ShippingSource {
  /** `fallback`: the carrier was to be asked and did not answer. */
  kind: "flat" | "by_weight" | "by_price" | LivePrice["kind"] | "fallback";
  /** Whether the subtotal made it free. */
  free: boolean;
  zone_id: string;
  zone: string;
  method_id: string;
  parcels: number;
  /** Of all parcels: of each the larger of its weight and its volumetric weight. */
  billable_grams: number;
}

/** A way to ship something, and what it costs. */
export interface ShippingOption {
  /** The method's code. */
  id: string;
  name: string;
  description: string;
  kind: ShippingMethod["kind"];
  pickup: PickupPlace | null;
  carrier: string | null;
  /** Minor units of `currency`. */
  price: number;
  currency: Currency;
  /** Working days. */
  min_days: number;
  max_days: number;
  tax_class: TaxClass | null;
  source: ShippingSource;
}

/**
 * The ways to ship something, in the order in which shoppers see them. A method is left out where it does not lead there, has
 * no rate in the currency, or does not carry what is that heavy or large.
 * @throws cannot-ship-there where the place lies in no zone, or nothing leads there
 * @throws quantity-over-limit where a price would pass what one order may come to, or nobody could carry so much
 * @throws RangeError for quantities, weights and sides that are no whole numbers in their range
 */
export function shippingOptions(rules: ShippingRules, request: ShippingRequest): ShippingOption[] {
  const options = waysThere(rules, request);
  if (options.length > 0) return options;
  const { place, home_country, currency } = request;
  const detail = shippingZoneAt(rules.zones, place, home_country)
    ? `Nothing ships this to ${place.country} at a price in ${currency}.`
    : `This store does not ship to ${place.country}.`;
  throw new DomainError("cannot-ship-there", detail);
}

/** {@link shippingOptions}, none of them where nothing leads there. @throws quantity-over-limit, RangeError */
export function waysThere(rules: ShippingRules, request: ShippingRequest): ShippingOption[] {
  const zone = shippingZoneAt(rules.zones, request.place, request.home_country);
  return zone ? rules.methods.flatMap((method) => optionIn(zone, method, request) ?? []) : [];
}

/**
 * One of the ways to ship something.
 * @throws cannot-ship-there when this way does not lead there, or is none; and as {@link shippingOptions} does
 */
export function shippingOption(code: string, rules: ShippingRules, request: ShippingRequest): ShippingOption {
  const zone = shippingZoneAt(rules.zones, request.place, request.home_country);
  const method = rules.methods.find((each) => each.code === code);
  const option = zone && method && optionIn(zone, method, request);
  if (option) return option;
  throw new DomainError("cannot-ship-there", `"${code.slice(0, 40)}" is not offered to ${request.place.country}.`);
}

function optionIn(zone: KnownZone, method: ShippingMethod, request: ShippingRequest): ShippingOption | null {
  const { currency, subtotal, locale, live } = request;
  const there = method.zones.find(({ zone_id }) => zone_id === zone.id);
  const rate = there?.rates.find((each) => each.currency === currency);
  const parcels = rate && splitParcels(request.items, method);
  if (!there || !rate || !parcels) return null;
  const billable = parcels.map((parcel) => ({
    count: parcel.count,
    grams: billableGrams(parcel, method.volumetric_divisor),
  }));
  const said = rate.kind === "live" ? live?.get(method.code) : undefined;
  const full = said?.price ?? priceOf(rate, billable, subtotal);
  if (full === null) return null;
  const free = rate.free_from !== null && subtotal >= rate.free_from;
  const { min_days, max_days } = {
    min_days: there.min_days ?? method.min_days,
    max_days: there.max_days ?? method.max_days,
  };
  const words = wordsOf(method, locale);
  return {
    id: method.code,
    ...words,
    kind: method.kind,
    carrier: method.carrier,
    price: free ? 0 : bounded(full),
    currency,
    min_days: said?.days ?? min_days,
    max_days: said?.days ?? max_days,
    tax_class: method.tax_class,
    source: {
      kind: rate.kind === "live" ? (said?.kind ?? "fallback") : rate.kind,
      free,
      zone_id: zone.id,
      zone: zone.name,
      method_id: method.id,
      parcels: parcels.reduce((sum, { count }) => sum + count, 0),
      billable_grams: billable.reduce((sum, { grams, count }) => sum + grams * count, 0),
    },
  };
}

/** The weight that a carrier charges: of cubic millimetres, `volume / divisor` is grams, as of cubic centimetres it is kilograms. */
function billableGrams({ weight_grams, volume_mm3 }: AlikeParcels, divisor: number | null): number {
  return divisor === null ? weight_grams : Math.max(weight_grams, Math.ceil(volume_mm3 / divisor));
}

interface Billable {
  count: number;
  grams: number;
}

/** What the parcels cost together; null where no band holds one of them. What needs no parcel costs what the lightest does. */
function priceOf(rate: ShippingRate, parcels: readonly Billable[], subtotal: number): number | null {
  const charged = parcels.length > 0 ? parcels : [{ count: 1, grams: 0 }];
  const prices = charged.map(({ grams, count }) => ({ count, price: parcelPrice(rate, grams, subtotal) }));
  let dearest = 0;
  let sum = 0;
  let further = -1;
  for (const { price, count } of prices) {
    if (price === null) return null;
    dearest = Math.max(dearest, price);
    sum += bounded(price * count);
    further += count;
  }
  return bounded(rate.further_parcel === null ? sum : dearest + rate.further_parcel * further);
}

function parcelPrice(rate: ShippingRate, grams: number, subtotal: number): number | null {
  if (rate.kind === "flat" || rate.kind === "live") return rate.price;
  const of = rate.kind === "by_weight" ? grams : subtotal;
  return rate.bands.find(({ up_to }) => up_to === null || of <= up_to)?.price ?? null;
}

/** Name, description and opening hours in the nearest language that there is. */
function wordsOf(method: ShippingMethod, locale = ""): Pick<ShippingOption, "name" | "description" | "pickup"> {
  const nearest = fallbackChain(locale, "").map((each) => method.translations[each] ?? {});
  const word = (name: keyof MethodWords, own: string): string => nearest.find((words) => words[name])?.[name] ?? own;
  const { pickup } = method;
  return {
    name: word("name", method.name),
    description: word("description", method.description),
    pickup: pickup && { ...pickup, hours: word("hours", pickup.hours) },
  };
}

/** Sums of prices below the bound stay far inside the whole numbers that a double holds exactly (2^53). */
function bounded(price: number): number {
  if (price <= largestAmount) return price;
  throw new DomainError("quantity-over-limit", "Shipping this would cost more than one order may come to.");
}
