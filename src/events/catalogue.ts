import { z } from "@hono/zod-openapi";
import { address, amount, currency } from "../platform/schemas.ts";

/**
 * Every event that Souk publishes, with the shape of its data. An event is a snapshot that a consumer can act on without
 * asking back. Amounts are minor units of the `currency` beside them.
 */

const orderItem = z.object({
  variant_id: z.string(),
  sku: z.string(),
  title: z.string(),
  image_url: z.string().nullable(),
  quantity: z.int(),
  unit_price: amount,
  /** What promotions took off it; `total` is without it already. */
  discount_total: amount.default(0),
  /** The promotion that it came with for nothing; null where it was bought. */
  gift_of: z.string().nullable().default(null),
  total: amount,
  /** Units that have still to come, and when they are promised to leave. */
  waiting: z.int().default(0),
  ships_at: z.string().nullable().default(null),
});

/** What took something off, or gave a gift (`amount` is 0 then), as the buyer was told. */
const promotion = z.object({ title: z.string(), code: z.string().nullable(), amount });

const order = z.object({
  order_id: z.string(),
  number: z.int(),
  customer_id: z.string().nullable(),
  email: z.string(),
  locale: z.string(),
  currency,
  items: z.array(orderItem),
  subtotal: amount,
  discount_total: amount,
  promotions: z.array(promotion).default([]),
  shipping_total: amount,
  tax_total: amount,
  /** Whether the prices hold it; null in an event from before it was told: the total shows it. */
  tax_included: z.boolean().nullable().default(null),
  /** What each tax came to, where there are several. */
  taxes: z.array(z.object({ name: z.string(), percent: z.string(), amount })).default([]),
  total: amount,
  shipping_option: z.string(),
  /** What the buyer was told that the way is called. */
  shipping_name: z.string().default(""),
  shipping_kind: z.enum(["delivery", "pickup"]),
  /** Where it waits to be picked up; null where it is brought, or the store does not tell. */
  shipping_pickup: z
    .object({
      name: z.string(),
      line1: z.string(),
      postal_code: z.string(),
      city: z.string(),
      country: z.string(),
      hours: z.string(),
    })
    .nullable(),
  shipping_address: address,
});

const parcel = z.object({
  shipment_id: z.string(),
  carrier: z.string(),
  tracking_number: z.string(),
  tracking_url: z.string(),
});

const payment = z.object({
  order_id: z.string(),
  payment_id: z.string(),
  provider: z.string(),
  amount,
  currency,
});

/** Where a bank transfer goes: the store's own account, and what the buyer writes beside it. */
const transfer = z.object({
  holder: z.string(),
  iban: z.string(),
  bic: z.string(),
  bank: z.string(),
  reference: z.string(),
});

const person = z.object({ customer_id: z.string(), email: z.string(), name: z.string(), locale: z.string() });

