import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../../src/platform/errors.ts";
import { largestAmount, Money } from "../../src/platform/money.ts";
import { subtotalOf } from "../../src/pricing/amounts.ts";
import { lineToPrice } from "../../src/pricing/goods.ts";
import { type LineToPrice, type PriceInput, priceCart } from "../../src/pricing/price.ts";
import { basePrice } from "../../src/pricing/price-list.ts";
import { taxClasses, taxRulesFrom } from "../../src/tax/rules.ts";
import { byLine, rate, zone } from "../tax/rules.ts";
import { runs } from "./arbitraries.ts";
import { goods, plainly } from "./goods.ts";

const tax_rules = taxRulesFrom(byLine, [
  zone("DE", { rates: [rate("19"), rate("7", { class: "reduced" })] }),
  zone("HU", { rates: [rate("27")] }),
  zone("US", { prices: "added", rates: [rate("8.875", { name: "Sales tax" })] }),
]);

const line = (key: string, amount: number, quantity = 1, over: Partial<LineToPrice> = {}): LineToPrice => ({
  ...lineToPrice(key, goods(key, amount), quantity, "EUR"),
  ...over,
});

const pan = line("pan", 4990, 2, { weight_grams: 1800 });
const spoon = line("spoon", 333, 3);

const cart = (over: Partial<PriceInput> = {}): PriceInput => ({
  currency: "EUR",
  lines: [pan, spoon],
  place: null,
  home_country: "DE",
  shipping_option: null,
  tax_rules,
  ...plainly,
  vat_id: null,
  ...over,
});

const percents = fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => String(millionths / 10_000));
const zones = fc
  .record({
    prices: fc.constantFrom("included" as const, "added" as const),
    shipping_class: fc.constantFrom(...taxClasses),
    rates: fc.tuple(
      percents.map((percent) => rate(percent)),
      percents.map((percent) => rate(percent, { class: "reduced" })),
      percents.map((percent) => rate(percent, { class: "reduced", name: "Compound", compound: true })),
    ),
  })
  .map((over) => zone("FR", over));

const roundings = fc.record({
  mode: fc.constantFrom("half_up" as const, "half_even" as const),
  level: fc.constantFrom("line" as const, "document" as const),
});

const carts: fc.Arbitrary<PriceInput> = fc
  .record({
    currency: fc.constantFrom("EUR", "GBP", "JPY", "CHF"),
    bought: fc.array(
      fc.record({
        amount: fc.oneof(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 1_000_000 })),
        quantity: fc.integer({ min: 1, max: 999 }),
        weight_grams: fc.integer({ min: 0, max: 50_000 }),
        tax_class: fc.constantFrom(...taxClasses),
      }),
      { maxLength: 30 },
    ),
    country: fc.option(fc.constantFrom("FR", "DE", "US", "ZZ")),
    home_country: fc.constantFrom("DE", "GB", "US"),
    shipping_option: fc.option(fc.constantFrom("standard" as const, "express" as const)),
    rounding: roundings,
    french: zones,
    vat_id: fc.option(fc.constant("FR40303265045")),
  })
  .map(({ bought, country, rounding, french, currency, ...input }) => ({
    ...input,
    currency,
    ...plainly,
    place: country === null ? null : { country },
    tax_rules: taxRulesFrom(rounding, [french, zone("DE", { rates: [rate("19")] })]),
    lines: bought.map(({ amount, quantity, ...rest }, index) => ({
      ...lineToPrice(`line ${index}`, goods(`thing ${index}`, amount), quantity, currency),
      ...rest,
    })),
  }));

const thousands = runs(2000);

