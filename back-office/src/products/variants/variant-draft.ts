import { asDecimal, fromDecimal } from "../../money.ts";
import type { Variant } from "../../wire.ts";

/** A variant as it stands in the form; see ../draft.ts. */
export interface VariantDraft {
  /** Names the row within the form. */
  key: string;
  /** Missing on a row that was just added. */
  id?: string;
  sku: string;
  /** One for each option; empty where none is chosen yet. */
  choices: string[];
  /** One for each currency; without an amount it is not sold in that currency. */
  prices: PriceDraft[];
  barcode: string;
  weight_grams: string;
  /** Empty where nobody measured it. */
  length_mm: string;
  width_mm: string;
  height_mm: string;
  /** "yes" where each piece travels in a parcel of its own, else empty. */
  ships_alone: string;
  /** Units to begin with; only a new row has them. */
  stock: string;
  /** What a reduction is shown beside, in the store's own currency; missing where none is announced. */
  reduced?: { currency: string; lowest: number | null };
}

export interface PriceDraft {
  amount: string;
  compare_at_amount: string;
}

/** The fields of a variant that are plain text. */
export const textFields = ["sku", "barcode", "weight_grams", "length_mm", "width_mm", "height_mm", "stock"] as const;

export function toVariantDraft(variant: Variant, options: { name: string }[], currencies: string[]): VariantDraft {
  const { id, sku, barcode, weight_grams, prices, currency, lowest_price_30_days } = variant;
  const reduced = prices.some((price) => price.currency === currency && price.compare_at_amount !== null);
  return {
    key: id,
    id,
    sku,
    choices: options.map(({ name }) => variant.options[name] ?? ""),
    prices: currencies.map((each) => {
      const price = prices.find((one) => one.currency === each);
      const before = price?.compare_at_amount ?? null;
      return {
        amount: price ? asDecimal(price.amount, each) : "",
        compare_at_amount: before === null ? "" : asDecimal(before, each),
      };
    }),
    barcode: barcode ?? "",
    weight_grams: String(weight_grams),
    length_mm: variant.length_mm?.toString() ?? "",
    width_mm: variant.width_mm?.toString() ?? "",
    height_mm: variant.height_mm?.toString() ?? "",
    ships_alone: variant.ships_alone ? "yes" : "",
    stock: "",
    ...(reduced ? { reduced: { currency, lowest: lowest_price_30_days } } : {}),
  };
}

export function fromVariantDraft(variant: VariantDraft, options: { name: string }[], currencies: string[]) {
  const { id, sku, choices, barcode, weight_grams, stock } = variant;
  const chosen = options.flatMap(({ name }, index) => (choices[index] ? [[name, choices[index]]] : []));
  return {
    ...(id ? { id } : {}),
    sku: sku.trim(),
    options: Object.fromEntries(chosen),
    prices: pricedIn(variant, currencies).map((index) => {
      const currency = currencies[index] ?? "";
      const { amount, compare_at_amount } = variant.prices[index] ?? noPrice;
      return {
        currency,
        amount: fromDecimal(amount, currency),
        compare_at_amount: compare_at_amount ? fromDecimal(compare_at_amount, currency) : null,
      };
    }),
    barcode: barcode.trim() || null,
    weight_grams: Number(weight_grams),
    length_mm: variant.length_mm ? Number(variant.length_mm) : null,
    width_mm: variant.width_mm ? Number(variant.width_mm) : null,
    height_mm: variant.height_mm ? Number(variant.height_mm) : null,
    ships_alone: variant.ships_alone === "yes",
    ...(id ? {} : { stock: stock ? Number(stock) : null }),
  };
}

export const noPrice: PriceDraft = { amount: "", compare_at_amount: "" };

/** The currencies that a variant has a price in, by their place: what is sent, in the order it is sent. */
export function pricedIn({ prices }: VariantDraft, currencies: string[]): number[] {
  return currencies.flatMap((_, index) => (prices[index]?.amount ? [index] : []));
}

/** A row for a new variant, priced like its neighbour so that only what differs is typed. */
export function newVariant(neighbour?: VariantDraft): VariantDraft {
  return {
    key: crypto.randomUUID(),
    sku: "",
    choices: [],
    prices: (neighbour?.prices ?? []).map((price) => ({ ...price })),
    barcode: "",
    weight_grams: neighbour?.weight_grams ?? "0",
    length_mm: neighbour?.length_mm ?? "",
    width_mm: neighbour?.width_mm ?? "",
    height_mm: neighbour?.height_mm ?? "",
    ships_alone: neighbour?.ships_alone ?? "",
    stock: "",
  };
}
