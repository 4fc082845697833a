import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  allocate,
  decimalOf,
  exponentOf,
  formatMoney,
  isCurrency,
  Money,
  parseMoney,
  partOf,
} from "../../src/platform/money.ts";
import { runs } from "../pricing/arbitraries.ts";

const whole = fc.integer({ min: -(10 ** 12), max: 10 ** 12 });
const weights = fc.array(fc.oneof(fc.nat(9), fc.nat(10 ** 12)), { minLength: 1, maxLength: 40 });
const sumOf = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0);

describe("money", () => {
  it("of one currency adds, subtracts and multiplies", () => {
    const pan = new Money(4990, "EUR");
    expect(pan.plus(new Money(10, "EUR")).minus(new Money(1000, "EUR")).times(3)).toEqual(new Money(12_000, "EUR"));
    expect(pan.in("EUR")).toBe(4990);
  });

  it("of two currencies never meets: the compiler refuses what it knows, the call what only the data knows", () => {
    const euro: Money = new Money(100, "EUR");
    const yen: Money = new Money(100, "JPY");
    for (const meet of [() => euro.plus(yen), () => euro.minus(yen), () => euro.in("JPY")]) {
      expect(meet).toThrow(/cannot stand among amounts in/);
    }
    expectTypeOf(new Money(1, "EUR").plus).parameter(0).toEqualTypeOf<Money<"EUR">>();
    // @ts-expect-error yen are no euros
    expect(() => new Money(1, "EUR").plus(new Money(1, "JPY"))).toThrow(RangeError);
  });

  it.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("is never %d of a cent", (amount) => {
    expect(() => new Money(amount, "EUR")).toThrow(`Money is a whole number of minor units, not ${amount}.`);
    expect(() => allocate(amount, [1])).toThrow(`Only a whole amount can be split, not ${amount}.`);
  });

  it("is in a currency that ISO 4217 knows, in capital letters", () => {
    expect(["EUR", "JPY", "KWD", "eur", "ZZZ", "EURO", ""].map(isCurrency)).toEqual([
      ...[true, true, true],
      ...[false, false, false, false],
    ]);
  });

  it("stops before a product is too large to be exact", () => {
    expect(() => new Money(2 ** 50, "EUR").times(9)).toThrow(RangeError);
    expect(() => new Money(2 ** 52, "EUR").plus(new Money(2 ** 52, "EUR"))).toThrow(RangeError);
  });

  it("is written and read with the digits of its own currency", () => {
    for (const [currency, digits] of [
      ["EUR", 2],
      ["JPY", 0],
      ["KWD", 3],
      ["CLF", 4],
      ["constructor", 2],
    ] as const)
      expect([currency, exponentOf(currency)]).toEqual([currency, digits]);
    expect(formatMoney(1999, "EUR", "de")).toBe("19,99\u00a0€");
    expect(formatMoney(1999, "JPY", "en")).toBe("¥1,999");
    expect(formatMoney(1999, "KWD", "en")).toBe("KWD\u00a01.999");
    expect(parseMoney("19.999", "EUR")).toBeNull();
    expect([" 19.9 ", "19", "19.9000", "-0", "0.07"].map((text) => parseMoney(text, "EUR"))).toEqual([
      1990, 1900, 1990, 0, 7,
    ]);
    for (const text of ["", "x19", "19x", "19.", ".5", "1 9", "--1", "1234567890123"]) {
      expect([text, parseMoney(text, "EUR")]).toEqual([text, null]);
    }
    expect(parseMoney("19.999", "KWD")).toBe(19_999);
    expect(parseMoney("-0.01", "EUR")).toBe(-1);
  });
});

