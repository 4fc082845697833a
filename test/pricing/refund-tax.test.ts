import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allocate } from "../../src/platform/money.ts";
import {
  type GivenBack,
  planRefund,
  type RefundPlan,
  type Sold,
  shareOut,
  TooMuch,
  type Wanted,
} from "../../src/pricing/refund-tax.ts";
import { runs } from "./arbitraries.ts";

const pan: Sold = { key: "pan", quantity: 2, amount: 11_900, tax_total: 1_900 };
const book: Sold = { key: "book", quantity: 3, amount: 1_070, tax_total: 70 };
const shipping: Sold = { key: "shipping", quantity: 1, amount: 490, tax_total: 78 };
const sold = [pan, book, shipping];
const paid = { sold, captured: 13_460, refunds: [] };

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

describe("a refund of pieces", () => {
  it("gives back what was paid for them, with its tax", () => {
    expect(planRefund(paid, { pieces: [{ key: "pan", quantity: 1 }] })).toEqual({
      amount: 5_950,
      tax_total: 950,
      parts: [{ key: "pan", quantity: 1, amount: 5_950, tax_total: 950 }],
    });
    const all = sold.map(({ key, quantity }) => ({ key, quantity }));
    expect(planRefund(paid, { pieces: all })).toMatchObject({ amount: 13_460, tax_total: 2_048 });
  });

  it("gives back thirds that sum to the whole, cent and tax", () => {
    const refunds: RefundPlan[] = [];
    for (let i = 0; i < 3; i++)
      refunds.push(planRefund({ ...paid, refunds }, { pieces: [{ key: "book", quantity: 1 }] }));
    expect(refunds.map(({ amount, tax_total }) => [amount, tax_total])).toEqual([
      [357, 23],
      [357, 24],
      [356, 23],
    ]);
    expect(() => planRefund({ ...paid, refunds }, { pieces: [{ key: "book", quantity: 1 }] })).toThrow(TooMuch);
  });

  it("gives back what is left of the line where some of its money went back before", () => {
    const scratch = planRefund({ ...paid, sold: [pan], captured: 11_900 }, { amount: 900 });
    const rest = planRefund({ ...paid, refunds: [scratch] }, { pieces: [{ key: "pan", quantity: 2 }] });
    expect([rest.amount, rest.tax_total + scratch.tax_total]).toEqual([11_000, 1_900]);
  });
});

describe("pieces that cost nothing", () => {
  const gift: Sold = { key: "gift", quantity: 2, amount: 0, tax_total: 0 };
  const withGift = { ...paid, sold: [pan, gift] };

  it("go back with what was paid for, and are told of, though no money is theirs", () => {
    const plan = planRefund(withGift, {
      pieces: [
        { key: "pan", quantity: 1 },
        { key: "gift", quantity: 2 },
      ],
    });
    const told = [
      { key: "pan", quantity: 1, amount: 5_950, tax_total: 950 },
      { key: "gift", quantity: 2, amount: 0, tax_total: 0 },
    ];
    expect(plan.parts).toEqual(told);
    expect(shareOut(plan, [11_900])).toEqual([plan]);
    // Two payments, of which the first gives it all: the second has nothing to tell.
    expect(shareOut(plan, [5_950, 5_950])).toEqual([plan, { amount: 0, tax_total: 0, parts: [] }]);
    const halves = shareOut(plan, [2_000, 9_000]);
    expect(halves.map(({ parts }) => parts.map(({ key, quantity, amount }) => [key, quantity, amount]))).toEqual([
      [["pan", 1, 2_000]],
      [
        ["pan", 0, 3_950],
        ["gift", 2, 0],
      ],
    ]);
    // A payment that holds nothing has nothing to tell, not even of what costs nothing.
    const giftFirst = { ...plan, parts: plan.parts.toReversed() };
    expect(shareOut(giftFirst, [0, 5_950])).toEqual([{ amount: 0, tax_total: 0, parts: [] }, giftFirst]);
    expect(() => planRefund({ ...withGift, refunds: [plan] }, { pieces: [{ key: "gift", quantity: 1 }] })).toThrow(
      "Only 0 is left of it.",
    );
  });
});

