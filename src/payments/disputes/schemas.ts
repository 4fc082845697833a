import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { amount, currency, time } from "../../platform/schemas.ts";

export const disputeStatuses = ["open", "under_review", "won", "lost"] as const;

/** A payment that its buyer disputes at the bank or the payment service. */
export const dispute = z
  .object({
    id: z.string(),
    provider: z.string(),
    reference: z.string().openapi({ description: "The service's own name for it" }),
    order_id: z.string(),
    payment_id: z.string(),
    amount,
    currency,
    reason: z.string().openapi({ example: "fraudulent", description: "In the service's word" }),
    status: z.enum(disputeStatuses).openapi({ description: "`open`: it waits for the store's answer" }),
    evidence_due_at: time.nullable().openapi({ description: "Until when the store can answer at the service" }),
    withdrawn: z.boolean().openapi({ description: "Whether the service has taken the money back for now" }),
    opened_at: time,
    updated_at: time,
  })
  .openapi("Dispute");

export type Dispute = z.infer<typeof dispute>;

export const disputePage = pageOf(dispute).openapi("DisputePage");
export const disputeQuery = z.strictObject({ ...pageQuery, status: z.enum(disputeStatuses).optional() });

export type DisputeQuery = z.infer<typeof disputeQuery>;
