import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pricesIn } from "../../src/catalog/prices/in-market.ts";
import {
  changedBy,
  chooseUnitPrice,
  type ListCondition,
  type ListedGood,
  type ListPrice,
  listFacts,
  type PriceList,
  type PriceQuestion,
} from "../../src/pricing/price-list.ts";
import { runs } from "../pricing/arbitraries.ts";

const at = "2026-11-21T12:00:00.000Z";

const pan: ListedGood = {
  ...{ variant_id: "var_pan", product_id: "prod_pan", category_ids: ["cat_kitchen", "cat_pans"], brand: "Kupfer" },
  ...{ unit_price: 2000, converted_from: null, list_prices: [] },
};

const guest: PriceQuestion = { buyer: { groups: [] }, market: "home", currency: "EUR", at, quantity: 1 };

const list = (id: string, over: Partial<PriceList> = {}): PriceList => ({
  ...{ id, name: id, priority: 0, starts_at: null, ends_at: null, groups: [], markets: [] },
  ...{ rules: { match: "all", conditions: [] }, percent: -100_000 },
  ...over,
});

const fixed = (id: string, over: Partial<PriceList> = {}): PriceList => list(id, { percent: null, ...over });
const of = (price_list_id: string, amount: number, min_quantity = 1): ListPrice => ({
  price_list_id,
  min_quantity,
  amount,
});
const priceOf = (good: ListedGood, lists: readonly PriceList[], over: Partial<PriceQuestion> = {}) =>
  chooseUnitPrice(good, lists, { ...guest, ...over }).unit_price;

