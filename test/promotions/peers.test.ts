import { describe } from "vitest";
import { type Example, work } from "./example.ts";
import { euros, offLines, offOrder, offPieces, offShipping, only, percent, promotion } from "./promotions.ts";
import { type Bought, sale, withTax } from "./sale.ts";

const free = percent("100");
const first = { priority: 1 };
const standard = { shipping_option: "standard" as const };

const saleor: Example[] = [
  {
    name: "40 % and then 70 % off leave 18 %, not a free order",
    source: "saleor/saleor 17453 (price ours)",
    sum: "10 * 100.00 * 60 % * 30 % = 180.00",
    sale: sale(
      [["lamp", 10_000, 10]],
      [promotion("a", offLines(percent("40"))), promotion("b", offOrder(percent("70")))],
    ),
    ...{ total: 18_000, took: { a: 40_000, b: 42_000 } },
  },
  {
    name: "half price, and half of that: two of 100.00 cost 50.00",
    source: "saleor/saleor 13831",
    sum: "100.00 * 2 * 50 % * 50 % = 50.00",
    sale: sale(
      [["lamp", 10_000, 2]],
      [promotion("a", offLines(percent("50"))), promotion("b", offOrder(percent("50")))],
    ),
    ...{ total: 5000, took: { a: 10_000, b: 5000 } },
  },
  {
    name: "25 % off 19.99 leaves 14.99",
    source: "saleor/saleor 12040",
    sum: "19.99 * 25 % = 4.9975, that is 5.00; 19.99 - 5.00 = 14.99",
    sale: sale([["lamp", 1999, 1]], [promotion("p", offLines(percent("25")))]),
    ...{ total: 1499, took: { p: 500 } },
  },
  {
    name: "12.5 % off 13.00 is 1.63",
    source: "saleor/saleor-docs 674",
    sum: "13.00 * 12.5 % = 1.625, that is 1.63; 11.37",
    sale: sale([["lamp", 1300, 1]], [promotion("p", offOrder(percent("12.5")))]),
    ...{ total: 1137, took: { p: 163 } },
  },
  {
    name: "the cheapest of what a voucher covers is free, not the cheapest of all",
    source: "saleor/saleor 12107 (prices ours)",
    sum: "20.00 + 5.00 - 20.00 = 5.00",
    sale: sale(
      [
        ["lamp", 2000, 1],
        ["bulb", 500, 1],
      ],
      [promotion("p", offPieces("cheapest", 1, free, only("lamp")))],
    ),
    ...{ total: 500, lines: { lamp: 0, bulb: 500 } },
  },
  {
    name: "once an order is one piece, not the whole line",
    source: "saleor/saleor-docs 1460 (amounts ours)",
    sum: "3 * 20.00 - 20.00 * 10 % = 58.00",
    sale: sale([["lamp", 2000, 3]], [promotion("p", offPieces("cheapest", 1, percent("10")))]),
    ...{ total: 5800, took: { p: 200 } },
  },
  {
    name: "more off shipping than shipping costs makes it free, and nothing else",
    source: "saleor/saleor 787 (amounts ours)",
    sum: "3.00 + 4.90 - min(20.00, 4.90) = 3.00",
    sale: sale([["bulb", 300, 1]], [promotion("p", offShipping(euros(2000)))], standard),
    ...{ total: 300, took: { p: 490 }, priced: { shipping_total: 0, discount_total: 0 } },
  },
  {
    name: "free shipping is free where it costs more than the goods",
    source: "saleor/saleor 4925 (amounts ours)",
    sum: "1.00 + 4.90 - 4.90 = 1.00",
    sale: sale([["bulb", 100, 1]], [promotion("p", offShipping(free))], standard),
    ...{ total: 100, took: { p: 490 } },
  },
  {
    name: "20 % off the order, and shipping is paid because it came below the limit",
    source: "saleor/saleor 14896 (with our limit of 50.00 and our 4.90)",
    sum: "50.00 - 10.00 = 40.00; + 4.90 = 44.90, still less than 50.00",
    sale: sale([["desk", 5000, 1]], [promotion("p", offOrder(percent("20")))], standard),
    ...{ total: 4490, priced: { shipping_total: 490 } },
  },
  {
    name: "20 % off its lines comes to the same as 20 % off the order",
    source: "saleor/saleor 14896 (with our limit of 50.00 and our 4.90)",
    sum: "50.00 - 10.00 = 40.00; + 4.90 = 44.90",
    sale: sale([["desk", 5000, 1]], [promotion("p", offLines(percent("20")))], standard),
    ...{ total: 4490, priced: { shipping_total: 490 } },
  },
  {
    name: "a coupon that would cost more in shipping than it takes off does not count",
    source: "saleor/saleor 10928 (with our limit of 50.00 and our 4.90)",
    sum: "50.00 - 2.00 + 4.90 = 52.90 is more than 50.00 with free shipping",
    sale: sale([["desk", 5000, 1]], [promotion("p", offOrder(euros(200)))], standard),
    ...{ total: 5000, took: {}, refused: { p: "dearer_with_it" } },
  },
  {
    name: "half off four of 55.00 still ships free from 50.00",
    source: "saleor/saleor 12500",
    sum: "220.00 * 50 % = 110.00, at least 50.00: shipping is 0.00",
    sale: sale([["desk", 5500, 4]], [promotion("p", offLines(percent("50")))], standard),
    ...{ total: 11_000, priced: { shipping_total: 0 } },
  },
];

