import { failureText } from "../../platform/failure-text.ts";

/** What the schema calls each rule on the use of a promotion (migrations/orders/0003_promotions.sql). */
const rules = [
  "promotion_used_up",
  "promotion_code_used_up",
  "promotion_budget_spent",
  "promotion_customer_used_up",
  "promotion_not_first_order",
  "promotion_not_running",
  "promotion_code_gone",
] as const;

export type PromotionRule = (typeof rules)[number];

/** The rule on the use of a promotion that a batch broke; null where it failed for another reason. */
export function brokenPromotionRule(thrown: unknown): PromotionRule | null {
  const text = failureText(thrown);
  return rules.find((rule) => new RegExp(`\\b${rule}\\b`).test(text)) ?? null;
}
