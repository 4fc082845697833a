import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { lineToPrice } from "../../src/pricing/goods.ts";
import { explainCart, type PriceInput, priceCart } from "../../src/pricing/price.ts";
import type { Promotion } from "../../src/promotions/promotion.ts";
import { taxRulesFrom } from "../../src/tax/rules.ts";
import { shuffled } from "../pricing/arbitraries.ts";
import { goods, plainly } from "../pricing/goods.ts";
import {
  all,
  bundle,
  buyGet,
  euros,
  offLines,
  offOrder,
  offPieces,
  percent,
  pieces,
  promotion,
  tiers,
} from "../promotions/promotions.ts";
import { brokenSums } from "../promotions/sale.ts";
import { byLine, rate, zone } from "../tax/rules.ts";

/** Baskets that households bought, with the coupons that they brought along that day (Complete Journey). */
const folder = fileURLToPath(new URL("../../../shared/data/promotions/", import.meta.url));
const there = existsSync(folder);
if (!there) console.warn("SKIPPED: ../shared/data/promotions is not there, so no real baskets are priced.");

const most = 4000;

type Row = Record<string, string>;

/** The files have no quoted cells but in the names of products, which nothing here asks for. */
function rowsOf(name: string): Row[] {
  const [head = "", ...lines] = gunzipSync(readFileSync(`${folder}${name}.csv.gz`))
    .toString()
    .trim()
    .split("\n");
  const columns = head.trim().split(",");
  return lines.map((line) => {
    const cells = line.trim().split(",");
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
  });
}

const cents = (row: Row, ...columns: string[]): number =>
  columns.reduce((sum, column) => sum + Math.round(Number(row[column]) * 100), 0);

const dayOf = (days: string | undefined): string => new Date(Number(days) * 86_400_000).toISOString();

/** Each coupon of a campaign is 0.50 off one piece of what it is for, by its code, as long as the campaign runs. */
function couponsOf(redeemed: readonly Row[]): Promotion[] {
  const campaigns = new Map(rowsOf("campaign_descriptions").map((row) => [row.campaign_id, row]));
  const wanted = new Map(redeemed.map(({ coupon_upc = "", campaign_id = "" }) => [coupon_upc, campaign_id]));
  const products = Map.groupBy(
    rowsOf("coupons").filter(({ coupon_upc = "", campaign_id }) => wanted.get(coupon_upc) === campaign_id),
    ({ coupon_upc = "" }) => coupon_upc,
  );
  return [...products].map(([upc, rows]) => {
    const campaign = campaigns.get(wanted.get(upc));
    const values = rows.map(({ product_id = "" }) => product_id);
    const lines = all({ attribute: "line.product" as const, operator: "in" as const, values });
    return promotion(`coupon_${upc}`, offPieces("dearest", 1, euros(50), lines), {
      needs_code: true,
      priority: 1,
      starts_at: dayOf(campaign?.start_date),
      ends_at: dayOf(`${Number(campaign?.end_date) + 1}`),
    });
  });
}

/** What the store itself promises everybody, beside the coupons. */
const ofTheStore: Promotion[] = [
  promotion("three_for_two", buyGet(pieces(2), pieces(1), percent("100"), 1), {
    requires: pieces(6),
    stacking_group: "deals",
  }),
  promotion("any_five", bundle(500, [pieces(5)], 1), { stacking_group: "deals" }),
  promotion(
    "steps",
    tiers([
      [2000, percent("5")],
      [5000, percent("10")],
    ]),
  ),
  promotion("reduced", offLines(percent("2.5"), all({ attribute: "line.reduced", operator: "in", values: [true] }))),
  promotion("welcome", offOrder(euros(300)), {
    exclusive: true,
    budget: { currency: "EUR", left: 250 },
    sale: all({ attribute: "customer.first_order", operator: "in", values: [true] }),
  }),
];

