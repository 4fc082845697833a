import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { PriceSource } from "../platform/price-source.ts";
import type { Address } from "../platform/schemas.ts";
import type { AppliedPromotion } from "../promotions/promotion.ts";
import type { TaxSource } from "../tax/assessment.ts";
import type { TaxPart } from "../tax/rate.ts";
import type { TaxClass, TaxReason } from "../tax/rules.ts";
import type { VatCheck } from "../tax/vat-check.ts";
import type { PickupPoint, ShippingSource } from "./shipping-fields.ts";

export const orderStatuses = ["open", "finished", "cancelled"] as const;
export const paymentStatuses = ["pending", "authorized", "paid", "failed", "partially_refunded", "refunded"] as const;
export const shippingStatuses = ["unfulfilled", "partially_shipped", "shipped", "delivered", "returned"] as const;

/** Whether somebody has to look at an order before anything of it leaves. */
export const reviewStates = ["none", "held", "cleared"] as const;

/** Amounts are minor units of `currency`; `total` adds up by a check. */
export const orders = sqliteTable("orders", {
  id: text().primaryKey(),
  number: integer().notNull(),
  checkout_key: text().notNull(),
  version: integer().notNull().default(1),
  status: text({ enum: orderStatuses }).notNull().default("open"),
  payment_status: text({ enum: paymentStatuses }).notNull().default("pending"),
  shipping_status: text({ enum: shippingStatuses }).notNull().default("unfulfilled"),
  customer_id: text(),
  email: text().notNull(),
  locale: text().notNull(),
  /** The code of the market that it was bought in. */
  market: text().notNull(),
  currency: text().notNull(),
  subtotal: integer().notNull(),
  discount_total: integer().notNull(),
  shipping_total: integer().notNull(),
  /** What promotions took off shipping; `shipping_total` is without it already. */
  shipping_discount_total: integer().notNull().default(0),
  tax_total: integer().notNull(),
  tax_included: integer({ mode: "boolean" }).notNull(),
  total: integer().notNull(),
  shipping_tax_total: integer().notNull().default(0),
  shipping_tax_rate: text().notNull().default("0"),
  shipping_tax_reason: text().$type<TaxReason>().notNull().default("standard"),
  tax_rounding_mode: text({ enum: ["half_up", "half_even"] })
    .notNull()
    .default("half_up"),
  tax_rounding_level: text({ enum: ["line", "document"] })
    .notNull()
    .default("line"),
  vat_id: text(),
  /** What took something off or gave a gift, as the buyer was told. */
  promotions: text({ mode: "json" }).$type<AppliedPromotion[]>().notNull().default([]),
  shipping_taxes: text({ mode: "json" }).$type<TaxPart[]>().notNull().default([]),
  tax_exemption: text({ mode: "json" }).$type<{ id: string; number: string; reason: string }>(),
  vat_check: text({ mode: "json" }).$type<VatCheck>(),
  tax_source: text().$type<TaxSource>().notNull().default("own"),
  tax_calculation: text(),
  shipping_option: text().notNull(),
  shipping_kind: text({ enum: ["delivery", "pickup"] })
    .notNull()
    .default("delivery"),
  shipping_name: text().notNull().default(""),
  shipping_pickup: text({ mode: "json" }).$type<PickupPoint>(),
  shipping_source: text({ mode: "json" }).$type<ShippingSource>(),
  shipping_address: text({ mode: "json" }).$type<Address>().notNull(),
  billing_address: text({ mode: "json" }).$type<Address>().notNull(),
  review: text({ enum: reviewStates }).notNull().default("none"),
  expires_at: text(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});

export const orderLines = sqliteTable("order_lines", {
  id: text().primaryKey(),
  order_id: text().notNull(),
  position: integer().notNull(),
  variant_id: text().notNull(),
  product_id: text().notNull(),
  sku: text().notNull(),
  title: text().notNull(),
  image_url: text(),
  quantity: integer().notNull(),
  unit_price: integer().notNull(),
  price_source: text({ mode: "json" }).$type<PriceSource>().notNull(),
  discount_total: integer().notNull().default(0),
  tax_total: integer().notNull().default(0),
  total: integer().notNull(),
  weight_grams: integer().notNull().default(0),
  tax_rate: text().notNull().default("0"),
  tax_reason: text().$type<TaxReason>().notNull().default("standard"),
  /** Which promotion took how much; they sum to `discount_total`. */
  discounts: text({ mode: "json" }).$type<{ promotion_id: string; amount: number }[]>().notNull().default([]),
  /** The promotion that it came with for nothing. */
  gift_of: text(),
  tax_class: text().$type<TaxClass>().notNull().default("standard"),
  taxes: text({ mode: "json" }).$type<TaxPart[]>().notNull().default([]),
});

/** The order's story; (order_id, version) is unique, so two moves from one version cannot both be written. */
export const orderEvents = sqliteTable(
  "order_events",
  {
    order_id: text().notNull(),
    version: integer().notNull(),
    type: text().notNull(),
    data: text({ mode: "json" }).$type<Record<string, unknown>>().notNull(),
    actor: text().notNull(),
    at: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.order_id, table.version] })],
);

export const shipmentStatuses = ["booked", "in_transit", "out_for_delivery", "delivered", "failed"] as const;

/** A parcel with a carrier. `next_step_at` is when to look at it again. */
export const shipments = sqliteTable("shipments", {
  id: text().primaryKey(),
  order_id: text().notNull(),
  parcel: integer().notNull().default(1),
  carrier: text().notNull(),
  service: text().notNull(),
  tracking_number: text().notNull(),
  tracking_url: text().notNull(),
  status: text({ enum: shipmentStatuses }).notNull(),
  next_step_at: text(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});

/** What a parcel holds; one without lines holds all that was left of its order. */
export const shipmentLines = sqliteTable(
  "shipment_lines",
  {
    shipment_id: text().notNull(),
    line_id: text().notNull(),
    quantity: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.shipment_id, table.line_id] })],
);

export const paymentAttemptStatuses = [
  "initiating",
  "pending",
  "authorized",
  "captured",
  "failed",
  "expired",
  "refunded",
  "partially_refunded",
] as const;

/** Who may take a payment; `manual` is staff who saw the money arrive, however it came. */
export const paymentProviders = [
  "stripe",
  "paystack",
  "paypal",
  "test",
  "manual",
  "bank_transfer",
  "cash_on_delivery",
] as const;

/** Where a bank transfer goes: the store's account, and what the buyer writes beside it. */
export interface TransferTarget {
  holder: string;
  iban: string;
  /** Empty where the store does not tell. */
  bic: string;
  bank: string;
  reference: string;
}

/** An attempt to be paid; amounts in minor units. `initiating` until the provider has answered. */
export const payments = sqliteTable("payments", {
  id: text().primaryKey(),
  order_id: text().notNull(),
  provider: text({ enum: paymentProviders }).notNull(),
  status: text({ enum: paymentAttemptStatuses }).notNull(),
  amount: integer().notNull(),
  captured: integer().notNull().default(0),
  refunded: integer().notNull().default(0),
  currency: text().notNull(),
  reference: text(),
  redirect_url: text(),
  failure: text(),
  /** When its money is taken, as the setting was when it began. */
  capture: text({ enum: ["now", "on_shipment"] })
    .notNull()
    .default("now"),
  /** Until when a service holds the money for us. */
  authorized_until: text(),
  transfer: text({ mode: "json" }).$type<TransferTarget>(),
  created_at: text().notNull(),
  updated_at: text().notNull(),
});
