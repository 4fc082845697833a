import { describe } from "vitest";
import { type Example, work } from "./example.ts";
import { buyGet, euros, offLines, offOrder, offShipping, only, percent, pieces, promotion } from "./promotions.ts";
import { type Bought, sale, withTax } from "./sale.ts";

const free = percent("100");
const first = { priority: 1 };
const standard = { shipping_option: "standard" as const };

const medusa: Example[] = [
  {
    name: "a thing that is given away costs nothing, not -1.6e-14",
    source: "medusajs/medusa 12226",
    sum: "399.00 with 19 % in it, less 399.00, is 0.00, and holds no tax",
    sale: sale([["chair", 39_900, 1]], [promotion("p", offLines(free))]),
    ...{ total: 0, took: { p: 39_900 }, priced: { tax_total: 0, total: 0 } },
  },
  {
    name: "an amount off the order is what the shopper saves, tax and all",
    source: "medusajs/medusa 12226",
    sum: "399.00 - 100.00 = 299.00; 299.00 * 19/119 = 47.739..",
    sale: sale([["chair", 39_900, 1]], [promotion("p", offOrder(euros(10_000)))]),
    ...{ total: 29_900, took: { p: 10_000 }, priced: { tax_total: 4774 } },
  },
  {
    name: "everything free is an order of nothing",
    source: "medusajs/medusa 12429 (23 % in the price; the price is ours)",
    sum: "49.00 - 49.00 = 0.00, shipping not chosen",
    sale: sale([["ebook", 4900, 1]], [promotion("p", offOrder(free))], withTax("23")),
    ...{ total: 0, took: { p: 4900 }, priced: { tax_total: 0, subtotal: 4900 } },
  },
  {
    name: "tax comes on top of what a discount has left",
    source: "medusajs/medusa 12960 (its expected total and tax; 1000.00 less 10 % is ours)",
    sum: "1000.00 - 100.00 = 900.00; 900.00 * 19 % = 171.00; together 1071.00",
    sale: sale([["desk", 100_000, 1]], [promotion("p", offOrder(percent("10")))], withTax("19", { prices: "added" })),
    ...{ total: 107_100, took: { p: 10_000 }, priced: { tax_total: 17_100 } },
  },
  {
    name: "two promotions worth more than the cart leave nothing to pay, and not less",
    source: "medusajs/medusa 14899 (amounts ours)",
    sum: "10.00 - 8.00 - min(8.00, 2.00) = 0.00",
    sale: sale([["can", 1000, 1]], [promotion("a", offOrder(euros(800))), promotion("b", offOrder(euros(800)))]),
    ...{ total: 0, took: { a: 800, b: 200 } },
  },
  {
    name: "buy 10 get 20: who buys 10 has got none, and is paid nothing",
    source: "medusajs/medusa 8829 (price ours)",
    sum: "10 * 1.00 = 10.00: no eleventh piece to get",
    sale: sale([["pen", 100, 10]], [promotion("p", buyGet(pieces(10), pieces(20), free))]),
    ...{ total: 1000, took: {} },
  },
  {
    name: "buy 10 get 20: who puts 12 in gets two of them free",
    source: "medusajs/medusa 8829 (price ours)",
    sum: "12 * 1.00 - 2 * 1.00 = 10.00",
    sale: sale([["pen", 100, 12]], [promotion("p", buyGet(pieces(10), pieces(20), free))]),
    ...{ total: 1000, took: { p: 200 } },
  },
  {
    name: "buy two shirts, get a sweater: four shirts get two",
    source: "medusajs/medusa 13265 (prices ours)",
    sum: "4 * 20.00 + 2 * 30.00 - 2 * 30.00 = 80.00",
    sale: sale(
      [
        ["shirt", 2000, 4],
        ["sweater", 3000, 2],
      ],
      [promotion("p", buyGet(pieces(2, only("shirt")), pieces(1, only("sweater")), free))],
    ),
    ...{ total: 8000, took: { p: 6000 } },
  },
  {
    name: "at most once, four shirts get one sweater",
    source: "medusajs/medusa 13305 (prices ours)",
    sum: "4 * 20.00 + 2 * 30.00 - 30.00 = 110.00",
    sale: sale(
      [
        ["shirt", 2000, 4],
        ["sweater", 3000, 2],
      ],
      [promotion("p", buyGet(pieces(2, only("shirt")), pieces(1, only("sweater")), free, 1))],
    ),
    ...{ total: 11_000, took: { p: 3000 } },
  },
  {
    name: "at most three times, eight shirts get three sweaters",
    source: "medusajs/medusa 13305 (prices ours)",
    sum: "8 * 20.00 + 4 * 30.00 - 3 * 30.00 = 190.00",
    sale: sale(
      [
        ["shirt", 2000, 8],
        ["sweater", 3000, 4],
      ],
      [promotion("p", buyGet(pieces(2, only("shirt")), pieces(1, only("sweater")), free, 3))],
    ),
    ...{ total: 19_000, took: { p: 9000 } },
  },
  {
    name: "four of a collection and the T-shirt of it: the T-shirt is free",
    source: "medusajs/medusa 13431 (prices ours)",
    sum: "4 * 40.00 + 15.00 - 15.00 = 160.00: what can only be bought is bought first",
    sale: sale(
      [
        ["hoodie", 4000, 4],
        ["tee", 1500, 1],
      ],
      [promotion("p", buyGet(pieces(4, only("hoodie", "tee")), pieces(1, only("tee")), free))],
    ),
    ...{ total: 16_000, took: { p: 1500 } },
  },
  {
    name: "five T-shirts of that collection: one is free",
    source: "medusajs/medusa 13431 (price ours)",
    sum: "5 * 15.00 - 15.00 = 60.00",
    sale: sale(
      [["tee", 1500, 5]],
      [promotion("p", buyGet(pieces(4, only("hoodie", "tee")), pieces(1, only("tee")), free))],
    ),
    ...{ total: 6000, took: { p: 1500 } },
  },
  ...[
    ["a", "b", "c"],
    ["c", "b", "a"],
    ["b", "a", "c"],
  ].map(
    (order): Example => ({
      name: `buy two of a, b, c and get an a, put in as ${order.join(", ")}`,
      source: "medusajs/medusa 16396 (price ours)",
      sum: "3 * 10.00 - 10.00 = 20.00, in whatever order they lie in the cart",
      sale: sale(
        order.map((name) => [name, 1000, 1]),
        [promotion("p", buyGet(pieces(2, only("a", "b", "c")), pieces(1, only("a")), free))],
      ),
      ...{ total: 2000, lines: { a: 0, b: 1000, c: 1000 } },
    }),
  ),
  {
    name: "buy one get one, three put in at once: one is free, not two",
    source: "medusajs/medusa 14432 (price ours)",
    sum: "3 * 10.00 - 10.00 = 20.00",
    sale: sale([["mug", 1000, 3]], [promotion("p", buyGet(pieces(1), pieces(1), free))]),
    ...{ total: 2000, took: { p: 1000 } },
  },
  {
    name: "buy one get one at half price: half is half",
    source: "medusajs/medusa 11259 (price ours)",
    sum: "2 * 10.00 - 5.00 = 15.00",
    sale: sale([["mug", 1000, 2]], [promotion("p", buyGet(pieces(1), pieces(1), percent("50")))]),
    ...{ total: 1500, took: { p: 500 } },
  },
  {
    name: "two such deals on one thing share its pieces, and neither gives one twice",
    source: "medusajs/medusa 11258 (amounts ours)",
    sum: "5 * 10.00; the first takes 3 (one free), the second the other 2 (one at half): 50 - 10 - 5 = 35.00",
    sale: sale(
      [["mug", 1000, 5]],
      [
        promotion("a", buyGet(pieces(2), pieces(1), free, 1), first),
        promotion("b", buyGet(pieces(1), pieces(1), percent("50"))),
      ],
    ),
    ...{ total: 3500, took: { a: 1000, b: 500 } },
  },
];

