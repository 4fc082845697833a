import type { Currency, Money } from "../platform/money.ts";
import type { PriceSource } from "../platform/price-source.ts";
import { wholeNumber } from "../platform/whole-number.ts";
import { applyPromotions } from "../promotions/apply.ts";
import type { AppliedPromotion, BroughtCode, Buyer, Promotion, RefusedPromotion } from "../promotions/promotion.ts";
import { codesOf } from "../promotions/refusal.ts";
import type { Sale } from "../promotions/sale.ts";
import type { Discount, Gift, Outcome } from "../promotions/trial.ts";
import { type LivePrice, type ShippingOption, type ShippingRules, shippingOption } from "../shipping/methods.ts";
import type { TaxSource } from "../tax/assessment.ts";
import type { Certificate } from "../tax/certificate.ts";
import { partsOf, type TaxPart } from "../tax/rate.ts";
import type { Place, TaxClass, TaxMode, TaxReason, TaxRounding, TaxRules } from "../tax/rules.ts";
import { type ClassTerms, type TaxTerms, taxTerms } from "../tax/terms.ts";
import { bounded, lineTotal, sum } from "./amounts.ts";
import { relieveDiscounts, saleOf, sumOf } from "./discounts.ts";
import { atListPrices, type Listed } from "./listed.ts";
import type { ListPrice, PriceList } from "./price-list.ts";
import { type Bearing, relieve, taxesOf } from "./taxes.ts";

export interface LineToPrice {
  /** Tells the caller which line is which, and is on no other line; a line id or a variant id. */
  key: string;
  variant_id: string;
  product_id: string;
  sku: string;
  /** The product's categories and all above them. */
  category_ids: readonly string[];
  brand: string | null;
  /** The variant's own price of one piece, not negative; with its tax or without as `prices` or the zone that the goods go to says. */
  unit_price: Money;
  /** What that was converted from; null where it is a price of its own. */
  converted_from: PriceSource["from"];
  /** Whether that is below its usual price. */
  reduced: boolean;
  /** What price lists ask for it, in the same currency. */
  list_prices: readonly ListPrice[];
  /** A whole number, at least 1. */
  quantity: number;
  /** Of one piece. */
  weight_grams: number;
  /** Of one piece, packed; null where nobody measured it. */
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
  /** Whether each piece travels in a parcel of its own. */
  ships_alone: boolean;
  tax_class: TaxClass;
  /** The promotion that gave it: it costs nothing, bears no discount, and no promotion counts it. Null: it is bought. */
  gift_of: string | null;
}

/** Everything that a total depends on. */
export interface PriceInput {
  currency: Currency;
  lines: readonly LineToPrice[];
  /** Where the goods go; null while unknown, and then tax and shipping are estimated for `likely_country`. */
  place: Place | null;
  /** ISO 3166-1 alpha-2: where the store stands (`STORE_COUNTRY`). */
  home_country: string;
  /** ISO 3166-1 alpha-2: the market's own; left out: `home_country`. */
  likely_country?: string | undefined;
  shipping: ShippingRules;
  /** The chosen method's code. Null while nothing is chosen: shipping then counts as nothing. */
  shipping_option: string | null;
  /** BCP 47: the language in which the chosen way is told; the store's own where it is left out. */
  locale?: string | undefined;
  /** What carriers say of their prices, by the method's code; left out where none was asked. */
  live_shipping?: ReadonlyMap<string, LivePrice> | undefined;
  buyer: Buyer;
  /** The market that it is sold in; null where the store has none. */
  market: string | null;
  /** Whether the market's prices hold their tax; null: as the zone that the goods go to says. */
  prices: TaxMode | null;
  /** Those that are active, whoever and whenever they are for. */
  price_lists: readonly PriceList[];
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
  /** The promotion that gave it for nothing; null: it is bought. */
  gift_of: string | null;
  /** `unit_price * quantity - discount_total`; `tax_total` is within it or on top of it as `tax_included` says. */
  total: number;
}

/** What one promotion took off a line, or off shipping: minor units, above zero. */
export type LineDiscount = Discount;

/** Pieces that come with the order by a promotion. */
export type EarnedGift = Gift;

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
  /** The chosen way with the price that everybody sees, before discounts, and where it comes from; null while none is chosen. */
  shipping: ShippingOption | null;
  /** The bought lines at the prices that everybody sees, after discounts: what decides about free shipping and prices by subtotal. */
  shipping_subtotal: number;
  /** What promotions took off shipping; `shipping_total` is without it already, and `discount_total` does not hold it. */
  shipping_discount_total: number;
  /** What that is made of; it sums to it. */
  shipping_discounts: LineDiscount[];
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
  /** What took something off or gave something, in the order in which it did. */
  promotions: AppliedPromotion[];
  /** Codes that took nothing off, and why. */
  refused: RefusedPromotion[];
  gifts: EarnedGift[];
  /** `subtotal - discount_total + shipping_total`, and `tax_total` on top unless it is included. */
  total: number;
}

