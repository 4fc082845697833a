import type { Currency, RoundingMode } from "../platform/money.ts";
import type { Buyer } from "./promotion.ts";

/** A line as promotions see it. Gifts are no lines here. Amounts in minor units of the sale's currency. */
export interface SaleLine {
  key: string;
  variant_id: string;
  product_id: string;
  sku: string;
  /** The product's categories and all above them. */
  category_ids: readonly string[];
  brand: string | null;
  /** Of one piece, as everybody sees it: before promotions, and before a business is relieved of the tax. */
  unit_price: number;
  quantity: number;
  reduced: boolean;
}

/** A sale as promotions see it: what it comes to before any of them, so that none can earn or un-earn another. */
export interface Sale {
  currency: Currency;
  /** ISO 8601 UTC with milliseconds. */
  at: string;
  market: string | null;
  buyer: Buyer;
  shipping_option: string | null;
  /** Null while unknown. */
  place: { country: string; region?: string | undefined; postal_code?: string | undefined } | null;
  /** In an order that does not depend on how they were put in: it decides who gets what is left over by a split. */
  lines: readonly SaleLine[];
  subtotal: number;
  quantity: number;
  weight_grams: number;
  /** How a part of an amount is rounded: as the store rounds its taxes. */
  rounding: RoundingMode;
}
