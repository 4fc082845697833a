import { DomainError } from "../platform/errors.ts";
import type { Currency } from "../platform/money.ts";
import { type ShippingOptionId, shippingOption } from "../shipping/rates.ts";
import { standardRateOf } from "../tax/rates.ts";
import { taxOnTop, taxWithin } from "../tax/tax.ts";

/** The largest amount that a cart or an order may hold, in minor units; the wire's `amount` has the same bound. */
export const largestAmount = 1_000_000_000_000;

/** Whether prices hold their tax already (shown as the part of them that it is), or tax comes on top. */
export type TaxMode = "included" | "added";

export interface LineToPrice {
  /** Tells the caller which line is which; a line id or a variant id. */
  key: string;
  /** Minor units, a whole number, not negative. */
  unit_price: number;
  /** A whole number, at least 1. */
  quantity: number;
  /** Of one piece. */
  weight_grams: number;
}

/** Everything that a total depends on. */
export interface PriceInput {
  currency: Currency;
  lines: readonly LineToPrice[];
  /** ISO 3166-1 alpha-2: where the goods go; null while unknown, and then `home_country` stands in for it. */
  country: string | null;
  /** ISO 3166-1 alpha-2: where the store stands (`STORE_COUNTRY`). */
  home_country: string;
  /** Null while nothing is chosen: shipping then counts as nothing. */
  shipping_option: ShippingOptionId | null;
  tax_mode: TaxMode;
}

export interface PricedLine {
  key: string;
  unit_price: number;
  quantity: number;
  discount_total: number;
  /** The tax of this line, within its total or on top of it as `tax_included` says. */
  tax_total: number;
  /** `unit_price * quantity - discount_total`. */
  total: number;
}

/** Amounts in minor units of `currency`. */
export interface Priced {
  currency: Currency;
  lines: PricedLine[];
  /** Sum of `unit_price * quantity`. */
  subtotal: number;
  discount_total: number;
  shipping_total: number;
  /** The part of `tax_total` that shipping bears. */
  shipping_tax_total: number;
  /** The lines' tax and the shipping's tax together. */
  tax_total: number;
  /** True: `tax_total` is a part of `total`. False: it was added to it. */
  tax_included: boolean;
  /** `subtotal - discount_total + shipping_total`, and `tax_total` on top unless it is included. */
  total: number;
}

/**
 * What a cart costs: the one calculation behind the cart page, the quote and the order, so that they can never disagree.
 * Tax is the standard rate of the destination, worked out and rounded for each line and for shipping; the document's tax is
 * the sum of those.
 * @throws quantity-over-limit when an amount passes {@link largestAmount}
 * @throws cannot-ship-there when the shipping option does not lead to the destination
 * @throws RangeError for a price, quantity or weight that is no whole number in its range
 */
export function priceCart(input: PriceInput): Priced {
  const { currency, home_country, shipping_option, tax_mode } = input;
  const country = input.country ?? home_country;
  const rate = standardRateOf(country);
  const taxOf = tax_mode === "included" ? taxWithin : taxOnTop;

  const subtotal = subtotalOf(input.lines);
  const lines = input.lines.map((line): PricedLine => {
    const { key, unit_price, quantity } = line;
    const total = lineTotal(line);
    return { key, unit_price, quantity, discount_total: 0, tax_total: taxOf(total, rate), total };
  });
  const discount_total = sum(lines.map((line) => line.discount_total));
  const weight_grams = weightOf(input.lines);
  const shipping_total =
    shipping_option === null
      ? 0
      : shippingOption(shipping_option, {
          country,
          home_country,
          currency,
          subtotal: subtotal - discount_total,
          weight_grams,
        }).price;
  const shipping_tax_total = taxOf(shipping_total, rate);
  const tax_total = sum([...lines.map((line) => line.tax_total), shipping_tax_total]);
  const tax_included = tax_mode === "included";
  const total = bounded(subtotal - discount_total + shipping_total + (tax_included ? 0 : tax_total));
  return {
    currency,
    lines,
    subtotal,
    discount_total,
    shipping_total,
    shipping_tax_total,
    tax_total,
    tax_included,
    total,
  };
}

/**
 * What the lines come to before discounts, shipping and tax.
 * @throws quantity-over-limit when that passes {@link largestAmount}
 */
export function subtotalOf(lines: readonly Pick<LineToPrice, "unit_price" | "quantity">[]): number {
  return sum(lines.map(lineTotal));
}

function lineTotal({ unit_price, quantity }: Pick<LineToPrice, "unit_price" | "quantity">): number {
  return bounded(wholeNumber(unit_price, 0, "price") * wholeNumber(quantity, 1, "quantity"));
}

/** What all lines weigh together, in grams. */
export function weightOf(lines: readonly Pick<LineToPrice, "quantity" | "weight_grams">[]): number {
  return sum(lines.map((line) => wholeNumber(line.weight_grams, 0, "weight") * line.quantity));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => bounded(total + amount), 0);
}

/** Sums of amounts below the bound stay far inside the whole numbers that a double holds exactly (2^53). */
function bounded(amount: number): number {
  if (amount <= largestAmount) return amount;
  throw new DomainError("quantity-over-limit", "This is more than one order may come to. Take something out.");
}

function wholeNumber(value: number, least: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`A ${name} is a whole number of at least ${least}, not ${value}.`);
}