/** Sorts behind the keys of lines. */
const shippingKey = "\u{10ffff}";

/**
 * What a cart costs: the one calculation behind the cart page, the quote and the order, so that they can never disagree.
 * Rates and whether prices hold them are those of the zone that the goods go to.
 * @throws quantity-over-limit when an amount, a weight or all pieces together pass what one order may come to
 * @throws cannot-ship-there when the shipping option does not lead to the destination
 * @throws RangeError for a price, quantity or weight that is no whole number in its range, or a price in another currency
 */
export function priceCart(input: PriceInput): Priced {
  return explainCart(input).priced;
}

/** {@link priceCart}, and of every promotion that did nothing why: what staff see in a preview. */
export function explainCart(input: PriceInput): { priced: Priced; refused: RefusedPromotion[] } {
  const { promotions, codes } = input;
  const counter = new Counter({ ...input, lines: atListPrices(input) });
  const { outcome, refused } = applyPromotions(counter.sale, promotions, codes, {
    shipping: (subtotal) => counter.shippingCost(subtotal),
    total: (tried) => counter.total(tried),
  });
  const ofCodes = refused.filter(({ code }) => code !== null);
  return { priced: counter.count(outcome, ofCodes), refused };
}

/** A line before discounts. */
interface CountedLine {
  key: string;
  line: Listed<LineToPrice>;
  /** Of one piece: what everybody sees, and what this buyer pays. */
  shown: number;
  unit_price: number;
  reduced: boolean;
  total: number;
  terms: ClassTerms;
}

/** A sale whose lines are at the prices of its lists. */
type ListedSale = Omit<PriceInput, "lines"> & { lines: readonly Listed<LineToPrice>[] };

/** Adds one sale up, for every way in which promotions may be done. */
class Counter {
  readonly sale: Sale;
  readonly #input: ListedSale;
  readonly #terms: TaxTerms;
  readonly #goods: readonly CountedLine[];
  /** What the chosen way costs by the subtotal that was asked for: parcels are packed once for each. */
  readonly #ways = new Map<number, ShippingOption>();

