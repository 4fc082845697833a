import { call, type Query } from "../http.ts";
import type { Versioned } from "../versioned.ts";
import type { Order, Page } from "../wire.ts";

/** A payment that its buyer disputes at the bank or the payment service. */
export interface Dispute {
  id: string;
  provider: string;
  reference: string;
  order_id: string;
  amount: number;
  currency: string;
  reason: string;
  status: "open" | "under_review" | "won" | "lost";
  evidence_due_at: string | null;
  withdrawn: boolean;
  opened_at: string;
}

/** Where the books and a payment service do not agree. */
export interface Difference {
  provider: string;
  subject: string;
  day: string;
  kind: "unknown_here" | "unknown_there" | "other_amount" | "other_currency" | "other_refunds";
  payment_id: string | null;
  ours: number | null;
  theirs: number | null;
  currency: string;
}

/** A night's comparison with a payment service. */
export interface Night {
  provider: string;
  day: string;
  compared: number;
  failure: string | null;
}

/** What the books were asked, and what does not hold. */
export interface Audit {
  at: string;
  rules: string[];
  findings: { rule: string; broken_by: string[] }[];
}

/** How the store is paid beside its payment services. */
export interface PaymentSettings {
  capture: "now" | "on_shipment";
  bank_transfer: {
    active: boolean;
    countries: string[];
    currencies: string[];
    days: number;
    holder: string;
    iban: string;
    bic: string;
    bank: string;
  };
  cash_on_delivery: { active: boolean; countries: string[] };
}

/** Money of an order on its way back, or there. */
export interface Refund {
  id: string;
  payment_id: string;
  amount: number;
  currency: string;
  reason: string;
  status: "pending" | "succeeded" | "failed";
  by_hand: boolean;
  created_at: string;
}

export const disputesPage = async (query: Query) => (await call<Page<Dispute>>("/payments/disputes", { query })).body;

export const differencesPage = async (query: Query) =>
  (await call<Page<Difference>>("/payments/differences", { query })).body;

export const nights = async () => (await call<{ data: Night[] }>("/payments/reconciliations")).body.data;

export const audit = async () => (await call<Audit>("/audit")).body;

export const paymentSettings = async (): Promise<Versioned<PaymentSettings>> => {
  const { body, etag } = await call<PaymentSettings>("/payments/settings");
  return { ...body, etag };
};

export const changePaymentSettings = async (etag: string, body: unknown) =>
  (await call<PaymentSettings>("/payments/settings", { method: "PATCH", body, ifMatch: etag })).body;

export const refundsOf = async (orderId: string) =>
  (await call<{ data: Refund[] }>(`/orders/${orderId}/refunds`)).body.data;

export const receivePayment = ({ id, etag }: Versioned<Order>, paymentId: string, amount: number) =>
  call<Order>(`/orders/${id}/payments/${paymentId}/received`, { method: "POST", body: { amount }, ifMatch: etag });

export const capturePayment = ({ id, etag }: Versioned<Order>, paymentId: string) =>
  call<Order>(`/orders/${id}/payments/${paymentId}/capture`, { method: "POST", ifMatch: etag });

export const refundPayment = (orderId: string, body: { payment_id: string; amount: number; reason: string }) =>
  call<Order>(`/orders/${orderId}/refunds`, { method: "POST", body, once: true });

export const refundWasSent = (refundId: string) =>
  call<Order>(`/payments/refunds/${refundId}/sent`, { method: "POST" });
