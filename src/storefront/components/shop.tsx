import { createContext, useContext } from "hono/jsx";

/** What every page knows of the shop that it belongs to. */
export interface Shop {
  name: string;
  /** BCP 47. */
  locale: string;
}

export const ShopContext = createContext<Shop>({ name: "Souk", locale: "en" });

/** The shop of the page that is being rendered. */
export function useShop(): Shop {
  return useContext(ShopContext);
}

const rightToLeft = new Set(["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

/** The writing direction of a locale's language, for `dir`. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return rightToLeft.has(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}