  constructor(input: ListedSale) {
    const { currency, lines, tax_rules, home_country } = input;
    const place = input.place ?? { country: input.likely_country ?? home_country };
    this.#input = input;
    this.#terms = taxTerms({ ...input, rules: tax_rules, place, day: input.at.slice(0, 10) });
    this.#goods = lines.map((line) => {
      const { key, quantity, gift_of, reduced } = line;
      const shown = gift_of === null ? wholeNumber(line.unit_price.in(currency), 0, "price") : 0;
      const terms = this.#terms.of(line.tax_class);
      const unit_price = relieve(shown, terms, tax_rules.rounding);
      return { key, line, shown, unit_price, reduced, terms, total: lineTotal({ unit_price, quantity }) };
    });
    const { at, market, buyer, shipping_option } = input;
    const about = {
      currency,
      at,
      market,
      buyer,
      shipping_option,
      place: input.place,
      rounding: tax_rules.rounding.mode,
    };
    this.sale = saleOf(about, this.#goods);
  }

  /** What shipping costs everybody when the lines come to so much; null while no way is chosen. */
  shippingCost(subtotal: number): number | null {
    return this.#way(subtotal)?.price ?? null;
  }

  #way(subtotal: number): ShippingOption | null {
    const {
      shipping,
      shipping_option,
      home_country,
      currency,
      lines: items,
      locale,
      live_shipping: live,
    } = this.#input;
    if (shipping_option === null) return null;
    const place = this.#input.place ?? { country: this.#input.likely_country ?? home_country };
    const request = { place, home_country, currency, subtotal, items, locale, live };
    const way = this.#ways.get(subtotal) ?? shippingOption(shipping_option, shipping, request);
    this.#ways.set(subtotal, way);
    return way;
  }

  /** What there is to pay, without the parts that it is made of. */
  total(outcome: Outcome): number {
    // Where prices hold their tax, nobody is relieved of it.
    if (this.#terms.mode === "included") return this.sale.subtotal + dueOf(outcome);
    const { lines, shipping } = this.#after(outcome);
    const taxes = taxesOf([...lines, shipping], "added", this.#input.tax_rules.rounding);
    return sum(lines.map(({ total }) => total)) + shipping.total + sum([...taxes.values()]);
  }

  count(outcome: Outcome, refused: RefusedPromotion[]): Priced {
    const { rounding } = this.#input.tax_rules;
    const { lines, shipping, shipping_subtotal, way } = this.#after(outcome);
    const taxes = taxesOf([...lines, shipping], this.#terms.mode, rounding);
    const taxedAs = ({ key, terms: { rate, reason } }: Bearing): Taxed => {
      const tax_total = taxes.get(key) ?? 0;
      return { tax_total, tax_rate: rate.percent, tax_reason: reason, taxes: partsOf(tax_total, rate) };
    };
    const subtotal = sum(this.#goods.map(({ total }) => total));
    const goods_total = sum(lines.map(({ total }) => total));
    const tax_total = sum([...taxes.values()]);
    const tax_included = this.#terms.mode === "included";
    const { relief: tax_relief, exemption } = this.#terms;
    return {
      currency: this.#input.currency,
      lines: lines.map((line) => pricedLine(line, taxedAs(line))),
      subtotal,
      discount_total: subtotal - goods_total,
      shipping_total: shipping.total,
      ...{ shipping: way, shipping_subtotal },
      shipping_discount_total: sumOf(shipping.discounts),
      shipping_discounts: [...shipping.discounts],
      shipping_tax: taxedAs(shipping),
      tax_total,
      tax_included,
      tax_estimated: this.#input.place === null,
      tax_rounding: rounding,
      ...{ tax_source: "own", tax_calculation: null, tax_relief, exemption },
      promotions: this.#applied(outcome, [...lines, shipping]),
      refused,
      gifts: [...outcome.gifts],
      total: bounded(goods_total + shipping.total + (tax_included ? 0 : tax_total)),
    };
  }

  /** What promotions have left of lines and shipping. */
  #after(outcome: Outcome) {
    const shipping_subtotal = this.sale.subtotal - takenOffLines(outcome);
    const way = this.#way(shipping_subtotal);
    return { lines: this.#discounted(outcome), shipping: this.#shipping(outcome, way), shipping_subtotal, way };
  }

  /** The lines with what promotions left of them, in the order in which they were asked. */
  #discounted({ lines }: Outcome): Discounted<CountedLine>[] {
    const { mode } = this.#input.tax_rules.rounding;
    const byKey = new Map(this.sale.lines.map(({ key }, at) => [key, lines.get(at) ?? []]));
    return this.#goods.map((line) => {
      const shown = line.shown * line.line.quantity;
      const discounts = relieveDiscounts(byKey.get(line.key) ?? [], shown, line.total, mode);
      return { ...line, discounts, total: line.total - sumOf(discounts) };
    });
  }

  #shipping({ shipping_cost, shipping }: Outcome, way: ShippingOption | null): Discounted<Bearing> {
    const { rounding } = this.#input.tax_rules;
    const terms = way?.tax_class ? this.#terms.of(way.tax_class) : this.#terms.shipping;
    const cost = relieve(shipping_cost ?? 0, terms, rounding);
    const discounts = relieveDiscounts(shipping, shipping_cost ?? 0, cost, rounding.mode);
    return { key: shippingKey, terms, discounts, total: cost - sumOf(discounts) };
  }

  #applied({ applied }: Outcome, discounted: readonly { discounts: readonly Discount[] }[]): AppliedPromotion[] {
    const codes = codesOf(this.#input.codes);
    const taken = new Map<string, number>();
    for (const { promotion_id, amount } of discounted.flatMap(({ discounts }) => discounts)) {
      taken.set(promotion_id, (taken.get(promotion_id) ?? 0) + amount);
    }
    return applied.map(({ id, title }) => {
      return { promotion_id: id, title, code: codes.get(id) ?? null, amount: taken.get(id) ?? 0 };
    });
  }
}

function takenOffLines({ lines }: Outcome): number {
  let taken = 0;
  for (const discounts of lines.values()) taken += sumOf(discounts);
  return taken;
}

/** What comes to the subtotal by shipping, less what was taken off; by the prices that everybody sees. */
function dueOf(outcome: Outcome): number {
  return (outcome.shipping_cost ?? 0) - sumOf(outcome.shipping) - takenOffLines(outcome);
}

/** `total` is what promotions have left of it. */
type Discounted<Of> = Of & { discounts: readonly LineDiscount[] };

function pricedLine({ line, unit_price, discounts, total }: Discounted<CountedLine>, taxed: Taxed): PricedLine {
  const { key, price_source, quantity, gift_of } = line;
  const discount_total = sumOf(discounts);
  return {
    ...{ key, unit_price, price_source, quantity, discount_total, discounts: [...discounts], gift_of },
    ...taxed,
    total,
  };
}
