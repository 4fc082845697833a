import type { Filling } from "../cart/checkout-lock.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { brokenPromotionRule, type PromotionRule } from "../promotions/campaigns/broken-rule.ts";
import { forgetPromotionRules } from "../promotions/campaigns/read-rules.ts";
import { standingOf } from "./codes.ts";
import type { Quote } from "./schemas.ts";

/** What the shopper is told of each rule. */
const refused = {
  promotion_used_up: "A discount was used as often as it can be, just now.",
  promotion_code_used_up: "The discount code was used as often as it can be, just now.",
  promotion_budget_spent: "A discount has nearly run out: less is left of it than it would take off.",
  promotion_customer_used_up: "You have used a discount as often as one customer can.",
  promotion_not_first_order: "A discount holds for a first order, and you have ordered before.",
  promotion_not_running: "A discount has ended.",
  promotion_code_gone: "The discount code is no longer valid.",
} satisfies Record<PromotionRule, string>;

/**
 * The answer to an order whose batch broke a rule of a promotion; null where it broke another. What this isolate remembers of
 * promotions is forgotten, so that neither the cart nor the next quote shows it any more; the quote that holds now comes with it.
 * @param requote works that quote out
 */
export async function usedUp(
  store: Store,
  thrown: unknown,
  filling: Filling,
  requote: () => Promise<Quote>,
): Promise<DomainError | null> {
  const reason = brokenPromotionRule(thrown);
  if (!reason) return null;
  forgetPromotionRules();
  const [quote, codes] = await Promise.all([requote(), standingOf(store, filling.codes, [])]);
  const { total, currency } = quote;
  const removed_codes = codes.flatMap(({ code, standing }) => (standing === "usable" ? [] : [code]));
  return new DomainError("promotion-used-up", `${refused[reason]} Look at the new total before you pay.`, {
    ...{ reason, total, currency, quote, removed_codes },
  });
}

/** The codes that such an answer says the cart lets go. */
export function removedCodes(thrown: unknown): string[] {
  const codes = thrown instanceof DomainError ? thrown.extra.removed_codes : undefined;
  return Array.isArray(codes) ? codes.map(String) : [];
}
