import type { BroughtCode, Refusal, RefusedPromotion } from "./promotion.ts";
import type { Ready } from "./ready.ts";
import type { Sale } from "./sale.ts";

/** The code that counts for each promotion: the first that was brought. */
export type Codes = ReadonlyMap<string, string>;

export function codesOf(brought: readonly BroughtCode[]): Codes {
  return new Map(brought.toReversed().map(({ promotion_id, code }) => [promotion_id, code]));
}

/** Why a promotion does not come into question for a sale, whatever other promotions do; null where it does. */
export function whyNot(ready: Ready, sale: Sale, codes: Codes): Refusal | null {
  const { promotion, meets } = ready;
  const { starts_at, ends_at, exhausted, budget } = promotion;
  if (promotion.needs_code && !codes.has(promotion.id)) return "code_needed";
  if (starts_at !== null && sale.at < starts_at) return "not_begun";
  if (ends_at !== null && sale.at >= ends_at) return "over";
  if (exhausted || (budget !== null && !(budget.left > 0))) return "used_up";
  if (budget !== null && budget.currency !== sale.currency) return "other_currency";
  if (!meets(sale, sale.currency)) return "conditions_not_met";
  return holdsEnough(ready, sale) ? null : "no_line_meets_it";
}

function holdsEnough({ requires }: Ready, { lines, currency }: Sale): boolean {
  if (requires === null) return true;
  const pieces = lines.reduce((sum, line) => (requires.those(line, currency) ? sum + line.quantity : sum), 0);
  return pieces >= requires.quantity;
}

/** What is said of each: of the codes in the order in which they were brought, then of promotions without one. */
export function refusedOf(
  set: readonly Ready[],
  brought: readonly BroughtCode[],
  why: ReadonlyMap<string, Refusal>,
): RefusedPromotion[] {
  const codes = codesOf(brought);
  const there = new Set(set.map(({ promotion }) => promotion.id));
  const ofCodes = brought.flatMap(({ promotion_id, code }): RefusedPromotion[] => {
    const reason = there.has(promotion_id) ? why.get(promotion_id) : "gone";
    if (codes.get(promotion_id) !== code) return [{ promotion_id, code, reason: "one_code_counts" }];
    return reason === undefined ? [] : [{ promotion_id, code, reason }];
  });
  const ofOthers = set.flatMap(({ promotion: { id } }): RefusedPromotion[] => {
    const reason = codes.has(id) ? undefined : why.get(id);
    return reason === undefined ? [] : [{ promotion_id: id, code: null, reason }];
  });
  return [...ofCodes, ...ofOthers];
}
