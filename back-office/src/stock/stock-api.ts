import { call } from "../http.ts";
import type { Versioned } from "../versioned.ts";

/** How the places of an order are chosen. */
export type Strategy = "nearest" | "most_stock" | "fewest_parcels";

export interface LocationFields {
  name: string;
  line1: string;
  postal_code: string;
  city: string;
  /** ISO 3166-1 alpha-2; empty where it was never said. */
  country: string;
  /** Countries that parcels from there reach sooner than from elsewhere. */
  serves: string[];
  active: boolean;
  pickup: boolean;
  /** The smaller comes first. */
  priority: number | null;
}

export interface StockLocation extends LocationFields {
  id: string;
  /** Units of all goods that lie there. */
  units: number;
}

export interface StockSettings {
  strategy: Strategy;
  low_stock_at: number | null;
}

/** How a variant is sold. */
export interface StockPolicy {
  variant_id: string;
  sku: string;
  low_stock_at: number | null;
  safety_stock: number | null;
  backorder_limit: number | null;
  backorder_location: string | null;
  ships_at: string | null;
  release_at: string | null;
  backordered: number;
  low_since: string | null;
}

export interface Movement {
  id: string;
  location_id: string;
  delta: number;
  reason: string;
  kind: "adjusted" | "shipped" | "sent" | "received" | "counted";
  order_id: string | null;
  transfer_id: string | null;
  stock_take_id: string | null;
  actor: string;
  at: string;
}

export interface Transfer {
  id: string;
  from: string;
  to: string;
  status: "sent" | "received";
  note: string;
  lines: { variant_id: string; sku: string; quantity: number; received: number | null }[];
  sent_by: string;
  sent_at: string;
  received_at: string | null;
}

export interface StockTake {
  id: string;
  location: string;
  status: "counting" | "applied" | "dropped";
  note: string;
  counted_lines: number;
  different_lines: number;
  begun_by: string;
  begun_at: string;
  closed_at: string | null;
}

export interface Count {
  variant_id: string;
  sku: string;
  expected: number;
  counted: number;
  counted_at: string;
}

export interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
}

const one = async <Row extends object>(path: string): Promise<Versioned<Row>> => {
  const { body, etag } = await call<Row>(path);
  return { ...body, etag };
};

const change = async <Row extends object>(
  path: string,
  etag: string,
  body: unknown,
  method: "PATCH" | "POST" = "PATCH",
) => (await call<Row>(path, { method, body, ifMatch: etag })).body;

const page = async <Row>(path: string, cursor: string | null) =>
  (await call<Page<Row>>(path, { query: { limit: 50, cursor } })).body;

export const stockLocations = async () => (await call<{ data: StockLocation[] }>("/locations")).body.data;
export const stockLocation = (id: string) => one<StockLocation>(`/locations/${id}`);
export const openLocation = async (body: unknown) =>
  (await call<StockLocation>("/locations", { method: "POST", body, once: true })).body;
export const changeLocation = ({ id, etag }: Versioned<StockLocation>, body: unknown) =>
  change<StockLocation>(`/locations/${id}`, etag, body);

export const stockSettings = () => one<StockSettings>("/stock-settings");
export const changeStockSettings = (etag: string, body: unknown) =>
  change<StockSettings>("/stock-settings", etag, body);

export const stockPolicy = (variantId: string) => one<StockPolicy>(`/inventory/${variantId}/policy`);
export const changeStockPolicy = (variantId: string, etag: string, body: unknown) =>
  change<StockPolicy>(`/inventory/${variantId}/policy`, etag, body);
export const movements = (variantId: string, cursor: string | null) =>
  page<Movement>(`/inventory/${variantId}/movements`, cursor);

export const transfers = (cursor: string | null) => page<Transfer>("/stock-transfers", cursor);
export const transfer = (id: string) => one<Transfer>(`/stock-transfers/${id}`);
export const sendTransfer = async (body: unknown) =>
  (await call<Transfer>("/stock-transfers", { method: "POST", body, once: true })).body;
export const receiveTransfer = ({ id, etag }: Versioned<Transfer>, body: unknown) =>
  change<Transfer>(`/stock-transfers/${id}/receive`, etag, body, "POST");

export const stockTakes = (cursor: string | null) => page<StockTake>("/stock-takes", cursor);
export const stockTake = (id: string) => one<StockTake>(`/stock-takes/${id}`);
export const counts = (id: string, cursor: string | null) => page<Count>(`/stock-takes/${id}/counts`, cursor);
export const beginStockTake = async (body: unknown) =>
  (await call<StockTake>("/stock-takes", { method: "POST", body, once: true })).body;
export const writeCounts = async (id: string, body: unknown) =>
  (await call<StockTake>(`/stock-takes/${id}/counts`, { method: "POST", body, once: true })).body;
export const endStockTake = ({ id, etag }: Versioned<StockTake>, status: "applied" | "dropped") =>
  change<StockTake>(`/stock-takes/${id}`, etag, { status });
