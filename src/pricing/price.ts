import { DomainError } from "../platform/errors.ts";
import { allocate, type Currency, type Money } from "../platform/money.ts";
import type { AppliedPromotion, BroughtCode, Buyer, Promotion, RefusedPromotion } from "../promotions/promotion.ts";
import { type ShippingOptionId, shippingOption } from "../shipping/rates.ts";
import type { TaxSource } from "../tax/assessment.ts";
import type { Certificate } from "../tax/certificate.ts";
import { partsOf, type Rate, type TaxPart, taxOnTop, taxWithin } from "../tax/rate.ts";
import type { Place, TaxClass, TaxReason, TaxRounding, TaxRules } from "../tax/rules.ts";
import { type ClassTerms, type TaxTerms, taxTerms } from "../tax/terms.ts";
import { basePrice, type ListPrice, type PriceSource } from "./price-list.ts";

/** The largest amount that a cart or an order may hold, in minor units; the wire's `amount` has the same bound. */
export const largestAmount = 1_000_000_000_000;

export interface LineToPrice {
  /** Tells the caller which line is which, and is on no other line; a line id or a variant id. */
  key: string;
  variant_id: string;
  product_id: string;
  sku: string;
  /** The product's categories and all above them. */
  category_ids: readonly string[];
  brand: string | null;
  /** Of one piece, not negative; with its tax or without as the zone that the goods go to says. */
  unit_price: Money;
  /** Whether that is below its usual price. */
  reduced: boolean;
  /** What price lists ask for it, in the same currency. */
  list_prices: readonly ListPrice[];
  /** A whole number, at least 1. */
  quantity: number;
  /** Of one piece. */
  weight_grams: number;
  tax_class: TaxClass;
  /** The promotion that gave it: it costs nothing, bears no discount, and no promotion counts it. Null: it is bought. */
  gift_of: string | null;
}

/** Everything that a total depends on. */
export interface PriceInput {
  currency: Currency;
  lines: readonly LineToPrice[];
  /** Where the goods go; null while unknown, and then tax and shipping are estimated for `home_country`. */
  place: Place | null;
  /** ISO 3166-1 alpha-2: where the store stands (`STORE_COUNTRY`). */
  home_country: string;
  /** Null while nothing is chosen: shipping then counts as nothing. */
  shipping_option: ShippingOptionId | null;
  buyer: Buyer;
  /** The market that it is sold in; null where the store has none. */
  market: string | null;
  tax_rules: TaxRules;
  promotions: readonly Promotion[];
  /** In the order in which they were brought. */
  codes: readonly BroughtCode[];
  /** When it is sold: ISO 8601 UTC with milliseconds. Its day is the one whose tax rates hold. */
  at: string;
  /** The buyer's VAT identification number, checked before; null for a consumer. */
  vat_id: string | null;
  /** The buyer's certificates; left out for a guest, who has none. */
  exemptions?: readonly Certificate[] | undefined;
}

/** What an amount bears. */
export interface Taxed {
  /** Minor units. */
  tax_total: number;
  /** Percent, as `19` or `14.975`. */
  tax_rate: string;
  tax_reason: TaxReason;
  /** What each tax came to; they sum to `tax_total`. */
  taxes: TaxPart[];
}

export interface PricedLine extends Taxed {
  key: string;
  /** What one piece costs this buyer: a business that accounts for the tax itself pays the price without it. */
  unit_price: number;
  price_source: PriceSource;
  quantity: number;
  discount_total: number;
  /** What `discount_total` is made of; it sums to it. */
  discounts: LineDiscount[];
  /** `unit_price * quantity - discount_total`; `tax_total` is within it or on top of it as `tax_included` says. */
  total: number;
}

/** What one promotion took off a line. Minor units. */
export interface LineDiscount {
  promotion_id: string;
  amount: number;
}

/** A piece that came with the order by a promotion. */
export interface EarnedGift {
  promotion_id: string;
  variant_id: string;
  quantity: number;
}

/** Amounts in minor units of `currency`. */
export interface Priced {
  currency: Currency;
  lines: PricedLine[];
  /** Sum of `unit_price * quantity`. */
  subtotal: number;
  /** Sum of the lines' discounts. */
  discount_total: number;
  /** What shipping costs after its own discounts. */
  shipping_total: number;
  /** What promotions took off shipping; `shipping_total` is without it already. */
  shipping_discount_total: number;
  shipping_tax: Taxed;
  /** The lines' tax and the shipping's tax together. */
  tax_total: number;
  /** True: `tax_total` is a part of `total`. False: it was added to it. */
  tax_included: boolean;
  /** True while the goods' destination is unknown. */
  tax_estimated: boolean;
  tax_rounding: TaxRounding;
  /** Who worked the taxes out: this calculation, unless an outside service's were put in their place. */
  tax_source: TaxSource;
  /** That service's name for its own. */
  tax_calculation: string | null;
  /** Why this buyer pays none of the tax that others do; null where they do. */
  tax_relief: TaxTerms["relief"];
  /** The certificate that says so. */
  exemption: Certificate | null;
  /** What took something off, in the order in which it did. */
  promotions: AppliedPromotion[];
  /** Codes that took nothing off, and why. */
  refused: RefusedPromotion[];
  gifts: EarnedGift[];
  /** `subtotal - discount_total + shipping_total`, and `tax_total` on top unless it is included. */
  total: number;
}

