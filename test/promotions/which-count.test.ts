import { describe, expect, it } from "vitest";
import type { Promotion } from "../../src/promotions/promotion.ts";
import { rate } from "../tax/rules.ts";
import { euros, gift, offLines, offOrder, offPieces, offShipping, only, percent, promotion } from "./promotions.ts";
import { outcome, sale, withTax } from "./sale.ts";

const pan: Parameters<typeof sale>[0] = [["pan", 10_000, 1]];
const ten = (id: string, over: Partial<Promotion> = {}) => promotion(id, offOrder(percent("10")), over);
const off = (id: string, cents: number, over: Partial<Promotion> = {}) => promotion(id, offOrder(euros(cents)), over);

describe("which is asked first", () => {
  it("deals on pieces, then lines, then the order, whatever their priorities", () => {
    const set = [
      off("order", 1000, { priority: 9 }),
      promotion("lines", offLines(percent("50")), { priority: 5 }),
      promotion("pieces", offPieces("cheapest", 1, percent("50"))),
    ];
    const { took, priced } = outcome(sale(pan, set));
    // 100.00 - 50.00 = 50.00; - 25.00 = 25.00; - 10.00 = 15.00
    expect(took).toEqual({ pieces: 5000, lines: 2500, order: 1000 });
    expect(priced.promotions.map(({ promotion_id }) => promotion_id)).toEqual(["pieces", "lines", "order"]);
  });

  it("within a turn the higher priority, then the older", () => {
    const half = (id: string, priority: number) => promotion(id, offOrder(percent("50")), { priority });
    expect(outcome(sale(pan, [half("b", 0), half("c", 1), half("a", 0)])).took).toEqual({ c: 5000, a: 2500, b: 1250 });
  });
});

describe("a stacking group", () => {
  const spring = { stacking_group: "spring" };
  it("counts the one that would take most, and says so of the others", () => {
    const set = [ten("a", spring), off("b", 1500, spring), off("c", 100)];
    expect(outcome(sale(pan, set))).toMatchObject({ took: { b: 1500, c: 100 }, refused: { a: "better_one_counts" } });
  });

  it("of equal ones counts the higher priority, then the older", () => {
    const set = [off("a", 500, spring), off("b", 500, { ...spring, priority: 1 }), off("c", 500, spring)];
    expect(outcome(sale(pan, set)).took).toEqual({ b: 500 });
    expect(outcome(sale(pan, set.slice(0, 1).concat(set.slice(2)))).took).toEqual({ a: 500 });
  });

  it("of equal ones that take from different things, too", () => {
    const lines = (over: Partial<Promotion>) => promotion("z", offLines(euros(500)), { ...spring, ...over });
    expect(outcome(sale(pan, [lines({}), off("b", 500, { ...spring, priority: 1 })])).took).toEqual({ b: 500 });
    expect(outcome(sale(pan, [lines({}), off("b", 500, spring)])).took).toEqual({ b: 500 });
    expect(outcome(sale(pan, [lines({ priority: 1 }), off("b", 500, spring)])).took).toEqual({ z: 500 });
  });

  it("is not lost to one that does nothing", () => {
    const set = [promotion("a", offLines(percent("90"), only("lid")), spring), off("b", 100, spring)];
    expect(outcome(sale(pan, set))).toMatchObject({ took: { b: 100 }, refused: { a: "no_line_meets_it" } });
  });

  it("takes a gift for more than nothing", () => {
    const set = [promotion("a", offShipping(percent("100")), spring), promotion("b", gift("mug"), spring)];
    expect(outcome(sale(pan, set)).priced.gifts).toHaveLength(1);
  });

  it("does not keep the groups of others out", () => {
    const set = [off("a", 500, spring), off("b", 500, { stacking_group: "members" })];
    expect(outcome(sale(pan, set)).took).toEqual({ a: 500, b: 500 });
  });
});