export const catalogue = {
  /** The order stands: lines, reservation and first payment are written. */
  "order.created": order,
  /** The payment provider has been told; the shopper knows where to pay. */
  "order.prepared": order,
  /** Accepted though its money is not taken yet: `provider` holds it, or it is collected at the door. The parcel may be booked. */
  "order.confirmed": order.extend({ provider: z.string() }),
  /** Paid in full. The parcel may be booked. `confirmed`: it was accepted before, and its buyer was told. */
  "order.billed": order.extend({ confirmed: z.boolean().default(false) }),
  /** The parcel has left. */
  /** All that was sold ahead has come and may be sent. */
  "order.ready": order,
  "order.shipped": order.extend({ parcel: parcel.nullable() }),
  /** A parcel with a part of it has left; `items` are what it holds. */
  "order.partially_shipped": order.extend({ parcel }),
  /** Changed by staff before it left; it came to `before`, and comes to `total`. `owed`: what is still to be paid. */
  "order.edited": order.extend({ before: amount, owed: z.int().min(0), reason: z.string() }),
  /** Somebody has looked at an order that was held, and lets it go. */
  "order.cleared": order,
  "order.delivered": order,
  "order.finished": order,
  "order.returned": order,
  /** Closed by staff or shopper before it was finished; `reason` is for people. */
  "order.cancelled": order.extend({ reason: z.string() }),
  /** Still not paid, and soon to be given up, at `expires_at`. */
  "order.expiring": order.extend({
    expires_at: z.string(),
    /** What is still to be paid; events from before it was told are of orders that nothing had come for. */
    owed: amount.default(0),
    transfer: transfer.nullable().default(null),
  }),
  /** Staff send the buyer the link that opens and pays the order, until `expires_at`. */
  "order.pay-link": order.extend({ expires_at: z.string(), owed: amount, transfer: transfer.nullable() }),
  /** Not paid in time; its stock is free again. */
  "order.expired": order,
  "order.refunded": order.extend({
    refunded: amount,
    /** The tax in `refunded`; null for a refund from before it was written down. */
    refunded_tax: amount.nullable().default(null),
    reason: z.string(),
  }),
  "payment.initiated": payment,
  /** The buyer is to send the money to the store's account, by `expires_at`. */
  "payment.awaited": order.extend({ transfer, owed: amount, expires_at: z.string() }),
  /** A part of what is owed has come; the order waits for the rest, `owed`, until then. */
  "payment.part-received": order.extend({
    received: amount,
    owed: amount,
    expires_at: z.string().nullable(),
    transfer: transfer.nullable(),
  }),
  /** The money is held by the provider until then, or promised at the door; it is not taken yet. */
  "payment.authorized": payment.extend({ authorized_until: z.string().nullable() }),
  "payment.captured": payment,
  /** The buyer disputes it at the bank, or that moved on: `status` is open, under_review, won or lost. */
  "payment.disputed": payment.extend({
    dispute_id: z.string(),
    status: z.string(),
    reason: z.string(),
    evidence_due_at: z.string().nullable(),
  }),
  /** Held money was not taken yet, and is held no longer from then on. */
  "payment.expiring": payment.extend({ authorized_until: z.string().nullable() }),
  /** An attempt came to nothing; the order still waits for another. */
  "payment.failed": payment.extend({ reason: z.string(), number: z.int(), email: z.string(), locale: z.string() }),
  "payment.refunded": payment.extend({ refund_id: z.string() }),
  /** What can be bought of a variant has changed. */
  "stock.changed": z.object({
    variant_id: z.string(),
    sku: z.string(),
    /** What can be sold, and of it what can be sent at once. */
    available: z.int(),
    in_stock: z.int(),
    /** How the rest is sold before it is there, and when it is promised to leave; null where it is not. */
    sold_ahead: z.enum(["backorder", "preorder"]).nullable(),
    ships_at: z.string().nullable(),
  }),
  /** What can be sold of an item is down to its threshold. Told once, until there is more again. */
  "stock.low": z.object({ variant_id: z.string(), sku: z.string(), available: z.int(), low_stock_at: z.int() }),
  "product.changed": z.object({ product_id: z.string(), slug: z.string() }),
  "image.uploaded": z.object({ image_id: z.string(), product_id: z.string(), key: z.string() }),
  "cart.expiring": z.object({ cart_id: z.string(), expires_at: z.string() }),
  /** `confirm_token` proves the mailbox; it works once and not for long. */
  "customer.created": person.extend({ confirm_token: z.string() }),
  /** Somebody signed up with the address of an account that exists; only its owner is told. */
  "customer.signup-repeated": person,
  "customer.confirmed": person,
  "customer.password-reset-requested": person.extend({ reset_token: z.string() }),
  "login.succeeded": z.object({ customer_id: z.string() }),
  "shipment.created": parcel.extend({ order_id: z.string() }),
  "shipment.updated": parcel.extend({ order_id: z.string(), status: z.string() }),
} as const;

export type EventType = keyof typeof catalogue;
export type EventData<Type extends EventType> = z.infer<(typeof catalogue)[Type]>;

/** A CloudEvents 1.0 envelope. `id` is the consumer's key for doing it once; `subject` is what it is about. */
export interface SoukEvent<Type extends EventType = EventType> {
  specversion: "1.0";
  id: string;
  source: "souk";
  type: Type;
  subject: string;
  time: string;
  datacontenttype: "application/json";
  traceparent: string;
  data: EventData<Type>;
}
