import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "../../src/platform/errors.ts";
import { largestAmount, type PriceInput, priceCart, subtotalOf } from "../../src/pricing/price.ts";
import { taxedCountries } from "../../src/tax/rates.ts";

const pan = { key: "pan", unit_price: 4990, quantity: 2, weight_grams: 1800 };
const spoon = { key: "spoon", unit_price: 333, quantity: 3, weight_grams: 40 };

const cart = (over: Partial<PriceInput> = {}): PriceInput => ({
  currency: "EUR",
  lines: [pan, spoon],
  country: null,
  home_country: "DE",
  shipping_option: null,
  tax_mode: "included",
  ...over,
});

const carts: fc.Arbitrary<PriceInput> = fc.record({
  currency: fc.constantFrom("EUR", "GBP", "JPY", "CHF"),
  lines: fc
    .array(
      fc.record({
        unit_price: fc.oneof(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 1_000_000 })),
        quantity: fc.integer({ min: 1, max: 999 }),
        weight_grams: fc.integer({ min: 0, max: 50_000 }),
      }),
      { maxLength: 30 },
    )
    .map((lines) => lines.map((line, index) => ({ ...line, key: `line ${index}` }))),
  country: fc.option(fc.constantFrom(...taxedCountries(), "US", "ZZ")),
  home_country: fc.constantFrom("DE", "GB", "US"),
  shipping_option: fc.option(fc.constantFrom("standard" as const, "express" as const)),
  tax_mode: fc.constantFrom("included" as const, "added" as const),
});

describe("the price of a cart", () => {
  it("is the sum of its lines, the tax shown as the part of it that goes to the state", () => {
    expect(priceCart(cart())).toEqual({
      currency: "EUR",
      lines: [
        { key: "pan", unit_price: 4990, quantity: 2, discount_total: 0, tax_total: 1593, total: 9980 },
        { key: "spoon", unit_price: 333, quantity: 3, discount_total: 0, tax_total: 160, total: 999 },
      ],
      subtotal: 10979,
      discount_total: 0,
      shipping_total: 0,
      shipping_tax_total: 0,
      tax_total: 1753,
      tax_included: true,
      total: 10979,
    });
  });

  it("takes the rate of the destination once it is known, and of the store's own country until then", () => {
    expect(priceCart(cart({ country: "HU" })).tax_total).toBe(2122 + 212);
    expect(priceCart(cart({ country: "US" }))).toMatchObject({ tax_total: 0, total: 10979 });
  });

  it("adds shipping, and counts the tax that is in it", () => {
    const lines = [{ ...pan, quantity: 1, unit_price: 1000 }];
    expect(priceCart(cart({ lines, shipping_option: "standard" }))).toMatchObject({
      subtotal: 1000,
      shipping_total: 490,
      shipping_tax_total: 78,
      tax_total: 160 + 78,
      total: 1490,
    });
  });

  it("adds the tax on top where prices come without it", () => {
    expect(priceCart(cart({ lines: [{ ...pan, quantity: 1 }], tax_mode: "added" }))).toMatchObject({
      subtotal: 4990,
      tax_total: 948,
      tax_included: false,
      total: 5938,
    });
  });

  it("of nothing is nothing", () => {
    expect(priceCart(cart({ lines: [] }))).toMatchObject({ subtotal: 0, tax_total: 0, total: 0, lines: [] });
  });

  it("refuses a pickup abroad", () => {
    expect(() => priceCart(cart({ country: "FR", shipping_option: "pickup" }))).toThrow(DomainError);
  });

  it("refuses to come to more than an order may hold, before any amount loses a cent", () => {
    const huge = { ...pan, unit_price: largestAmount, quantity: 999 };
    expect(() => priceCart(cart({ lines: [huge] }))).toThrow(/quantity-over-limit/);
    expect(() => priceCart(cart({ lines: [{ ...huge, quantity: 1 }, spoon] }))).toThrow(/quantity-over-limit/);
    expect(() => priceCart(cart({ lines: [{ ...huge, quantity: 1 }] }))).not.toThrow();
  });

  it.each([
    ["half a piece", { quantity: 1.5 }],
    ["no piece", { quantity: 0 }],
    ["a negative price", { unit_price: -1 }],
    ["a price that is no number", { unit_price: Number.NaN }],
    ["a price with a fraction of a cent", { unit_price: 9.99 }],
    ["an endless quantity", { quantity: Number.POSITIVE_INFINITY }],
  ])("is never worked out for %s", (_, wrong) => {
    expect(() => priceCart(cart({ lines: [{ ...pan, ...wrong }] }))).toThrow(RangeError);
  });
});

describe("whatever is in the cart", () => {
  it("lines and shipping sum to the total, and their tax to the tax", () => {
    fc.assert(
      fc.property(carts, (input) => {
        const priced = priceCart(input);
        const goods = priced.lines.reduce((sum, line) => sum + line.total, 0);
        const tax = priced.lines.reduce((sum, line) => sum + line.tax_total, 0) + priced.shipping_tax_total;
        expect(priced.subtotal - priced.discount_total).toBe(goods);
        expect(priced.tax_total).toBe(tax);
        expect(priced.total).toBe(goods + priced.shipping_total + (priced.tax_included ? 0 : tax));
      }),
    );
  });

  it("every amount is a whole number of cents, none below zero", () => {
    fc.assert(
      fc.property(carts, (input) => {
        const { lines, currency: _, tax_included: __, ...totals } = priceCart(input);
        const amounts = [
          ...Object.values(totals),
          ...lines.flatMap((line) => [line.unit_price, line.discount_total, line.tax_total, line.total]),
        ];
        for (const amount of amounts) expect(Number.isSafeInteger(amount) && amount >= 0).toBe(true);
      }),
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
    );
  });

  it("quoting twice gives the same, and changes nothing of what was asked", () => {
    fc.assert(
      fc.property(carts, (input) => {
        const copy = structuredClone(input);
        expect(priceCart(input)).toEqual(priceCart(input));
        expect(input).toEqual(copy);
      }),
    );
  });

  it("included tax never exceeds the part that its rate allows", () => {
    fc.assert(
      fc.property(carts, (input) => {
        const priced = priceCart({ ...input, tax_mode: "included", country: "HU" });
        for (const line of priced.lines) {
          expect(Math.abs(line.tax_total - (line.total * 27) / 127)).toBeLessThanOrEqual(0.5 + 1e-6);
        }
      }),
    );
  });
});

it("a subtotal needs no more than prices and quantities", () => {
  expect(subtotalOf([pan, spoon])).toBe(10979);
});
