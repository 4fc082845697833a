import { createContext, useContext } from "hono/jsx";
import { pathIn } from "../../platform/http/locale.ts";
import { homeCode, homeMarket, type Market } from "../../platform/market.ts";
import { type Messages, wordsIn } from "../messages/words.ts";

/** What every page knows of the shop that it belongs to. */
export interface Shop {
  name: string;
  /** BCP 47. */
  locale: string;
  /** What the shop says in that language. */
  words: Messages;
  /** Where the visitor shops. */
  market: Market;
  /** Where a page of the shop is read in that language: `/cart` is `/de/cart`. */
  to: (path: string) => string;
}

/** The shop in a language and a market. */
export function shopIn(env: Env, locale: string, market: Market = homeMarket(env)): Shop {
  return { name: env.STORE_NAME, locale, market, words: wordsIn(locale), to: (path) => pathIn(env, locale, path) };
}

export const ShopContext = createContext<Shop>({
  name: "Souk",
  locale: "en",
  market: { code: homeCode, name: "Souk", countries: [], currency: "EUR", prices: "by_zone", conversion: null },
  words: wordsIn("en"),
  to: (path) => path,
});

/** The shop of the page that is being rendered. */
export function useShop(): Shop {
  return useContext(ShopContext);
}
