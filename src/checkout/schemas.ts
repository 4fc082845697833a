import { z } from "@hono/zod-openapi";
import { cartCode, cartItem } from "../cart/schemas.ts";
import { order, payment } from "../orders/schemas.ts";
import { address, amount, currency, email, id, optionalText, quantity, text } from "../platform/schemas.ts";
import { appliedPromotion } from "../promotions/fields.ts";
import { methodCode, shippingOption } from "../shipping/schemas.ts";
import { taxExemption, taxFields, taxParts, taxSource, vatCheck } from "../tax/fields.ts";

const vatId = optionalText(30).openapi({
  example: "DE136695976",
  description:
    "A business names its VAT identification number of the European Union. Sent to another member state than the store's, " +
    "its goods bear no tax: the business accounts for it itself",
});

/** What is known of a checkout so far. */
export const quoteRequest = z
  .strictObject({
    address: address.partial().optional(),
    shipping_option: methodCode.optional(),
    vat_id: vatId.optional(),
    email: email.optional().openapi({ description: "Some promotions hold once for a customer, or for a first order" }),
    codes: z.array(text(80)).max(5, "At most 5 codes.").optional().openapi({
      description: "Discount codes to try beside the cart's own; to order with them, bring them to the cart",
    }),
  })
  .openapi("QuoteRequest");

export type QuoteRequest = z.infer<typeof quoteRequest>;

/** What is still needed before the order can be placed. */
export const missingParts = ["items", "email", "shipping_address", "shipping_option"] as const;

const offeredWay = shippingOption
  .extend({
    total: amount.openapi({
      description: "What `shipping_total` would be with it: after promotions, as this buyer pays it",
    }),
    discount_total: amount.openapi({ description: "What promotions would take off it; `total` is without it already" }),
  })
  .openapi("OfferedShippingOption");

export const quote = z
  .object({
    currency,
    items: z.array(
      cartItem.pick({
        line_id: true,
        variant_id: true,
        sku: true,
        title: true,
        quantity: true,
        unit_price: true,
        total: true,
        tax_total: true,
        tax_rate: true,
        price_source: true,
        tax_reason: true,
        taxes: true,
        discount_total: true,
        discounts: true,
        gift_of: true,
        waiting: true,
        ships_at: true,
      }),
    ),
    subtotal: amount,
    discount_total: amount,
    shipping_total: amount.openapi({ description: "After what promotions took off it" }),
    shipping_discount_total: amount.openapi({ description: "What promotions took off shipping" }),
    tax_total: amount,
    shipping_tax_total: amount.openapi({ description: "The part of `tax_total` that shipping bears" }),
    shipping_tax_rate: taxFields.tax_rate,
    shipping_tax_reason: taxFields.tax_reason,
    shipping_taxes: taxParts,
    tax_included: z.boolean().openapi({ description: "True: `tax_total` is a part of the prices, not added to them" }),
    tax_estimated: z.boolean().openapi({ description: "True until the destination is known" }),
    tax_source: taxSource,
    tax_exemption: taxExemption.nullable(),
    vat_check: vatCheck.nullable().openapi({ description: "Null where the register was not asked" }),
    total: amount.openapi({ description: "Send it back as `expected_total`" }),
    promotions: z.array(appliedPromotion),
    codes: z.array(cartCode),
    shipping_option: z
      .string()
      .nullable()
      .openapi({ description: "The way that `shipping_total` is of; null while none is" }),
    shipping_options: z.array(offeredWay),
    payment_providers: z.array(z.string()),
    missing: z.array(z.enum(missingParts)),
  })
  .openapi("Quote");

export type Quote = z.infer<typeof quote>;

/** Everything that an order needs beside the cart. */
export const checkout = z
  .strictObject({
    email,
    shipping_address: address,
    billing_address: address.optional().openapi({ description: "The shipping address where it is left out" }),
    shipping_option: methodCode,
    vat_id: vatId.optional(),
    payment_provider: text(40).openapi({ example: "test" }),
    expected_total: amount.openapi({ description: "The total that the shopper saw; another one is refused with 409" }),
  })
  .openapi("Checkout");

export type Checkout = z.infer<typeof checkout>;

/** Ordering in one call, by what a customer has saved. */
export const quickCheckout = z
  .strictObject({
    payment_method: z
      .string()
      .regex(/^pm_\w{1,100}$/, "This is no saved way to pay.")
      .openapi({ description: "One of the customer's saved ways to pay", example: "pm_1MqLiJLkdIwHu7ixUEgbFdYF" }),
    address_position: z.int().min(0).max(50).default(0).openapi({
      description: "Which address of the customer's book it goes to, counted from 0",
    }),
    shipping_option: methodCode.optional().openapi({ description: "The first that leads there where it is left out" }),
    expected_total: amount.optional().openapi({
      description: "The total that the customer saw; another one is refused with 409. Left out: whatever it costs now",
    }),
  })
  .openapi("QuickCheckout");

export type QuickCheckout = z.infer<typeof quickCheckout>;

/** The order as it was placed, and where to pay for it. */
export const placed = z
  .object({
    order,
    payment: payment.pick({
      id: true,
      provider: true,
      status: true,
      amount: true,
      currency: true,
      reference: true,
      redirect_url: true,
    }),
  })
  .openapi("PlacedOrder");

export type Placed = z.infer<typeof placed>;

/** Another attempt on an unpaid order. */
export const payRequest = z
  .strictObject({ order_id: id("ord"), provider: text(40).openapi({ example: "test" }) })
  .openapi("PayRequest");

export type PayRequest = z.infer<typeof payRequest>;

/** What goes back: so much, or pieces with what was paid for them; all that is left where neither is named. */
export const refundRequest = z
  .strictObject({
    amount: amount.min(1, "At least one minor unit.").optional(),
    items: z
      .array(
        z.strictObject({ item_id: id("oli"), quantity: quantity.openapi({ description: "Pieces that come back" }) }),
      )
      .max(200)
      .refine((given) => new Set(given.map(({ item_id }) => item_id)).size === given.length, "Each item once.")
      .optional()
      .openapi({ description: "Pieces of the order, in place of an amount" }),
    shipping: z
      .boolean()
      .optional()
      .openapi({ description: "Whether what was paid for shipping goes back with the pieces" }),
    payment_id: id("pay").optional().openapi({
      description: "Which payment gives it back; the earliest that still hold any where it is left out",
    }),
    reason: text(300),
  })
  .refine(
    ({ amount, items = [], shipping }) => amount === undefined || (items.length === 0 && !shipping),
    "Either an amount, or pieces and shipping.",
  )
  .refine(({ items, shipping }) => items === undefined || items.length > 0 || shipping === true, {
    message: "Say which pieces come back. Leave the field out to give back all that is left.",
    path: ["items"],
  })
  .openapi("RefundRequest");

export type RefundRequest = z.infer<typeof refundRequest>;