/** Something that bears tax: a line's total, or shipping. */
interface Bearing {
  key: string;
  total: number;
  terms: ClassTerms;
}

/** Sorts behind the keys of lines. */
const shippingKey = "\u{10ffff}";

/**
 * What a cart costs: the one calculation behind the cart page, the quote and the order, so that they can never disagree.
 * Rates and whether prices hold them are those of the zone that the goods go to.
 * @throws quantity-over-limit when an amount passes {@link largestAmount}
 * @throws cannot-ship-there when the shipping option does not lead to the destination
 * @throws RangeError for a price, quantity or weight that is no whole number in its range, or a price in another currency
 */
export function priceCart(input: PriceInput): Priced {
  const { currency, tax_rules } = input;
  const place = input.place ?? { country: input.home_country };
  const terms = taxTerms({ ...input, rules: tax_rules, place, day: input.at.slice(0, 10) });
  const rounding = tax_rules.rounding;
  const goods = input.lines.map((line) => {
    const taxed = terms.of(line.tax_class);
    const unit_price = relieve(line.unit_price.in(currency), taxed, rounding);
    const { key, quantity } = line;
    return { key, unit_price, quantity, total: lineTotal({ unit_price, quantity }), terms: taxed };
  });
  const subtotal = sum(goods.map((line) => line.total));
  const shipping_total = relieve(shippingCost(input), terms.shipping, rounding);
  const shipping: Bearing = { key: shippingKey, total: shipping_total, terms: terms.shipping };
  const taxes = taxesOf([...goods, shipping], terms.mode, rounding);
  const taxedAs = ({ key, terms: { rate, reason } }: Bearing): Taxed => {
    const tax_total = taxes.get(key) ?? 0;
    return { tax_total, tax_rate: rate.percent, tax_reason: reason, taxes: partsOf(tax_total, rate) };
  };
  const tax_total = sum([...taxes.values()]);
  const tax_included = terms.mode === "included";
  return {
    currency,
    lines: goods.map((line) => {
      const { key, unit_price, quantity, total } = line;
      return {
        ...{ key, unit_price, price_source: basePrice, quantity, discount_total: 0, discounts: [] },
        ...taxedAs(line),
        total,
      };
    }),
    subtotal,
    discount_total: 0,
    shipping_total,
    shipping_discount_total: 0,
    shipping_tax: taxedAs(shipping),
    tax_total,
    tax_included,
    tax_estimated: input.place === null,
    tax_rounding: rounding,
    ...{ tax_source: "own", tax_calculation: null, tax_relief: terms.relief, exemption: terms.exemption },
    promotions: [],
    refused: [],
    gifts: [],
    total: bounded(subtotal + shipping_total + (tax_included ? 0 : tax_total)),
  };
}

/** What shipping costs before a buyer is relieved of its tax, by the prices that everybody sees. */
function shippingCost({ shipping_option, place, home_country, currency, lines }: PriceInput): number {
  if (shipping_option === null) return 0;
  const shown = lines.map(({ unit_price, quantity }) => ({ unit_price: unit_price.in(currency), quantity }));
  const request = { home_country, currency, subtotal: subtotalOf(shown), weight_grams: weightOf(lines) };
  return shippingOption(shipping_option, { country: place?.country ?? home_country, ...request }).price;
}

/** A price without the tax that this buyer does not pay. */
function relieve(price: number, { relieved }: ClassTerms, { mode }: TaxRounding): number {
  return relieved === null ? price : price - taxWithin(wholeNumber(price, 0, "price"), relieved, mode);
}

/**
 * The tax of each by its key: rounded for each alone, or for the sum of all that bear one rate and then split among them so that
 * the parts sum to it. What is left over by the split goes by key, so that the order of lines makes no difference.
 */
function taxesOf(
  bearing: readonly Bearing[],
  mode: TaxTerms["mode"],
  { mode: rounding, level }: TaxRounding,
): ReadonlyMap<string, number> {
  const taxOf = mode === "included" ? taxWithin : taxOnTop;
  if (level === "line") {
    return new Map(bearing.map(({ key, total, terms }) => [key, taxOf(total, terms.rate, rounding)]));
  }
  const taxes = new Map<string, number>();
  const byRate = Map.groupBy(bearing, ({ terms }): Rate["percent"] => terms.rate.percent);
  for (const group of byRate.values()) {
    const totals = group.map(({ total }) => total);
    const rate = group[0]?.terms.rate;
    if (!rate) continue;
    const sorted = group.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const parts = allocate(
      taxOf(sum(totals), rate, rounding),
      sorted.map(({ total }) => total),
    );
    for (const [index, { key }] of sorted.entries()) taxes.set(key, parts[index] ?? 0);
  }
  return taxes;
}

/** So many pieces at a price, in minor units. */
type PiecesAt = Pick<PricedLine, "unit_price" | "quantity">;

/**
 * What the lines come to before discounts, shipping and tax.
 * @throws quantity-over-limit when that passes {@link largestAmount}
 */
export function subtotalOf(lines: readonly PiecesAt[]): number {
  return sum(lines.map(lineTotal));
}

function lineTotal({ unit_price, quantity }: PiecesAt): number {
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
