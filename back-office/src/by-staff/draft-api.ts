import { call } from "../http.ts";
import type { Versioned } from "../versioned.ts";
import type { Address, Order, Page } from "../wire.ts";

/** A sale for a buyer, as far as it is known; what is not known is left out. */
export interface DraftContent {
  customer_id?: string;
  email?: string;
  shipping_address?: Partial<Address>;
  billing_address?: Partial<Address>;
  shipping_option?: string;
  payment_provider?: string;
  vat_id?: string;
  items: { variant_id: string; quantity: number }[];
  codes?: string[];
  locale?: string;
  note?: string;
  pay_within_hours?: number;
}

export interface OrderDraft extends DraftContent {
  id: string;
  version: number;
  /** Who wrote it last. */
  author: string;
  /** The order that it has become. */
  order_id: string | null;
  updated_at: string;
}

/** What a draft comes to. Amounts are minor units. */
export interface SaleQuote {
  currency: string;
  items: {
    variant_id: string;
    title: string;
    quantity: number;
    unit_price: number;
    total: number;
    gift_of: string | null;
  }[];
  subtotal: number;
  discount_total: number;
  shipping_total: number;
  tax_total: number;
  tax_included: boolean;
  total: number;
  promotions: { promotion_id: string; title: string; amount: number }[];
  codes: { code: string; applies: boolean; message: string | null }[];
  shipping_option: string | null;
  shipping_options: { id: string; name: string; total: number; kind: "delivery" | "pickup" }[];
  payment_providers: string[];
  missing: ("items" | "email" | "shipping_address" | "shipping_option")[];
  short_lines: { variant_id: string; title: string; requested: number; available: number }[];
}

export interface PayLink {
  pay_url: string;
  expires_at: string | null;
}

/** An account that an order can be for. */
export interface FoundCustomer {
  id: string;
  email: string;
  name: string;
  locale: string;
  addresses: Address[];
}

export const quoteSale = async (content: DraftContent) =>
  (await call<SaleQuote>("/orders/quote", { method: "POST", body: content })).body;

export const draftsPage = async (cursor: string | null) =>
  (await call<Page<OrderDraft>>("/order-drafts", { query: { limit: 25, cursor } })).body;

export const draft = async (id: string): Promise<Versioned<OrderDraft>> => {
  const { body, etag } = await call<OrderDraft>(`/order-drafts/${id}`);
  return { ...body, etag };
};

/** Keeps a draft: a new one, or one that was kept before. */
export async function keepDraft(
  kept: Versioned<OrderDraft> | null,
  content: DraftContent,
): Promise<Versioned<OrderDraft>> {
  const { body, etag } = kept
    ? await call<OrderDraft>(`/order-drafts/${kept.id}`, { method: "PUT", ifMatch: kept.etag, body: content })
    : await call<OrderDraft>("/order-drafts", { method: "POST", body: content, once: true });
  return { ...body, etag };
}

export const dropDraft = ({ id, etag }: Versioned<OrderDraft>) =>
  call<void>(`/order-drafts/${id}`, { method: "DELETE", ifMatch: etag });

/** Makes a draft an order; of a draft there is one, however often this is called. */
export const orderDraft = async (
  { id, etag }: Versioned<OrderDraft>,
  ordering: { expected_total: number; send_link: boolean },
) =>
  (
    await call<{ order: Order; pay_url: string }>(`/order-drafts/${id}/order`, {
      method: "POST",
      ifMatch: etag,
      once: true,
      body: ordering,
    })
  ).body;

export const payLink = async (orderId: string) => (await call<PayLink>(`/orders/${orderId}/pay-link`)).body;

export const sendPayLink = async (orderId: string, pay_within_hours: number | null) =>
  (
    await call<PayLink>(`/orders/${orderId}/pay-link`, {
      method: "POST",
      once: true,
      body: pay_within_hours === null ? {} : { pay_within_hours },
    })
  ).body;

export const findCustomers = async (q: string) =>
  (await call<Page<FoundCustomer>>("/customers", { query: { q, limit: 8 } })).body.data;

/** What variants are called, by their ids. */
export async function titlesOf(ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { data } = (
    await call<{ data: { id: string; title: string }[] }>("/variants", { query: { ids: ids.join(",") } })
  ).body;
  return new Map(data.map(({ id, title }) => [id, title]));
}