describe("an exclusive promotion", () => {
  const alone = { exclusive: true };
  it("counts alone where that leaves less to pay", () => {
    expect(outcome(sale(pan, [off("a", 3000, alone), off("b", 1000), off("c", 1000)]))).toMatchObject({
      took: { a: 3000 },
      refused: { b: "better_one_counts", c: "better_one_counts" },
    });
  });

  it("gives way where the others together leave less", () => {
    expect(outcome(sale(pan, [off("a", 3000, alone), off("b", 2000), off("c", 2000)]))).toMatchObject({
      took: { b: 2000, c: 2000 },
      refused: { a: "better_one_counts" },
    });
  });

  it("is left out where all would be dearer with it, in the shipping that is free without", () => {
    const shipped = { shipping_option: "standard" as const };
    const fifty: Parameters<typeof sale>[0] = [["a", 5000, 1]];
    expect(outcome(sale(fifty, [off("p", 200, alone), off("q", 100, alone)], shipped))).toMatchObject({
      ...{ took: {}, total: 5000 },
      refused: { p: "dearer_with_it", q: "better_one_counts" },
    });
    expect(outcome(sale(fifty, [off("p", 491, alone)], shipped))).toMatchObject({ took: { p: 491 }, total: 4999 });
    expect(outcome(sale(fifty, [off("p", 490, alone)], shipped))).toMatchObject({ took: { p: 490 }, total: 5000 });
  });

  it("gives way where it makes no difference", () => {
    expect(outcome(sale(pan, [off("a", 2000, alone), off("b", 2000)])).took).toEqual({ b: 2000 });
  });

  it("is compared with other exclusive ones, of equal ones by priority, then age", () => {
    const set = [
      off("a", 100, alone),
      off("b", 200, alone),
      off("c", 200, alone),
      off("d", 200, { ...alone, priority: 2 }),
    ];
    expect(outcome(sale(pan, set)).took).toEqual({ d: 200 });
    expect(outcome(sale(pan, set.slice(0, 3))).took).toEqual({ b: 200 });
  });

  it("that does nothing says why, and leaves the others alone", () => {
    const idle = promotion("a", offLines(percent("90"), only("lid")), alone);
    expect(outcome(sale(pan, [idle, off("b", 100)]))).toMatchObject({
      took: { b: 100 },
      refused: { a: "no_line_meets_it" },
    });
  });

  it("wins with a gift where there is nothing else, and loses with it where something is taken off", () => {
    const mug = promotion("a", gift("mug"), alone);
    expect(outcome(sale(pan, [mug])).priced.gifts).toHaveLength(1);
    expect(outcome(sale(pan, [mug, off("b", 1)])).priced.gifts).toHaveLength(0);
  });

  it("is judged by what is left of shipping, too", () => {
    const set = [promotion("a", offShipping(percent("100")), alone), off("b", 300)];
    const shipped = { shipping_option: "standard" as const };
    // 4.90 of shipping against 3.00 of the goods, and against 5.00.
    expect(outcome(sale([["x", 1000, 1]], set, shipped)).took).toEqual({ a: 490 });
    expect(outcome(sale([["x", 1000, 1]], [...set, off("c", 200)], shipped)).took).toEqual({ b: 300, c: 200 });
    const added = { ...shipped, ...withTax("19", { prices: "added" }) };
    expect(outcome(sale([["x", 1000, 1]], set, added)).took).toEqual({ a: 490 });
    expect(outcome(sale([["x", 1000, 1]], [...set, off("c", 200)], added)).took).toEqual({ b: 300, c: 200 });
  });

  it("is judged by what is left to pay, taxes on top and all", () => {
    // 10.00 off a book at 7 % saves 10.70; 9.50 off a pan at 19 % saves 11.305.
    const things: Parameters<typeof sale>[0] = [
      ["book", 5000, 1, { tax_class: "reduced" }],
      ["pan", 5000, 1],
    ];
    const set = [
      promotion("a", offLines(euros(1000), only("book")), alone),
      promotion("b", offLines(euros(950), only("pan"))),
    ];
    const rates = [rate("19"), rate("7", { class: "reduced" })];
    expect(outcome(sale(things, set, withTax("19", { prices: "added", rates }))).took).toEqual({ b: 950 });
    expect(outcome(sale(things, set)).took).toEqual({ a: 1000 });
  });
});
