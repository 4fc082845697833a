import { z } from "@hono/zod-openapi";
import { orderSummary, payment } from "../orders/schemas.ts";
import { paymentStatuses } from "../orders/tables.ts";

export const webhookParams = z.object({ provider: z.enum(["stripe", "paystack", "paypal", "test"]) });

/** What came of a webhook; providers only look at the status, people at this. */
export const webhookOutcome = z.object({ received: z.literal(true), outcome: z.string() }).openapi("WebhookOutcome");

/** How an order stands, by the provider's reference of its payment. */
export const paymentStanding = orderSummary
  .pick({ status: true, payment_status: true, shipping_status: true })
  .extend({ order_id: z.string(), payment })
  .openapi("PaymentStanding");

export const paymentMove = z.strictObject({ payment_status: z.enum(paymentStatuses) }).openapi("PaymentMove");
