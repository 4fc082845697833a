import fc from "fast-check";
import { type Goods, lineToPrice } from "../../src/pricing/goods.ts";
import type { PriceInput } from "../../src/pricing/price.ts";
import type { PriceList } from "../../src/pricing/price-list.ts";
import {
  type Action,
  type Condition,
  type Conditions,
  type LineFact,
  lineFacts,
  type Off,
  operators,
  type Pieces,
  type Promotion,
  type SaleFact,
  saleFacts,
} from "../../src/promotions/promotion.ts";
import { taxClasses, taxRulesFrom } from "../../src/tax/rules.ts";
import { rate, zone } from "../tax/rules.ts";
import { goods, plainly } from "./goods.ts";

/** Few of each, so that what is drawn by itself meets: promotions find lines, amounts find currencies. */
const currencies = ["EUR", "JPY"];
const names = ["pan", "lid", "pot", "cup", "mug", "jug"];
const categories = ["kitchen", "table", "garden"];
const brands = ["Copper & Sons", "Anvil"];

export const currencyOf = fc.constantFrom(...currencies);
const name = fc.constantFrom(...names);

const amount = fc.oneof(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 20_000 }));
const amounts = fc.oneof(
  { weight: 5, arbitrary: amount.map((of) => Object.fromEntries(currencies.map((currency) => [currency, of]))) },
  { weight: 1, arbitrary: amount.map((of) => ({ EUR: of })) },
);
const percents = fc.oneof(
  fc.constantFrom("5", "10", "12.5", "20", "33.3333", "50", "100"),
  fc.integer({ min: 1, max: 1_000_000 }).map((millionths) => String(millionths / 10_000)),
);
export const offs: fc.Arbitrary<Off> = fc.oneof(
  percents.map((percent) => ({ percent })),
  amounts.map((of) => ({ amounts: of })),
);

const lineCondition: fc.Arbitrary<Condition<LineFact>> = fc.oneof(
  fc.subarray(names, { minLength: 1 }).map((of): Condition<LineFact> => {
    return { attribute: "line.product", operator: "in", values: of.map((one) => `prod_${one}`) };
  }),
  fc.record({
    attribute: fc.constantFrom<LineFact>("line.category", "line.brand"),
    operator: fc.constantFrom("in" as const, "not_in" as const),
    values: fc.subarray([...categories, ...brands], { minLength: 1 }),
  }),
  fc.record({
    attribute: fc.constant<LineFact>("line.unit_price"),
    operator: fc.constantFrom("at_least" as const, "below" as const),
    values: amount.map((of) => [of]),
    currency: currencyOf,
  }),
  fc.boolean().map((reduced): Condition<LineFact> => {
    return { attribute: "line.reduced", operator: "in", values: [reduced] };
  }),
);

/** What nobody could save, and what the calculation must bear all the same. */
const nonsense = <Fact extends string>(facts: readonly Fact[]): fc.Arbitrary<Condition<Fact>> =>
  fc.record({
    attribute: fc.constantFrom(...facts),
    operator: fc.constantFrom(...operators),
    values: fc.array(fc.oneof(fc.string(), fc.double(), fc.boolean()), { maxLength: 3 }),
    currency: currencyOf,
  });

