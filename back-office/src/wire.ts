import type { TaxClass } from "../../src/tax/rules.ts";

/**
 * What the store's API sends and takes, as far as the back office uses it. Names are the wire's own (`snake_case`). Amounts
 * are integers in the minor unit of the `currency` beside them; times are UTC, ISO 8601.
 */

/** A page of a list; `next_cursor` is null on the last one. */
export interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
}

/** RFC 9457 problem details. `errors[].pointer` is a JSON pointer into the request's body. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id: string;
  errors?: { pointer: string; detail: string }[];
}

/** The answer to a sign-in or a refresh. `expires_in` is seconds. */
export interface SignIn {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  refresh_token: string;
  user: Person;
}

export interface Person {
  id: string;
  email: string;
  name: string;
  groups: string[];
}

export interface Address {
  name: string;
  company?: string;
  line1: string;
  line2?: string;
  city: string;
  region?: string;
  postal_code: string;
  country: string;
  phone?: string;
}

export const orderStatuses = ["open", "finished", "cancelled"] as const;
export const paymentStatuses = ["pending", "authorized", "paid", "failed", "partially_refunded", "refunded"] as const;
export const shippingStatuses = ["unfulfilled", "partially_shipped", "shipped", "delivered", "returned"] as const;

export type OrderStatus = (typeof orderStatuses)[number];
export type PaymentStatus = (typeof paymentStatuses)[number];
export type ShippingStatus = (typeof shippingStatuses)[number];

/** An order in a list: all but its parts. */
export interface OrderSummary {
  id: string;
  number: number;
  status: OrderStatus;
  payment_status: PaymentStatus;
  shipping_status: ShippingStatus;
  currency: string;
  subtotal: number;
  discount_total: number;
  shipping_total: number;
  tax_total: number;
  /** Whether the prices contain the tax. */
  tax_included: boolean;
  total: number;
  email: string;
  customer_id: string | null;
  /** In the list alone. */
  tags?: string[];
  review?: "none" | "held" | "cleared";
  ships_to?: { name: string; country: string };
  shipping_option: string;
  shipping_kind: "delivery" | "pickup";
  /** What the method was called when it was chosen. */
  shipping_name: string;
  /** When an unpaid order gives its stock back; null once it is paid or closed. */
  expires_at: string | null;
  created_at: string;
}

export interface Order extends OrderSummary {
  /** Where it is picked up; null where it is brought, or the store does not tell. */
  shipping_pickup: { name: string } | null;
  items: OrderItem[];
  shipping_address: Address;
  billing_address: Address;
  payments: Payment[];
  shipments: Shipment[];
  timeline: TimelineEntry[];
}

export interface OrderItem {
  id: string;
  variant_id: string;
  sku: string;
  title: string;
  quantity: number;
  unit_price: number;
  discount_total: number;
  tax_total: number;
  total: number;
  /** The promotion that it came with for nothing; null where it was bought. */
  gift_of: string | null;
}

export interface Payment {
  id: string;
  provider: string;
  status: string;
  amount: number;
  /** What was taken, or has arrived. */
  captured: number;
  /** Of the amount, what went back. */
  refunded: number;
  currency: string;
  /** The provider's name for it. */
  reference: string | null;
  /** Why it failed. */
  failure: string | null;
  /** Until when the service holds the money. */
  authorized_until: string | null;
  /** Where a bank transfer goes. */
  transfer: { reference: string } | null;
}

export interface Shipment {
  id: string;
  carrier: string;
  service: string;
  status: string;
  tracking_number: string;
  tracking_url: string;
  /** What it holds; empty: all that was left of the order. */
  items: { item_id: string; quantity: number }[];
}

/** One move of an order; `data` holds whatever that kind of move has to tell. */
export interface TimelineEntry {
  at: string;
  type: string;
  data: Record<string, unknown>;
}

export const productStatuses = ["draft", "active", "archived"] as const;
export type ProductStatus = (typeof productStatuses)[number];

