import type { Currency } from "../platform/money.ts";

/** A price that a list holds for a variant, in the currency of the offer that it stands on. */
export interface ListPrice {
  price_list_id: string;
  /** The pieces from which it holds: 1 for all, more for a tier. */
  min_quantity: number;
  /** Minor units, for one piece. */
  amount: number;
}

/** Where a unit price came from, so that shoppers and staff can be told. */
export interface PriceSource {
  /** `base`: the variant's own price. `price_list`: a list's. `converted`: its price in another currency at the market's rate. */
  kind: "base" | "price_list" | "converted";
  price_list_id: string | null;
  /** What the list is called; null for other kinds. */
  title: string | null;
  /** The tier that was reached; null for other kinds. */
  min_quantity: number | null;
  /** What was converted: the currency and the decimal rate; null for other kinds. */
  from: { currency: Currency; rate: string } | null;
}

export const basePrice: PriceSource = {
  kind: "base",
  price_list_id: null,
  title: null,
  min_quantity: null,
  from: null,
};
