import { describe, expect, it } from "vitest";
import { largestAmount } from "../../src/platform/money.ts";
import { withAssessedTaxes } from "../../src/pricing/assessed.ts";
import { priceCart } from "../../src/pricing/price.ts";
import { type AssessedTax, untaxed } from "../../src/tax/assessment.ts";
import { type Bought, sale, withTax } from "../promotions/sale.ts";

const bears = (tax_total: number): AssessedTax => ({
  ...{ tax_total, tax_rate: "8.875", tax_reason: "standard" },
  taxes: [{ name: "Sales tax", percent: "8.875", amount: tax_total }],
});

const things: Bought[] = [
  ["pan", 10_000, 1],
  ["lid", 0, 1],
];
const shipped = { shipping_option: "standard" as const };

describe("the taxes of an outside service", () => {
  it("take the place of the store's own, and the total follows where they come on top", () => {
    const own = priceCart(sale(things, [], withTax("5", { prices: "added" })));
    expect(own).toMatchObject({ tax_total: 500, total: 10_500 });
    const priced = withAssessedTaxes(own, { calculation: "calc_1", lines: { pan: bears(888) }, shipping: bears(44) });
    expect(priced).toMatchObject({
      ...{ tax_total: 888, total: 10_888, tax_source: "stripe", tax_calculation: "calc_1", subtotal: 10_000 },
      lines: [
        { key: "pan", tax_total: 888, tax_rate: "8.875", total: 10_000 },
        { key: "lid", tax_total: 0, taxes: [] },
      ],
      // Nothing is shipped yet, and so nothing is taxed of it, whatever the service says.
      shipping_tax: { tax_total: 0, taxes: [] },
    });
  });

  it("count what is shipped", () => {
    const own = priceCart(sale([["pan", 1000, 1]], [], { ...shipped, ...withTax("5", { prices: "added" }) }));
    expect(own.total).toBe(1000 + 490 + 50 + 25);
    const priced = withAssessedTaxes(own, { calculation: "calc_1", lines: { pan: bears(89) }, shipping: bears(43) });
    expect(priced).toMatchObject({ tax_total: 132, total: 1000 + 490 + 132, shipping_tax: { tax_total: 43 } });
  });

  it("change no total where prices hold them", () => {
    const own = priceCart(sale([["pan", 1190, 1]], []));
    const priced = withAssessedTaxes(own, { calculation: "calc_1", lines: { pan: bears(97) }, shipping: untaxed });
    expect(priced).toMatchObject({ tax_total: 97, total: 1190 });
  });

  it("are refused where they make an order larger than any may be", () => {
    const own = priceCart(sale([["ship", largestAmount, 1]], [], withTax("0", { prices: "added" })));
    const of = (tax: number) => () =>
      withAssessedTaxes(own, { calculation: "calc_1", lines: { ship: bears(tax) }, shipping: untaxed });
    expect(of(1)).toThrow(/quantity-over-limit: This is more than one order may come to/);
    expect(of(0)().total).toBe(largestAmount);
  });
});
