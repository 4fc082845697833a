import { describe, expect, it } from "vitest";
import {
  all,
  bundle,
  buyGet,
  euros,
  gift,
  offLines,
  offOrder,
  offPieces,
  offShipping,
  only,
  percent,
  pieces,
  promotion,
  tiers,
} from "./promotions.ts";
import { brokenSums, outcome, sale } from "./sale.ts";

describe("off the whole order", () => {
  it("a percentage is rounded once and spread over the lines to the cent", () => {
    const { lines, took, priced } = outcome(
      sale(
        [
          ["pan", 3333, 1],
          ["spoon", 333, 1],
          ["lid", 334, 1],
        ],
        [promotion("p", offOrder(percent("10")))],
      ),
    );
    expect({ lines, took }).toEqual({ lines: { pan: 3000, spoon: 300, lid: 300 }, took: { p: 400 } });
    expect(brokenSums(priced)).toEqual([]);
  });

  it("an amount is taken once, and never more than there is", () => {
    const ten = promotion("p", offOrder(euros(1000)));
    expect(
      outcome(
        sale(
          [
            ["pan", 900, 1],
            ["lid", 300, 1],
          ],
          [ten],
        ),
      ),
    ).toMatchObject({ took: { p: 1000 }, total: 200 });
    expect(outcome(sale([["pan", 900, 1]], [ten]))).toMatchObject({ took: { p: 900 }, total: 0 });
  });
});

describe("off lines", () => {
  it("an amount is taken off each piece, and stops at nothing", () => {
    const two = promotion("p", offLines(euros(200), only("pan", "spoon")));
    expect(
      outcome(
        sale(
          [
            ["pan", 900, 3],
            ["spoon", 150, 2],
            ["lid", 300, 1],
          ],
          [two],
        ),
      ),
    ).toMatchObject({
      lines: { pan: 2100, spoon: 0, lid: 300 },
      took: { p: 900 },
    });
  });
});

describe("off pieces", () => {
  it("the cheapest is free", () => {
    const free = promotion("p", offPieces("cheapest", 1, percent("100")));
    expect(
      outcome(
        sale(
          [
            ["pan", 900, 2],
            ["spoon", 150, 2],
          ],
          [free],
        ),
      ).lines,
    ).toEqual({ pan: 1800, spoon: 150 });
  });

  it("the dearest three are half price, over two lines", () => {
    const half = promotion("p", offPieces("dearest", 3, percent("50")));
    expect(
      outcome(
        sale(
          [
            ["pan", 900, 2],
            ["spoon", 150, 2],
          ],
          [half],
        ),
      ).lines,
    ).toEqual({ pan: 900, spoon: 225 });
  });
});

describe("buy some, get some", () => {
  it("three for two gives the cheapest of each three", () => {
    const deal = promotion("p", buyGet(pieces(2), pieces(1), percent("100")));
    expect(
      outcome(
        sale(
          [
            ["a", 1000, 2],
            ["b", 500, 2],
            ["c", 100, 3],
          ],
          [deal],
        ),
      ),
    ).toMatchObject({ took: { p: 200 } });
  });

  it("gives no more than was bought for, however much of it is in the cart", () => {
    const deal = promotion("p", buyGet(pieces(2, only("shirt")), pieces(1, only("sock")), percent("100")));
    const bought = sale(
      [
        ["shirt", 2000, 4],
        ["sock", 300, 10],
      ],
      [deal],
    );
    expect(outcome(bought)).toMatchObject({ took: { p: 600 }, total: 8000 + 2400 });
  });

  it("gives the last time fewer than it could, where there are no more", () => {
    const deal = promotion("p", buyGet(pieces(2, only("shirt")), pieces(3, only("sock")), percent("100")));
    const bought = sale(
      [
        ["shirt", 2000, 4],
        ["sock", 300, 4],
      ],
      [deal],
    );
    expect(outcome(bought)).toMatchObject({ took: { p: 1200 } });
  });

  it("gives nothing while there is nothing to get", () => {
    const deal = promotion("p", buyGet(pieces(1, only("pan")), pieces(1, only("lid")), percent("100")));
    expect(outcome(sale([["pan", 900, 4]], [deal]))).toMatchObject({ refused: { p: "no_line_meets_it" }, total: 3600 });
  });
});

describe("a bundle for one price", () => {
  it("is made of the dearest that fit, as often as it saves", () => {
    const deal = promotion("p", bundle(1000, [pieces(3)]));
    expect(
      outcome(
        sale(
          [
            ["a", 500, 4],
            ["b", 100, 3],
          ],
          [deal],
        ),
      ),
    ).toMatchObject({ took: { p: 500 }, total: 1800 });
  });

  it("finds the only way in which parts that overlap can be filled", () => {
    const parts = [pieces(1, only("x", "y")), pieces(1, only("y", "z")), pieces(1, only("x", "z"))];
    const deal = promotion("p", bundle(600, parts));
    expect(
      outcome(
        sale(
          [
            ["x", 300, 1],
            ["y", 300, 1],
            ["z", 300, 1],
          ],
          [deal],
        ),
      ),
    ).toMatchObject({ took: { p: 300 } });
  });
});

describe("steps by spend", () => {
  it("count the highest that is reached, by what things cost before promotions", () => {
    const steps = promotion(
      "p",
      tiers([
        [5000, percent("5")],
        [10000, percent("10")],
      ]),
    );
    expect(outcome(sale([["pan", 4999, 1]], [steps]))).toMatchObject({ refused: { p: "conditions_not_met" } });
    expect(outcome(sale([["pan", 5000, 1]], [steps]))).toMatchObject({ took: { p: 250 } });
    expect(outcome(sale([["pan", 5000, 2]], [steps]))).toMatchObject({ took: { p: 1000 } });
  });
});

describe("off shipping", () => {
  it("makes it free, or cheaper, and never pays the shopper", () => {
    const input = (over = euros(1000)) =>
      sale([["pan", 900, 1]], [promotion("p", offShipping(over))], { shipping_option: "standard" });
    expect(outcome(input())).toMatchObject({ took: { p: 490 }, priced: { shipping_total: 0 }, total: 900 });
    expect(outcome(input(percent("50")))).toMatchObject({
      priced: { shipping_total: 245, shipping_discount_total: 245 },
    });
  });
});

describe("a gift", () => {
  it("is earned by what is bought, and takes nothing off", () => {
    const mug = promotion("p", gift("mug"), {
      sale: all({ attribute: "cart.subtotal", operator: "at_least", values: [1000], currency: "EUR" }),
    });
    expect(outcome(sale([["pan", 1000, 1]], [mug])).priced.gifts).toEqual([
      { promotion_id: "p", variant_id: "var_mug", quantity: 1 },
    ]);
    expect(outcome(sale([["pan", 999, 1]], [mug])).priced.gifts).toEqual([]);
  });
});
