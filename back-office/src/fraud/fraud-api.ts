import { call } from "../http.ts";

/** What is known of an order when it is placed, as the store calls it, and as people do. */
export const signals: readonly (readonly [string, string])[] = [
  ["orders_by_email_hour", "Orders of this mailbox in an hour"],
  ["orders_by_email_day", "Orders of this mailbox in a day"],
  ["orders_by_ip_hour", "Orders from this internet address in an hour"],
  ["orders_by_ip_day", "Orders from this internet address in a day"],
  ["emails_by_address_day", "Mailboxes for this postal address in a day"],
  ["emails_by_fingerprint_week", "Mailboxes with this card in a week"],
  ["failed_payments", "Payments that failed"],
  ["country_mismatch", "Bill and parcel go to two countries (1: yes)"],
  ["ip_country_mismatch", "Ordered from another country than the parcel goes to (1: yes)"],
  ["disposable_email", "A disposable mailbox (1: yes)"],
  ["total", "What the order comes to, in cents"],
  ["paid_orders", "Orders that this mailbox has paid"],
  ["percent_of_usual", "Percent of what this mailbox usually spends"],
  ["provider_risk", "Risk that the payment service sees, 0 to 100"],
];

interface Condition {
  signal: string;
  is: "at_least" | "at_most";
  value: number;
}

export interface FraudRule {
  id: string;
  version: number;
  name: string;
  active: boolean;
  conditions: Condition[];
  points: number;
}

export interface FraudSettings {
  review_at: number;
  refuse_at: number;
}

export const rules = async () => (await call<{ data: FraudRule[] }>("/fraud/rules")).body.data;

export const addRule = (rule: Pick<FraudRule, "name" | "conditions" | "points">) =>
  call<FraudRule>("/fraud/rules", { method: "POST", body: rule });

export const changeRule = ({ id, version }: FraudRule, change: Partial<Pick<FraudRule, "active" | "points">>) =>
  call<FraudRule>(`/fraud/rules/${id}`, { method: "PATCH", body: change, ifMatch: `"${version}"` });

export const dropRule = ({ id }: FraudRule) => call(`/fraud/rules/${id}`, { method: "DELETE" });

export const settings = async () => {
  const { body, etag } = await call<FraudSettings>("/fraud/settings");
  return { ...body, etag };
};

export const setSettings = (wanted: FraudSettings, etag: string) =>
  call<FraudSettings>("/fraud/settings", { method: "PUT", body: wanted, ifMatch: etag });