describe("the price of a cart", () => {
  it("is the sum of its lines, the tax shown as the part of it that goes to the state, and why", () => {
    const standard = { tax_rate: "19", tax_reason: "standard" };
    const vat = (amount: number) => ({
      ...standard,
      tax_total: amount,
      taxes: [{ name: "VAT", percent: "19", amount }],
    });
    const undiscounted = { price_source: basePrice, discount_total: 0, discounts: [], gift_of: null };
    expect(priceCart(cart())).toEqual({
      currency: "EUR",
      lines: [
        { key: "pan", unit_price: 4990, quantity: 2, ...undiscounted, ...vat(1593), total: 9980 },
        { key: "spoon", unit_price: 333, quantity: 3, ...undiscounted, ...vat(160), total: 999 },
      ],
      subtotal: 10979,
      discount_total: 0,
      shipping_total: 0,
      shipping: null,
      shipping_subtotal: 10979,
      shipping_discount_total: 0,
      shipping_discounts: [],
      promotions: [],
      refused: [],
      gifts: [],
      shipping_tax: { tax_total: 0, ...standard, taxes: [] },
      tax_total: 1753,
      tax_included: true,
      tax_estimated: true,
      tax_rounding: byLine,
      ...{ tax_source: "own", tax_calculation: null, tax_relief: null, exemption: null },
      total: 10979,
    });
  });

  it("takes the rate of the destination once it is known, and estimates with the store's own country until then", () => {
    expect(priceCart(cart({ place: { country: "HU" } }))).toMatchObject({
      tax_total: 2122 + 212,
      tax_estimated: false,
    });
    const nowhere = priceCart(cart({ place: { country: "BR" } }));
    expect(nowhere).toMatchObject({ tax_total: 0, total: 10979, lines: [{ tax_reason: "zero" }, {}] });
  });

  it("adds the tax on top where the destination's prices come without it", () => {
    const lines = [line("pan", 4990)];
    expect(priceCart(cart({ lines, place: { country: "US" } }))).toMatchObject({
      subtotal: 4990,
      tax_total: 443,
      tax_included: false,
      total: 5433,
    });
  });

  it("adds shipping, and counts the tax that is in it", () => {
    const lines = [line("pan", 1000)];
    expect(priceCart(cart({ lines, shipping_option: "standard" }))).toMatchObject({
      subtotal: 1000,
      shipping_total: 490,
      shipping_tax: { tax_total: 78, tax_rate: "19", tax_reason: "standard" },
      tax_total: 160 + 78,
      total: 1490,
    });
  });

  it("charges each thing by its class: reduced, at zero, exempt, and standard where a country knows no reduced rate", () => {
    const lines = [
      line("book", 1070, 1, { tax_class: "reduced" }),
      line("stamp", 100, 1, { tax_class: "exempt" }),
      line("helmet", 100, 1, { tax_class: "zero" }),
    ];
    const told = ({ lines: priced }: ReturnType<typeof priceCart>) =>
      priced.map(({ tax_total, tax_reason }) => [tax_total, tax_reason]);
    expect(told(priceCart(cart({ lines })))).toEqual([
      [70, "reduced"],
      [0, "exempt"],
      [0, "zero"],
    ]);
    expect(told(priceCart(cart({ lines, place: { country: "HU" } })))[0]).toEqual([227, "standard"]);
  });

  it("leaves the tax out of each piece for a business abroad, which accounts for it itself", () => {
    const abroad = cart({ place: { country: "HU" }, vat_id: "HU12892312", shipping_option: "express" });
    const priced = priceCart(abroad);
    expect(priced).toMatchObject({
      lines: [
        { unit_price: 3929, total: 7858, tax_total: 0, tax_rate: "0", tax_reason: "reverse_charge" },
        { unit_price: 262, total: 786, tax_total: 0, tax_reason: "reverse_charge" },
      ],
      shipping_total: 1016,
      shipping_tax: { tax_total: 0, tax_reason: "reverse_charge" },
      tax_total: 0,
      tax_included: false,
      total: 7858 + 786 + 1016,
    });
    // At home, and outside the union, a business is taxed like anybody.
    for (const place of [{ country: "DE" }, { country: "US" }, null]) {
      const asConsumer = priceCart({ ...abroad, place, vat_id: null });
      expect(priceCart({ ...abroad, place, vat_id: "HU12892312" })).toEqual(asConsumer);
    }
    expect(priceCart({ ...abroad, vat_id: "DE136695976" }).tax_total).toBeGreaterThan(0);
  });

  it("rounds tax for the whole document where the store is set so, and its lines still sum to it", () => {
    const document = taxRulesFrom({ mode: "half_up", level: "document" }, [zone("DE", { rates: [rate("19")] })]);
    const lines = ["a", "b", "c"].map((key) => line(key, 10));
    // 10 within is 1.597: three lines rounded are 6, their sum 4.79 rounds to 5.
    expect(priceCart(cart({ lines })).tax_total).toBe(6);
    const priced = priceCart(cart({ lines, tax_rules: document }));
    expect([priced.tax_total, priced.lines.map(({ tax_total }) => tax_total)]).toEqual([5, [2, 2, 1]]);
  });

  it("of nothing is nothing", () => {
    expect(priceCart(cart({ lines: [] }))).toMatchObject({ subtotal: 0, tax_total: 0, total: 0, lines: [] });
  });

  it("refuses a pickup abroad", () => {
    expect(() => priceCart(cart({ place: { country: "FR" }, shipping_option: "pickup" }))).toThrow(DomainError);
  });

  it("refuses a price in another currency than the cart's", () => {
    const yen = { ...pan, unit_price: new Money(4990, "JPY") };
    expect(() => priceCart(cart({ lines: [spoon, yen] }))).toThrow(/JPY cannot stand among amounts in EUR/);
  });

  it("refuses to come to more than an order may hold, before any amount loses a cent", () => {
    expect(() => priceCart(cart({ lines: [line("pan", largestAmount, 999)] }))).toThrow(
      "quantity-over-limit: This is more than one order may come to. Take something out.",
    );
    expect(() => priceCart(cart({ lines: [line("pan", largestAmount), spoon] }))).toThrow(/quantity-over-limit/);
    expect(() => priceCart(cart({ lines: [line("pan", largestAmount)] }))).not.toThrow();
  });

  it.each([
    ["half a piece", { quantity: 1.5 }, "A quantity is a whole number of at least 1, not 1.5."],
    ["no piece", { quantity: 0 }, "A quantity is a whole number of at least 1, not 0."],
    ["more pieces than can be counted", { quantity: 2 ** 53 }, "A quantity is a whole number"],
    ["a negative price", { unit_price: new Money(-1, "EUR") }, "A price is a whole number of at least 0, not -1."],
    ["an endless quantity", { quantity: Number.POSITIVE_INFINITY }, "A quantity is a whole number"],
    ["a quantity that is no number", { quantity: Number.NaN }, "A quantity is a whole number"],
    ["a weight below nothing", { weight_grams: -1 }, "A weight is a whole number of at least 0, not -1."],
    ["half a gram", { weight_grams: 0.5 }, "A weight is a whole number of at least 0, not 0.5."],
  ])("is never worked out for %s", (_, wrong, why) => {
    expect(() => priceCart(cart({ lines: [{ ...pan, ...wrong }] }))).toThrow(why);
  });
});

