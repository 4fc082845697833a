import { z } from "@hono/zod-openapi";
import { aheadFields } from "../inventory/sold-ahead.ts";
import { pageOf, pageQuery, wholeNumber } from "../platform/http/pages.ts";
import { priceSource } from "../platform/price-source.ts";
import { address, amount, currency, optionalText, time } from "../platform/schemas.ts";
import { appliedPromotion, discountFields } from "../promotions/fields.ts";
import { taxExemption, taxFields, taxParts, taxSource, vatCheck } from "../tax/fields.ts";
import { roundingLevels, taxClasses } from "../tax/rules.ts";
import { pickupPoint, shippingFields, shippingSource } from "./shipping-fields.ts";
import {
  orderStatuses,
  paymentAttemptStatuses,
  paymentProviders,
  paymentStatuses,
  reviewStates,
  shipmentStatuses,
  shippingStatuses,
} from "./tables.ts";

const orderItem = z
  .object({
    id: z.string(),
    variant_id: z.string(),
    product_id: z.string(),
    sku: z.string(),
    title: z.string(),
    image_url: z.string().nullable(),
    quantity: z.int(),
    unit_price: amount,
    price_source: priceSource,
    ...discountFields,
    tax_total: amount,
    tax_class: z.enum(taxClasses).openapi({ description: "What it was taxed as" }),
    ...taxFields,
    total: amount,
    ...aheadFields,
  })
  .openapi("OrderItem");

/** An attempt to be paid, as the shopper may see it. */
export const payment = z
  .object({
    id: z.string(),
    provider: z.string(),
    status: z.enum(paymentAttemptStatuses).openapi({
      description:
        "`authorized`: the money is held by the service, or promised at the door, and not taken yet; `pending` with something in `captured`: a part has arrived",
    }),
    amount,
    captured: amount.openapi({ description: "What was taken, or has arrived" }),
    refunded: amount,
    currency,
    reference: z.string().nullable().openapi({ description: "The provider's name for it" }),
    redirect_url: z.string().nullable().openapi({ description: "Where to pay" }),
    failure: z.string().nullable(),
    capture: z.enum(["now", "on_shipment"]).openapi({ description: "When the money is taken" }),
    authorized_until: time
      .nullable()
      .openapi({ description: "Until when the service holds the money; null where none does" }),
    transfer: z
      .object({
        holder: z.string(),
        iban: z.string(),
        bic: z.string(),
        bank: z.string(),
        reference: z.string().openapi({ description: "To be written beside the transfer; ISO 11649" }),
      })
      .nullable()
      .openapi({ description: "Where a bank transfer goes; null for every other way to pay" }),
  })
  .openapi("Payment");

export type Payment = z.infer<typeof payment>;

const shipment = z
  .object({
    id: z.string(),
    carrier: z.string(),
    service: z.string(),
    tracking_number: z.string(),
    tracking_url: z.string(),
    status: z.enum(shipmentStatuses),
    items: z
      .array(z.object({ item_id: z.string(), quantity: z.int() }))
      .openapi({ description: "What it holds; empty: all that was left of the order" }),
    created_at: time,
    updated_at: time,
  })
  .openapi("Shipment");

export type Shipment = z.infer<typeof shipment>;

/** A word that staff put on orders; lower case, so that it is one however it is typed. */
export const tag = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "Write something here.")
  .max(40, "At most 40 characters.")
  // Not as a pattern of the contract: other people's tools do not all know classes of Unicode.
  .refine((given) => /^[\p{L}\p{N} _.:+-]+$/u.test(given), "Letters, digits, blanks and _ . : + - only.")
  .openapi({ example: "gift wrap" });

/** The order in a list: all but its parts. */
export const orderSummary = z
  .object({
    id: z.string(),
    number: z.int(),
    status: z.enum(orderStatuses),
    payment_status: z.enum(paymentStatuses),
    shipping_status: z.enum(shippingStatuses),
    market: z.string().openapi({ description: "The code of the market that it was bought in" }),
    currency,
    subtotal: amount,
    discount_total: amount,
    shipping_total: amount.openapi({ description: "After what promotions took off it" }),
    shipping_discount_total: amount.openapi({ description: "What promotions took off shipping" }),
    tax_total: amount,
    tax_included: z.boolean().openapi({ description: "Whether the prices contain the tax" }),
    shipping_tax_total: amount.openapi({ description: "The part of `tax_total` that shipping bears" }),
    shipping_tax_rate: taxFields.tax_rate,
    shipping_tax_reason: taxFields.tax_reason,
    tax_rounding_mode: z
      .enum(["half_up", "half_even"])
      .openapi({ description: "What became of half a minor unit of tax" }),
    tax_rounding_level: z.enum(roundingLevels).openapi({ description: "Where tax was rounded" }),
    tax_source: taxSource,
    vat_id: z.string().nullable().openapi({ description: "The VAT identification number that the buyer named" }),
    total: amount,
    email: z.string(),
    customer_id: z.string().nullable(),
    ...shippingFields,
    expires_at: time.nullable().openapi({ description: "When an unpaid order gives its stock back" }),
    created_at: time,
    updated_at: time,
  })
  .openapi("OrderSummary");

