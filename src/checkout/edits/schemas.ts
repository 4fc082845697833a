import { z } from "@hono/zod-openapi";
import { order } from "../../orders/schemas.ts";
import { amount, currency, id, optionalText, quantity } from "../../platform/schemas.ts";

const changes = {
  items: z
    .array(
      z.strictObject({
        item_id: id("oli"),
        quantity: z.int("A whole number.").min(0, "At least 0.").max(999, "At most 999.").openapi({
          description: "How many there are to be; 0 takes the item out",
        }),
      }),
    )
    .max(200)
    .refine((given) => new Set(given.map(({ item_id }) => item_id)).size === given.length, "Each item once.")
    .default([])
    .openapi({ description: "Items that change; the others stay" }),
  add: z
    .array(z.strictObject({ variant_id: id("var"), quantity }))
    .max(100)
    .refine((given) => new Set(given.map(({ variant_id }) => variant_id)).size === given.length, "Each variant once.")
    .default([]),
};

const changesSomething = [
  (given: { items: unknown[]; add: unknown[] }) => given.items.length + given.add.length > 0,
  "Nothing is changed.",
] as const;

/** What an order would come to. */
export const editPreviewRequest = z
  .strictObject(changes)
  .refine(...changesSomething)
  .openapi("OrderEditPreviewRequest");

export type EditPreviewRequest = z.infer<typeof editPreviewRequest>;

export const editRequest = z
  .strictObject({
    ...changes,
    expected_total: amount.openapi({ description: "The total of the preview; another one is refused with 409" }),
    reason: optionalText(300).default("").openapi({ description: "For the buyer" }),
  })
  .refine(...changesSomething)
  .openapi("OrderEditRequest");

export type EditRequest = z.infer<typeof editRequest>;

export const editPreview = z
  .object({
    currency,
    before: amount,
    total: amount,
    difference: z.int().openapi({ description: "Minor units; below nothing goes back to the buyer" }),
    owed: amount.openapi({ description: "What the buyer would have to pay then" }),
    items: order.shape.items,
    subtotal: amount,
    discount_total: amount,
    shipping_total: amount,
    tax_total: amount,
  })
  .openapi("OrderEditPreview");

export type EditPreview = z.infer<typeof editPreview>;