const conditions = <Fact extends string>(
  one: fc.Arbitrary<Condition<Fact>>,
  facts: readonly Fact[],
): fc.Arbitrary<Conditions<Fact>> =>
  fc.record({
    match: fc.constantFrom("all" as const, "any" as const),
    conditions: fc.oneof(
      { weight: 8, arbitrary: fc.constant([]) },
      { weight: 4, arbitrary: fc.array(one, { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array(nonsense(facts), { minLength: 1, maxLength: 2 }) },
    ),
  });

const ofLines = conditions(lineCondition, lineFacts);

const ofSales = conditions<SaleFact>(
  fc.oneof(
    fc.record({
      attribute: fc.constantFrom<SaleFact>("cart.subtotal"),
      operator: fc.constantFrom("at_least" as const, "below" as const),
      values: amount.map((of) => [of]),
      currency: currencyOf,
    }),
    fc.record({
      attribute: fc.constantFrom<SaleFact>("cart.quantity", "time.weekday"),
      operator: fc.constantFrom("at_least" as const, "below" as const),
      values: fc.integer({ min: 1, max: 8 }).map((of) => [of]),
    }),
    fc.record({
      attribute: fc.constantFrom<SaleFact>("customer.first_order", "customer.signed_in"),
      operator: fc.constantFrom("in" as const, "not_in" as const),
      values: fc.boolean().map((of) => [of]),
    }),
  ),
  saleFacts,
);

const count = fc.integer({ min: 1, max: 4 });
const rarely = <One>(one: fc.Arbitrary<One>): fc.Arbitrary<One | null> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: one });
const pieces: fc.Arbitrary<Pieces> = fc.record({ lines: ofLines, quantity: count });
const times = fc.option(count);

export const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant("off_order" as const), off: offs, lines: ofLines }),
  fc.record({ kind: fc.constant("off_lines" as const), off: offs, lines: ofLines }),
  fc.record({
    kind: fc.constant("off_pieces" as const),
    which: fc.constantFrom("cheapest" as const, "dearest" as const),
    quantity: count,
    off: offs,
    lines: ofLines,
  }),
  fc.record({
    kind: fc.constant("off_shipping" as const),
    off: offs,
    options: fc.option(fc.subarray(["standard", "express"])),
  }),
  fc.record({
    kind: fc.constant("bundle_price" as const),
    parts: fc.array(pieces, { minLength: 1, maxLength: 3 }),
    price: amounts,
    times,
  }),
  fc.record({ kind: fc.constant("buy_get" as const), buy: pieces, get: pieces, off: offs, times }),
  fc.record({ kind: fc.constant("gift" as const), variant_id: name.map((of) => `var_${of}`), quantity: count }),
  fc.record({
    kind: fc.constant("tiers" as const),
    lines: ofLines,
    currency: currencyOf,
    steps: fc.array(fc.record({ from: fc.integer({ min: 0, max: 20_000 }), off: offs }), { maxLength: 3 }),
  }),
);

const instants = fc.constantFrom("2026-11-20T00:00:00.000Z", "2026-11-22T00:00:00.000Z");

type DrawnPromotion = Omit<Promotion, "id">;

const drawnPromotion: fc.Arbitrary<DrawnPromotion> = fc.record({
  title: fc.constant("A promotion"),
  needs_code: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  sale: ofSales,
  requires: rarely(pieces),
  action: actions,
  priority: fc.integer({ min: 0, max: 2 }),
  stacking_group: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constantFrom("spring", "members")),
  exclusive: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  starts_at: rarely(instants),
  ends_at: rarely(instants),
  time_zone: fc.constantFrom("UTC", "Europe/Berlin", "Nowhere/Land"),
  budget: rarely(fc.record({ currency: currencyOf, left: fc.integer({ min: 0, max: 5_000 }) })),
  exhausted: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

export const promotions: fc.Arbitrary<Promotion[]> = fc
  .array(drawnPromotion, { maxLength: 8, size: "max" })
  .map((drawn) => drawn.map((promotion, index) => ({ ...promotion, id: `promo_${index}` })));

const bought = fc.record({
  name,
  unit_price: fc.oneof(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 20_000 })),
  quantity: fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: 6 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 999 }) },
  ),
  category_ids: fc.subarray(categories),
  brand: fc.option(fc.constantFrom(...brands)),
  tax_class: fc.constantFrom(...taxClasses),
  reduced: fc.boolean(),
  list_prices: fc.array(
    fc.record({
      price_list_id: fc.constantFrom("list_0", "list_1"),
      min_quantity: fc.constantFrom(1, 3, 5),
      amount: fc.integer({ min: 0, max: 20_000 }),
    }),
    { maxLength: 2 },
  ),
});