const vendure: Example[] = [
  {
    name: "free, and then 15 % off: still free",
    source: "vendurehq/vendure 2385 (price ours)",
    sum: "10.00 - 10.00 = 0.00; 15 % of 0.00 is nothing",
    sale: sale([["pot", 1000, 1]], [promotion("a", offLines(free)), promotion("b", offLines(percent("15")))]),
    ...{ total: 0, took: { a: 1000 }, refused: { b: "nothing_left" } },
  },
  {
    name: "500 off an order of 100 is an order of nothing",
    source: "vendurehq/vendure 1717",
    sum: "100.00 - min(500.00, 100.00) = 0.00",
    sale: sale([["pot", 10_000, 1]], [promotion("p", offOrder(euros(50_000)))]),
    ...{ total: 0, took: { p: 10_000 } },
  },
  {
    name: "6.2 % off ten of 38.23 with 20 % in the price",
    source: "vendurehq/vendure 2662",
    sum: "382.30 * 6.2 % = 23.7026; 382.30 - 23.70 = 358.60; 358.60 / 6 = 59.766..",
    sale: sale([["box", 3823, 10]], [promotion("p", offOrder(percent("6.2")))], withTax("20")),
    ...{ total: 35_860, took: { p: 2370 }, priced: { tax_total: 5977 } },
  },
  {
    name: "2.6 % on 164.02 is 4.26",
    source: "vendurehq/vendure 2662",
    sum: "164.02 * 2.6 % = 4.26452; 164.02 + 4.26 = 168.28",
    sale: sale([["box", 16_402, 1]], [], withTax("2.6", { prices: "added" })),
    ...{ total: 16_828, priced: { tax_total: 426 } },
  },
  ...(
    [
      ["line", 63, "1.03 * 20 % = 0.206, that is 0.21; 3 * 0.21 = 0.63; 3.72"],
      ["document", 62, "3.09 * 20 % = 0.618, that is 0.62; 3.71"],
    ] as const
  ).map(
    ([level, tax_total, sum]): Example => ({
      name: `where tax is rounded by ${level}, it is the store's setting that says so`,
      source: "vendurehq/vendure 4474: the total could be rounded by line alone (amounts ours)",
      sum,
      sale: sale(
        ["a", "b", "c"].map((name): Bought => [name, 103, 1]),
        [],
        withTax("20", { prices: "added" }, { mode: "half_up", level }),
      ),
      ...{ total: 309 + tax_total, priced: { tax_total, tax_rounding: { mode: "half_up", level } } },
    }),
  ),
  {
    name: "10 % off 25 of one thing does not drift with the quantity",
    source: "vendurehq/vendure 3091 (without its tax)",
    sum: "25 * 366.06 = 9151.50; * 10 % = 915.15; left 8236.35",
    sale: sale([["rack", 36_606, 25]], [promotion("p", offOrder(percent("10")))]),
    ...{ total: 823_635, took: { p: 91_515 } },
  },
  {
    name: "10 % off so many units: 1110.92",
    source: "vendurehq/vendure 3003 (its total; 4 of 308.59 are ours)",
    sum: "4 * 308.59 = 1234.36; * 10 % = 123.436; 1234.36 - 123.44 = 1110.92",
    sale: sale([["rack", 30_859, 4]], [promotion("p", offOrder(percent("10")))]),
    ...{ total: 111_092, took: { p: 12_344 } },
  },
  {
    name: "10 off an order of 30 takes 10 off it, and tax comes on the 20",
    source: "vendurehq/vendure 1237 (20 % is ours)",
    sum: "30.00 - 10.00 = 20.00; * 20 % = 4.00; 24.00",
    sale: sale([["tin", 1000, 3]], [promotion("p", offOrder(euros(1000)))], withTax("20", { prices: "added" })),
    ...{ total: 2400, took: { p: 1000 }, priced: { tax_total: 400 } },
  },
  {
    name: "where prices hold their tax, 10 off an order of 30 leaves 20",
    source: "vendurehq/vendure 1237 (20 % is ours)",
    sum: "30.00 - 10.00 = 20.00, with 20.00 / 6 = 3.33 of tax in it",
    sale: sale([["tin", 1000, 3]], [promotion("p", offOrder(euros(1000)))], withTax("20")),
    ...{ total: 2000, took: { p: 1000 }, priced: { tax_total: 333 } },
  },
  {
    name: "a discount is spread by what lines cost, whatever rates they bear",
    source: "vendurehq/vendure 653 (amounts ours)",
    sum: "10 % of 100.00 + 100.00 is 20.00: 10.00 each, at 19 % and at 7 %",
    sale: sale(
      [
        ["pan", 10_000, 1],
        ["book", 10_000, 1, { tax_class: "reduced" }],
      ],
      [promotion("p", offOrder(percent("10")))],
    ),
    ...{ total: 18_000, lines: { pan: 9000, book: 9000 }, priced: { tax_total: 1437 + 589 } },
  },
  {
    name: "a cactus of 10.00 with 1.00 off costs 9.00",
    source: "vendurehq/vendure 573",
    sum: "10.00 - 1.00 = 9.00; 9.00 / 6 = 1.50 of tax in it",
    sale: sale([["cactus", 1000, 1]], [promotion("p", offOrder(euros(100)))], withTax("20")),
    ...{ total: 900, priced: { tax_total: 150 } },
  },
  {
    name: "a promotion that found nothing to take is not counted as used",
    source: "vendurehq/vendure 5278",
    sum: "it is for A; B is bought: 12.00",
    sale: sale([["b", 1200, 1]], [promotion("p", offLines(percent("20"), only("a")))]),
    ...{ total: 1200, took: {}, refused: { p: "no_line_meets_it" }, priced: { promotions: [] } },
  },
  {
    name: "each line keeps its own share of a discount, so that sending one back leaves the other alone",
    source: "vendurehq/vendure 4811 (amounts ours)",
    sum: "20.00 off 100.00 + 100.00 is 10.00 off each",
    sale: sale(
      [
        ["a", 10_000, 1],
        ["b", 10_000, 1],
      ],
      [promotion("p", offOrder(euros(2000)))],
    ),
    ...{ total: 18_000, lines: { a: 9000, b: 9000 } },
  },
  {
    name: "an amount off one line is taken whole where it cannot be divided by its pieces",
    source: "vendurehq/vendure 2995 (amounts ours)",
    sum: "3 * 9.99 - 10.00 = 19.97",
    sale: sale(
      [
        ["cup", 999, 3],
        ["jug", 500, 1],
      ],
      [promotion("p", offOrder(euros(1000), only("cup")))],
    ),
    ...{ total: 2497, lines: { cup: 1997, jug: 500 } },
  },
  {
    name: "100 off and free shipping leave nothing to pay once the shipping is chosen",
    source: "vendurehq/vendure 2367 (its price, our shipping)",
    sum: "4.31 - 4.31 + 4.90 - 4.90 = 0.00",
    sale: sale(
      [["poster", 431, 1]],
      [promotion("a", offOrder(euros(10_000))), promotion("b", offShipping(free))],
      standard,
    ),
    ...{ total: 0, took: { a: 431, b: 490 } },
  },
];

describe("what went wrong at Medusa", () => work(medusa));
describe("what went wrong at Vendure", () => work(vendure));
