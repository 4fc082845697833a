import type { RoundingMode } from "../../../src/platform/money.ts";
import type { TaxClass, TaxMode, TaxRounding, ZoneRate } from "../../../src/tax/rules.ts";
import { call, type Query } from "../http.ts";
import type { Versioned } from "../versioned.ts";
import type { Page } from "../wire.ts";

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
  /** Who works taxes out once the address is known. */
  provider: "own" | "stripe";
  /** What the service calls goods of a class. */
  tax_codes: Partial<Record<TaxClass, string>>;
  vat_register: "off" | "vies";
  store_vat_id: string | null;
}

/** A certificate that frees a customer of tax. */
export interface Exemption {
  id: string;
  customer_id: string;
  email: string;
  number: string;
  reason: string;
  /** Empty: everywhere. */
  places: { key?: string; country: string; region: string | null }[];
  /** The first day, UTC, and the first on which it no longer holds. */
  since: string;
  until: string | null;
}

/** What the outside service was told, or has to be. */
export interface Filing {
  /** An order's id, or a refund's. */
  subject: string;
  order_id: string;
  kind: "sale" | "refund";
  amount: number;
  currency: string;
  number: number;
  status: "pending" | "filed" | "refused";
  reference: string | null;
  failure: string | null;
  attempts: number;
  next_at: string;
  created_at: string;
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

export const exemptionsPage = async (query: Query) => (await call<Page<Exemption>>("/tax/exemptions", { query })).body;

export const exemption = async (id: string): Promise<Versioned<Exemption>> => {
  const { body, etag } = await call<Exemption>(`/tax/exemptions/${id}`);
  return { ...body, etag };
};

export const createExemption = async (body: unknown) =>
  (await call<Exemption>("/tax/exemptions", { method: "POST", body, once: true })).body;

export const changeExemption = async ({ id, etag }: Versioned<Exemption>, body: unknown) =>
  (await call<Exemption>(`/tax/exemptions/${id}`, { method: "PATCH", body, ifMatch: etag })).body;

export const removeExemption = ({ id, etag }: Versioned<Exemption>) =>
  call<void>(`/tax/exemptions/${id}`, { method: "DELETE", ifMatch: etag });

export const filingsPage = async (query: Query) => (await call<Page<Filing>>("/tax/filings", { query })).body;
