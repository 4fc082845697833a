import { homeCode, homeMarket, type Market } from "../../platform/market.ts";
import type { Currency } from "../../platform/money.ts";
import type { Store } from "../../platform/store.ts";
import { priceRules } from "../prices/rules.ts";

/** Every market of the store, its own first. */
export async function allMarkets(store: Store): Promise<Market[]> {
  return [homeMarket(store.env), ...(await priceRules(store)).markets.values()];
}

/** The market with a code; null where there is none (any more). */
export async function marketNamed(store: Store, code: string): Promise<Market | null> {
  if (code === homeCode) return homeMarket(store.env);
  return (await priceRules(store)).markets.get(code) ?? null;
}

/**
 * The same call, in the market that something was begun in, a cart or an order: as the market is now, so long as it still has that
 * currency. Else in one that keeps the currency and converts nothing, so that nobody pays in another one than they were shown.
 */
export async function inMarketOf(store: Store, of: { market: string; currency: Currency }): Promise<Store> {
  const known = await marketNamed(store, of.market);
  if (known?.currency === of.currency) return store.at(known);
  return store.at({ ...homeMarket(store.env), code: of.market, currency: of.currency, conversion: null });
}

/** The market that a country lies in: the store's own where no other has it. */
export async function marketOfCountry(store: Store, country: string): Promise<Market> {
  const { markets } = await priceRules(store);
  return [...markets.values()].find(({ countries }) => countries.includes(country)) ?? homeMarket(store.env);
}

/** A market that sells in a currency: the caller's own, else the first by code; null where none does. */
export async function marketIn(store: Store, currency: Currency): Promise<Market | null> {
  if (store.currency === currency) return store.market;
  return (await allMarkets(store)).find((market) => market.currency === currency) ?? null;
}
