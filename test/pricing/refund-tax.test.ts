import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate } from "../../src/platform/money.ts";
import { taxOfRefund } from "../../src/pricing/refund-tax.ts";

const order = { total: 11_900, tax_total: 1_900, captured: 11_900, refunded: 0 };

describe("the tax that goes back with a refund", () => {
  it.each([
    ["all of it", 0, 11_900, 1_900],
    ["half of it", 0, 5_950, 950],
    ["the other half", 5_950, 5_950, 950],
    ["a cent", 0, 1, 0],
    ["the last cent", 11_899, 1, 0],
  ])("is its share of the order's: %s", (_, refunded, amount, tax) => {
    expect(taxOfRefund({ ...order, refunded }, amount)).toBe(tax);
  });

  it("is nothing of what was paid twice, which goes back first", () => {
    const twice = { ...order, captured: 2 * order.total };
    expect(taxOfRefund(twice, order.total)).toBe(0);
    expect(taxOfRefund({ ...twice, refunded: order.total }, order.total)).toBe(order.tax_total);
  });

  it("of an order that cost nothing is nothing", () => {
    expect(taxOfRefund({ total: 0, tax_total: 0, captured: 0, refunded: 0 }, 0)).toBe(0);
  });

  it("sums to the order's tax, in whatever parts the money goes back, and no part is below zero", () => {
    const orders = fc
      .record({ total: fc.integer({ min: 1, max: 10 ** 12 }), share: fc.integer({ min: 0, max: 1000 }) })
      .map(({ total, share }) => ({ total, tax_total: Math.floor((total / 2000) * share) }));
    const parts = fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(orders, parts, ({ total, tax_total }, weights) => {
        let [refunded, tax] = [0, 0];
        for (const amount of allocate(total, weights)) {
          const part = taxOfRefund({ total, tax_total, captured: total, refunded }, amount);
          expect(part).toBeGreaterThanOrEqual(0);
          expect(part).toBeLessThanOrEqual(amount);
          refunded += amount;
          tax += part;
        }
        expect([refunded, tax]).toEqual([total, tax_total]);
      }),
      { numRuns: 2000 },
    );
  });
});
