import type { FraudRule, FraudSettings, Outcome, Reason, Signals } from "./schemas.ts";

/** What a score is made of. */
export interface Weighed {
  /** 0 to 100. */
  score: number;
  outcome: Outcome;
  reasons: Reason[];
}

/**
 * The rules that hold for what is known of an order, and what they come to: points are added up, between 0 and 100. A rule holds where
 * all its conditions do; one about something that is not known does not. Pure.
 */
export function weigh(
  signals: Signals,
  rules: readonly Pick<FraudRule, "id" | "name" | "active" | "conditions" | "points">[],
  { review_at, refuse_at }: FraudSettings,
): Weighed {
  const reasons = rules
    .filter(({ active, conditions }) => active && conditions.every((condition) => holds(signals, condition)))
    .map(({ id: rule_id, name, points }) => ({ rule_id, name, points }));
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  const score = Math.max(0, Math.min(100, sum));
  return { score, outcome: score >= refuse_at ? "refuse" : score >= review_at ? "review" : "allow", reasons };
}

function holds(signals: Signals, { signal, is, value }: FraudRule["conditions"][number]): boolean {
  const known = signals[signal];
  if (known === undefined) return false;
  return is === "at_least" ? known >= value : known <= value;
}
