import { DomainError } from "../platform/errors.ts";
import { Money } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { atListPrices } from "../pricing/listed.ts";
import { type LineToPrice, type PricedLine, type PriceInput, priceCart } from "../pricing/price.ts";
import { priceWithGifts, type Sale } from "./gifts.ts";

/** What a cart comes to, of what one order may come to. */
export interface ShownSale extends Omit<Sale, "input"> {
  /** Lines that are not counted, for with them it would be more than that: their keys. They are among the priced ones, for nothing. */
  too_dear: ReadonlySet<string>;
}

/**
 * Prices a cart to show it, whatever prices have risen to since it was filled: a line that would take it past what one order may come to,
 * after those before it, is set aside, so that the shopper sees which it is and can let it go. No order is made of such a cart.
 */
export async function priceToShow(store: Store, input: PriceInput): Promise<ShownSale> {
  try {
    return { ...(await priceWithGifts(store, input)), too_dear: new Set() };
  } catch (thrown) {
    if (!isOverLimit(thrown)) throw thrown;
    return priceWhatFits(store, input);
  }
}

async function priceWhatFits(store: Store, input: PriceInput): Promise<ShownSale> {
  const kept: LineToPrice[] = [];
  for (const line of input.lines) if (fits({ ...input, lines: [...kept, line] })) kept.push(line);
  const { priced, gifts, missed } = await priceWithGifts(store, { ...input, lines: kept });
  const aside = input.lines.filter((line) => !kept.includes(line));
  const of = new Map([...priced.lines, ...aside.map((line) => uncounted(input, line))].map((line) => [line.key, line]));
  const keys = [...input.lines.map(({ key }) => key), ...priced.lines.slice(kept.length).map(({ key }) => key)];
  const lines = keys.flatMap((key) => of.get(key) ?? []);
  return { priced: { ...priced, lines }, gifts, missed, too_dear: new Set(aside.map(({ key }) => key)) };
}

function fits(input: PriceInput): boolean {
  try {
    priceCart(input);
    return true;
  } catch (thrown) {
    if (isOverLimit(thrown)) return false;
    throw thrown;
  }
}

/** The line with what one piece costs, and counted as nothing. */
function uncounted(input: PriceInput, line: LineToPrice): PricedLine {
  const { unit_price, price_source } = theOnly(atListPrices({ ...input, lines: [line] }));
  const free = { ...line, unit_price: new Money(0, input.currency), list_prices: [], weight_grams: 0 };
  const counted = theOnly(priceCart({ ...input, lines: [free], price_lists: [], promotions: [], codes: [] }).lines);
  return { ...counted, unit_price: unit_price.in(input.currency), price_source };
}

function theOnly<Line>(lines: readonly Line[]): Line {
  const [line] = lines;
  if (line === undefined) throw new Error("One line was priced, and none came back.");
  return line;
}

function isOverLimit(thrown: unknown): boolean {
  return thrown instanceof DomainError && thrown.code === "quantity-over-limit";
}
