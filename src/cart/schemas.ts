import { z } from "@hono/zod-openapi";
import { aheadFields } from "../inventory/sold-ahead.ts";
import { priceSource } from "../platform/price-source.ts";
import { amount, currency, id, quantity, text, time } from "../platform/schemas.ts";
import { appliedPromotion, discountFields } from "../promotions/fields.ts";
import { refusals } from "../promotions/promotion.ts";
import { taxFields } from "../tax/fields.ts";

/** What the shopper should know of a line before paying. */
export const lineNotice = z
  .object({
    code: z.enum(["no-longer-sold", "sold-out", "fewer-left", "too-dear", "price-changed"]).openapi({
      description:
        "`no-longer-sold` and `sold-out`: remove it to check out. `fewer-left`: lower the quantity to `available`. " +
        "`too-dear`: with it the cart is more than one order may come to; it counts in no amount. Lower its quantity or remove it. " +
        "`price-changed`: `unit_price` is the new price.",
    }),
    message: z.string().openapi({ example: "Only 3 left." }),
  })
  .openapi("LineNotice");

export type LineNotice = z.infer<typeof lineNotice>;

/** What the shopper should know of the cart: each line's notice once more, and what concerns the cart as a whole. */
export const cartNotice = z
  .object({
    code: z.enum([...lineNotice.shape.code.options, "removed", "left-out", "gift-out-of-stock"]).openapi({
      description:
        "As on the lines; `removed`: `title` could not be bought for a while and was taken out. `left-out`: lines of an earlier cart did not fit into this one. " +
        "`gift-out-of-stock`: a gift that the order has earned cannot be given.",
    }),
    message: z.string(),
    line_id: z.string().nullable(),
    title: z.string().nullable().openapi({ description: "What it is about; null for the cart as a whole" }),
  })
  .openapi("CartNotice");

/** A code that a cart remembers. */
export const cartCode = z
  .object({
    code: z.string(),
    promotion_id: z.string(),
    applies: z.boolean().openapi({ description: "Whether it does something for what is in the cart now" }),
    reason: z.enum(refusals).nullable().openapi({ description: "Why it does not; null where it does" }),
    message: z.string().nullable().openapi({ example: "This order does not meet its conditions." }),
  })
  .openapi("CartCode");

export const cartItem = z
  .object({
    line_id: id("line"),
    variant_id: id("var"),
    sku: z.string(),
    product_id: id("prod"),
    slug: z.string().openapi({ description: "Names the product's page" }),
    title: z.string().openapi({ example: "Hammered copper pan - 24 cm" }),
    image_url: z.string().nullable(),
    quantity,
    unit_price: amount,
    price_source: priceSource,
    total: amount.openapi({
      description: "`unit_price` times `quantity`, less the line's discounts; 0 for what is too dear to be counted",
    }),
    tax_total: amount.openapi({
      description: "The line's tax: within its total, or on top of it as `tax_included` says",
    }),
    ...taxFields,
    ...discountFields,
    available: z.int().nullable().openapi({
      description: "What could be bought when last looked, at most five minutes ago; null where stock is not tracked",
    }),
    ...aheadFields,
    notice: lineNotice.nullable(),
  })
  .openapi("CartItem");

export type CartItem = z.infer<typeof cartItem>;

/** The whole cart, as every cart endpoint answers it. */
export const cart = z
  .object({
    id: id("cart").nullable().openapi({ description: "Null until something is added" }),
    version: z.int().openapi({ description: "Rises with every change; the `ETag`. 0 while there is nothing" }),
    market: z.string().openapi({ description: "The code of the market that it is in", example: "home" }),
    currency,
    items: z.array(cartItem),
    subtotal: amount,
    discount_total: amount,
    shipping_total: amount.openapi({ description: "0 until a way to ship is chosen at checkout" }),
    tax_total: amount.openapi({ description: "Estimated for the store's own country until the destination is known" }),
    tax_included: z.boolean().openapi({ description: "True: `tax_total` is a part of the prices, not added to them" }),
    tax_estimated: z.boolean().openapi({ description: "True until the destination is known" }),
    total: amount,
    promotions: z.array(appliedPromotion),
    codes: z.array(cartCode).openapi({ description: "Every code that was brought, at most five" }),
    notices: z.array(cartNotice),
    expires_at: time.nullable().openapi({
      description:
        "When a guest's cart is emptied unless it is changed before. That of an account is kept, and from then on looked at only " +
        "when it is asked for",
    }),
    expires_in_seconds: z.int().min(0).nullable(),
  })
  .openapi("Cart");

export type CartView = z.infer<typeof cart>;

export const addToCartBody = z.strictObject({ variant_id: id("var"), quantity }).openapi("AddToCart");

export const editLineBody = z
  .strictObject({
    line_id: id("line"),
    quantity: z
      .int("A whole number.")
      .min(0, "At least 0.")
      .max(999, "At most 999.")
      .openapi({ example: 2, description: "The new quantity; 0 removes the line" }),
  })
  .openapi("EditLine");

export const removeLineBody = z.strictObject({ line_id: id("line") }).openapi("RemoveLine");

export const moveCartBody = z
  .strictObject({ market: z.string().min(1).max(40).openapi({ example: "gb", description: "The market's code" }) })
  .openapi("MoveCart");

export const addCodeBody = z
  .strictObject({
    code: text(80).openapi({ example: "WELCOME10", description: "Upper or lower case makes no difference" }),
  })
  .openapi("AddCode");

export type AddToCart = z.infer<typeof addToCartBody>;
export type EditLine = z.infer<typeof editLineBody>;
export type RemoveLine = z.infer<typeof removeLineBody>;
