import { type Currency, Money } from "../platform/money.ts";
import type { PriceSource } from "../platform/price-source.ts";
import { basePrice, chooseUnitPrice, type ListedGood, type PriceList, type PriceQuestion } from "./price-list.ts";

/** A line whose price lists may say. */
interface SoldLine extends Omit<ListedGood, "unit_price"> {
  unit_price: Money;
  quantity: number;
  /** Whether its price is below its usual one; a list may make it so. */
  reduced: boolean;
  gift_of: string | null;
}

/** A line at the price that this buyer is asked, with where that came from. */
export type Listed<Line> = Line & { price_source: PriceSource };

/** What lists ask of a sale. */
interface ListedSale<Line> extends Omit<PriceQuestion, "quantity" | "market"> {
  lines: readonly Line[];
  price_lists: readonly PriceList[];
  currency: Currency;
  /** Null where the store has none. */
  market: string | null;
}

/** The lines of a sale at the prices of the lists that apply to it. A line is asked by its own pieces alone. */
export function atListPrices<Line extends SoldLine>(sale: ListedSale<Line>): Listed<Line>[] {
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
