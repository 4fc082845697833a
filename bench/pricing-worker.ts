/**
 * Prices one cart as often as it is asked to: 50 lines, 200 promotions that hold today, five price lists. Nothing is read and
 * nothing is written, so that what it takes is the calculation's own time.
 */
import { Money } from "../src/platform/money.ts";
import { type LineToPrice, type PriceInput, priceCart } from "../src/pricing/price.ts";
import type { PriceList } from "../src/pricing/price-list.ts";
import type { Action, Condition, Conditions, LineFact, Promotion, SaleFact } from "../src/promotions/promotion.ts";
import { shippingRulesFrom } from "../src/shipping/methods.ts";
import { taxRulesFrom, type ZoneRate } from "../src/tax/rules.ts";

const lineCount = 50;
const promotionCount = 200;
const listCount = 5;
const categories = 12;
const brands = 8;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

const lines: LineToPrice[] = numbers(lineCount).map((number) => ({
  key: `line_${number}`,
  variant_id: `var_${number}`,
  product_id: `prod_${number}`,
  sku: `SKU-${number}`,
  category_ids: [`cat_${number % categories}`, `cat_above_${number % 3}`],
  brand: `Brand ${number % brands}`,
  unit_price: new Money(499 + number * 137, "EUR"),
  converted_from: null,
  reduced: number % 5 === 0,
  list_prices: [
    { price_list_id: `list_${number % listCount}`, min_quantity: 1, amount: 450 + number * 130 },
    { price_list_id: `list_${number % listCount}`, min_quantity: 5, amount: 420 + number * 120 },
  ],
  quantity: 1 + (number % 4),
  ...{ weight_grams: 300, length_mm: 120, width_mm: 80, height_mm: 60, ships_alone: false },
  tax_class: number % 3 === 0 ? "reduced" : "standard",
  gift_of: null,
}));

const priceLists: PriceList[] = numbers(listCount).map((number) => ({
  id: `list_${number}`,
  name: `List ${number}`,
  priority: number,
  starts_at: "2026-01-01T00:00:00.000Z",
  ends_at: null,
  groups: number % 2 === 0 ? [] : ["trade"],
  markets: [],
  rules: {
    match: "all",
    conditions: number === 0 ? [] : [{ attribute: "category", operator: "in", values: [`cat_${number}`] }],
  },
  percent: number % 3 === 0 ? -50_000 : null,
}));

const everywhere: Conditions<LineFact> = { match: "all", conditions: [] };

/** Every other promotion is for a category, the rest for a brand, for so many products, or for everything. */
function linesOf(number: number): Conditions<LineFact> {
  const of = (attribute: LineFact, ...values: string[]): Condition<LineFact> => ({ attribute, operator: "in", values });
  if (number % 2 === 0) return { match: "all", conditions: [of("line.category", `cat_${number % categories}`)] };
  if (number % 5 === 0) return everywhere;
  if (number % 3 === 0) return { match: "all", conditions: [of("line.brand", `Brand ${number % brands}`)] };
  const products = numbers(20).map((product) => `prod_${(product * 17 + number * 31) % 2000}`);
  return { match: "all", conditions: [of("line.product", ...products)] };
}

/** Of all kinds, most of them off lines and orders, as stores have them. */
function actionOf(number: number): Action {
  const of = linesOf(number);
  const off = number % 3 === 0 ? { amounts: { EUR: 25, USD: 25 } } : { percent: "1.5" };
  switch (number % 10) {
    case 0:
      return { kind: "buy_get", buy: { lines: of, quantity: 2 }, get: { lines: of, quantity: 1 }, off, times: 2 };
    case 1:
      return { kind: "off_pieces", which: "cheapest", quantity: 1, off, lines: of };
    case 2:
      return { kind: "bundle_price", parts: [{ lines: of, quantity: 2 }], price: { EUR: 900 }, times: 1 };
    case 3:
      return { kind: "off_shipping", off, options: null };
    case 4:
      return { kind: "tiers", lines: of, currency: "EUR", steps: [{ from: 5000, off }] };
    case 5:
    case 6:
      return { kind: "off_order", off, lines: of };
    default:
      return { kind: "off_lines", off, lines: of };
  }
}

const conditions: readonly Condition<SaleFact>[] = [
  { attribute: "cart.subtotal", operator: "at_least", values: [2000], currency: "EUR" },
  { attribute: "customer.group", operator: "in", values: ["trade", "gold"] },
  { attribute: "time.weekday", operator: "in", values: [5, 6, 7] },
  { attribute: "shipping.country", operator: "in", values: ["FR", "BE", "NL"] },
];

const promotions: Promotion[] = numbers(promotionCount).map((number) => ({
  id: `promo_${String(number).padStart(3, "0")}`,
  title: `Promotion ${number}`,
  needs_code: false,
  sale: { match: "all", conditions: conditions.slice(0, number % (conditions.length + 1)) },
  requires: null,
  action: actionOf(number),
  priority: number % 4,
  stacking_group: number % 8 === 0 ? `group_${number % 5}` : null,
  exclusive: number % 40 === 7,
  starts_at: "2026-01-01T00:00:00.000Z",
  ends_at: "2027-01-01T00:00:00.000Z",
  time_zone: "Europe/Berlin",
  budget: number % 20 === 0 ? { currency: "EUR", left: 100_000 } : null,
  exhausted: false,
}));

const vat = (percent: string, of: ZoneRate["class"]): ZoneRate => ({
  ...{ class: of, name: "VAT", percent, compound: false, since: "2020-01-01", until: null, source: "" },
});

const input: PriceInput = {
  currency: "EUR",
  lines,
  place: { country: "DE", postal_code: "10115" },
  home_country: "DE",
  shipping_option: "standard",
  shipping: shippingRulesFrom(
    [{ id: "zone", name: "Germany", reach: "countries", countries: ["DE"], regions: [], postal_codes: [] }],
    [
      {
        ...{ id: "shm_1", code: "standard", name: "Standard", description: "", translations: {}, kind: "delivery" },
        ...{ pickup: null, carrier: null, min_days: 1, max_days: 3, tax_class: null, volumetric_divisor: 5000 },
        ...{ max_grams: 30_000, max_length_mm: null, max_width_mm: null, max_height_mm: null },
        zones: [
          {
            ...{ zone_id: "zone", min_days: null, max_days: null },
            rates: [
              {
                ...{ kind: "by_weight", currency: "EUR", free_from: null, further_parcel: null },
                bands: [
                  { up_to: 5000, price: 490 },
                  { up_to: null, price: 990 },
                ],
              },
            ],
          },
        ],
      },
    ],
  ),
  buyer: { customer_id: "cus_1", groups: ["trade"], first_order: false },
  market: null,
  prices: null,
  price_lists: priceLists,
  tax_rules: taxRulesFrom({ mode: "half_up", level: "line" }, [
    {
      ...{ country: "DE", region: null, postal_codes: [], prices: "included", shipping_class: "standard" },
      rates: [vat("19", "standard"), vat("7", "reduced")],
    },
  ]),
  promotions,
  codes: [],
  at: "2026-11-21T12:00:00.000Z",
  vat_id: null,
};

export default {
  /** `?times=100`: so often. Rule sets are read once an isolate, as in the store. */
  fetch(request: Request): Response {
    const times = Number(new URL(request.url).searchParams.get("times") ?? 1);
    let total = 0;
    for (let time = 0; time < times; time++) total += priceCart({ ...input, lines: [...lines] }).total;
    const priced = priceCart(input);
    return Response.json({ total, applied: priced.promotions.length, discount_total: priced.discount_total });
  },
};
