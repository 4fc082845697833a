import { describe } from "vitest";
import { type Example, work } from "./example.ts";
import { bundle, buyGet, euros, offLines, offOrder, only, percent, pieces, promotion } from "./promotions.ts";
import { type Bought, sale } from "./sale.ts";

const free = percent("100");
const half = percent("50");
const first = { priority: 1 };

const shopify = "Shopify, Help Center: examples of combining discounts";
const outfit: Bought[] = [
  ["pants", 10_000, 1],
  ["shirt", 5000, 1],
  ["boots", 20_000, 1],
];

const published: Example[] = [
  {
    name: "20 off pants and 10 off shirts",
    source: shopify,
    sum: "350.00 - 20.00 - 10.00 = 320.00, and free shipping over 100.00",
    sale: sale(
      outfit,
      [
        promotion("pants", offLines(euros(2000), only("pants"))),
        promotion("shirts", offLines(euros(1000), only("shirt"))),
      ],
      { shipping_option: "standard" },
    ),
    ...{ total: 32_000, lines: { pants: 8000, shirt: 4000, boots: 20_000 } },
  },
  {
    name: "20 off pants, then 10 % off the order",
    source: shopify,
    sum: "(350.00 - 20.00) * 90 % = 297.00",
    sale: sale(outfit, [
      promotion("order", offOrder(percent("10")), first),
      promotion("pants", offLines(euros(2000), only("pants"))),
    ]),
    ...{ total: 29_700, took: { pants: 2000, order: 3300 } },
  },
  {
    name: "10 % and 15 % off the order",
    source: `${shopify} (there both are of 350.00, and leave 262.50; here each is of what is left)`,
    sum: "350.00 * 90 % = 315.00; * 85 % = 267.75",
    sale: sale(outfit, [promotion("a", offOrder(percent("10"))), promotion("b", offOrder(percent("15")))]),
    ...{ total: 26_775, took: { a: 3500, b: 4725 } },
  },
  {
    name: "10 % off the order, then 20 off it",
    source: `${shopify} (a percentage before an amount: here by its priority)`,
    sum: "350.00 * 90 % = 315.00; - 20.00 = 295.00",
    sale: sale(outfit, [promotion("a", offOrder(euros(2000))), promotion("b", offOrder(percent("10")), first)]),
    ...{ total: 29_500, took: { b: 3500, a: 2000 } },
  },
  ...(
    [
      ["jeans", 10_000, percent("20"), 8000],
      ["shirt", 5000, percent("10"), 4500],
      ["shoes", 8000, euros(1500), 6500],
    ] as const
  ).map(
    ([name, price, off, total]): Example => ({
      name: `a discount on ${name}`,
      source: "OSC Professionals: how to combine discounts in Shopify",
      sum: "100.00 - 20 % = 80.00; 50.00 - 10 % = 45.00; 80.00 - 15.00 = 65.00",
      sale: sale([[name, price, 1]], [promotion("p", offLines(off))]),
      total,
    }),
  ),
  {
    name: "10 % off an order of 300.00",
    source: "OSC Professionals: how to combine discounts in Shopify",
    sum: "300.00 * 90 % = 270.00",
    sale: sale(
      [
        ["jeans", 10_000, 1],
        ["tee", 5000, 1],
        ["shoes", 15_000, 1],
      ],
      [promotion("p", offOrder(percent("10")))],
    ),
    ...{ total: 27_000, lines: { jeans: 9000, tee: 4500, shoes: 13_500 } },
  },
  {
    name: "buy one, get one free, as often as it goes",
    source: "Kite (Skai Lama), help: Buy X Get Y (prices ours)",
    sum: "6 * 10.00 - 3 * 10.00 = 30.00",
    sale: sale([["mug", 1000, 6]], [promotion("p", buyGet(pieces(1), pieces(1), free))]),
    ...{ total: 3000, took: { p: 3000 } },
  },
  {
    name: "buy two, get two at half price",
    source: "Kite (Skai Lama), help: Buy X Get Y (prices ours)",
    sum: "2 * 10.00 + 2 * 8.00 - 2 * 4.00 = 28.00",
    sale: sale(
      [
        ["a", 1000, 2],
        ["b", 800, 2],
      ],
      [promotion("p", buyGet(pieces(2), pieces(2), half))],
    ),
    ...{ total: 2800, lines: { a: 2000, b: 800 } },
  },
  {
    name: "for every two of one, one of another at half price",
    source: "Kite (Skai Lama), help: Buy X Get Y (prices ours)",
    sum: "5 * 10.00 + 3 * 6.00 - 2 * 3.00 = 62.00",
    sale: sale(
      [
        ["x", 1000, 5],
        ["y", 600, 3],
      ],
      [promotion("p", buyGet(pieces(2, only("x")), pieces(1, only("y")), half))],
    ),
    ...{ total: 6200, took: { p: 600 } },
  },
  {
    name: "for every two of one, three of another at 20 % off, up to five times",
    source: "Kite (Skai Lama), help: Buy X Get Y (prices ours)",
    sum: "12 * 10.00 + 18 * 5.00 - 15 * 1.00 = 195.00",
    sale: sale(
      [
        ["x", 1000, 12],
        ["y", 500, 18],
      ],
      [promotion("p", buyGet(pieces(2, only("x")), pieces(3, only("y")), percent("20"), 5))],
    ),
    ...{ total: 19_500, took: { p: 1500 } },
  },
  {
    name: "three watermelons for 5.00",
    source: "commercetools, docs: how cart discounts work (a melon at 2.00 is ours)",
    sum: "7 * 2.00 = 14.00; twice three for 5.00 and one for 2.00: 12.00",
    sale: sale([["melon", 200, 7]], [promotion("p", bundle(500, [pieces(3)]))]),
    ...{ total: 1200, took: { p: 200 } },
  },
  {
    name: "half price, and a 10 % coupon on that",
    source: "commercetools, docs: pricing and discounts, stacking (price ours)",
    sum: "100.00 * 50 % = 50.00; * 90 % = 45.00",
    sale: sale([["lamp", 10_000, 1]], [promotion("a", offLines(half)), promotion("b", offOrder(percent("10")))]),
    ...{ total: 4500, took: { a: 5000, b: 500 } },
  },
  {
    name: "half price, or a 10 % coupon, whichever is better",
    source: "commercetools, docs: pricing and discounts, best deal (price ours)",
    sum: "100.00 - max(50.00, 10.00) = 50.00",
    sale: sale(
      [["lamp", 10_000, 1]],
      [
        promotion("a", offLines(half), { stacking_group: "best" }),
        promotion("b", offOrder(percent("10")), { stacking_group: "best" }),
      ],
    ),
    ...{ total: 5000, took: { a: 5000 }, refused: { b: "better_one_counts" } },
  },
];

describe("what others publish of their discounts", () => work(published));