describe("whatever is in the cart, wherever it goes, and however tax is rounded", () => {
  it("lines, discounts, shipping and tax sum to the total, and their tax to the tax", () => {
    fc.assert(
      fc.property(carts, (input) => {
        const priced = priceCart(input);
        const goods = priced.lines.reduce((sum, line) => sum + line.total, 0);
        const tax = priced.lines.reduce((sum, line) => sum + line.tax_total, 0) + priced.shipping_tax.tax_total;
        expect(priced.subtotal - priced.discount_total).toBe(goods);
        for (const line of priced.lines) {
          expect(line.unit_price * line.quantity - line.discount_total).toBe(line.total);
        }
        expect(priced.tax_total).toBe(tax);
        expect(priced.total).toBe(goods + priced.shipping_total + (priced.tax_included ? 0 : tax));
      }),
      thousands,
    );
  });

  it("every amount is a whole number of cents, none below zero, and tax within a price is never more than it", () => {
    fc.assert(
      fc.property(carts, (input) => {
        const { lines, shipping_tax, subtotal, discount_total, shipping_total, tax_total, tax_included, total } =
          priceCart(input);
        const amounts = [
          ...[subtotal, discount_total, shipping_total, shipping_tax.tax_total, tax_total, total],
          ...lines.flatMap((line) => [line.unit_price, line.discount_total, line.tax_total, line.total]),
        ];
        for (const amount of amounts) expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
        if (tax_included) for (const line of lines) expect(line.tax_total).toBeLessThanOrEqual(line.total);
      }),
      thousands,
    );
  });

  it("the order of its lines makes no difference", () => {
    const shuffled = carts.chain((input) =>
      fc.tuple(fc.constant(input), fc.shuffledSubarray([...input.lines], { minLength: input.lines.length })),
    );
    fc.assert(
      fc.property(shuffled, ([input, lines]) => {
        const { lines: before, ...totals } = priceCart(input);
        const { lines: after, ...again } = priceCart({ ...input, lines });
        expect(again).toEqual(totals);
        const byKey = (a: { key: string }, b: { key: string }) => a.key.localeCompare(b.key);
        expect(after.toSorted(byKey)).toEqual(before.toSorted(byKey));
      }),
      thousands,
    );
  });

  it("quoting twice gives the same, and changes nothing of what was asked", () => {
    fc.assert(
      fc.property(carts, (input) => {
        const copy = JSON.stringify(input);
        expect(priceCart(input)).toEqual(priceCart(input));
        expect(JSON.stringify(input)).toBe(copy);
      }),
      thousands,
    );
  });

  it("adding a line never changes what another costs before tax", () => {
    fc.assert(
      fc.property(carts, (input) => {
        const more = { ...input, lines: [...input.lines, { ...pan, unit_price: new Money(5, input.currency) }] };
        const before = priceCart(input).lines.map(({ total }) => total);
        expect(
          priceCart(more)
            .lines.slice(0, -1)
            .map(({ total }) => total),
        ).toEqual(before);
      }),
      thousands,
    );
  });

  it("what is bought without tax and what is bought with it agree: the tax of a net price is in its gross", () => {
    const prices = fc.record({
      net: fc.integer({ min: 0, max: 10 ** 9 }),
      percent: percents,
      mode: roundings.map(({ mode }) => mode),
      level: roundings.map(({ level }) => level),
    });
    fc.assert(
      fc.property(prices, ({ net, percent, mode, level }) => {
        const at = (prices: "included" | "added") =>
          taxRulesFrom({ mode, level }, [zone("DE", { prices, rates: [rate(percent)] })]);
        const added = priceCart(cart({ lines: [line("one", net)], tax_rules: at("added") }));
        const included = priceCart(cart({ lines: [line("one", added.total)], tax_rules: at("included") }));
        // A half that both ways lie at is the only place where banker's rounding may part them, and by one unit.
        expect(Math.abs(included.tax_total - added.tax_total)).toBeLessThanOrEqual(mode === "half_up" ? 0 : 1);
      }),
      thousands,
    );
  });

  it("rounding by document is never further from the exact tax than rounding by line", () => {
    fc.assert(
      fc.property(carts, (input) => {
        const level = "document" as const;
        const priced = priceCart({
          ...input,
          tax_rules: { ...input.tax_rules, rounding: { mode: "half_up", level } },
        });
        const exact = priced.lines
          .map(({ total, tax_rate }) => ({ total, tax_rate }))
          .concat({ ...priced.shipping_tax, total: priced.shipping_total })
          .reduce((sum, { total, tax_rate }) => {
            const share = Number(tax_rate) / 100;
            return sum + (priced.tax_included ? (total * share) / (1 + share) : total * share);
          }, 0);
        const rates = new Set([...priced.lines, priced.shipping_tax].map(({ tax_rate }) => tax_rate));
        expect(Math.abs(priced.tax_total - exact)).toBeLessThanOrEqual(rates.size / 2 + 0.01);
      }),
      thousands,
    );
  });
});

it("a subtotal needs no more than prices and quantities", () => {
  expect(
    subtotalOf([
      { unit_price: 4990, quantity: 2 },
      { unit_price: 333, quantity: 3 },
    ]),
  ).toBe(10979);
});
