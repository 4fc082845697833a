import type { Currency } from "./money.ts";

/** How prices in one currency become prices in another. */
export interface Conversion {
  from: Currency;
  /** Units of the market's currency for one unit of `from`: a decimal text, above zero. */
  rate: string;
  /** Rounded to the next multiple of this many minor units of the market's currency; 1 rounds to whole minor units. */
  step: number;
  /** Taken off that multiple, below `step`: 1 of 100 makes prices end in .99. */
  less: number;
}

/** A part of the world that is sold to in one currency. */
export interface Market {
  /** Names it in addresses, price lists, carts and orders. */
  code: string;
  name: string;
  /** ISO 3166-1 alpha-2. */
  countries: readonly string[];
  currency: Currency;
  /** Whether its prices hold their tax; `by_zone`: as the tax zone that the goods go to says. */
  prices: "by_zone" | "included" | "added";
  /** Null: what has no price in `currency` is not sold there. */
  conversion: Conversion | null;
}

/** The code of the store's own market. */
export const homeCode = "home";

const homes = new Map<string, Market>();

/** The market of every country that lies in no other: in the store's own currency, as it is deployed. */
export function homeMarket({ STORE_CURRENCY, STORE_COUNTRY, STORE_NAME }: Env): Market {
  const set = [STORE_NAME, STORE_COUNTRY, STORE_CURRENCY].join("|");
  const known = homes.get(set);
  if (known) return known;
  const home: Market = {
    ...{ code: homeCode, name: STORE_NAME, countries: [STORE_COUNTRY], currency: STORE_CURRENCY },
    ...{ prices: "by_zone", conversion: null },
  };
  homes.set(set, home);
  return home;
}
