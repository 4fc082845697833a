import { z } from "@hono/zod-openapi";
import { pickupPoint, shippingFields, shippingSource } from "../orders/shipping-fields.ts";
import { shipmentStatuses } from "../orders/tables.ts";
import { amount, currency, id, optionalText, quantity, text, time } from "../platform/schemas.ts";
import { taxClasses } from "../tax/rules.ts";

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

/** A parcel with a part of an order that has left. */
export const partShipment = z
  .strictObject({
    items: z
      .array(z.strictObject({ item_id: id("oli"), quantity }))
      .min(1, "Name what is in the parcel.")
      .max(200)
      .refine((given) => new Set(given.map(({ item_id }) => item_id)).size === given.length, "Each item once."),
    carrier: text(80)
      .optional()
      .openapi({ description: "With a tracking number; the store's own where it is left out" }),
    tracking_number: text(80).optional().openapi({ description: "The carrier's; made up where it is left out" }),
    tracking_url: z
      .url({ protocol: /^https$/, error: "An address that begins with https://." })
      .max(500)
      .optional(),
  })
  .openapi("PartShipment");

export type PartShipment = z.infer<typeof partShipment>;

/** A shipping method's code. Which there are is the store's: one that is none is refused with `cannot-ship-there`. */
export const methodCode = text(40).openapi({ example: "standard", description: "The `id` of a shipping option" });

/** How a thing travels. */
export const travelling = {
  weight_grams: z.int().min(0, "At least 0.").max(1_000_000, "At most 1000 kg.").openapi({ example: 1200 }),
  length_mm: side("length"),
  width_mm: side("width"),
  height_mm: side("height"),
  ships_alone: z.boolean().openapi({ description: "Whether each piece travels in a parcel of its own" }),
};

function side(name: string) {
  const description = `Packed, millimetres: ${name}; null where nobody measured it`;
  return z.int().min(1, "At least 1.").max(20_000, "At most 20 m.").nullable().openapi({ description });
}

const shippedItem = z
  .strictObject({
    quantity,
    weight_grams: travelling.weight_grams,
    length_mm: travelling.length_mm.optional(),
    width_mm: travelling.width_mm.optional(),
    height_mm: travelling.height_mm.optional(),
    ships_alone: travelling.ships_alone.optional(),
  })
  .openapi("ShippedItem");

/** What is to be shipped, and where. */
export const ratesRequest = z
  .strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "Two capital letters, as DE.")
      .openapi({ description: "ISO 3166-1 alpha-2", example: "DE" }),
    region: optionalText(120).optional(),
    postal_code: optionalText(20).optional(),
    currency: currency.optional().openapi({ description: "The store's where it is left out" }),
    subtotal: amount.openapi({
      description: "Minor units, after discounts: decides prices by subtotal, and what is free from one on",
    }),
    weight_grams: travelling.weight_grams
      .optional()
      .openapi({ description: "Of all together, where `items` are left out" }),
    items: z.array(shippedItem).max(100, "At most 100.").optional(),
  })
  .refine(({ weight_grams, items }) => (weight_grams === undefined) !== (items === undefined), {
    message: "Send `items`, or what they weigh together.",
    path: ["items"],
  })
  .openapi("ShippingRatesRequest");

/** A way to ship something, and what it costs. */
export const shippingOption = z
  .object({
    id: methodCode,
    name: z.string(),
    description: z.string(),
    kind: shippingFields.shipping_kind,
    pickup: pickupPoint
      .nullable()
      .openapi({ description: "Where it is picked up; null where that is not told, or it is brought" }),
    carrier: z.string().nullable(),
    price: amount,
    currency,
    min_days: z.int().openapi({ description: "Working days" }),
    max_days: z.int().openapi({ description: "Working days" }),
    tax_class: z.enum(taxClasses).nullable().openapi({ description: "Null: as the tax zone says for shipping" }),
    source: shippingSource,
  })
  .openapi("ShippingOption");

export const rates = z.object({ options: z.array(shippingOption) }).openapi("ShippingRates");

/** Opens a guest's shipment. */
export const accessQuery = z.strictObject({
  token: z.string().max(100).optional().openapi({ description: "A guest's access token to the order" }),
});
