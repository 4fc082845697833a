import { describe, expect, it } from "vitest";
import { lineToPrice } from "../../src/pricing/goods.ts";
import { priceCart } from "../../src/pricing/price.ts";
import type { PriceList } from "../../src/pricing/price-list.ts";
import { sale } from "../promotions/sale.ts";
import { goods } from "./goods.ts";

describe("a price list", () => {
  const tenth: PriceList = {
    ...{ id: "plist_1", name: "Autumn", priority: 0, starts_at: null, ends_at: null, groups: [] },
    ...{ markets: ["gb"], rules: { match: "all", conditions: [] }, percent: -100_000 },
  };

  it("for a market is asked in that market, and not by a shop that has none", () => {
    const at = (market: string | null) => priceCart(sale([["pot", 1000, 1]], [], { market, price_lists: [tenth] }));
    expect([at("gb"), at("fr"), at(null)].map(({ total }) => total)).toEqual([900, 1000, 1000]);
  });

  it("says nothing of what is given: a gift has no price to change", () => {
    const gift = { ...lineToPrice("gift", goods("mug", 500), 1, "EUR"), gift_of: "promo_1" };
    const priced = priceCart({ ...sale([], [], { market: "gb", price_lists: [tenth] }), lines: [gift] });
    expect(priced.lines).toMatchObject([{ unit_price: 0, price_source: { kind: "base", price_list_id: null } }]);
  });
});
