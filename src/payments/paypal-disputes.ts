import { z } from "@hono/zod-openapi";
import { parseMoney } from "../platform/money.ts";
import { money } from "./paypal-orders.ts";
import type { DisputeWord } from "./provider.ts";

/** A dispute, as messages tell of it. */
export const paypalDispute = z.object({
  dispute_id: z.string(),
  reason: z.string().default("OTHER"),
  status: z.string(),
  dispute_amount: money,
  dispute_outcome: z.object({ outcome_code: z.string() }).optional(),
  seller_response_due_date: z.string().optional(),
  disputed_transactions: z.array(z.object({ custom: z.string().optional(), invoice_number: z.string().optional() })),
});
/** PayPal's decisions that leave the money with the store. */
const wonBy: ReadonlySet<string> = new Set(["RESOLVED_SELLER_FAVOUR", "CANCELED_BY_BUYER", "DENIED"]);

/**
 * PayPal holds the money from the day that a dispute is opened. The payment is named by what we wrote beside it.
 * @see https://developer.paypal.com/docs/api/customer-disputes/v1/
 */
export function disputeWord(told: z.infer<typeof paypalDispute>): DisputeWord {
  const [of] = told.disputed_transactions;
  const outcome = told.dispute_outcome?.outcome_code;
  const waits = told.status === "UNDER_REVIEW" || told.status === "WAITING_FOR_BUYER_RESPONSE";
  const decided = told.status === "RESOLVED" ? (outcome && wonBy.has(outcome) ? "won" : "lost") : null;
  const status = decided ?? (waits ? "under_review" : "open");
  const { value, currency_code: currency } = told.dispute_amount;
  const due = told.seller_response_due_date;
  return {
    reference: told.dispute_id,
    payment_id: of?.custom ?? of?.invoice_number ?? null,
    payment_reference: null,
    amount: parseMoney(value, currency) ?? 0,
    currency,
    reason: told.reason.toLowerCase(),
    status,
    evidence_due_at: status === "open" && due ? new Date(due).toISOString() : null,
    withdrawn: true,
  };
}