const others: Example[] = [
  ...(
    [
      ["8.625", "document", 86, "10.00 * 8.625 % = 0.8625, that is 0.86; 10.86"],
      ["8.625", "line", 88, "2.50 * 8.625 % = 0.215.., that is 0.22; 4 * 0.22 = 0.88; 10.88"],
      ["23", "document", 230, "10.00 * 23 % = 2.30; 12.30"],
      ["23", "line", 232, "2.50 * 23 % = 0.575, that is 0.58; 4 * 0.58 = 2.32; 12.32"],
    ] as const
  ).map(
    ([percent, level, tax_total, sum]): Example => ({
      name: `${percent} % on top of four lines of 2.50, rounded by ${level}`,
      source: "saleor/saleor 12348: tax services come to either; which of them counts here is said by the store",
      sum,
      sale: sale(
        ["a", "b", "c", "d"].map((name): Bought => [name, 250, 1]),
        [],
        withTax(percent, { prices: "added" }, { mode: "half_up", level }),
      ),
      ...{ total: 1000 + tax_total, priced: { tax_total } },
    }),
  ),
  ...(["line", "document"] as const).map(
    (level): Example => ({
      name: `many pieces of 0.05 hold no more tax than they should, rounded by ${level}`,
      source: "saleor/saleor 6720: 8.34 where each piece was rounded",
      sum: "112 * 0.05 + 2 * 20.00 = 45.60; 45.60 - 45.60 / 1.22 = 8.22",
      sale: sale(
        [
          ["pin", 5, 112],
          ["box", 2000, 2],
        ],
        [],
        withTax("22", {}, { mode: "half_up", level }),
      ),
      ...{ total: 4560, priced: { tax_total: 822 } },
    }),
  ),
  {
    name: "25 % off ten of 23.90 with 20 % in the price",
    source: "woocommerce/woocommerce 64668: 179.25, and no refund of 179.26",
    sum: "239.00 * 25 % = 59.75; 179.25, with 179.25 / 6 = 29.875, that is 29.88 of tax in it",
    sale: sale([["hat", 2390, 10]], [promotion("p", offOrder(percent("25")))], withTax("20")),
    ...{ total: 17_925, took: { p: 5975 }, priced: { tax_total: 2988 } },
  },
  {
    name: "500 off, then 30 % of what is left",
    source: "woocommerce/woocommerce 21720",
    sum: "1200.00 - 500.00 = 700.00; 700.00 * 30 % = 210.00; 490.00",
    sale: sale(
      [["sofa", 120_000, 1]],
      [promotion("a", offOrder(euros(50_000)), first), promotion("b", offOrder(percent("30")))],
    ),
    ...{ total: 49_000, took: { a: 50_000, b: 21_000 } },
  },
  {
    name: "10 % and then 20 % of 18.00",
    source: "woocommerce/woocommerce 21720",
    sum: "18.00 * 10 % = 1.80; 16.20 * 20 % = 3.24; 12.96",
    sale: sale(
      [["tee", 1800, 1]],
      [promotion("a", offOrder(percent("10")), first), promotion("b", offOrder(percent("20")))],
    ),
    ...{ total: 1296, took: { a: 180, b: 324 } },
  },
  {
    name: "15 off, and 20 % of the rest",
    source: "woocommerce/woocommerce 22365",
    sum: "100.00 - 15.00 = 85.00; 85.00 * 20 % = 17.00; 68.00",
    sale: sale(
      [["tee", 10_000, 1]],
      [promotion("a", offOrder(euros(1500)), first), promotion("b", offOrder(percent("20")))],
    ),
    ...{ total: 6800, took: { a: 1500, b: 1700 } },
  },
  {
    name: "20 % first, then 10 off",
    source: "woocommerce/woocommerce 58748",
    sum: "100.00 - 20.00 - 10.00 = 70.00",
    sale: sale(
      [["tee", 10_000, 1]],
      [promotion("a", offLines(percent("20")), first), promotion("b", offLines(euros(1000)))],
    ),
    ...{ total: 7000, took: { a: 2000, b: 1000 } },
  },
  {
    name: "10 off first, then 20 %",
    source: "woocommerce/woocommerce 58748",
    sum: "100.00 - 10.00 = 90.00; 90.00 * 20 % = 18.00; 72.00",
    sale: sale(
      [["tee", 10_000, 1]],
      [promotion("a", offLines(percent("20"))), promotion("b", offLines(euros(1000)), first)],
    ),
    ...{ total: 7200, took: { a: 1800, b: 1000 } },
  },
  {
    name: "two coupons of 100 % on two pieces leave nothing, and the second has nothing to take",
    source: "woocommerce/woocommerce 9870",
    sum: "2 * 14.00 - 28.00 = 0.00",
    sale: sale([["tee", 1400, 2]], [promotion("a", offOrder(free)), promotion("b", offOrder(free))]),
    ...{ total: 0, took: { a: 2800 }, refused: { b: "nothing_left" } },
  },
  {
    name: "20 % and 100 % of 390.00: the second takes the 312.00 that are left",
    source: "woocommerce/woocommerce 25810",
    sum: "390.00 * 20 % = 78.00; 390.00 - 78.00 = 312.00; 312.00 - 312.00 = 0.00",
    sale: sale([["sofa", 39_000, 1]], [promotion("a", offOrder(percent("20")), first), promotion("b", offOrder(free))]),
    ...{ total: 0, took: { a: 7800, b: 31_200 } },
  },
  {
    name: "two coupons, each for one piece free, make two pieces free",
    source: "woocommerce/woocommerce 23609",
    sum: "2 * 10.00 - 10.00 - 10.00 = 0.00",
    sale: sale(
      [["tee", 1000, 2]],
      [promotion("a", offPieces("cheapest", 1, free)), promotion("b", offPieces("cheapest", 1, free))],
    ),
    ...{ total: 0, took: { a: 1000, b: 1000 } },
  },
  {
    name: "30 % off 14 of 1.80 is 7.56",
    source: "woocommerce/woocommerce 16833",
    sum: "14 * 1.80 = 25.20; * 30 % = 7.56; 17.64",
    sale: sale([["pin", 180, 14]], [promotion("p", offLines(percent("30")))]),
    ...{ total: 1764, took: { p: 756 } },
  },
  {
    name: "10 % off 10.05",
    source: "PrestaShop/PrestaShop 16832 (a price that ends in .05; 10 is ours)",
    sum: "10.05 * 10 % = 1.005, that is 1.01; 9.04",
    sale: sale([["cushion", 1005, 1]], [promotion("p", offOrder(percent("10")))]),
    ...{ total: 904, took: { p: 101 } },
  },
  {
    name: "a voucher for more than the cart leaves 0.00, not 0.01",
    source: "PrestaShop/PrestaShop 42281 (amounts ours)",
    sum: "3 * 11.11 + 2 * 7.77 = 48.87; min(100.00, 48.87) off",
    sale: sale(
      [
        ["a", 1111, 3],
        ["b", 777, 2],
      ],
      [promotion("p", offOrder(euros(10_000)))],
      withTax("19.6"),
    ),
    ...{ total: 0, took: { p: 4887 } },
  },
  ...(["line", "document"] as const).map(
    (level): Example => ({
      name: `two lines of 11.50 with 15 % on top are free together, rounded by ${level}`,
      source: "odoo/odoo 271032",
      sum: "11.50 + 11.50 - 23.00 = 0.00, and 15 % of it is 0.00",
      sale: sale(
        [
          ["test", 1150, 1],
          ["other", 1150, 1],
        ],
        [promotion("p", offLines(free))],
        withTax("15", { prices: "added" }, { mode: "half_up", level }),
      ),
      ...{ total: 0, priced: { tax_total: 0 } },
    }),
  ),
  {
    name: "10 % off 49.95 is rounded before it is taken",
    source: "VirtoCommerce/vc-storefront 122",
    sum: "49.95 * 10 % = 4.995, that is 5.00; 44.95",
    sale: sale([["hat", 4995, 1]], [promotion("p", offOrder(percent("10")))]),
    ...{ total: 4495, took: { p: 500 } },
  },
];

describe("what went wrong at Saleor", () => work(saleor));
describe("what went wrong elsewhere", () => work(others));
