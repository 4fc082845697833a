import { lineToPrice } from "../../src/pricing/goods.ts";
import { type Priced, priceCart } from "../../src/pricing/price.ts";
import type { TaxClass, TaxRules } from "../../src/tax/rules.ts";
import { goods, plainly } from "../pricing/goods.ts";

export interface Sale {
  rules: TaxRules;
  country: string;
  /** A line of one piece each: how much, and as what it is taxed. */
  lines: readonly [number, TaxClass][];
  home?: string;
  vat_id?: string | null;
}

/** Prices what is sold to somebody in a country. */
export function sell({ rules, country, lines, home = country, vat_id = null }: Sale): Priced {
  return priceCart({
    ...{ currency: "EUR", ...plainly, shipping_option: null, tax_rules: rules, vat_id },
    ...{ place: { country }, home_country: home },
    lines: lines.map(([amount, tax_class], index) =>
      lineToPrice(`line ${index}`, goods(`thing ${index}`, amount, { tax_class }), 1, "EUR"),
    ),
  });
}