describe("an amount that is split", () => {
  it.each([
    [100, [1, 1, 1], [34, 33, 33]],
    [5, [3, 7], [2, 3]],
    [5, [1, 1], [3, 2]],
    [1000, [50, 30, 20], [500, 300, 200]],
    [2, [1, 1, 1, 1], [1, 1, 0, 0]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [7, [0, 0], [4, 3]],
    [7, [0, 5], [0, 7]],
    [0, [], []],
    // Too large for doubles to multiply: thirds of 10^12, and a unit that is left.
    [1e12, [1e12, 1e12, 1e12], [333_333_333_334, 333_333_333_333, 333_333_333_333]],
    [1e12, [1e12, 1e12 - 1, 1e12 + 1], [333_333_333_333, 333_333_333_333, 333_333_333_334]],
    [2 ** 53 - 1, [1, 1], [2 ** 52, 2 ** 52 - 1]],
  ])("%i by %j is %j", (amount, by, parts) => {
    expect(allocate(amount, by)).toEqual(parts);
  });

  it("always sums to the whole, and no part is a unit away from its exact share", () => {
    fc.assert(
      fc.property(whole, weights, (amount, by) => {
        const parts = allocate(amount, by);
        const sum = by.reduce((total, weight) => total + BigInt(weight), 0n);
        expect(sumOf(parts)).toBe(amount);
        if (sum === 0n) return;
        for (const [index, part] of parts.entries()) {
          const apart = BigInt(part) * sum - BigInt(amount) * BigInt(by[index] ?? 0);
          expect(apart < sum && apart > -sum).toBe(true);
        }
      }),
      runs(3000),
    );
  });

  it("gives the same parts again, equal weights first come first served", () => {
    fc.assert(
      fc.property(whole, weights, (amount, by) => {
        expect(allocate(amount, by)).toEqual(allocate(amount, by));
        const even = allocate(
          amount,
          by.map(() => 7),
        ).map(Math.abs);
        expect(even).toEqual(even.toSorted((a, b) => b - a));
      }),
    );
  });

  it("gives the units that are left to those who were rounded down furthest, the earlier first where two were alike", () => {
    const large = fc.array(fc.integer({ min: 0, max: 2 ** 53 - 1 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.nat(2 ** 53 - 1), fc.oneof(weights, large), (amount, by) => {
        const sum = by.reduce((total, weight) => total + BigInt(weight), 0n);
        fc.pre(sum > 0n);
        const shares = by.map((weight) => BigInt(amount) * BigInt(weight));
        const cut = shares.map((share) => share % sum);
        const raised = allocate(amount, by).map((part, at) => BigInt(part) > (shares[at] ?? 0n) / sum);
        for (const [given, cutHere] of cut.entries()) {
          for (const [other, cutThere] of cut.entries()) {
            if (!raised[given] || raised[other]) continue;
            expect(cutHere > cutThere || (cutHere === cutThere && given < other)).toBe(true);
          }
        }
      }),
      runs(2000),
    );
  });

  it.each([
    [[-1, 2], "An amount is split by whole weights, none below zero."],
    [[0.5], "An amount is split by whole weights, none below zero."],
    [[Number.NaN], "An amount is split by whole weights, none below zero."],
    [[], "An amount cannot be split among nobody."],
  ])("is not split by %j", (by, why) => {
    expect(() => allocate(1, by)).toThrow(why);
  });
});

describe("an amount for other programs", () => {
  it.each([
    [1999, "EUR", "19.99"],
    [-5, "EUR", "-0.05"],
    [0, "EUR", "0.00"],
    [7, "JPY", "7"],
    [-1234, "JPY", "-1234"],
    [1, "KWD", "0.001"],
    [123_456, "KWD", "123.456"],
  ])("%i %s is %s", (amount, currency, text) => {
    expect(decimalOf(amount, currency)).toBe(text);
    expect(parseMoney(text, currency)).toBe(amount);
  });
});

describe("a part of an amount", () => {
  it.each([
    [5, 1, 2, 3, 2],
    [15, 1, 2, 8, 8],
    [25, 1, 10, 3, 2],
    [35, 1, 10, 4, 4],
    [-5, 1, 2, -3, -2],
    [49, 1, 100, 0, 0],
    [51, 1, 100, 1, 1],
    [0, 7, 9, 0, 0],
    // Too large for doubles to multiply.
    [2 ** 53 - 1, 3, 6, 2 ** 52, 2 ** 52],
    [2 ** 53 - 3, 3, 6, 2 ** 52 - 1, 2 ** 52 - 2],
    [2 ** 53 - 1, 3, 7, 3_860_228_252_031_853, 3_860_228_252_031_853],
    [2 ** 53 - 1, 4, 7, 5_146_971_002_709_138, 5_146_971_002_709_138],
    [1, 2 ** 52 - 1, 2 ** 53 - 2, 1, 0],
    [3, 2 ** 52 - 1, 2 ** 53 - 2, 2, 2],
  ])("%i times %i / %i is %i rounded half up and %i by banker's rounding", (amount, over, under, up, even) => {
    expect(partOf(amount, over, under, "half_up")).toBe(up);
    expect(partOf(amount, over, under, "half_even")).toBe(even);
  });

  it("is exact, however large, and as near as a whole unit can be", () => {
    const modes = fc.constantFrom("half_up" as const, "half_even" as const);
    fc.assert(
      fc.property(
        whole,
        fc.nat(10 ** 12),
        fc.integer({ min: 1, max: 10 ** 12 }),
        modes,
        (amount, over, under, mode) => {
          fc.pre(BigInt(Math.abs(amount)) * BigInt(over) < BigInt(under) * 2n ** 53n);
          const [part, exact] = [BigInt(partOf(amount, over, under, mode)), BigInt(amount) * BigInt(over)];
          const apart = 2n * (part * BigInt(under) - exact);
          expect(apart <= BigInt(under) && apart >= -BigInt(under)).toBe(true);
          if (apart === BigInt(under) || apart === -BigInt(under)) {
            expect(mode === "half_even" ? part % 2n === 0n : apart > 0n === amount > 0).toBe(true);
          }
        },
      ),
      runs(3000),
    );
  });
});
