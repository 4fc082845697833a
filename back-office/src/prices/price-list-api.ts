import { call, type Query } from "../http.ts";
import type { Conditions } from "../promotions/promotion-api.ts";
import type { Versioned } from "../versioned.ts";
import type { Page } from "../wire.ts";

export interface PriceListFields {
  name: string;
  status: "draft" | "active";
  priority: number;
  starts_at: string | null;
  ends_at: string | null;
  groups: string[];
  markets: string[];
  rules: Conditions;
  adjustment: { kind: "fixed" } | { kind: "percent"; percent: string };
}

export interface PriceList extends PriceListFields {
  id: string;
  /** Counted to 10,000. */
  price_count: number;
}

export interface Tier {
  key?: string;
  min_quantity: number;
  /** Minor units, for one piece. */
  amount: number;
}

/** What a list asks for a variant in a currency. */
export interface ListPrice {
  variant_id: string;
  sku: string;
  title: string;
  options: Record<string, string>;
  currency: string;
  base_amount: number | null;
  tiers: Tier[];
}

/** In the order in which they are asked. */
export const priceLists = async () => (await call<{ data: PriceList[] }>("/price-lists")).body.data;

export const priceList = async (id: string): Promise<Versioned<PriceList>> => {
  const { body, etag } = await call<PriceList>(`/price-lists/${id}`);
  return { ...body, etag };
};

export const createPriceList = async (body: unknown) =>
  (await call<PriceList>("/price-lists", { method: "POST", body, once: true })).body;

export const changePriceList = async ({ id, etag }: Versioned<PriceList>, body: unknown) =>
  (await call<PriceList>(`/price-lists/${id}`, { method: "PATCH", body, ifMatch: etag })).body;

export const removePriceList = ({ id, etag }: Versioned<PriceList>) =>
  call<void>(`/price-lists/${id}`, { method: "DELETE", ifMatch: etag });

export const pricesOf = async (id: string, query: Query) =>
  (await call<Page<ListPrice>>(`/price-lists/${id}/prices`, { query })).body;

/** Without tiers the variant's price is taken out. */
export const setPrice = (
  { id, etag }: Versioned<PriceList>,
  price: Pick<ListPrice, "variant_id" | "currency" | "tiers">,
) => call<unknown>(`/price-lists/${id}/prices`, { method: "PATCH", body: { prices: [price] }, ifMatch: etag });
