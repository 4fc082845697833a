import type { LineFact, Operator, SaleFact } from "../../../src/promotions/promotion.ts";
import { call, download, type Query } from "../http.ts";
import type { Versioned } from "../versioned.ts";
import type { Page } from "../wire.ts";

/** What a price list may ask of a sale and of what is sold. */
export const listFacts = ["category", "brand", "product", "variant", "group", "market", "currency"] as const;

export type Fact = SaleFact | LineFact | (typeof listFacts)[number];
export type { Operator };
export type Value = string | number | boolean;

/** `key` tells a row from the others while it is edited; it is never sent. */
export interface Condition {
  key?: string;
  attribute: Fact;
  operator: Operator;
  values: Value[];
  currency?: string;
}

export interface Conditions {
  match: "all" | "any";
  conditions: Condition[];
}

/** Minor units by currency. */
export type Amounts = Record<string, number>;

export type Off = { percent: string } | { amounts: Amounts };

export interface Pieces {
  key?: string;
  lines: Conditions;
  quantity: number;
}

export interface Step {
  key?: string;
  from: number;
  off: Off;
}

export type Action =
  | { kind: "off_order" | "off_lines"; off: Off; lines: Conditions }
  | { kind: "off_pieces"; which: "cheapest" | "dearest"; quantity: number; off: Off; lines: Conditions }
  | { kind: "off_shipping"; off: Off; options: string[] | null }
  | { kind: "bundle_price"; parts: Pieces[]; price: Amounts; times: number | null }
  | { kind: "buy_get"; buy: Pieces; get: Pieces; off: Off; times: number | null }
  | { kind: "gift"; variant_id: string; quantity: number }
  | { kind: "tiers"; lines: Conditions; currency: string; steps: Step[] };

export interface PromotionFields {
  title: string;
  titles: Record<string, string>;
  note: string;
  status: "active" | "paused" | "archived";
  needs_code: boolean;
  sale: Conditions;
  requires: Pieces | null;
  action: Action;
  priority: number;
  stacking_group: string | null;
  exclusive: boolean;
  starts_at: string | null;
  ends_at: string | null;
  time_zone: string;
  usage_limit: number | null;
  per_customer_limit: number | null;
  budget: { currency: string; amount: number } | null;
}

export const promotionStates = ["active", "scheduled", "over", "used_up", "paused", "archived"] as const;

export interface Promotion extends PromotionFields {
  id: string;
  /** What its status comes to now. */
  state: (typeof promotionStates)[number];
  /** Orders that hold a use of it. */
  used: number;
  /** Minor units of the budget's currency. */
  spent: number;
  codes: number;
}

export interface Code {
  code: string;
  usage_limit: number | null;
  used: number;
}

/** An order that used a promotion. */
export interface Use {
  order_id: string;
  number: number;
  /** The buyer's, as the order has it. */
  email: string;
  code: string | null;
  currency: string;
  amount: number;
  /** `returned`: the order was cancelled or expired. */
  state: "claimed" | "returned";
  created_at: string;
}

export interface CodeJob {
  id: string;
  status: "queued" | "running" | "finished" | "failed" | "cancelled";
  prefix: string;
  quantity: number;
  made: number;
  created_at: string;
}

export interface CodeOrder {
  quantity: number;
  prefix: string;
  length: number;
  usage_limit: number | null;
}

export const promotion = async (id: string): Promise<Versioned<Promotion>> => {
  const { body, etag } = await call<Promotion>(`/promotions/${id}`);
  return { ...body, etag };
};

export const createPromotion = async (body: unknown) =>
  (await call<Promotion>("/promotions", { method: "POST", body, once: true })).body;

export const changePromotion = async ({ id, etag }: Versioned<Promotion>, body: unknown) =>
  (await call<Promotion>(`/promotions/${id}`, { method: "PATCH", body, ifMatch: etag })).body;

export const archivePromotion = async ({ id, etag }: Versioned<Promotion>) =>
  (await call<Promotion>(`/promotions/${id}/archive`, { method: "POST", ifMatch: etag })).body;

export const codesPage = async (id: string, query: Query) =>
  (await call<Page<Code>>(`/promotions/${id}/codes`, { query })).body;

/** The newest first. */
export const usesPage = async (id: string, query: Query) =>
  (await call<Page<Use>>(`/promotions/${id}/uses`, { query })).body;

export const addCode = async (id: string, body: Pick<Code, "code" | "usage_limit">) =>
  (await call<Code>(`/promotions/${id}/codes`, { method: "POST", body, once: true })).body;

export const withdrawCode = (id: string, code: string) =>
  call<void>(`/promotions/${id}/codes/${encodeURIComponent(code)}`, { method: "DELETE" });

export const makeCodes = async (id: string, body: CodeOrder) =>
  (await call<CodeJob>(`/promotions/${id}/codes/generate`, { method: "POST", body, once: true })).body;

/** The newest first. */
export const codeJobs = async (id: string) =>
  (await call<Page<CodeJob>>(`/promotions/${id}/codes/jobs`, { query: { limit: 10 } })).body.data;

export const cancelCodeJob = (id: string, job: string) =>
  call<CodeJob>(`/promotions/${id}/codes/jobs/${job}/cancel`, { method: "POST" });

export const codeFile = (id: string, job: string) => download(`/promotions/${id}/codes/jobs/${job}/file`);

/** A sample sale. */
export interface Sample {
  lines: { variant_id: string; quantity: number }[];
  country: string;
  shipping_option: string;
  signed_in: boolean;
  first_order: boolean;
  groups: string[];
  /** null: now. */
  at: string | null;
  /** Whether the promotions that run now count, too. */
  others: boolean;
}

interface Discount {
  promotion_id: string;
  amount: number;
}

/** What a promotion would do to a sample sale; amounts in minor units. */
export interface Preview {
  currency: string;
  items: {
    variant_id: string;
    sku: string;
    title: string;
    quantity: number;
    unit_price: number;
    discounts: Discount[];
    /** The promotion that gives it. */
    gift_of: string | null;
    total: number;
  }[];
  shipping_total: number;
  shipping_discount_total: number;
  total: number;
  /** The same sale without the tried promotion. */
  total_before: number;
  promotions: { promotion_id: string; title: string }[];
  refused: { promotion_id: string; title: string; message: string }[];
  missed_gifts: string[];
}

export const preview = async (promotion: unknown, id: string | null, sample: Sample) => {
  const { lines, country, shipping_option, signed_in, first_order, groups, at, others } = sample;
  const body = {
    promotion,
    ...(id ? { promotion_id: id } : {}),
    lines,
    others,
    buyer: { signed_in, first_order, groups },
    ...(country ? { place: { country } } : {}),
    ...(shipping_option ? { shipping_option } : {}),
    ...(at ? { at } : {}),
  };
  return (await call<Preview>("/promotions/preview", { method: "POST", body })).body;
};
