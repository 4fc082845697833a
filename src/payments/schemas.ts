import { z } from "@hono/zod-openapi";
import { orderSummary, payment } from "../orders/schemas.ts";
import { paymentStatuses } from "../orders/tables.ts";
import { pageOf, pageQuery } from "../platform/http/pages.ts";
import { amount, currency, id, time } from "../platform/schemas.ts";
import { differenceKinds } from "./compare-charges.ts";

export const webhookParams = z.object({ provider: z.enum(["stripe", "paystack", "paypal", "test"]) });

/** What came of a webhook; providers only look at the status, people at this. */
export const webhookOutcome = z.object({ received: z.literal(true), outcome: z.string() }).openapi("WebhookOutcome");

/** How an order stands, by the provider's reference of its payment. */
export const paymentStanding = orderSummary
  .pick({ status: true, payment_status: true, shipping_status: true })
  .extend({ order_id: z.string(), payment })
  .openapi("PaymentStanding");

export const ledgerKinds = [
  "sale",
  "payment",
  "refund",
  "sale_undone",
  "dispute",
  "dispute_won",
  "dispute_lost",
] as const;

const account = z.string().openapi({
  example: "provider:stripe",
  description:
    "`buyer`: what buyers owe. `sales`. `provider:<name>`: what is at a payment service. `disputed`: what a service has taken back until a dispute is decided. `losses`: what was lost by disputes",
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

/** A night's comparison with a payment service. */
export const reconciliation = z
  .object({
    provider: z.string(),
    day: z.string().openapi({ example: "2026-11-20", description: "The day that was compared, UTC" }),
    compared: z.int().openapi({ description: "Payments that were found on either side" }),
    failure: z
      .string()
      .nullable()
      .openapi({ description: "Why it could not be done; it is tried again the next night" }),
    at: time,
  })
  .openapi("Reconciliation");

export type Reconciliation = z.infer<typeof reconciliation>;

/** Where the books and a payment service do not agree. */
export const paymentDifference = z
  .object({
    provider: z.string(),
    subject: z.string().openapi({ description: "The payment, or the service's own name where the books know none" }),
    day: z.string(),
    kind: z.enum(differenceKinds),
    payment_id: z.string().nullable(),
    ours: amount.nullable().openapi({ description: "What the books say; null where they know nothing of it" }),
    theirs: amount.nullable().openapi({ description: "What the service says; null where it knows nothing of it" }),
    currency,
    found_at: time,
  })
  .openapi("PaymentDifference");

export type PaymentDifference = z.infer<typeof paymentDifference>;

export const differencePage = pageOf(paymentDifference).openapi("PaymentDifferencePage");
export const differenceQuery = z.strictObject(pageQuery);

export type DifferenceQuery = z.infer<typeof differenceQuery>;

/** Money of an order that is on its way back, or there. */
export const orderRefund = z
  .object({
    id: z.string(),
    payment_id: z.string(),
    amount,
    currency,
    reason: z.string(),
    status: z.enum(["pending", "succeeded", "failed"]),
    by_hand: z.boolean().openapi({ description: "Whether people send it, and say so when they did" }),
    created_at: time,
  })
  .openapi("OrderRefund");

/** Money that staff saw arrive for an attempt by hand. */
export const receipt = z.strictObject({ amount: amount.min(1, "At least one minor unit.") }).openapi("PaymentReceipt");

export const paymentMove = z.strictObject({ payment_status: z.enum(paymentStatuses) }).openapi("PaymentMove");