export const priceLists: fc.Arbitrary<PriceList[]> = fc
  .array(
    fc.record({
      name: fc.constant("A list"),
      priority: fc.integer({ min: 0, max: 1 }),
      starts_at: rarely(instants),
      ends_at: rarely(instants),
      groups: fc.constantFrom([], [], ["trade"]),
      markets: fc.constantFrom([], [], ["home"]),
      rules: fc.record({
        match: fc.constantFrom("all" as const, "any" as const),
        conditions: fc.array(
          fc.record({
            attribute: fc.constantFrom("category" as const, "brand" as const),
            operator: fc.constantFrom("in" as const, "not_in" as const),
            values: fc.subarray([...categories, ...brands], { minLength: 1 }),
          }),
          { maxLength: 1 },
        ),
      }),
      percent: fc.option(fc.integer({ min: -1_000_000, max: 200_000 })),
    }),
    { maxLength: 2 },
  )
  .map((drawn) => drawn.map((list, index) => ({ ...list, id: `list_${index}` })));

export type Bought = typeof bought extends fc.Arbitrary<infer One> ? One : never;

/** A line as it is asked about. @param place tells lines of one thing apart */
export function lineOf({ name, quantity, reduced, ...about }: Bought, currency: string, place: number) {
  const known: Goods = goods(name, about.unit_price, { ...about, compare_at_price: reduced ? 99_999 : null });
  return lineToPrice(`line ${place} of ${name}`, known, quantity, currency);
}

const rates = fc.tuple(
  percents.map((percent) => rate(percent)),
  percents.map((percent) => rate(percent, { class: "reduced" })),
  percents.map((percent) => rate(percent, { class: "reduced", name: "Compound", compound: true })),
);

export const roundings = fc.record({
  mode: fc.constantFrom("half_up" as const, "half_even" as const),
  level: fc.constantFrom("line" as const, "document" as const),
});

/** Sales with promotions of every kind, sensible and not, to consumers and to businesses that are relieved of tax. */
export const sales: fc.Arbitrary<PriceInput> = fc
  .record({
    currency: currencyOf,
    things: fc.array(bought, { maxLength: 8, size: "max" }),
    country: fc.option(fc.constantFrom("FR", "DE", "US")),
    shipping_option: fc.option(fc.constantFrom("standard" as const, "express" as const)),
    rounding: roundings,
    french: fc.record({ prices: fc.constantFrom("included" as const, "added" as const), rates }),
    vat_id: fc.option(fc.constant("FR40303265045")),
    promotions,
    price_lists: priceLists,
    market: fc.constantFrom(null, "home"),
    prices: fc.constantFrom(null, null, "included" as const, "added" as const),
    groups: fc.constantFrom([], ["trade"]),
    first_order: fc.option(fc.boolean()),
    brought: fc.subarray([0, 1, 2, 3, 9]),
  })
  .map(({ things, country, rounding, french, groups, first_order, brought, currency, ...input }) => ({
    ...input,
    currency,
    lines: things.map((thing, place) => lineOf(thing, currency, place)),
    place: country === null ? null : { country },
    home_country: "DE",
    shipping: plainly.shipping,
    buyer: { customer_id: first_order === null ? null : "cus_1", groups, first_order },
    tax_rules: taxRulesFrom(rounding, [zone("FR", french), zone("DE", { rates: [rate("19")] })]),
    codes: brought.map((index) => ({ code: `CODE${index}`, promotion_id: `promo_${index}` })),
    at: "2026-11-21T12:00:00.000Z",
  }));

/** How often a property is tried: some thousand times, and fewer where mutation testing runs each some hundred times over. */
export const runs = (usually: number) => ({ numRuns: Number(process.env.PROPERTY_RUNS ?? usually) });

/** The same things in another order. */
export function shuffled<One>(items: readonly One[], seed: number): One[] {
  return items
    .map((item, index) => ({ item, rank: Math.imul(index + 1, seed | 1) >>> 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