describe("a price", () => {
  it("is the variant's own where no list says anything", () => {
    expect(chooseUnitPrice(pan, [fixed("empty")], guest)).toMatchObject({
      unit_price: 2000,
      price_source: { kind: "base" },
    });
  });

  it("is the list's of the highest priority, be it higher than the variant's own, and says so", () => {
    const good = { ...pan, list_prices: [of("dear", 2500), of("cheap", 1000)] };
    expect(chooseUnitPrice(good, [fixed("cheap"), fixed("dear", { priority: 1 })], guest)).toEqual({
      unit_price: 2500,
      price_source: { kind: "price_list", price_list_id: "dear", title: "dear", min_quantity: 1, from: null },
    });
  });

  it("is the lowest of two lists of one priority, and of two equal ones the older list's", () => {
    const good = { ...pan, list_prices: [of("a", 1500), of("b", 1400), of("c", 1400)] };
    for (const order of ["abc", "acb", "bac", "bca", "cab", "cba"]) {
      const lists = [...order].map((id) => fixed(id));
      expect(chooseUnitPrice(good, lists, guest).price_source.price_list_id).toBe("b");
      // The dearest of a higher priority counts before them all.
      const raised = [...order].map((id) => fixed(id, { priority: id === "a" ? 1 : 0 }));
      expect(chooseUnitPrice(good, raised, guest).price_source.price_list_id).toBe("a");
    }
  });

  it("is that of the most pieces that are reached; below the first tier the list says nothing", () => {
    const steps = [of("tiers", 1700, 10), of("tiers", 1900, 5)];
    for (const list_prices of [steps, steps.toReversed()]) {
      const good = { ...pan, list_prices };
      const asked = [1, 4, 5, 9, 10, 999].map((quantity) => priceOf(good, [fixed("tiers")], { quantity }));
      expect(asked).toEqual([2000, 2000, 1900, 1900, 1700, 1700]);
    }
  });

  it.each([
    [-100_000, 1999, 1799],
    [-125_000, 2, 2],
    [50_000, 1999, 2099],
    [-1_000_000, 1999, 0],
    [10_000_000, 1_000_000_000_000, 11_000_000_000_000],
    [-1, 500_000, 500_000],
    [-333_333, 999, 666],
    [-500_000, 5, 3],
    [-500_000, 1, 1],
  ])("changed by %i ten-thousandths of a percent of %i is %i, rounded half up", (percent, amount, expected) => {
    expect(changedBy(amount, percent)).toBe(expected);
  });

  it("holds from the moment that a list begins until just before it ends", () => {
    const [begins, ends] = ["2026-11-27T00:00:00.000Z", "2026-11-30T00:00:00.000Z"];
    const sale = list("sale", { starts_at: begins, ends_at: ends });
    const asked = ["2026-11-26T23:59:59.999Z", begins, "2026-11-29T23:59:59.999Z", ends].map((when) =>
      priceOf(pan, [sale], { at: when }),
    );
    expect(asked).toEqual([2000, 1800, 1800, 2000]);
  });

  it("for a group is for who is in it; for a market is for who shops there", () => {
    const trade = list("trade", { groups: ["wholesale", "staff"] });
    expect(priceOf(pan, [trade])).toBe(2000);
    expect(priceOf(pan, [trade], { buyer: { groups: ["customers", "wholesale"] } })).toBe(1800);
    expect(priceOf(pan, [list("abroad", { markets: ["gb"] })])).toBe(2000);
    expect(priceOf(pan, [list("abroad", { markets: ["gb"] })], { market: "gb" })).toBe(1800);
  });

  it.each<[string, string, boolean]>([
    ["category", "cat_kitchen", true],
    ["category", "cat_garden", false],
    ["brand", "Kupfer", true],
    ["product", "prod_pan", true],
    ["variant", "var_lid", false],
    ["currency", "EUR", true],
    ["market", "gb", false],
    ["market", "home", true],
    ["variant", "var_pan", true],
    ["group", "wholesale", false],
    ["group", "customers", true],
  ])("by a rule on its %s %s: %s, and the other way round with not_in", (attribute, value, meets) => {
    const by = (operator: ListCondition["operator"]) => {
      const condition = { attribute: attribute as ListCondition["attribute"], operator, values: ["other", value] };
      const buyer = { groups: ["customers"] };
      return priceOf(pan, [list("rule", { rules: { match: "all", conditions: [condition] } })], { buyer });
    };
    expect([by("in"), by("not_in")]).toEqual(meets ? [1800, 2000] : [2000, 1800]);
  });

  it("needs all of a rule's conditions, or any of them", () => {
    const conditions: ListCondition[] = [
      { attribute: "brand", operator: "in", values: ["Kupfer"] },
      { attribute: "market", operator: "in", values: ["gb"] },
    ];
    expect(priceOf(pan, [list("all", { rules: { match: "all", conditions } })])).toBe(2000);
    expect(priceOf(pan, [list("any", { rules: { match: "any", conditions } })])).toBe(1800);
  });

  it("needs nothing of a rule without conditions, whether all or any must hold", () => {
    for (const match of ["all", "any"] as const) {
      expect(priceOf(pan, [list("everything", { rules: { match, conditions: [] } })])).toBe(1800);
    }
  });

  it("of a thing without a brand is that of lists which leave a brand out, and of none that names one", () => {
    const plain = { ...pan, brand: null };
    const by = (operator: ListCondition["operator"]) =>
      list("brand", { rules: { match: "all", conditions: [{ attribute: "brand", operator, values: ["Kupfer"] }] } });
    expect([priceOf(plain, [by("in")]), priceOf(plain, [by("not_in")])]).toEqual([2000, 1800]);
  });

  it("is the variant's own where a stored rule asks what nobody can read: no operator, no attribute of ours", () => {
    const asks = (written: string) => {
      const condition = JSON.parse(written) as ListCondition;
      return priceOf(pan, [list("odd", { rules: { match: "any", conditions: [condition] } })]);
    };
    expect(asks('{ "attribute": "brand", "operator": "resembles", "values": ["Wood"] }')).toBe(2000);
    expect(asks('{ "attribute": "moon", "operator": "not_in", "values": ["full"] }')).toBe(2000);
  });

  it("that was converted says from what, whether a list changed it or not", () => {
    const from = { currency: "USD", amount: 2200, rate: "0.9" };
    const converted = { ...pan, converted_from: from };
    expect(chooseUnitPrice(converted, [], guest)).toEqual({
      unit_price: 2000,
      price_source: { kind: "converted", price_list_id: null, title: null, min_quantity: null, from },
    });
    expect(chooseUnitPrice(converted, [list("sale")], guest).price_source).toMatchObject({ kind: "price_list", from });
  });

  it("of a list says from what the list's own price was converted, whatever the variant's was", () => {
    const from = { currency: "USD", rate: "0.9" };
    const market = { currency: "GBP", conversion: { ...from, from: "USD", step: 1, less: 0 } };
    const priced = (own: string, ofList: string) => {
      const prices = pricesIn(
        [{ currency: own, amount: 2000, compare_at_amount: null }],
        [{ ...of("sale", 1000), currency: ofList }],
        market,
      );
      return chooseUnitPrice({ ...pan, ...prices }, [fixed("sale")], guest);
    };
    expect(priced("GBP", "USD")).toMatchObject({ unit_price: 900, price_source: { price_list_id: "sale", from } });
    expect(priced("USD", "GBP")).toMatchObject({
      unit_price: 1000,
      price_source: { price_list_id: "sale", from: null },
    });
  });
});