export interface Product {
  id: string;
  slug: string;
  title: string;
  description: string;
  status: ProductStatus;
  brand: string | null;
  tax_class: TaxClass;
  category_ids: string[];
  options: { name: string; values: string[] }[];
  attributes: Record<string, AttributeValue>;
  images: ProductImage[];
  price_range: { currency: string; min: number; max: number } | null;
  variants: Variant[];
  /** More than `variants` holds in a list, and where there are more than 200. */
  variant_count: number;
  /** For search engines; the title where it is null. */
  seo_title: string | null;
  seo_description: string | null;
  /** When a draft goes live. */
  publish_at: string | null;
  /** When it is archived. */
  unpublish_at: string | null;
  created_at: string;
  updated_at: string;
}

export type AttributeValue = string | number | boolean | string[];

export interface Variant {
  id: string;
  sku: string;
  title: string;
  options: Record<string, string>;
  /** Every currency's price. */
  prices: Price[];
  /** The currency of {@link lowest_price_30_days}: the store's own. */
  currency: string;
  /** While a reduction is announced: the lowest price of the 30 days before it; null where it was not on sale then. */
  lowest_price_30_days: number | null;
  available: number | null;
  barcode: string | null;
  weight_grams: number;
  /** As it is packed; left out where nobody measured it. */
  length_mm?: number;
  width_mm?: number;
  height_mm?: number;
  /** Whether each piece travels in a parcel of its own. */
  ships_alone?: boolean;
  image_id: string | null;
}

/** `compare_at_amount` is what it cost before. */
export interface Price {
  currency: string;
  amount: number;
  compare_at_amount: number | null;
}

/** A product's picture as shoppers get it. */
export interface ProductImage {
  id: string;
  url: string;
  alt: string;
}

/** What is there of one variant, over all locations. `available` is null where stock is not tracked. */
export interface Inventory {
  sku: string;
  variant_id: string;
  /** It is no longer in the catalogue; another variant may have its SKU. */
  removed: boolean;
  title?: string;
  available: number | null;
  locations: StockAtLocation[];
}

export interface StockAtLocation {
  location_id: string;
  name: string;
  on_hand: number;
  reserved: number;
  incoming: number;
  available: number;
}

/** One of `delta` and `set`: how many more or fewer, or how many there are. `reason` is kept in the ledger. */
export type StockUpdate = { location: string; reason: string } & ({ delta: number } | { set: number });

/** A message that no consumer could do. */
export interface DeadLetter {
  id: string;
  queue: string;
  body: unknown;
  /** How often it was tried. */
  attempts: number;
  error: string | null;
  received_at: string;
}

export type JobStatus = "queued" | "running" | "finished" | "failed" | "cancelled";

export interface ImportJob {
  id: string;
  file_name: string;
  status: JobStatus;
  /** `list_prices` for a file of those. */
  layout: string;
  /** Why the job could not go on. */
  failure: string | null;
  /** Everything was read and told, and nothing stored. */
  dry_run: boolean;
  /** null until they are counted. */
  rows_total: number | null;
  /** Those refused among them. */
  rows_done: number;
  rows_refused: number;
  products: { created: number; updated: number; unchanged: number };
  /** Of a file of collections, or made of products that are told as several others. */
  collections: { created: number; updated: number; unchanged: number };
  /** Of a file of categories. */
  categories: { created: number; updated: number; unchanged: number };
  /** Of a file of what attributes mean. */
  attributes: { created: number; updated: number; unchanged: number };
  /** Named by their address; they are fetched after the rows. */
  pictures: { waiting: number; stored: number; refused: number };
  created_at: string;
}

/** A file that comes in by parts. */
export interface ImportUpload {
  id: string;
  part_size: number;
  parts_total: number;
  /** Those that have come. */
  parts: { part: number; sha256: string }[];
}

/** What a file that is written holds. */
export type ExportContents = "products" | "collections" | "categories" | "attributes" | "list_prices";

export interface ExportJob {
  id: string;
  contents: ExportContents;
  file_name: string;
  status: JobStatus;
  failure: string | null;
  /** Or collections, categories, attributes, prices of lists. */
  products_total: number | null;
  products_done: number;
  created_at: string;
}

/** A row that an import refused; the file's heading is line 1. */
export interface RefusedRow {
  line: number;
  handle: string | null;
  reason: string;
}
