import type { RoundingMode } from "../../../src/platform/money.ts";
import type { TaxClass, TaxMode, TaxRounding, ZoneRate } from "../../../src/tax/rules.ts";
import { call } from "../http.ts";
import type { Versioned } from "../versioned.ts";

export type { TaxClass, TaxMode, ZoneRate };

/** Where the store charges which taxes. */
export interface TaxZone {
  id: string;
  name: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  region: string | null;
  postal_codes: string[];
  prices: TaxMode;
  shipping_class: TaxClass;
  rates: ZoneRate[];
}

export interface TaxSettings {
  rounding_mode: RoundingMode;
  rounding_level: TaxRounding["level"];
}

export const taxZones = async () => (await call<{ data: TaxZone[] }>("/tax/zones")).body.data;

export const taxZone = async (id: string): Promise<Versioned<TaxZone>> => {
  const { body, etag } = await call<TaxZone>(`/tax/zones/${id}`);
  return { ...body, etag };
};

export const createTaxZone = async (body: unknown) =>
  (await call<TaxZone>("/tax/zones", { method: "POST", body, once: true })).body;

export const changeTaxZone = async ({ id, etag }: Versioned<TaxZone>, body: unknown) =>
  (await call<TaxZone>(`/tax/zones/${id}`, { method: "PATCH", body, ifMatch: etag })).body;

export const removeTaxZone = ({ id, etag }: Versioned<TaxZone>) =>
  call<void>(`/tax/zones/${id}`, { method: "DELETE", ifMatch: etag });

export const taxSettings = async (): Promise<Versioned<TaxSettings>> => {
  const { body, etag } = await call<TaxSettings>("/tax/settings");
  return { ...body, etag };
};

export const changeTaxSettings = async (etag: string, body: unknown) =>
  (await call<TaxSettings>("/tax/settings", { method: "PATCH", body, ifMatch: etag })).body;
