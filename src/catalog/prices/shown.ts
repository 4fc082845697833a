import type { Market } from "../../platform/market.ts";
import type { Currency } from "../../platform/money.ts";
import type { PriceSource } from "../../platform/price-source.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { convert } from "../../pricing/conversion.ts";
import { chooseUnitPrice, type ListedGood, type PriceList } from "../../pricing/price-list.ts";
import { pricesIn, type StoredListPrice, type StoredPrice } from "./in-market.ts";
import { priceRules } from "./rules.ts";

/** What everybody is shown of prices: in which market, by which lists, when. */
export interface Showing {
  market: Market;
  /** Those that are for everybody: they hold, are to come, or were over lately. */
  lists: readonly PriceList[];
  /** ISO 8601 UTC. */
  at: string;
  /** Since when former prices matter, ISO 8601 UTC: thirty days before the first list began that holds. Nothing is read where none does. */
  since: string;
}

const day = 24 * 3600 * 1000;
/** How far a reduction looks back from when it began (Directive 98/6/EC, article 6a). */
const looksBack = 30 * day;

/** @param currency where it is not the market's own, nothing is converted into it */
export async function showingIn(store: Store, currency: Currency = store.currency): Promise<Showing> {
  const { lists } = await priceRules(store);
  const at = timestamp(store);
  const market = currency === store.currency ? store.market : { ...store.market, currency, conversion: null };
  const forAll = lists.filter(({ groups }) => groups.length === 0);
  const running = forAll.flatMap(({ starts_at, ends_at }) =>
    starts_at !== null && starts_at <= at && (ends_at === null || at < ends_at) ? [Date.parse(starts_at)] : [],
  );
  const since = running.length === 0 ? at : new Date(Math.min(...running) - looksBack).toISOString();
  return { market, lists: forAll, at, since };
}

/** The currency whose shelves a market's lists are read from: where it converts, the one that it converts from. */
export function shelfCurrency({ market }: Pick<Store, "market">, currency: Currency = market.currency): Currency {
  return currency === market.currency ? (market.conversion?.from ?? currency) : currency;
}

/** A variant's prices as they are kept. */
export interface KeptPrices {
  prices: readonly (StoredPrice & { lowest_before: number | null })[];
  list_prices: readonly StoredListPrice[];
  /** What it cost before, and until when. */
  former: readonly { currency: Currency; until: string; amount: number }[];
}

/** What a price list is asked of a product and a variant. */
export type ListedProduct = Pick<ListedGood, "variant_id" | "product_id" | "category_ids" | "brand">;

/** What everybody pays for one piece, and for more. Minor units of the market's currency. */
export interface ShownPrice {
  price: number;
  price_source: PriceSource;
  /** What it cost before, while a reduction is announced. */
  compare_at_price: number | null;
  lowest_price_30_days: number | null;
  /** Where more pieces cost less each: from so many on. */
  tiers: { min_quantity: number; price: number }[];
}

/** Null: it is not sold there. */
export function showPrice(product: ListedProduct, kept: KeptPrices, showing: Showing): ShownPrice | null {
  const { market, lists, at } = showing;
  const own = pricesIn(kept.prices, kept.list_prices, market);
  if (!own) return null;
  const good: ListedGood = { ...product, ...own };
  const ask = (quantity: number) =>
    chooseUnitPrice(good, lists, {
      buyer: { groups: [] },
      market: market.code,
      currency: market.currency,
      at,
      quantity,
    });
  const { unit_price: price, price_source } = ask(1);
  const steps = [...new Set(good.list_prices.map(({ min_quantity }) => min_quantity))].toSorted((a, b) => a - b);
  const tiers: ShownPrice["tiers"] = [];
  for (const min_quantity of steps) {
    const { unit_price } = ask(min_quantity);
    if (unit_price < (tiers.at(-1)?.price ?? price)) tiers.push({ min_quantity, price: unit_price });
  }
  const shown = { price, price_source, tiers };
  const list = lists.find(({ id }) => id === price_source.price_list_id);
  if (list && price < own.unit_price) {
    const compare_at_price = Math.max(own.unit_price, own.compare_at_price ?? 0);
    return { ...shown, compare_at_price, lowest_price_30_days: lowestBefore(list, good, kept, showing) };
  }
  const announced = own.compare_at_price !== null && own.compare_at_price > price;
  return {
    ...shown,
    compare_at_price: announced ? own.compare_at_price : null,
    lowest_price_30_days: announced && !list ? priorPrice(kept, market) : null,
  };
}

/** What was written beside a reduction of the variant's own price when it was announced. */
function priorPrice({ prices }: KeptPrices, { currency, conversion }: Market): number | null {
  const own = prices.find((price) => price.currency === currency);
  if (own) return own.lowest_before;
  const lowest = prices.find((price) => price.currency === conversion?.from)?.lowest_before ?? null;
  return lowest === null || !conversion ? null : convert(lowest, conversion, currency);
}

/**
 * The lowest price that everybody could buy one piece for in the thirty days before a list began: the variant's own price and what
 * it was then, and what other lists asked. Where it is not known since when an amount held, it counts: too low is told, never
 * too high.
 */
function lowestBefore(list: PriceList, good: ListedGood, kept: KeptPrices, { lists, market }: Showing): number {
  const began = Date.parse(list.starts_at ?? "");
  const from = new Date(began - looksBack).toISOString();
  const { currency, conversion } = market;
  const amounts = [good.unit_price];
  const isOwn = good.converted_from === null;
  for (const former of kept.former) {
    if (former.until < from) continue;
    if (isOwn && former.currency === currency) amounts.push(former.amount);
    if (!isOwn && former.currency === conversion?.from) {
      amounts.push(convert(former.amount, conversion, currency) ?? good.unit_price);
    }
  }
  for (const other of lists) {
    const { starts_at, ends_at } = other;
    if (other === list || starts_at === null || starts_at >= (list.starts_at ?? "")) continue;
    if (ends_at !== null && ends_at <= from) continue;
    const question = { buyer: { groups: [] }, market: market.code, currency, at: starts_at, quantity: 1 };
    amounts.push(chooseUnitPrice(good, [other], question).unit_price);
  }
  return Math.min(...amounts);
}
