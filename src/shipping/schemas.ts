import { z } from "@hono/zod-openapi";
import { shipmentStatuses } from "../orders/tables.ts";
import { amount, currency, time } from "../platform/schemas.ts";

/** A parcel, for whoever may see its order. */
export const shipment = z
  .object({
    id: z.string().openapi({ example: "shp_01jd2v4q8r3x5y7z9b1d3f5h7k" }),
    order_id: z.string(),
    carrier: z.string(),
    service: z.string().openapi({ description: "The shipping option that was chosen" }),
    tracking_number: z.string().openapi({ example: "SOUK0123456789012345" }),
    tracking_url: z.string(),
    status: z.enum(shipmentStatuses),
    created_at: time,
    updated_at: time,
  })
  .openapi("OrderShipment");

export type Shipment = z.infer<typeof shipment>;

/** What is to be shipped, and where. */
export const ratesRequest = z
  .strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "Two capital letters, as DE.")
      .openapi({ description: "ISO 3166-1 alpha-2", example: "DE" }),
    currency: currency.optional().openapi({ description: "The store's where it is left out" }),
    subtotal: amount.openapi({
      description: "Minor units, after discounts: decides whether standard shipping is free",
    }),
    weight_grams: z.int().min(0, "At least 0.").max(1_000_000, "At most 1000 kg.").openapi({ example: 1200 }),
  })
  .openapi("ShippingRatesRequest");

export const rates = z
  .object({
    options: z.array(
      z.object({
        id: z.enum(["standard", "express", "pickup"]),
        name: z.string(),
        description: z.string(),
        price: amount,
        currency,
        min_days: z.int().openapi({ description: "Working days" }),
        max_days: z.int().openapi({ description: "Working days" }),
      }),
    ),
  })
  .openapi("ShippingRates");

/** Opens a guest's shipment. */
export const accessQuery = z.strictObject({
  token: z.string().max(100).optional().openapi({ description: "A guest's access token to the order" }),
});
