import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainCart, type Priced, priceCart } from "../../src/pricing/price.ts";
import { refusals } from "../../src/promotions/promotion.ts";
import { lineOf, runs, sales, shuffled } from "../pricing/arbitraries.ts";
import { brokenSums } from "./sale.ts";

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
});
