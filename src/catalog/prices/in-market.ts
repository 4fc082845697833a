import type { Market } from "../../platform/market.ts";
import type { PriceSource } from "../../platform/price-source.ts";
import { convert } from "../../pricing/conversion.ts";
import type { ListPrice } from "../../pricing/price-list.ts";

/** A variant's own price in one currency, as it is kept. Minor units. */
export interface StoredPrice {
  currency: string;
  amount: number;
  compare_at_amount: number | null;
}

/** What a list asks for a variant, as it is kept. */
export interface StoredListPrice extends ListPrice {
  currency: string;
}

/** What a variant costs in a market before any list is asked, and what lists ask for it, all in the market's currency. */
export interface MarketPrices {
  unit_price: number;
  compare_at_price: number | null;
  converted_from: PriceSource["from"];
  list_prices: ListPrice[];
}

/**
 * The prices of a variant in a market: its own in that currency; where it has none and the market converts, those in the other
 * currency at the market's rate. Of a list's prices the same is true, list by list. Null: it is not sold there.
 */
export function pricesIn(
  prices: readonly StoredPrice[],
  listPrices: readonly StoredListPrice[],
  { currency, conversion }: Pick<Market, "currency" | "conversion">,
): MarketPrices | null {
  const from = conversion && { currency: conversion.from, rate: conversion.rate };
  const converted = (amount: number): number | null => conversion && convert(amount, conversion, currency);
  const list_prices = [...Map.groupBy(listPrices, ({ price_list_id }) => price_list_id).values()].flatMap((ofList) => {
    const own = ofList.filter((price) => price.currency === currency);
    if (own.length > 0) return own.map(bare);
    return ofList.flatMap((price): ListPrice[] => {
      const amount = price.currency === conversion?.from ? converted(price.amount) : null;
      return amount === null ? [] : [{ ...bare(price), amount, converted_from: from }];
    });
  });
  const own = prices.find((price) => price.currency === currency);
  if (own) {
    const { amount: unit_price, compare_at_amount: compare_at_price } = own;
    return { unit_price, compare_at_price, converted_from: null, list_prices };
  }
  const other = conversion && prices.find((price) => price.currency === conversion.from);
  const unit_price = other ? converted(other.amount) : null;
  if (!other || unit_price === null) return null;
  const before = other.compare_at_amount === null ? null : converted(other.compare_at_amount);
  return {
    unit_price,
    // Two amounts may be rounded to one, and then nothing is reduced.
    compare_at_price: before !== null && before > unit_price ? before : null,
    converted_from: from,
    list_prices,
  };
}

function bare({ price_list_id, min_quantity, amount }: StoredListPrice): ListPrice {
  return { price_list_id, min_quantity, amount };
}
