import { z } from "@hono/zod-openapi";
import { amount, currency, id, optionalText, quantity } from "../platform/schemas.ts";
import { checkout, placed } from "./schemas.ts";

const { email, shipping_address, billing_address, shipping_option, vat_id, payment_provider } = checkout.shape;

/** A sale that staff make for a buyer. */
export const staffOrder = z
  .strictObject({
    ...{ email, shipping_address, billing_address, shipping_option, vat_id, payment_provider },
    items: z
      .array(z.strictObject({ variant_id: id("var"), quantity }))
      .min(1, "Name at least one thing.")
      .max(100, "At most 100.")
      .refine(
        (given) => new Set(given.map(({ variant_id }) => variant_id)).size === given.length,
        "Each variant once.",
      ),
    locale: z
      .string()
      .regex(/^[a-z]{2}(-[A-Z]{2})?$/, "A language, as de.")
      .optional()
      .openapi({ description: "The buyer's language; the store's own where it is left out" }),
    note: optionalText(2000).default("").openapi({ description: "For staff alone" }),
  })
  .openapi("StaffOrderRequest");

export type StaffOrder = z.infer<typeof staffOrder>;

export const staffOrdered = placed
  .extend({
    pay_url: z.string().openapi({ description: "For the buyer: opens and pays the order without an account" }),
  })
  .openapi("StaffOrder");

export type StaffOrdered = z.infer<typeof staffOrdered>;

export const orderQuote = z
  .object({
    currency,
    items: z.array(
      z.object({
        variant_id: z.string(),
        sku: z.string(),
        title: z.string(),
        quantity: z.int(),
        unit_price: amount,
        total: amount,
      }),
    ),
    subtotal: amount,
    discount_total: amount,
    shipping_total: amount,
    tax_total: amount,
    tax_included: z.boolean(),
    total: amount,
  })
  .openapi("StaffOrderQuote");

export type OrderQuote = z.infer<typeof orderQuote>;
