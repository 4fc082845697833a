import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { amount, currency, time } from "../../platform/schemas.ts";

const filingStatuses = ["pending", "filed", "refused"] as const;

/** Something that the outside service was told, or has to be, for the store's tax returns. */
export const filing = z
  .object({
    subject: z.string().openapi({ description: "An order's id for its sale, a refund's for what it takes back" }),
    order_id: z.string(),
    number: z.int().openapi({ description: "The order's" }),
    currency,
    kind: z.enum(["sale", "refund"]),
    amount: amount.openapi({ description: "Minor units of the order's currency, with the tax in it" }),
    status: z.enum(filingStatuses).openapi({
      description: "`refused`: the service will not take it, and it has to be told by hand in the service's own pages",
    }),
    reference: z.string().nullable().openapi({ description: "The service's name for it" }),
    failure: z.string().nullable(),
    attempts: z.int(),
    next_at: time.openapi({ description: "When a pending one is sent" }),
    created_at: time,
    updated_at: time,
  })
  .openapi("TaxFiling");

export type Filing = z.infer<typeof filing>;

export const filingPage = pageOf(filing).openapi("TaxFilingPage");

export const filingQuery = z.strictObject({ ...pageQuery, status: z.enum(filingStatuses).optional() });

export type FilingQuery = z.infer<typeof filingQuery>;
