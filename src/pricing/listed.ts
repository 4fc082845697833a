import { Money } from "../platform/money.ts";
import type { LineToPrice, PriceInput } from "./price.ts";
import { basePrice, chooseUnitPrice, type PriceSource } from "./price-list.ts";

/** A line at the price that this buyer is asked, with where that came from. */
export type ListedLine = LineToPrice & { price_source: PriceSource };

/** The lines of a sale at the prices of the lists that apply to it. A line is asked by its own pieces alone. */
export function atListPrices(
  sale: Pick<PriceInput, "lines" | "price_lists" | "buyer" | "market" | "currency" | "at">,
): ListedLine[] {
  const { price_lists, buyer, currency, at } = sale;
  const market = sale.market ?? "";
  return sale.lines.map((line) => {
    // What is given is not sold at any list's price.
    if (line.gift_of !== null) return { ...line, price_source: basePrice };
    const good = { ...line, unit_price: line.unit_price.in(currency) };
    const question = { buyer, market, currency, at, quantity: line.quantity };
    const { unit_price, price_source } = chooseUnitPrice(good, price_lists, question);
    const reduced = line.reduced || unit_price < good.unit_price;
    return { ...line, unit_price: new Money(unit_price, currency), reduced, price_source };
  });
}
