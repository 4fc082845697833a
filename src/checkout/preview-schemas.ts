import { z } from "@hono/zod-openapi";
import { amount, currency, id, moment, quantity, text } from "../platform/schemas.ts";
import { newPromotion } from "../promotions/campaigns/schemas.ts";
import { appliedPromotion, discountFields } from "../promotions/fields.ts";
import { refusals } from "../promotions/promotion.ts";
import { quoteRequest } from "./schemas.ts";

/** A sample sale on which staff try a promotion before it runs. */
export const previewRequest = z
  .strictObject({
    promotion: newPromotion.optional().openapi({ description: "A draft that is not saved, priced as if it ran" }),
    promotion_id: id("promo")
      .optional()
      .openapi({ description: "A saved one, priced as if it ran; with a draft: the one that the draft would replace" }),
    others: z.boolean().default(true).openapi({ description: "False: without the promotions that run now" }),
    market: z.string().min(1).max(40).optional().openapi({ description: "A market's code; the store's own without" }),
    lines: z
      .array(z.strictObject({ variant_id: id("var"), quantity }))
      .min(1, "At least one line.")
      .max(50, "At most 50 lines."),
    codes: z.array(text(80)).max(20).default([]).openapi({ description: "Those of the tried one need not be named" }),
    buyer: z
      .strictObject({
        signed_in: z.boolean().default(false),
        groups: z.array(text(60)).max(20).default([]),
        first_order: z.boolean().default(true),
      })
      .default({ signed_in: false, groups: [], first_order: true }),
    place: z
      .strictObject({
        country: z.string().regex(/^[A-Z]{2}$/, "Two capital letters, as DE."),
        region: text(60).optional(),
        postal_code: text(20).optional(),
      })
      .optional(),
    shipping_option: quoteRequest.shape.shipping_option,
    at: moment.optional().openapi({ description: "When it is sold; now without" }),
  })
  .openapi("PromotionPreviewRequest");

export type PreviewRequest = z.infer<typeof previewRequest>;

export const preview = z
  .object({
    currency,
    items: z.array(
      z.object({
        variant_id: z.string(),
        sku: z.string(),
        title: z.string(),
        quantity: z.int(),
        unit_price: amount,
        ...discountFields,
        total: amount,
      }),
    ),
    subtotal: amount,
    discount_total: amount,
    shipping_total: amount,
    shipping_discount_total: amount,
    tax_total: amount,
    tax_included: z.boolean(),
    total: amount,
    total_before: amount.openapi({ description: "The same sale without the tried promotion" }),
    promotions: z.array(appliedPromotion),
    refused: z
      .array(
        z.object({
          promotion_id: z.string(),
          title: z.string(),
          code: z.string().nullable(),
          reason: z.enum(refusals),
          message: z.string(),
        }),
      )
      .openapi({ description: "Promotions that did nothing, and why" }),
    missed_gifts: z.array(z.string()).openapi({ description: "Variants that would be given, and are out of stock" }),
  })
  .openapi("PromotionPreview");

export type Preview = z.infer<typeof preview>;
