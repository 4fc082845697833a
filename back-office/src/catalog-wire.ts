import type { AttributeValue, Price, Product, ProductStatus } from "./wire.ts";

/** What the catalogue's own screens send and get beside products: see wire.ts for how to read it. */

/** `depth` is 0 at the top; the list has each category after its parent. `path` holds the slugs from the top down to its own. */
export interface Category {
  id: string;
  parent_id: string | null;
  slug: string;
  name: string;
  path: string[];
  description: string;
  seo_title: string | null;
  seo_description: string | null;
  depth: number;
  /** Order among its siblings; those with the same stand by name. */
  position: number;
  /** What is for sale in it and below it. */
  product_count: number;
  version: number;
}

export type CategoryChange = Partial<
  Pick<Category, "name" | "slug" | "parent_id" | "position" | "description" | "seo_title" | "seo_description">
>;

export const attributeTypes = ["text", "number", "boolean", "enum", "date"] as const;
export type AttributeType = (typeof attributeTypes)[number];

/** What an attribute means. Without categories it is for all products. */
export interface Attribute {
  id: string;
  /** Names it in `attributes` of products; it never changes, nor does `type`. */
  code: string;
  label: string;
  type: AttributeType;
  unit: string | null;
  /** What an enum can be, in order. */
  choices: string[];
  multiple: boolean;
  /** Whether shoppers choose by it. */
  facet: boolean;
  position: number;
  /** It is for products of these and of all below them. */
  category_ids: string[];
  version: number;
}

export type NewAttribute = Omit<Attribute, "id" | "version">;
export type AttributeChange = Partial<Omit<NewAttribute, "code" | "type">>;

export const linkKinds = ["related", "up_sell", "cross_sell"] as const;
export type LinkKind = (typeof linkKinds)[number];

/** The products that a product leads to, each kind in its order. */
export type Links = Record<LinkKind, Product[]>;
export type LinkedIds = Record<LinkKind, string[]>;

/** What a variant was offered for, and until when. */
export type FormerPrice = Pick<Price, "currency" | "amount"> & { until: string };

export interface BulkPrice {
  /** -99.99 to 1000, two places. Exactly one of `percent` and `set`. */
  percent?: number;
  set?: number;
  /** Left out: every price by percent. */
  currency?: string;
  compare_at: "keep" | "previous" | "none";
}

export interface BulkChange {
  status?: ProductStatus;
  add_category_ids?: string[];
  remove_category_ids?: string[];
  /** null takes one away. */
  attributes?: Record<string, AttributeValue | null>;
  price?: BulkPrice;
}

/** Which products: these, or all that lie everywhere the filter says. */
export type BulkTarget = { product_ids: string[] } | { filter: { status?: ProductStatus; category?: string } };

export interface BulkEdit {
  id: string;
  status: "queued" | "running" | "finished" | "cancelled" | "failed";
  change: BulkChange;
  products_total: number;
  products_done: number;
  products_changed: number;
  /** They were so already. */
  products_unchanged: number;
  products_refused: number;
  created_at: string;
}

/** A product that stayed as it was. */
export interface BulkRefusal {
  product_id: string;
  reason: string;
}
