import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { address, amount, id, optionalText, quantity, text, time } from "../../platform/schemas.ts";
import { checkout, placed, quote, quoteRequest } from "../schemas.ts";

const { email, shipping_address, billing_address, shipping_option, vat_id, payment_provider } = checkout.shape;

/** The longest that a buyer may take to pay by a link. Hours: thirty days. */
const longestHours = 720;

const items = z
  .array(z.strictObject({ variant_id: id("var"), quantity }))
  .max(100, "At most 100.")
  .refine((given) => new Set(given.map(({ variant_id }) => variant_id)).size === given.length, "Each variant once.");

/** What staff say of a sale beside what every checkout says. */
const besides = {
  customer_id: id("cus").optional().openapi({
    description: "The buyer's account: it is their order then, at the prices of their groups. Left out: a guest's",
  }),
  codes: quoteRequest.shape.codes.describe("Discount codes that the buyer has"),
  locale: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/, "A language, as de.")
    .optional()
    .openapi({ description: "The buyer's language; the store's own where it is left out" }),
  note: optionalText(2000).optional().openapi({ description: "For staff alone" }),
  pay_within_hours: z
    .int("A whole number of hours.")
    .min(1, "At least an hour.")
    .max(longestHours, `At most ${longestHours} hours.`)
    .optional()
    .openapi({
      description: "How long the order waits for its payment; as long as a shopper's where it is left out",
    }),
};

/** A sale that staff make for a buyer. */
export const staffOrder = z
  .strictObject({
    ...{ email, shipping_address, billing_address, shipping_option, vat_id },
    payment_provider: payment_provider.openapi({
      description: "A way to pay that is open to the buyer; `manual`: staff have the money already",
    }),
    items: items.min(1, "Name at least one thing."),
    ...besides,
    expected_total: amount.optional().openapi({
      description:
        "The total that the buyer was told; another one is refused with 409. Left out: whatever it costs now",
    }),
    send_link: z.boolean().default(false).openapi({
      description: "Whether the buyer is sent the link by mail, where something is still to be paid at a page",
    }),
  })
  .openapi("StaffOrderRequest");

export type StaffOrder = z.infer<typeof staffOrder>;

/** As much of such a sale as is known. */
export const draftContent = z
  .strictObject({
    email: email.optional(),
    shipping_address: address.partial().optional(),
    billing_address: address.partial().optional(),
    shipping_option: shipping_option.optional(),
    vat_id: vat_id.optional(),
    payment_provider: text(40).optional(),
    items: items.default([]),
    ...besides,
  })
  .openapi("OrderDraftContent");

export type DraftContent = z.infer<typeof draftContent>;

export const orderDraft = draftContent
  .extend({
    id: z.string(),
    version: z.int(),
    author: z.string().openapi({ description: "Who wrote it last" }),
    order_id: z.string().nullable().openapi({ description: "The order that it has become; it stays as it is then" }),
    created_at: time,
    updated_at: time,
  })
  .openapi("OrderDraft");

export type OrderDraft = z.infer<typeof orderDraft>;

export const draftPage = pageOf(orderDraft).openapi("OrderDraftPage");
export const draftQuery = z.strictObject(pageQuery);

/** How a draft becomes an order: what is not kept with it. */
export const draftOrdering = staffOrder.pick({ expected_total: true, send_link: true }).openapi("OrderDraftOrdering");

export type DraftOrdering = z.infer<typeof draftOrdering>;

const payUrl = z.string().openapi({ description: "For the buyer: opens and pays the order without an account" });

export const staffOrdered = placed.extend({ pay_url: payUrl }).openapi("StaffOrder");

export type StaffOrdered = z.infer<typeof staffOrdered>;

/** What an order would come to, and what of it the books could not promise now. */
export const orderQuote = quote
  .extend({
    short_lines: z
      .array(
        z.object({
          variant_id: z.string(),
          sku: z.string(),
          title: z.string(),
          requested: z.int(),
          available: z.int(),
        }),
      )
      .openapi({ description: "Of what there is too little now; the order would be refused" }),
  })
  .openapi("StaffOrderQuote");

export type OrderQuote = z.infer<typeof orderQuote>;

export const linkRequest = z.strictObject({ pay_within_hours: besides.pay_within_hours }).openapi("PayLinkRequest");

export const payLink = z
  .object({
    order_id: z.string(),
    pay_url: payUrl,
    expires_at: time
      .nullable()
      .openapi({ description: "Until then the order waits, and the link pays it; null where it is paid already" }),
  })
  .openapi("PayLink");

export type PayLink = z.infer<typeof payLink>;
