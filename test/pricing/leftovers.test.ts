import { describe, expect, it } from "vitest";
import { lineToPrice } from "../../src/pricing/goods.ts";
import { type PriceInput, priceCart } from "../../src/pricing/price.ts";
import { euros, offOrder, percent, promotion } from "../promotions/promotions.ts";
import { brokenSums, sale, withTax } from "../promotions/sale.ts";
import { goods } from "./goods.ts";

/** What is left over by a split has to go somewhere: to the same place in the cart, the quote and the order, and for every buyer. */

const totals = (input: PriceInput) => {
  const priced = priceCart(input);
  expect(brokenSums(priced)).toEqual([]);
  return Object.fromEntries(priced.lines.map(({ key, total }) => [key, total]));
};

const lines = (keys: string[], of: (key: string) => string, amount: number) =>
  keys.map((key) => lineToPrice(key, goods(of(key), amount), 1, "EUR"));

describe("a cent that cannot be split", () => {
  const aCentOff = [promotion("p", offOrder(euros(1)))];

  it("comes off the first of what is sold, in whatever order it was put into the cart", () => {
    for (const keys of [
      ["apple", "pear"],
      ["pear", "apple"],
    ]) {
      const input = { ...sale([], aCentOff), lines: lines(keys, (key) => key, 100) };
      expect(totals(input)).toEqual({ apple: 99, pear: 100 });
    }
  });

  it("comes off the first line of two on which the same is sold", () => {
    for (const keys of [
      ["line_1", "line_2"],
      ["line_2", "line_1"],
    ]) {
      const input = { ...sale([], aCentOff), lines: lines(keys, () => "apple", 100) };
      expect(totals(input)).toEqual({ line_1: 99, line_2: 100 });
    }
  });

  it("is tax of the first line where tax is rounded for the whole document, in whatever order lines stand", () => {
    // 3 * 0.10 hold 30 * 19/119 = 4.79 cents of tax, that is 5: 1 each, and 2 for the first two.
    const document = withTax("19", {}, { mode: "half_up", level: "document" });
    for (const keys of [
      ["a", "b", "c"],
      ["c", "a", "b"],
      ["c", "b", "a"],
    ]) {
      const { lines: priced } = priceCart({ ...sale([], [], document), lines: lines(keys, (key) => key, 10) });
      expect(Object.fromEntries(priced.map(({ key, tax_total }) => [key, tax_total]))).toEqual({ a: 2, b: 2, c: 1 });
    }
  });
});

describe("a business that pays no tax", () => {
  const abroad = { ...withTax("25", {}), home_country: "SE", vat_id: "DE136695976" };

  it("has so much of the discount off its price as everybody has off theirs", () => {
    // 10.00 holds 2.00 of tax; a quarter off 8.00 is 2.00.
    const { lines: priced } = priceCart(sale([["pot", 1000, 1]], [promotion("p", offOrder(percent("25")))], abroad));
    expect(priced).toMatchObject([{ unit_price: 800, discount_total: 200, total: 600 }]);
  });

  it("is told of no discount that comes to nothing", () => {
    // Three promotions take a cent each of 0.04, of which a business pays 0.03: 3 * 3/4 = 2.25, that is 2 cents for three of them.
    const cents = ["a", "b", "c"].map((id) => promotion(id, offOrder(euros(1))));
    const priced = priceCart(sale([["nail", 4, 1]], cents, abroad));
    expect(brokenSums(priced)).toEqual([]);
    expect(priced.lines[0]).toMatchObject({
      unit_price: 3,
      discount_total: 2,
      discounts: [
        { promotion_id: "a", amount: 1 },
        { promotion_id: "b", amount: 1 },
      ],
    });
  });

  it("gets what costs nothing for nothing, with and without a promotion", () => {
    for (const promotions of [[], [promotion("p", offOrder(percent("10")))]]) {
      const priced = priceCart(sale([["sample", 0, 3]], promotions, abroad));
      expect(priced).toMatchObject({ total: 0, discount_total: 0, lines: [{ unit_price: 0, discounts: [] }] });
    }
  });
});