const ids = ["plist_a", "plist_b", "plist_c", "plist_d"];
const groups = ["customers", "wholesale"];
const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 });
const times = fc.option(fc.constantFrom("2026-11-01T00:00:00.000Z", at, "2026-12-01T00:00:00.000Z"));
const conditions = fc.record({
  attribute: fc.constantFrom(...listFacts),
  operator: fc.constantFrom("in" as const, "not_in" as const),
  values: fc.array(fc.constantFrom("cat_pans", "Kupfer", "gb", "EUR", "wholesale", "var_pan"), {
    minLength: 1,
    maxLength: 3,
  }),
});
const someLists = fc.subarray(ids, { minLength: 0 }).chain((chosen) =>
  fc.tuple(
    ...chosen.map((id) =>
      fc.record<PriceList>({
        ...{ id: fc.constant(id), name: fc.constant(id), priority: fc.integer({ min: -2, max: 2 }) },
        ...{ starts_at: times, ends_at: times, groups: fc.subarray(groups), markets: fc.subarray(["home", "gb"]) },
        rules: fc.record({
          match: fc.constantFrom("all" as const, "any" as const),
          conditions: fc.array(conditions, { maxLength: 3 }),
        }),
        percent: fc.option(fc.integer({ min: -1_000_000, max: 10_000_000 })),
      }),
    ),
  ),
);
const goods = fc.record<ListedGood>({
  ...{
    variant_id: fc.constant("var_pan"),
    product_id: fc.constant("prod_pan"),
    category_ids: fc.subarray(["cat_pans"]),
  },
  ...{ brand: fc.option(fc.constant("Kupfer")), unit_price: amounts, converted_from: fc.constant(null) },
  list_prices: fc.array(
    fc.record({
      price_list_id: fc.constantFrom(...ids),
      min_quantity: fc.integer({ min: 1, max: 20 }),
      amount: amounts,
    }),
    { maxLength: 12 },
  ),
});
const questions = fc.record<PriceQuestion>({
  ...{
    buyer: fc.record({ groups: fc.subarray(groups) }),
    market: fc.constantFrom("home", "gb"),
    currency: fc.constantFrom("EUR", "GBP"),
  },
  ...{ at: fc.constant(at), quantity: fc.integer({ min: 1, max: 30 }) },
});

describe("whatever lists there are", () => {
  it("a price is a whole number, not below nothing, and comes from a list that holds or from the variant", () => {
    fc.assert(
      fc.property(goods, someLists, questions, (good, lists, question) => {
        const { unit_price, price_source } = chooseUnitPrice(good, lists, question);
        expect(Number.isSafeInteger(unit_price) && unit_price >= 0).toBe(true);
        if (price_source.kind === "base") expect(unit_price).toBe(good.unit_price);
        else expect(lists.map(({ id }) => id)).toContain(price_source.price_list_id);
      }),
      runs(2000),
    );
  });

  it("the order in which they are given makes no difference; asking twice neither", () => {
    fc.assert(
      fc.property(goods, someLists, questions, fc.nat(), (good, lists, question, turn) => {
        const turned = lists.map((_, index) => lists[(index + turn) % lists.length]).flatMap((one) => one ?? []);
        expect(chooseUnitPrice(good, turned.toReversed(), question)).toEqual(chooseUnitPrice(good, lists, question));
      }),
      runs(2000),
    );
  });

  it("a list of a higher priority that says something decides, whatever the others say", () => {
    fc.assert(
      fc.property(goods, someLists, questions, amounts, (good, lists, question, amount) => {
        const first = fixed("plist_first", { priority: 3 });
        const listed = { ...good, list_prices: [...good.list_prices, of("plist_first", amount)] };
        expect(chooseUnitPrice(listed, [...lists, first], question).unit_price).toBe(amount);
      }),
      runs(1000),
    );
  });

  it("a list that does not hold changes nothing", () => {
    fc.assert(
      fc.property(goods, someLists, questions, (good, lists, question) => {
        const over = list("plist_over", { priority: 9, ends_at: at });
        const strange = list("plist_strange", { priority: 9, groups: ["nobody"] });
        expect(chooseUnitPrice(good, [over, ...lists, strange], question)).toEqual(
          chooseUnitPrice(good, lists, question),
        );
      }),
      runs(1000),
    );
  });

  it("more pieces cost no more each where a list's tiers fall", () => {
    const tiers = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }).chain((steps) =>
      fc.array(amounts, { minLength: steps.length, maxLength: steps.length }).map((prices) => {
        const falling = prices.toSorted((a, b) => b - a);
        return steps
          .toSorted((a, b) => a - b)
          .map((min_quantity, index) => of("plist_a", falling[index] ?? 0, min_quantity));
      }),
    );
    fc.assert(
      fc.property(tiers, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (list_prices, one, more) => {
        const dearest = Math.max(...list_prices.map(({ amount }) => amount));
        const good = { ...pan, unit_price: dearest, list_prices };
        const ask = (quantity: number) => priceOf(good, [fixed("plist_a")], { quantity });
        expect(ask(one + more)).toBeLessThanOrEqual(ask(one));
      }),
      runs(1000),
    );
  });
});
