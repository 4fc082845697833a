import { z } from "@hono/zod-openapi";

/** Where goods wait to be picked up, and when it is open. */
export const pickupPoint = z
  .object({
    name: z.string(),
    line1: z.string(),
    postal_code: z.string(),
    city: z.string(),
    country: z.string().openapi({ description: "ISO 3166-1 alpha-2" }),
    hours: z.string().openapi({ example: "Mon to Fri 10:00 to 18:00" }),
  })
  .openapi("PickupPoint");

export type PickupPoint = z.infer<typeof pickupPoint>;

/** Where a price of shipping comes from. */
export const shippingSource = z
  .object({
    kind: z.enum(["flat", "by_weight", "by_price", "live", "cached", "fallback"]).openapi({
      description:
        "`live`: the carrier said it just now; `cached`: a little earlier; `fallback`: it did not answer, and the store's own price stands in",
    }),
    free: z.boolean().openapi({ description: "Whether the subtotal made it free" }),
    zone_id: z.string(),
    zone: z.string(),
    method_id: z.string(),
    parcels: z.int(),
    billable_grams: z.int().openapi({ description: "Of each parcel the larger of weight and volumetric weight" }),
  })
  .openapi("ShippingSource");

export type ShippingSource = z.infer<typeof shippingSource>;

/** What an order tells of the way that was chosen. */
export const shippingFields = {
  shipping_option: z.string().openapi({ example: "standard", description: "The code of the shipping method" }),
  shipping_kind: z.enum(["delivery", "pickup"]).openapi({ description: "Whether it is brought, or picked up" }),
  shipping_name: z.string().openapi({ description: "What the method was called, in the language of the order" }),
};