describe("a refund of an amount", () => {
  it("is spread over all parts by what is left of each", () => {
    const half = planRefund(paid, { amount: 6_730 });
    expect(half.parts.map(({ key, amount, tax_total }) => [key, amount, tax_total])).toEqual([
      ["pan", 5_950, 950],
      ["book", 535, 35],
      ["shipping", 245, 39],
    ]);
    expect(planRefund({ ...paid, refunds: [half] }, { amount: 6_730 })).toMatchObject({ tax_total: 1_024 });
  });

  it("goes back first of what was paid twice, which bears no tax", () => {
    const twice = { ...paid, captured: 2 * 13_460 };
    expect(planRefund(twice, { amount: 13_460 })).toEqual({ amount: 13_460, tax_total: 0, parts: [] });
    const back = [{ amount: 13_460, parts: [] }];
    expect(planRefund({ ...twice, refunds: back }, { amount: 13_460 })).toMatchObject({ tax_total: 2_048 });
  });

  it("goes on from refunds of which nobody wrote the parts down", () => {
    const refunds = [{ amount: 6_730, parts: [] }];
    expect(planRefund({ ...paid, refunds }, { amount: 6_730 })).toMatchObject({ amount: 6_730, tax_total: 1_024 });
    expect(() => planRefund({ ...paid, refunds }, { amount: 6_731 })).toThrow("Only 6730 is left of it.");
  });

  it("is at most what was paid, and what was paid twice is a part of that", () => {
    expect(() => planRefund({ ...paid, captured: 13_500 }, { amount: 13_501 })).toThrow("Only 13500 is left of it.");
    expect(planRefund({ ...paid, captured: 13_500 }, { amount: 13_500 }).tax_total).toBe(2_048);
  });

  it("of what was paid beyond the order is split among payments before any part of the order is", () => {
    const plan = planRefund({ ...paid, captured: 13_460 + 1_000 }, { amount: 1_490 });
    expect(plan.parts.map(({ amount }) => amount)).toEqual([433, 39, 18]);
    const [first, second] = shareOut(plan, [600, 2_000]);
    expect(first).toEqual({ amount: 600, tax_total: 0, parts: [] });
    expect(second).toEqual({ ...plan, amount: 890 });
  });

  it("of an order that cost nothing is nothing", () => {
    const free = { sold: [{ ...pan, amount: 0, tax_total: 0 }], captured: 0, refunds: [] };
    expect(planRefund(free, { amount: 0 })).toEqual({ amount: 0, tax_total: 0, parts: [] });
  });
});

/** Orders of several lines, each with a tax that is a part of what was paid for it. */
const orders = fc
  .array(fc.record({ quantity: fc.integer({ min: 1, max: 9 }), amount: fc.nat(10 ** 9), share: fc.nat(1000) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((lines) =>
    lines.map(({ quantity, amount, share }, index): Sold => {
      const tax_total = Math.floor((amount / 1000) * share);
      return {
        key: index === 0 ? "shipping" : `line ${index}`,
        quantity: index === 0 ? 1 : quantity,
        amount,
        tax_total,
      };
    }),
  );

const steps = fc.array(
  fc.oneof(
    fc.record({ of: fc.constant("amount" as const), share: fc.nat(1000) }),
    fc.record({ of: fc.constant("pieces" as const), line: fc.nat(5), quantity: fc.integer({ min: 1, max: 9 }) }),
  ),
  { maxLength: 15 },
);

describe("however an order is given back, by amounts, by pieces, or both", () => {
  it("exactly what was paid for each part and exactly its tax is back in the end, and no step gives more or less than nothing", () => {
    fc.assert(
      fc.property(orders, steps, (sold, steps) => {
        const total = sum(sold.map(({ amount }) => amount));
        const refunds: RefundPlan[] = [];
        const settled = { sold, captured: total, refunds };
        const back = (key: string): GivenBack[] =>
          refunds.flatMap(({ parts }) => parts.filter((part) => part.key === key));
        for (const step of steps) {
          const left = total - sum(refunds.map(({ amount }) => amount));
          const line = step.of === "pieces" ? sold[step.line % sold.length] : undefined;
          const pieces = line ? line.quantity - sum(back(line.key).map(({ quantity }) => quantity)) : 0;
          if (line && pieces === 0) continue;
          const wanted: Wanted =
            step.of === "amount"
              ? { amount: Math.floor((left / 1000) * step.share) }
              : { pieces: [{ key: line?.key ?? "", quantity: Math.min(pieces, step.quantity) }] };
          refunds.push(planRefund(settled, wanted));
        }
        refunds.push(planRefund(settled, { amount: total - sum(refunds.map(({ amount }) => amount)) }));
        for (const { amount, tax_total, parts } of refunds) {
          expect(sum(parts.map((part) => part.amount))).toBe(amount);
          expect(sum(parts.map((part) => part.tax_total))).toBe(tax_total);
          for (const part of parts) expect(part.tax_total >= 0 && part.tax_total <= part.amount).toBe(true);
        }
        for (const { key, amount, tax_total } of sold) {
          expect([sum(back(key).map((part) => part.amount)), sum(back(key).map((part) => part.tax_total))]).toEqual([
            amount,
            tax_total,
          ]);
        }
      }),
      runs(2000),
    );
  });

  it("shared out among several payments, each gives back no more than it holds, and together they give back the same", () => {
    fc.assert(
      fc.property(
        orders,
        fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }),
        fc.nat(1000),
        (sold, weights, share) => {
          const total = sum(sold.map(({ amount }) => amount));
          const holds = allocate(total, weights);
          const plan = planRefund(
            { sold, captured: total, refunds: [] },
            { amount: Math.floor((total / 1000) * share) },
          );
          const shares = shareOut(plan, holds);
          for (const [index, { amount, tax_total, parts }] of shares.entries()) {
            expect(amount).toBeLessThanOrEqual(holds[index] ?? 0);
            expect(tax_total).toBeLessThanOrEqual(amount);
            expect(sum(parts.map((part) => part.amount))).toBe(amount);
          }
          expect(sum(shares.map(({ amount }) => amount))).toBe(plan.amount);
          expect(sum(shares.map(({ tax_total }) => tax_total))).toBe(plan.tax_total);
          for (const { key, amount } of sold) {
            const back = shares.flatMap(({ parts }) => parts.filter((part) => part.key === key));
            expect(sum(back.map((part) => part.amount))).toBeLessThanOrEqual(amount);
          }
        },
      ),
      runs(1000),
    );
  });
});
