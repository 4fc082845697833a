import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partOf } from "../../src/platform/money.ts";
import { explainCart, type Priced, priceCart } from "../../src/pricing/price.ts";
import { planRefund, type RefundPlan, type Sold, shippingPart } from "../../src/pricing/refund-tax.ts";
import { refusals } from "../../src/promotions/promotion.ts";
import { lineOf, roundings, runs, sales, shuffled } from "../pricing/arbitraries.ts";
import { offOrder, percent, promotion } from "./promotions.ts";
import { type Bought, brokenSums, sale, withTax } from "./sale.ts";

const thousands = runs(3000);
const thousand = runs(1000);

const byKey = ({ lines, ...rest }: Priced) => ({
  ...rest,
  lines: lines.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
});

describe("whatever is bought, whatever promotions there are", () => {
  it("lines, discounts, tax and shipping sum to the total, and no line is below zero", () => {
    fc.assert(
      fc.property(sales, (input) => {
        expect(brokenSums(priceCart(input))).toEqual([]);
      }),
      thousands,
    );
  });

  it("the order of lines and of promotions makes no difference", () => {
    fc.assert(
      fc.property(sales, fc.integer(), (input, seed) => {
        const other = {
          ...input,
          lines: shuffled(input.lines, seed),
          promotions: shuffled(input.promotions, seed ^ 0x5bd1e995),
        };
        expect(byKey(priceCart(other))).toEqual(byKey(priceCart(input)));
      }),
      thousand,
    );
  });

  it("asking twice gives the same, and changes nothing of what was asked", () => {
    fc.assert(
      fc.property(sales, (input) => {
        const before = JSON.stringify(input);
        const first = explainCart(input);
        expect(explainCart({ ...input, promotions: structuredClone(input.promotions) })).toEqual(first);
        expect(JSON.stringify(input)).toBe(before);
      }),
      thousand,
    );
  });

  it("no promotion takes more than is left of its budget", () => {
    fc.assert(
      fc.property(sales, (input) => {
        const left = new Map(input.promotions.map(({ id, budget }) => [id, budget?.left ?? Number.POSITIVE_INFINITY]));
        for (const { promotion_id, amount } of priceCart(input).promotions) {
          expect(amount).toBeLessThanOrEqual(left.get(promotion_id) ?? 0);
        }
      }),
      thousand,
    );
  });

  it("with promotions there is never more to pay than without any", () => {
    fc.assert(
      fc.property(sales, (input) => {
        expect(priceCart(input).total).toBeLessThanOrEqual(priceCart({ ...input, promotions: [], codes: [] }).total);
      }),
      thousand,
    );
  });

  it("a shopper never pays more because of an exclusive promotion than without it", () => {
    fc.assert(
      fc.property(sales, (input) => {
        const open = input.promotions.filter(({ exclusive }) => !exclusive);
        expect(priceCart(input).total).toBeLessThanOrEqual(priceCart({ ...input, promotions: open }).total);
      }),
      thousand,
    );
  });

  it("at most one of a stacking group counts, and an exclusive one counts alone", () => {
    fc.assert(
      fc.property(sales, (input) => {
        const applied = priceCart(input).promotions.flatMap(({ promotion_id }) =>
          input.promotions.filter(({ id }) => id === promotion_id),
        );
        const groups = applied.flatMap(({ stacking_group, exclusive }) => (exclusive ? [] : (stacking_group ?? [])));
        expect(groups).toHaveLength(new Set(groups).size);
        if (applied.some(({ exclusive }) => exclusive)) expect(applied).toHaveLength(1);
      }),
      thousand,
    );
  });

  it("each promotion either counts or is told why not, never both", () => {
    fc.assert(
      fc.property(sales, (input) => {
        const { priced, refused } = explainCart(input);
        const applied = priced.promotions.map(({ promotion_id }) => promotion_id);
        const told = refused.filter(({ reason }) => reason !== "gone").map(({ promotion_id }) => promotion_id);
        expect([...applied, ...told].sort()).toEqual(input.promotions.map(({ id }) => id).sort());
        for (const { reason } of refused) expect(refusals).toContain(reason);
        expect(priced.refused).toEqual(refused.filter(({ code }) => code !== null));
      }),
      thousand,
    );
  });

  it("adding a line never changes what a piece of another costs before promotions", () => {
    fc.assert(
      fc.property(sales, sales, (input, { lines: [more] }) => {
        if (!more || more.unit_price.currency !== input.currency) return;
        const before = priceCart(input).lines.map(({ key, unit_price, quantity }) => ({ key, unit_price, quantity }));
        const after = priceCart({ ...input, lines: [...input.lines, { ...more, key: "one more" }] });
        expect(
          after.lines.slice(0, -1).map(({ key, unit_price, quantity }) => ({ key, unit_price, quantity })),
        ).toEqual(before);
      }),
      thousand,
    );
  });

  it("a gift costs nothing, bears no discount, and changes nothing of what else is bought", () => {
    fc.assert(
      fc.property(sales, fc.integer({ min: 1, max: 5 }), (input, quantity) => {
        // What comes with nothing is no parcel yet.
        fc.pre(input.lines.length > 0);
        const name = "mug";
        const drawn = {
          name,
          unit_price: 900,
          category_ids: [],
          brand: null,
          tax_class: "standard" as const,
          list_prices: [],
        };
        const line = lineOf({ ...drawn, quantity, reduced: false }, input.currency, 99);
        const gift = { ...line, key: "gift", weight_grams: 0, gift_of: "promo_0" };
        const { lines, ...rest } = priceCart({ ...input, lines: [...input.lines, gift] });
        const { lines: without, ...same } = priceCart(input);
        expect(lines.at(-1)).toMatchObject({ unit_price: 0, total: 0, discounts: [], tax_total: 0, quantity });
        expect({ ...rest, lines: lines.slice(0, -1) }).toEqual({ ...same, lines: without });
      }),
      thousand,
    );
  });

  it("a business relieved of tax gets free what everybody gets free", () => {
    fc.assert(
      fc.property(sales, (input) => {
        const consumer = priceCart({ ...input, vat_id: null });
        const business = priceCart({ ...input, vat_id: "FR40303265045" });
        if (!consumer.tax_included) return;
        for (const [index, line] of consumer.lines.entries()) {
          if (line.total === 0) expect(business.lines[index]?.total).toBe(0);
        }
      }),
      thousand,
    );
  });

  it("given back piece by piece in any order, all is back: what was paid for each line, and its tax", () => {
    fc.assert(
      fc.property(sales, fc.integer(), (input, seed) => {
        const priced = priceCart({ ...input, lines: input.lines.filter(({ quantity }) => quantity < 10) });
        const sold = soldOf(priced);
        const pieces = sold.flatMap(({ key, quantity }) => Array.from({ length: quantity }, () => key));
        const refunds: RefundPlan[] = [];
        for (const key of shuffled(pieces, seed)) {
          const settled = { sold, captured: priced.total, refunds };
          refunds.push(planRefund(settled, { pieces: [{ key, quantity: 1 }] }));
        }
        const back = refunds.flatMap(({ parts }) => parts);
        for (const { key, amount, tax_total } of sold) {
          const of = back.filter((part) => part.key === key);
          expect([key, sumOf(of, "amount"), sumOf(of, "tax_total")]).toEqual([key, amount, tax_total]);
        }
        expect([sumOf(refunds, "amount"), sumOf(refunds, "tax_total")]).toEqual([priced.total, priced.tax_total]);
      }),
      runs(1000),
    );
  });

  it("the same percentage off prices with tax and off prices without it leaves the same, but for what is rounded", () => {
    const rates = fc.constantFrom("7", "19", "20", "25");
    const things = fc.array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(rates, things, fc.integer({ min: 1, max: 100 }), roundings, (rate, bought, off, rounding) => {
        const taxed = (net: number): number => net + partOf(net, Number(rate), 100, "half_up");
        const price = (prices: "included" | "added", of: (net: number) => number): number => {
          const lines = bought.map(([net, quantity], index): Bought => [`thing ${index}`, of(net), quantity]);
          const promotions = [promotion("p", offOrder(percent(String(off))))];
          return priceCart(sale(lines, promotions, withTax(rate, { prices }, rounding))).total;
        };
        const difference = price("included", taxed) - price("added", (net) => net);
        // Half a cent a piece in its price, and of each line as much in its share of the discount and in its tax.
        const most = bought.reduce((sum, [, quantity]) => sum + quantity / 2 + 2, 1);
        expect(Math.abs(difference)).toBeLessThanOrEqual(most);
      }),
      thousand,
    );
  });
});

/** The parts of an order as refunds see them. */
function soldOf({ lines, shipping_total, shipping_tax, tax_included }: Priced): Sold[] {
  const paid = (total: number, tax_total: number): number => total + (tax_included ? 0 : tax_total);
  const goods = lines.map(({ key, quantity, total, tax_total }) => {
    return { key, quantity, amount: paid(total, tax_total), tax_total };
  });
  const { tax_total } = shipping_tax;
  return [...goods, { key: shippingPart, quantity: 1, amount: paid(shipping_total, tax_total), tax_total }];
}

function sumOf<Field extends "amount" | "tax_total">(parts: readonly Record<Field, number>[], field: Field): number {
  return parts.reduce((sum, part) => sum + part[field], 0);
}
