import { z } from "@hono/zod-openapi";
import { orderSummary, payment } from "../orders/schemas.ts";
import { paymentStatuses } from "../orders/tables.ts";
import { pageOf, pageQuery } from "../platform/http/pages.ts";
import { amount, currency, id, time } from "../platform/schemas.ts";

export const webhookParams = z.object({ provider: z.enum(["stripe", "paystack", "paypal", "test"]) });

/** What came of a webhook; providers only look at the status, people at this. */
export const webhookOutcome = z.object({ received: z.literal(true), outcome: z.string() }).openapi("WebhookOutcome");

/** How an order stands, by the provider's reference of its payment. */
export const paymentStanding = orderSummary
  .pick({ status: true, payment_status: true, shipping_status: true })
  .extend({ order_id: z.string(), payment })
  .openapi("PaymentStanding");

export const ledgerKinds = ["sale", "payment", "refund", "sale_undone"] as const;

const account = z.string().openapi({
  example: "provider:stripe",
  description: "`buyer`: what buyers owe. `sales`. `provider:<name>`: what is at a payment service",
});

/** One movement of money between two accounts. */
export const ledgerEntry = z
  .object({
    id: z.int(),
    kind: z.enum(ledgerKinds).openapi({ description: "`sale_undone`: the part of a refund that takes a sale back" }),
    order_id: z.string(),
    payment_id: z.string().nullable(),
    debit: account,
    credit: account,
    amount,
    currency,
    at: time,
  })
  .openapi("LedgerEntry");

export type LedgerEntry = z.infer<typeof ledgerEntry>;

export const ledgerAccount = z
  .object({
    account,
    currency,
    balance: z.int().openapi({ description: "Minor units; debits less credits. All of one currency sum to 0" }),
  })
  .openapi("LedgerAccount");

export type LedgerAccount = z.infer<typeof ledgerAccount>;

export const ledgerPage = pageOf(ledgerEntry).openapi("LedgerPage");
export const ledgerQuery = z.strictObject({ ...pageQuery, order_id: id("ord").optional() });

export type LedgerQuery = z.infer<typeof ledgerQuery>;

export const paymentMove = z.strictObject({ payment_status: z.enum(paymentStatuses) }).openapi("PaymentMove");
