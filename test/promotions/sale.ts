import { type Goods, lineToPrice } from "../../src/pricing/goods.ts";
import { explainCart, type Priced, type PriceInput } from "../../src/pricing/price.ts";
import type { Promotion } from "../../src/promotions/promotion.ts";
import { type TaxRounding, taxRulesFrom, type Zone } from "../../src/tax/rules.ts";
import { goods, plainly } from "../pricing/goods.ts";
import { byLine, rate, rulesOf, zone } from "../tax/rules.ts";

/** What is bought: a name, the price of one piece in cents, how many, and what else there is to know. */
export type Bought = [name: string, amount: number, quantity: number, over?: Partial<Goods>];

const german = taxRulesFrom(byLine, [zone("DE", { rates: [rate("19"), rate("7", { class: "reduced" })] })]);

/** A sale in euros to a guest in Germany, with 19 % VAT in its prices. */
export function sale(bought: Bought[], promotions: Promotion[], over: Partial<PriceInput> = {}): PriceInput {
  return {
    ...plainly,
    currency: "EUR",
    lines: bought.map(([name, amount, quantity, more]) =>
      lineToPrice(name, goods(name, amount, more), quantity, "EUR"),
    ),
    place: { country: "DE" },
    home_country: "DE",
    shipping_option: null,
    tax_rules: german,
    vat_id: null,
    promotions,
    ...over,
  };
}

/** At another rate of tax than Germany's. */
export function withTax(percent: string, over: Partial<Zone> = {}, rounding: TaxRounding = byLine) {
  return { tax_rules: rulesOf(percent, over, rounding) };
}

/** What matters of an answer at a glance: what each line is left with, what each promotion took, why others did not. */
export function outcome(input: PriceInput) {
  const { priced, refused } = explainCart(input);
  return {
    lines: Object.fromEntries(priced.lines.map(({ key, total }) => [key, total])),
    took: Object.fromEntries(priced.promotions.map(({ promotion_id, amount }) => [promotion_id, amount])),
    refused: Object.fromEntries(refused.map(({ promotion_id, reason }) => [promotion_id, reason])),
    total: priced.total,
    priced,
  };
}

/** Every sum that must hold of an answer, whatever was asked; they are named where they do not. */
export function brokenSums(priced: Priced): string[] {
  const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0);
  const { lines, shipping_tax } = priced;
  const added = priced.tax_included ? 0 : priced.tax_total;
  const byPromotion = new Map<string, number>();
  for (const { promotion_id, amount } of [...lines.flatMap((line) => line.discounts), ...priced.shipping_discounts]) {
    byPromotion.set(promotion_id, (byPromotion.get(promotion_id) ?? 0) + amount);
  }
  const rules: Record<string, boolean> = {
    "a line is its pieces less its discount": lines.every(
      (line) => line.total === line.unit_price * line.quantity - line.discount_total,
    ),
    "a line's discounts sum to its discount": lines.every(
      (line) => sum(line.discounts.map(({ amount }) => amount)) === line.discount_total,
    ),
    "no discount is nothing or less": lines.every((line) => line.discounts.every(({ amount }) => amount > 0)),
    "no line is below zero": lines.every((line) => line.total >= 0),
    "lines sum to the subtotal": sum(lines.map((line) => line.unit_price * line.quantity)) === priced.subtotal,
    "lines' discounts sum to the discount": sum(lines.map((line) => line.discount_total)) === priced.discount_total,
    "shipping is not below zero": priced.shipping_total >= 0,
    "shipping's discounts sum up":
      sum(priced.shipping_discounts.map(({ amount }) => amount)) === priced.shipping_discount_total,
    "taxes sum to the tax": sum(lines.map((line) => line.tax_total)) + shipping_tax.tax_total === priced.tax_total,
    "the total is the sum of its parts":
      priced.total === priced.subtotal - priced.discount_total + priced.shipping_total + added,
    "promotions took what lines and shipping were relieved of": priced.promotions.every(
      ({ promotion_id, amount }) => amount === (byPromotion.get(promotion_id) ?? 0),
    ),
    "only what is said to apply did": [...byPromotion.keys()].every((id) =>
      priced.promotions.some(({ promotion_id }) => promotion_id === id),
    ),
    "every amount is a whole number": [
      ...lines.flatMap((line) => [line.unit_price, line.discount_total, line.tax_total, line.total]),
      ...[priced.subtotal, priced.shipping_total, priced.tax_total, priced.total],
    ].every((amount) => Number.isSafeInteger(amount)),
  };
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [rule]));
}
