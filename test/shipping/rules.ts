import {
  type ShippingMethod,
  type ShippingRate,
  type ShippingRequest,
  type ShippingRules,
  shippingRulesFrom,
} from "../../src/shipping/methods.ts";
import type { ShippingZone } from "../../src/shipping/zones.ts";

export function zone(id: string, over: Partial<ShippingZone> = {}): ShippingZone {
  return { id, name: id, reach: "everywhere", countries: [], regions: [], postal_codes: [], ...over };
}

export const flat = (price: number, over: Partial<ShippingRate> = {}): ShippingRate =>
  ({ kind: "flat", currency: "EUR", price, free_from: null, further_parcel: null, ...over }) as ShippingRate;

export const bands = (kind: "by_weight" | "by_price", ...steps: [number | null, number][]): ShippingRate => ({
  kind,
  currency: "EUR",
  free_from: null,
  further_parcel: null,
  bands: steps.map(([up_to, price]) => ({ up_to, price })),
});

/** A method that leads to the zone `world` for one rate. */
export function method(rate: ShippingRate, over: Partial<ShippingMethod> = {}): ShippingMethod {
  return {
    ...{
      id: "shm_post",
      code: "post",
      name: "Post",
      description: "",
      translations: {},
      kind: "delivery",
      pickup: null,
    },
    ...{ carrier: null, min_days: 1, max_days: 3, tax_class: null, volumetric_divisor: null },
    ...{ max_grams: null, max_length_mm: null, max_width_mm: null, max_height_mm: null },
    zones: [{ zone_id: "world", min_days: null, max_days: null, rates: [rate] }],
    ...over,
  };
}

/** Rules of one method to everywhere. */
export const rulesOf = (rate: ShippingRate, over: Partial<ShippingMethod> = {}): ShippingRules =>
  shippingRulesFrom([zone("world")], [method(rate, over)]);

export const request = (over: Partial<ShippingRequest> = {}): ShippingRequest => ({
  place: { country: "DE" },
  home_country: "DE",
  currency: "EUR",
  subtotal: 2_000,
  items: [{ quantity: 1, weight_grams: 1_200 }],
  ...over,
});