/** @returns the baskets of days on which coupons were brought first, and then others of several lines */
function basketsOf(): { inputs: PriceInput[]; coupons: Promotion[] } {
  const redeemed = rowsOf("coupon_redemptions");
  const coupons = couponsOf(redeemed);
  const brought = Map.groupBy(redeemed, (row) => `${row.household_id} ${row.redemption_date}`);
  const bought = rowsOf("transactions_sample").filter(({ quantity }) => Number(quantity) > 0);
  const baskets = [...Map.groupBy(bought, ({ basket_id }) => basket_id).values()].map((rows) => {
    const at = `${rows[0]?.transaction_timestamp?.slice(0, 19)}.000Z`;
    return { rows, at, codes: brought.get(`${rows[0]?.household_id} ${at.slice(0, 10)}`) ?? [] };
  });
  const chosen = baskets
    .filter(({ rows, codes }) => codes.length > 0 || rows.length > 1)
    .sort((a, b) => Math.sign(b.codes.length) - Math.sign(a.codes.length))
    .slice(0, most);
  const promotions = [...coupons, ...ofTheStore];
  const tax_rules = taxRulesFrom(byLine, [zone("DE", { rates: [rate("7")] })]);
  const loyalty = {
    ...{ id: "loyalty", name: "Loyalty", priority: 0, starts_at: null, ends_at: null, groups: ["card"], markets: [] },
    ...{ rules: { match: "all" as const, conditions: [] }, percent: null },
  };
  const inputs = chosen.map(
    ({ rows, at, codes }, index): PriceInput => ({
      ...plainly,
      ...{ currency: "EUR", place: { country: "DE" }, home_country: "DE", shipping_option: null, vat_id: null },
      buyer: { customer_id: "cus_1", groups: ["card"], first_order: index % 10 === 9 },
      ...{ tax_rules, promotions, at, price_lists: [loyalty] },
      codes: codes.map(({ coupon_upc = "" }) => ({ code: coupon_upc, promotion_id: `coupon_${coupon_upc}` })),
      lines: rows.map((row, place) => {
        const quantity = Number(row.quantity);
        const paid = Math.floor(cents(row, "sales_value", "coupon_disc", "coupon_match_disc") / quantity);
        const shelf = paid + Math.floor(cents(row, "retail_disc") / quantity);
        const list_prices = shelf > paid ? [{ price_list_id: "loyalty", min_quantity: 1, amount: paid }] : [];
        const known = goods(row.product_id ?? "", shelf, { product_id: row.product_id ?? "", list_prices });
        return lineToPrice(`line ${place}`, known, quantity, "EUR");
      }),
    }),
  );
  return { inputs, coupons };
}

describe.skipIf(!there)("baskets that were really bought", () => {
  const { inputs, coupons } = there ? basketsOf() : { inputs: [], coupons: [] };

  const products = new Map(
    coupons.map(({ id, action }) => {
      const conditions = action.kind === "off_pieces" ? action.lines.conditions : [];
      return [id, new Set(conditions.flatMap(({ values }) => values))] as const;
    }),
  );
  const productsOf = (id: string): ReadonlySet<string | number | boolean> => products.get(id) ?? new Set();

  it("come to exact totals with every coupon that was brought, and coupons never take more than they say", () => {
    let [used, refused] = [0, 0];
    for (const input of inputs) {
      const { priced } = explainCart(input);
      expect(brokenSums(priced)).toEqual([]);
      for (const { promotion_id, amount } of priced.promotions) {
        if (promotion_id === "welcome") expect(amount).toBeLessThanOrEqual(250);
        if (!promotion_id.startsWith("coupon_")) continue;
        used += 1;
        expect(amount).toBeLessThanOrEqual(50);
        expect(input.lines.some(({ product_id }) => productsOf(promotion_id).has(product_id))).toBe(true);
      }
      // A coupon is refused for want of a line where there is none, or where another coupon has its only piece.
      for (const { promotion_id, reason } of priced.refused) {
        if (reason !== "no_line_meets_it") continue;
        const open = input.lines.filter(({ product_id }) => productsOf(promotion_id).has(product_id));
        const others = priced.promotions.length;
        expect(open.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(others);
      }
      refused += priced.refused.length;
      expect(priced.total).toBeLessThanOrEqual(priceCart({ ...input, promotions: [], codes: [] }).total);
    }
    expect(inputs).toHaveLength(most);
    expect(coupons.length).toBeGreaterThan(400);
    // Only a part of each basket is in the sample: most coupons were for something else that was bought that day.
    expect([used > 100, refused > 1000]).toEqual([true, true]);
  });

  it("come to the same in whatever order things were put on the counter", () => {
    for (const [seed, input] of inputs.slice(0, 1500).entries()) {
      const other = { ...input, lines: shuffled(input.lines, seed * 7 + 3), codes: input.codes.toReversed() };
      const [one, two] = [priceCart(input), priceCart(other)];
      expect(two.total).toBe(one.total);
      expect(two.promotions).toEqual(one.promotions);
    }
  });
});