export type OrderSummary = z.infer<typeof orderSummary>;

export const order = orderSummary
  .extend({
    items: z.array(orderItem),
    promotions: z.array(appliedPromotion).openapi({ description: "What took something off, as the buyer was told" }),
    shipping_taxes: taxParts,
    shipping_pickup: pickupPoint.nullable().openapi({ description: "Where it waits; null where it is brought" }),
    shipping_source: shippingSource.nullable().openapi({ description: "Null for orders from before it was kept" }),
    tax_exemption: taxExemption.nullable(),
    vat_check: vatCheck.nullable().openapi({ description: "Null where the register was not asked" }),
    tax_calculation: z.string().nullable().openapi({ description: "The outside service's name for its calculation" }),
    shipping_address: address,
    billing_address: address,
    payments: z.array(payment),
    shipments: z.array(shipment),
    timeline: z.array(z.object({ at: time, type: z.string(), data: z.record(z.string(), z.unknown()) })),
    access_token: z
      .string()
      .optional()
      .openapi({ description: "To a guest, once, in the answer of the checkout: opens this order later" }),
  })
  .openapi("Order");

export type Order = z.infer<typeof order>;

/** The order in the list of staff. */
export const listedOrder = orderSummary
  .extend({
    tags: z.array(z.string()).optional().openapi({ description: "To staff alone" }),
    review: z.enum(reviewStates).optional().openapi({ description: "To staff alone: whether it is held for a look" }),
    ships_to: z.object({ name: z.string(), country: z.string() }).optional().openapi({ description: "To staff alone" }),
  })
  .openapi("ListedOrder");

export type ListedOrder = z.infer<typeof listedOrder>;

export const orderPage = pageOf(listedOrder).openapi("OrderPage");

const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/, "A day as 2026-11-21, or a time in UTC.")
  .refine((value) => !Number.isNaN(Date.parse(value)), "There is no such day.")
  .transform((value) => new Date(value).toISOString());

/** What staff ask of the list; customers see their own orders, whatever they ask. */
export const orderFilters = {
  status: z.enum(orderStatuses).optional(),
  payment_status: z.enum(paymentStatuses).optional(),
  shipping_status: z.enum(shippingStatuses).optional(),
  to_ship: z.enum(["true"]).optional().openapi({
    description: "Only what may leave now: paid, held or promised, not wholly sent, and nobody has to look at it first",
  }),
  from: moment.optional().openapi({ description: "Placed then or later: a day (UTC) or a time" }),
  to: moment.optional().openapi({ description: "Placed before: a day (UTC) or a time" }),
  email: z.string().trim().toLowerCase().min(1).max(254).optional().openapi({ description: "The whole address" }),
  name: z.string().trim().min(1).max(120).optional().openapi({ description: "How the recipient's name begins" }),
  number: wholeNumber(0, 999_999_999_999_999).optional(),
  total_min: wholeNumber(0, 1_000_000_000_000).optional().openapi({ description: "Minor units of `currency`" }),
  total_max: wholeNumber(0, 1_000_000_000_000).optional().openapi({ description: "Minor units of `currency`" }),
  currency: currency.optional().openapi({ description: "With totals: the store's own where it is left out" }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, "Two capital letters, as DE.")
    .optional()
    .openapi({ description: "Where it goes, ISO 3166-1 alpha-2" }),
  tag: tag.optional(),
  sku: z.string().trim().min(1).max(80).optional().openapi({ description: "In capitals or not" }),
  provider: z.enum(paymentProviders).optional().openapi({ description: "Some attempt to pay was made with it" }),
  review: z.enum(reviewStates).optional(),
  q: z
    .string()
    .trim()
    .toLowerCase()
    .max(254)
    .optional()
    .openapi({ description: "A number, an id, an e-mail address, or how a recipient's name begins" }),
};

export const orderQuery = z.strictObject({ ...pageQuery, ...orderFilters });

/** What orders are looked for by; {@link orderQuery} without its page, and with `q` understood. */
export type OrderFilter = { [Name in keyof Omit<OrderQuery, "limit" | "cursor" | "q">]: OrderQuery[Name] } & {
  id?: string | undefined;
  customer_id?: string | undefined;
};

export type OrderQuery = z.infer<typeof orderQuery>;

/** What the books were asked, and what does not hold. */
export const audit = z
  .object({
    at: time,
    rules: z.array(z.string()).openapi({ description: "Every rule that was asked" }),
    findings: z.array(
      z.object({
        rule: z.string(),
        broken_by: z.array(z.string()).openapi({
          description: "Ids of variants, orders, payments, refunds or events; at most a hundred",
        }),
      }),
    ),
  })
  .openapi("Audit");

export type Audit = z.infer<typeof audit>;

export const shippingMove = z.strictObject({ shipping_status: z.enum(shippingStatuses) }).openapi("ShippingMove");
export const cancellation = z.strictObject({ reason: optionalText(300).default("") }).openapi("Cancellation");

/** Opens a guest's order. */
export const tokenQuery = z.strictObject({
  token: z.string().max(100).optional().openapi({ description: "A guest's access token, from the checkout's answer" }),
});
