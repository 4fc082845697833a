import { useQuery } from "@tanstack/react-query";
import type { ShippingZone as Zone } from "../../../src/shipping/zones.ts";
import type { TaxClass } from "../../../src/tax/rules.ts";
import { call } from "../http.ts";
import type { Versioned } from "../versioned.ts";
import type { Address } from "../wire.ts";

/** A part of the world that is shipped to alike. */
export type ShippingZone = Zone;

/** A price up to and with a weight in grams, or a subtotal in minor units; null for all above the band before. */
export interface Band {
  key?: string;
  up_to: number | null;
  price: number;
}

/** What a method costs in a zone in one currency; all amounts in minor units. */
export type ShippingRate = {
  key?: string;
  currency: string;
  /** The subtotal after discounts from which it costs nothing. */
  free_from: number | null;
  /** What each parcel but the dearest costs. */
  further_parcel: number | null;
} & (
  | { kind: "flat"; price: number }
  | { kind: "by_weight" | "by_price"; bands: Band[] }
  | { kind: "live"; source: "shippo"; service: string; price: number }
);

/** Where a method leads, how long it takes there, and what it costs. Days of null are the method's own. */
export interface MethodZone {
  key?: string;
  zone_id: string;
  min_days: number | null;
  max_days: number | null;
  rates: ShippingRate[];
}

/** Where goods are picked up, and when it is open. */
export interface PickupPlace {
  name: string;
  line1: string;
  postal_code: string;
  city: string;
  country: string;
  hours: string;
}

export interface MethodFields {
  /** Names it on the wire and in orders; it stays. */
  code: string;
  name: string;
  description: string;
  /** By locale. */
  translations: Record<string, { name?: string; description?: string; hours?: string }>;
  kind: "delivery" | "pickup";
  pickup: PickupPlace | null;
  carrier: string | null;
  min_days: number;
  max_days: number;
  tax_class: TaxClass | null;
  max_grams: number | null;
  max_length_mm: number | null;
  max_width_mm: number | null;
  max_height_mm: number | null;
  /** Cubic centimetres that count as a kilogram. */
  volumetric_divisor: number | null;
  position: number;
  active: boolean;
  zones: MethodZone[];
}

/** A way to ship, with where it leads and what it costs. */
export interface ShippingMethod extends MethodFields {
  id: string;
}

export interface ShippingSettings {
  ship_from: Address | null;
}

const all = async <Row>(path: string) => (await call<{ data: Row[] }>(path)).body.data;

const one = async <Row extends object>(path: string): Promise<Versioned<Row>> => {
  const { body, etag } = await call<Row>(path);
  return { ...body, etag };
};

export const shippingZones = () => all<ShippingZone>("/shipping/zones");
export const shippingZone = (id: string) => one<ShippingZone>(`/shipping/zones/${id}`);

export const createShippingZone = async (body: unknown) =>
  (await call<ShippingZone>("/shipping/zones", { method: "POST", body, once: true })).body;

export const changeShippingZone = async ({ id, etag }: Versioned<ShippingZone>, body: unknown) =>
  (await call<ShippingZone>(`/shipping/zones/${id}`, { method: "PATCH", body, ifMatch: etag })).body;

export const removeShippingZone = ({ id, etag }: Versioned<ShippingZone>) =>
  call<void>(`/shipping/zones/${id}`, { method: "DELETE", ifMatch: etag });

/** In the order in which shoppers see them. */
export const shippingMethods = () => all<ShippingMethod>("/shipping/methods");
export const shippingMethod = (id: string) => one<ShippingMethod>(`/shipping/methods/${id}`);

export const createShippingMethod = async (body: unknown) =>
  (await call<ShippingMethod>("/shipping/methods", { method: "POST", body, once: true })).body;

export const changeShippingMethod = async ({ id, etag }: Versioned<ShippingMethod>, body: unknown) =>
  (await call<ShippingMethod>(`/shipping/methods/${id}`, { method: "PATCH", body, ifMatch: etag })).body;

export const removeShippingMethod = ({ id, etag }: Versioned<ShippingMethod>) =>
  call<void>(`/shipping/methods/${id}`, { method: "DELETE", ifMatch: etag });

export const shippingSettings = () => one<ShippingSettings>("/shipping/settings");

export const changeShippingSettings = async (etag: string, body: unknown) =>
  (await call<ShippingSettings>("/shipping/settings", { method: "PATCH", body, ifMatch: etag })).body;

/** The codes of all ways to ship; none until they are known. */
export function useMethodCodes(): string[] {
  const { data } = useQuery({ queryKey: ["shipping-methods"], queryFn: shippingMethods, staleTime: 60_000 });
  return data?.map(({ code }) => code) ?? [];
}
