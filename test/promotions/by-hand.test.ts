import { describe } from "vitest";
import { type Example, work } from "./example.ts";
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
import { type Bought, sale, withTax } from "./sale.ts";

const free = percent("100");
const half = percent("50");

const abc: Bought[] = [
  ["a", 999, 1],
  ["b", 999, 1],
  ["c", 999, 1],
];

const own = "by hand";
const byHand: Example[] = [
  {
    name: "one cent that is left over by a split goes to the first by what is sold",
    source: own,
    sum: "10.00 off 3 * 9.99: 3.33 each, and 0.01 for a",
    sale: sale(abc, [promotion("p", offOrder(euros(1000)))]),
    ...{ total: 1997, lines: { a: 665, b: 666, c: 666 } },
  },
  {
    name: "the cent goes to the largest remainder, not to the largest line",
    source: own,
    sum: "1.00 of 1.00, 2.99 and 6.00: 10.01.., 29.92.., 60.06..: the cent goes to 29.92",
    sale: sale(
      [
        ["a", 100, 1],
        ["b", 299, 1],
        ["c", 600, 1],
      ],
      [promotion("p", offOrder(euros(100)))],
    ),
    ...{ total: 899, lines: { a: 90, b: 269, c: 540 } },
  },
  {
    name: "half a cent goes to the even one, where the store rounds so",
    source: own,
    sum: "0.25 * 10 % = 0.025, that is 0.02 (and 0.03 half up)",
    sale: sale([["a", 25, 1]], [promotion("p", offOrder(percent("10")))], {
      ...withTax("0", {}, { mode: "half_even", level: "line" }),
    }),
    ...{ total: 23, took: { p: 2 } },
  },
  {
    name: "half a cent goes up, where the store rounds so",
    source: own,
    sum: "0.25 * 10 % = 0.025, that is 0.03",
    sale: sale([["a", 25, 1]], [promotion("p", offOrder(percent("10")))]),
    ...{ total: 22, took: { p: 3 } },
  },
  {
    name: "a percentage off a line is rounded once a line, not once a piece",
    source: own,
    sum: "3 * 0.35 = 1.05; * 10 % = 0.105, that is 0.11 (by the piece it would be 3 * 0.04)",
    sale: sale([["a", 35, 3]], [promotion("p", offLines(percent("10")))]),
    ...{ total: 94, took: { p: 11 } },
  },
  {
    name: "a percentage off the order is rounded once for all lines",
    source: own,
    sum: "0.05 + 0.05 + 0.05 = 0.15; * 10 % = 0.015, that is 0.02 (by the line it would be 0.03)",
    sale: sale(
      [
        ["a", 5, 1],
        ["b", 5, 1],
        ["c", 5, 1],
      ],
      [promotion("p", offOrder(percent("10")))],
    ),
    ...{ total: 13, lines: { a: 4, b: 4, c: 5 } },
  },
  {
    name: "a third off",
    source: own,
    sum: "10.00 * 33.3333 % = 3.33333, that is 3.33",
    sale: sale([["a", 1000, 1]], [promotion("p", offOrder(percent("33.3333")))]),
    ...{ total: 667, took: { p: 333 } },
  },
  {
    name: "three for two, mixed: the cheapest of each three that are there",
    source: own,
    sum: "10 + 9 + 8 + 7 + 6 + 5 = 45.00; two are free: 5.00 and 6.00",
    sale: sale(
      (["f", "e", "d", "c", "b", "a"] as const).map((name, index): Bought => [name, 500 + index * 100, 1]),
      [promotion("p", buyGet(pieces(2), pieces(1), free))],
    ),
    ...{ total: 3400, lines: { f: 0, e: 0, d: 700, c: 800, b: 900, a: 1000 } },
  },
  {
    name: "four pieces of three for two: one is free, and the cheapest of all",
    source: own,
    sum: "10 + 9 + 8 + 1 - 1 = 27.00",
    sale: sale(
      [
        ["a", 1000, 1],
        ["b", 900, 1],
        ["c", 800, 1],
        ["d", 100, 1],
      ],
      [promotion("p", buyGet(pieces(2), pieces(1), free))],
    ),
    ...{ total: 2700, took: { p: 100 } },
  },
  {
    name: "buy one get two: who takes only one of them gets that one",
    source: own,
    sum: "2 * 10.00 - 10.00 = 10.00",
    sale: sale([["a", 1000, 2]], [promotion("p", buyGet(pieces(1), pieces(2), free))]),
    ...{ total: 1000, took: { p: 1000 } },
  },
  {
    name: "an amount off what is got stops at its price",
    source: own,
    sum: "10.00 + 3.00 - min(5.00, 3.00) = 10.00",
    sale: sale(
      [
        ["a", 1000, 1],
        ["b", 300, 1],
      ],
      [promotion("p", buyGet(pieces(1, only("a")), pieces(1, only("b")), euros(500)))],
    ),
    ...{ total: 1000, took: { p: 300 } },
  },
  {
    name: "a menu of a dish and a drink for one price, as often as both are there",
    source: own,
    sum: "3 dishes of 12.00 and 2 drinks of 4.00 = 44.00; two menus for 13.00 and a dish: 38.00",
    sale: sale(
      [
        ["dish", 1200, 3],
        ["drink", 400, 2],
      ],
      [promotion("p", bundle(1300, [pieces(1, only("dish")), pieces(1, only("drink"))]))],
    ),
    ...{ total: 3800, took: { p: 600 } },
  },
  {
    name: "what a bundle saves is split among its pieces by what they cost",
    source: own,
    sum: "12.00 + 4.00 for 13.00: 3.00 off, 2.25 of it off the dish and 0.75 off the drink",
    sale: sale(
      [
        ["dish", 1200, 1],
        ["drink", 400, 1],
      ],
      [promotion("p", bundle(1300, [pieces(1, only("dish")), pieces(1, only("drink"))]))],
    ),
    ...{ total: 1300, lines: { dish: 975, drink: 325 } },
  },
  {
    name: "a bundle at most once",
    source: own,
    sum: "6 * 5.00 = 30.00; three for 10.00 once: 25.00",
    sale: sale([["a", 500, 6]], [promotion("p", bundle(1000, [pieces(3)], 1))]),
    ...{ total: 2500, took: { p: 500 } },
  },
  {
    name: "a bundle is made as often as the next one saves something",
    source: own,
    sum: "any two for 5.00: 9 + 8 = 17.00 and 4 + 2 = 6.00 save 12.00 and 1.00; 1 + 1 would cost more",
    sale: sale(
      [
        ["a", 900, 1],
        ["b", 800, 1],
        ["c", 400, 1],
        ["d", 200, 1],
        ["e", 100, 2],
      ],
      [promotion("p", bundle(500, [pieces(2)]))],
    ),
    ...{ total: 1200, took: { p: 1300 } },
  },
  {
    name: "a piece that fits two parts of a bundle stands where it is needed",
    source: own,
    sum: "a pan (10.00) and anything (the other pan, 10.00; not the lid): 20.00 for 15.00, and the lid 5.00",
    sale: sale(
      [
        ["pan", 1000, 2],
        ["lid", 500, 1],
      ],
      [promotion("p", bundle(1500, [pieces(1), pieces(1, only("pan"))], 1))],
    ),
    ...{ total: 2000, took: { p: 500 }, lines: { pan: 1500, lid: 500 } },
  },
  {
    name: "a piece makes room for another by standing in the part that only it fits",
    source: own,
    sum: "one of x or y, and an x: x goes where only x can, and y takes the other place: 3.00 + 2.00 for 4.00",
    sale: sale(
      [
        ["x", 300, 1],
        ["y", 200, 1],
      ],
      [promotion("p", bundle(400, [pieces(1, only("x", "y")), pieces(1, only("x"))]))],
    ),
    ...{ total: 400, took: { p: 100 } },
  },
  {
    name: "two pieces make room, one after the other",
    source: own,
    sum: "x or z, x or y, and y: z takes the place of x, x that of y, y the third: all 36.00 in four bundles for 5.00 each, 20.00",
    sale: sale(
      [
        ["x", 400, 4],
        ["y", 300, 4],
        ["z", 200, 4],
      ],
      [promotion("p", bundle(500, [pieces(1, only("x", "z")), pieces(1, only("x", "y")), pieces(1, only("y"))]))],
    ),
    ...{ total: 2000, took: { p: 1600 } },
  },
  {
    name: "shipping is free from so much on, of what discounts have left",
    source: own,
    sum: "60.00 - 10.00 = 50.00, and standard is free from 50.00",
    sale: sale([["a", 6000, 1]], [promotion("p", offOrder(euros(1000)))], { shipping_option: "standard" }),
    ...{ total: 5000, priced: { shipping_subtotal: 5000, shipping_total: 0 } },
  },
  {
    name: "half of shipping, and half of the rest",
    source: own,
    sum: "4.90 - 2.45 = 2.45; 2.45 / 2 = 1.225, that is 1.23; 1.22 and the 10.00",
    sale: sale([["a", 1000, 1]], [promotion("a", offShipping(half)), promotion("b", offShipping(half))], {
      shipping_option: "standard",
    }),
    ...{ total: 1122, took: { a: 245, b: 123 } },
  },
  {
    name: "spend 50, get 5; spend 100, get 15: each counts from its very cent on",
    source: own,
    sum: "99.99 - 5.00 = 94.99",
    sale: sale(
      [["a", 9999, 1]],
      [
        promotion(
          "p",
          tiers([
            [5000, euros(500)],
            [10_000, euros(1500)],
          ]),
        ),
      ],
    ),
    ...{ total: 9499, took: { p: 500 } },
  },
  {
    name: "steps that were put in out of order are read in order",
    source: own,
    sum: "100.00 - 15.00 = 85.00",
    sale: sale(
      [["a", 10_000, 1]],
      [
        promotion(
          "p",
          tiers([
            [10_000, euros(1500)],
            [5000, euros(500)],
          ]),
        ),
      ],
    ),
    ...{ total: 8500, took: { p: 1500 } },
  },
  {
    name: "steps count what is spent before promotions, and take from what is left",
    source: own,
    sum: "100.00 is spent; half price leaves 50.00; 10 % of that is 5.00",
    sale: sale([["a", 10_000, 1]], [promotion("l", offLines(half)), promotion("p", tiers([[10_000, percent("10")]]))]),
    ...{ total: 4500, took: { l: 5000, p: 500 } },
  },
  {
    name: "10 off from three pieces of a brand",
    source: own,
    sum: "2 * 20.00 + 20.00 + 5.00 - 10.00 = 55.00, off the whole order",
    sale: sale(
      [
        ["a", 2000, 2, { brand: "Anvil" }],
        ["b", 2000, 1, { brand: "Anvil" }],
        ["c", 500, 1],
      ],
      [
        promotion("p", offOrder(euros(1000)), {
          requires: pieces(3, all({ attribute: "line.brand", operator: "in", values: ["Anvil"] })),
        }),
      ],
    ),
    ...{ total: 5500, took: { p: 1000 } },
  },
  {
    name: "express shipping at half price, standard as it is",
    source: own,
    sum: "10.00 + 12.90 - 6.45 = 16.45",
    sale: sale([["a", 1000, 1]], [promotion("p", offShipping(half, ["express"]))], { shipping_option: "express" }),
    ...{ total: 1645, took: { p: 645 } },
  },
  {
    name: "a gift from 100 on, of what things cost before a discount",
    source: own,
    sum: "100.00 - 10.00 = 90.00, and the mug",
    sale: sale(
      [["a", 10_000, 1]],
      [
        promotion("d", offOrder(percent("10"))),
        promotion("g", gift("mug"), {
          sale: all({ attribute: "cart.subtotal", operator: "at_least", values: [10_000], currency: "EUR" }),
        }),
      ],
    ),
    total: 9000,
    took: { d: 1000, g: 0 },
    priced: { gifts: [{ promotion_id: "g", variant_id: "var_mug", quantity: 1 }] },
  },
  {
    name: "tax by document is worked out of what discounts have left",
    source: own,
    sum: "3 * 9.99 - 10.00 = 19.97; * 19/119 = 3.1885; 3.19",
    sale: sale(abc, [promotion("p", offOrder(euros(1000)))], withTax("19", {}, { mode: "half_up", level: "document" })),
    ...{ total: 1997, priced: { tax_total: 319 } },
  },
  {
    name: "tax by line is worked out of what discounts have left of each",
    source: own,
    sum: "6.65 * 19/119 = 1.0617; 6.66 * 19/119 = 1.0633: 3 * 1.06 = 3.18",
    sale: sale(abc, [promotion("p", offOrder(euros(1000)))]),
    ...{ total: 1997, priced: { tax_total: 318 } },
  },
  {
    name: "yen have no cents to split",
    source: own,
    sum: "10 % of 333 and 334 yen: 66.7, that is 67: 33 and 34",
    sale: sale(
      [
        ["a", 333, 1],
        ["b", 334, 1],
      ],
      [promotion("p", offOrder(percent("10")))],
    ),
    ...{ total: 600, lines: { a: 300, b: 300 } },
  },
  {
    name: "the dearest is half price, and of two that cost the same the first by what is sold",
    source: own,
    sum: "20.00 - 10.00 + 20.00 + 5.00 = 35.00",
    sale: sale(
      [
        ["c", 2000, 1],
        ["b", 2000, 1],
        ["a", 500, 1],
      ],
      [promotion("p", offPieces("dearest", 1, half))],
    ),
    ...{ total: 3500, lines: { a: 500, b: 1000, c: 2000 } },
  },
  {
    name: "a thing that costs nothing already bears no discount",
    source: own,
    sum: "0.00 + 10.00 - 5.00 = 5.00",
    sale: sale(
      [
        ["sample", 0, 1],
        ["a", 1000, 1],
      ],
      [promotion("p", offOrder(euros(500)))],
    ),
    ...{ total: 500, lines: { sample: 0, a: 500 } },
  },
  {
    name: "an empty cart costs nothing, whatever is promised",
    source: own,
    sum: "0.00",
    sale: sale([], [promotion("p", offOrder(percent("10"))), promotion("q", gift("mug"))]),
    ...{ total: 0, took: {}, refused: { p: "no_line_meets_it", q: "no_line_meets_it" } },
  },
];

describe("what we say of discounts", () => work(byHand));
