import { z } from "@hono/zod-openapi";
import { optionalText, somethingChanges, text, time } from "../platform/schemas.ts";

/**
 * What is known of an order when it is placed, each as a whole number; a signal that nothing is known of is left out, and a rule that asks
 * for it does not hold.
 */
export const signalNames = [
  "orders_by_email_hour",
  "orders_by_email_day",
  "orders_by_ip_hour",
  "orders_by_ip_day",
  "emails_by_address_day",
  "emails_by_fingerprint_week",
  "failed_payments",
  "country_mismatch",
  "ip_country_mismatch",
  "disposable_email",
  "total",
  "paid_orders",
  "percent_of_usual",
  "provider_risk",
] as const;

export type SignalName = (typeof signalNames)[number];
export type Signals = Partial<Record<SignalName, number>>;

const condition = z
  .strictObject({
    signal: z.enum(signalNames),
    is: z.enum(["at_least", "at_most"]),
    value: z.int("A whole number.").min(0, "At least 0.").max(1_000_000_000_000),
  })
  .openapi("FraudCondition");

const ruleFields = {
  name: text(120),
  active: z.boolean(),
  conditions: z.array(condition).min(1, "Name at least one condition.").max(10, "At most 10 conditions."),
  points: z.int("A whole number.").min(-100).max(100).openapi({ description: "Added to the score where it holds" }),
};

export const newFraudRule = z
  .strictObject({ ...ruleFields, active: ruleFields.active.default(true) })
  .openapi("NewFraudRule");

export const fraudRuleChange = z
  .strictObject({
    name: ruleFields.name.optional(),
    active: ruleFields.active.optional(),
    conditions: ruleFields.conditions.optional(),
    points: ruleFields.points.optional(),
  })
  .refine(...somethingChanges)
  .openapi("FraudRuleChange");

export const fraudRule = z
  .object({ id: z.string(), version: z.int(), ...ruleFields, created_at: time, updated_at: time })
  .openapi("FraudRule");

export type FraudRule = z.infer<typeof fraudRule>;

const threshold = z.int("A whole number.").min(1).max(101);

export const fraudSettings = z
  .strictObject({
    review_at: threshold.openapi({ description: "From so many points on an order is held for a look; 101 is never" }),
    refuse_at: threshold.openapi({ description: "From so many points on an order is refused; 101 is never" }),
  })
  .refine(({ review_at, refuse_at }) => review_at <= refuse_at, {
    message: "An order is held before it is refused.",
    path: ["refuse_at"],
  })
  .openapi("FraudSettings");

export type FraudSettings = z.infer<typeof fraudSettings>;

export const outcomes = ["allow", "review", "refuse"] as const;
export type Outcome = (typeof outcomes)[number];

const reason = z.object({ rule_id: z.string(), name: z.string(), points: z.int() });
export type Reason = z.infer<typeof reason>;

/** What an order was judged by, and what was decided since. */
export const assessment = z
  .object({
    order_id: z.string(),
    score: z.int(),
    outcome: z.enum(outcomes),
    signals: z.record(z.string(), z.int()),
    reasons: z.array(reason),
    at: time,
    decisions: z.array(
      z.object({
        outcome: z.enum([...outcomes, "clear"]),
        score: z.int().nullable(),
        reasons: z.array(reason),
        note: z.string(),
        decided_by: z.string(),
        at: time,
      }),
    ),
  })
  .openapi("FraudAssessment");

export type Assessment = z.infer<typeof assessment>;

export const reviewDecision = z
  .strictObject({
    decision: z.enum(["clear", "refuse"]).openapi({ description: "Let it go, or cancel it and send its money back" }),
    note: optionalText(300).default(""),
  })
  .openapi("FraudReviewDecision");

export type ReviewDecision = z.infer<typeof reviewDecision>;
/** What is no id of ours is found nowhere, as any other that there is not. */
export const named = z.object({ id: z.string() });
