import { describe, expect, it } from "vitest";
import { giftKey, giftToPrice } from "../../src/pricing/goods.ts";
import { priceCart } from "../../src/pricing/price.ts";
import type { Action, Off, Promotion } from "../../src/promotions/promotion.ts";
import { goods } from "../pricing/goods.ts";
import {
  all,
  bundle,
  buyGet,
  euros,
  gift,
  offLines,
  offOrder,
  offPieces,
  offShipping,
  only,
  percent,
  pieces,
  promotion,
  tiers,
} from "./promotions.ts";
import { brokenSums, outcome, sale, withTax } from "./sale.ts";

const pan: Parameters<typeof sale>[0] = [["pan", 10_000, 1]];
const ten = (id: string, over: Partial<Promotion> = {}) => promotion(id, offOrder(percent("10")), over);
const off = (id: string, cents: number, over: Partial<Promotion> = {}) => promotion(id, offOrder(euros(cents)), over);

describe("a budget", () => {
  const left = (cents: number, currency = "EUR") => ({ budget: { currency, left: cents } });
  it("is the most that is taken, split as the whole would have been", () => {
    const { lines, took } = outcome(
      sale(
        [
          ["a", 3000, 1],
          ["b", 1000, 1],
        ],
        [promotion("p", offLines(percent("50")), left(1000))],
      ),
    );
    expect({ lines, took }).toEqual({ lines: { a: 2250, b: 750 }, took: { p: 1000 } });
  });

  it("is not touched where it suffices", () => {
    expect(outcome(sale(pan, [ten("p", left(1000))])).took).toEqual({ p: 1000 });
    expect(outcome(sale(pan, [ten("p", left(999))])).took).toEqual({ p: 999 });
  });

  it("caps what is taken off shipping", () => {
    const free = promotion("p", offShipping(percent("100")), left(300));
    const input = sale([["a", 1000, 1]], [free], { shipping_option: "standard" });
    expect(outcome(input)).toMatchObject({ took: { p: 300 }, total: 1190 });
  });

  it("that is spent, or in another currency, takes nothing", () => {
    expect(outcome(sale(pan, [ten("p", left(0))])).refused).toEqual({ p: "used_up" });
    expect(outcome(sale(pan, [ten("p", left(-5))])).refused).toEqual({ p: "used_up" });
    expect(outcome(sale(pan, [ten("p", left(Number.NaN))])).refused).toEqual({ p: "used_up" });
    expect(outcome(sale(pan, [ten("p", left(5000, "USD"))])).refused).toEqual({ p: "other_currency" });
  });
});

describe("a promotion that takes nothing says why", () => {
  const at = "2026-11-21T12:00:00.000Z";
  const justBefore = "2026-11-21T11:59:59.999Z";
  it.each<[string, string | undefined, Partial<Promotion>]>([
    ["it has begun this instant", undefined, { starts_at: at }],
    ["it begins later", "not_begun", { starts_at: "2026-11-21T12:00:00.001Z" }],
    ["it ended this instant", "over", { ends_at: at }],
    ["it ended before", "over", { ends_at: justBefore }],
    ["it ends later", undefined, { ends_at: "2026-11-21T12:00:00.001Z" }],
    ["it is used up", "used_up", { exhausted: true }],
    ["it needs a code", "code_needed", { needs_code: true }],
    [
      "it is for others",
      "conditions_not_met",
      { sale: all({ attribute: "currency", operator: "in", values: ["USD"] }) },
    ],
  ])("%s: %s", (_, reason, over) => {
    expect(outcome(sale(pan, [ten("p", over)])).refused).toEqual(reason === undefined ? {} : { p: reason });
  });

  it.each<[string, string, Action]>([
    ["amounts in other currencies", "other_currency", offOrder({ amounts: { USD: 100 } })],
    ["amounts off pieces in other currencies", "other_currency", offPieces("dearest", 1, { amounts: { USD: 100 } })],
    [
      "a bundle's price in other currencies",
      "other_currency",
      { kind: "bundle_price", parts: [pieces(1)], price: { USD: 1 }, times: null },
    ],
    ["steps in another currency", "other_currency", { kind: "tiers", lines: all(), currency: "USD", steps: [] }],
    ["a step's amount in another currency", "other_currency", tiers([[0, { amounts: { USD: 5 } }]])],
    ["no line of the kind", "no_line_meets_it", offOrder(percent("10"), only("lid"))],
    ["no line of the kind for steps", "no_line_meets_it", tiers([[0, percent("5")]], only("lid"))],
    ["no piece of the kind", "no_line_meets_it", offPieces("cheapest", 1, percent("10"), only("lid"))],
    ["no pieces for a bundle", "no_line_meets_it", bundle(1, [pieces(2)])],
    ["a bundle that saves nothing", "nothing_left", bundle(10_000, [pieces(1)])],
    ["no step", "conditions_not_met", tiers([])],
    ["amounts of nothing", "nothing_left", offOrder(euros(0))],
    ["no way to ship yet", "shipping_not_chosen", offShipping(percent("10"))],
  ])("%s: %s", (_, reason, action) => {
    expect(outcome(sale(pan, [promotion("p", action)])).refused).toEqual({ p: reason });
  });

  it("of shipping: another way was chosen, another currency is meant, or it is free already", () => {
    const shipped = (action: Action, amount = 1000) =>
      outcome(sale([["a", amount, 1]], [promotion("p", action)], { shipping_option: "standard" })).refused;
    expect(shipped(offShipping(percent("10"), ["express"]))).toEqual({ p: "conditions_not_met" });
    expect(shipped(offShipping(percent("10"), ["standard"]))).toEqual({});
    expect(shipped(offShipping({ amounts: { USD: 1 } }))).toEqual({ p: "other_currency" });
    expect(shipped(offShipping(percent("10")), 10_000)).toEqual({ p: "nothing_left" });
  });

  const nonsense: Off[] = [
    percent("150"),
    percent("100.0001"),
    percent("0"),
    percent("-5"),
    percent("ten"),
    percent(""),
    euros(-1),
    euros(1.5),
    euros(Number.NaN),
    { amounts: { EUR: 100, USD: -1 } },
  ];
  it.each(nonsense)("its data makes no sense: %j", (bad) => {
    for (const action of [
      ...[offOrder(bad), offLines(bad), offShipping(bad), offPieces("cheapest", 1, bad)],
      ...[buyGet(pieces(1), pieces(1), bad), tiers([[0, bad]])],
    ]) {
      expect(outcome(sale(pan, [promotion("p", action)])).refused).toEqual({ p: "unreadable" });
    }
  });

  it.each<[string, Action]>([
    ["no pieces", offPieces("cheapest", 0, percent("5"))],
    ["half a piece", offPieces("cheapest", 0.5, percent("5"))],
    ["a bundle of no parts", bundle(1, [])],
    ["a bundle of no pieces", bundle(1, [pieces(1), pieces(0)])],
    ["a bundle never", bundle(1, [pieces(1)], 0)],
    ["a bundle below nothing", bundle(-1, [pieces(1)])],
    ["nothing to buy", buyGet(pieces(0), pieces(1), percent("5"))],
    ["nothing to get", buyGet(pieces(1), pieces(0), percent("5"))],
    ["never", buyGet(pieces(1), pieces(1), percent("5"), -1)],
    ["a gift of none", gift("mug", 0)],
    ["steps from nowhere", tiers([[Number.NaN, percent("5")]])],
    ["what nobody knows", JSON.parse('{ "kind": "surprise" }')],
  ])("its data makes no sense: %s", (_, action) => {
    expect(outcome(sale(pan, [promotion("p", action)])).refused).toEqual({ p: "unreadable" });
  });

  it("its data makes no sense: it requires no pieces", () => {
    expect(outcome(sale(pan, [ten("p", { requires: pieces(0) })])).refused).toEqual({ p: "unreadable" });
  });
});

describe("codes", () => {
  const needing = ten("p", { needs_code: true });
  const brought = (...codes: [code: string, promotion_id: string][]) => ({
    codes: codes.map(([code, promotion_id]) => ({ code, promotion_id })),
  });

  it("open their promotion, and stand beside what it took", () => {
    const { priced } = outcome(sale(pan, [needing], brought(["TEN", "p"])));
    expect(priced.promotions).toEqual([{ promotion_id: "p", title: "Promotion p", code: "TEN", amount: 1000 }]);
    expect(priced.refused).toEqual([]);
  });

  it("stand beside a promotion that needs none, too", () => {
    expect(outcome(sale(pan, [ten("p")], brought(["TEN", "p"]))).priced.promotions).toMatchObject([{ code: "TEN" }]);
    expect(outcome(sale(pan, [ten("p")])).priced.promotions).toMatchObject([{ code: null }]);
  });

  it("of one promotion count once, the first that was brought", () => {
    const { priced } = outcome(sale(pan, [needing], brought(["TEN", "p"], ["ZEHN", "p"])));
    expect(priced.promotions).toMatchObject([{ code: "TEN" }]);
    expect(priced.refused).toEqual([{ promotion_id: "p", code: "ZEHN", reason: "one_code_counts" }]);
  });

  it("that open nothing any more are told so, in the order in which they were brought", () => {
    const over = ten("q", { needs_code: true, ends_at: "2020-01-01T00:00:00.000Z" });
    const { priced } = outcome(sale(pan, [needing, over], brought(["OLD", "q"], ["TEN", "p"], ["LOST", "r"])));
    expect(priced.refused).toEqual([
      { promotion_id: "q", code: "OLD", reason: "over" },
      { promotion_id: "r", code: "LOST", reason: "gone" },
    ]);
  });
});

describe("deals share pieces", () => {
  it("what earned one gift does not earn another, and what was got is not got again", () => {
    const deal = (id: string) => promotion(id, buyGet(pieces(1), pieces(1), percent("100"), 1));
    expect(outcome(sale([["a", 1000, 3]], [deal("p"), deal("q")])).took).toEqual({ p: 1000 });
    expect(outcome(sale([["a", 1000, 4]], [deal("p"), deal("q")])).took).toEqual({ p: 1000, q: 1000 });
  });

  it("a deal that finds every piece claimed finds none of the kind", () => {
    const free = (id: string) => promotion(id, offPieces("cheapest", 1, percent("50")));
    expect(outcome(sale([["a", 1000, 1]], [free("p"), free("q")])).refused).toEqual({ q: "no_line_meets_it" });
  });

  it("a bundle leaves alone what it would not make cheaper", () => {
    const set = [
      promotion("p", bundle(1000, [pieces(2)]), { priority: 1 }),
      promotion("q", offPieces("dearest", 1, percent("50"))),
    ];
    // 9 and 8 for 10.00 save 7.00; 6 and 4 for 10.00 would save nothing, and so the 6.00 is there to be halved.
    const things: Parameters<typeof sale>[0] = [
      ["a", 900, 1],
      ["b", 800, 1],
      ["c", 600, 1],
      ["d", 400, 1],
    ];
    expect(outcome(sale(things, set)).took).toEqual({ p: 700, q: 300 });
  });

  it("a deal that takes nothing leaves its pieces to others", () => {
    const set = [
      promotion("p", buyGet(pieces(1), pieces(1), euros(0)), { priority: 1 }),
      promotion("q", buyGet(pieces(1), pieces(1), percent("100"))),
    ];
    expect(outcome(sale([["a", 1000, 2]], set)).took).toEqual({ q: 1000 });
  });

  it("an amount off each piece takes no more from a piece than a deal has left of it", () => {
    const set = [
      promotion("p", buyGet(pieces(1), pieces(1), percent("100"))),
      promotion("q", offLines(euros(600))),
      promotion("r", offLines(euros(600)), { priority: -1 }),
    ];
    // Two pieces of 10.00: one is free, the other loses 6.00 and then the 4.00 that are left.
    expect(outcome(sale([["a", 1000, 2]], set)).took).toEqual({ p: 1000, q: 600, r: 400 });
  });

  it("a percentage off a line is taken from what deals have left, and a later amount off what that left of each piece", () => {
    const set = [
      promotion("p", offPieces("cheapest", 1, percent("50"))),
      promotion("q", offLines(percent("10")), { priority: 1 }),
      promotion("r", offLines(euros(700))),
    ];
    // 10.00 + 5.00 = 15.00; less 1.50: 9.00 and 4.50; 7.00 off the one and 4.50 off the other.
    const { took, priced } = outcome(sale([["a", 1000, 2]], set));
    expect(took).toEqual({ p: 500, q: 150, r: 1150 });
    expect(brokenSums(priced)).toEqual([]);
  });
});

describe("a business that is relieved of tax", () => {
  const business = { ...withTax("19"), home_country: "AT", vat_id: "DE136695976" };
  it("gets the same part off what it pays", () => {
    // 119.00 with 19 % is 100.00 without; 11.90 of 119.00 is 10.00 of 100.00.
    const { priced } = outcome(sale([["a", 11_900, 1]], [off("p", 1190)], business));
    expect(priced).toMatchObject({ subtotal: 10_000, discount_total: 1000, total: 9000, tax_total: 0 });
    expect(priced.promotions).toMatchObject([{ amount: 1000 }]);
  });

  it("gets free what is free for everybody, to the last cent", () => {
    // 3 * 0.99 is 3 * 0.83 without tax: 2.49, not the 2.50 that 2.97 is without it.
    const { priced } = outcome(sale([["a", 99, 3]], [promotion("p", offLines(percent("100")))], business));
    expect(priced).toMatchObject({ subtotal: 249, discount_total: 249, total: 0 });
  });

  it("has several discounts relieved as one, and split as they were", () => {
    const { priced } = outcome(sale([["a", 11_900, 1]], [off("p", 1190), off("q", 2380)], business));
    expect(priced.lines[0]?.discounts).toEqual([
      { promotion_id: "p", amount: 1000 },
      { promotion_id: "q", amount: 2000 },
    ]);
  });

  it("has shipping's discount relieved too", () => {
    const shipped = { ...business, shipping_option: "standard" as const };
    // 4.90 is 4.12 without 19 %; half of it is 2.06.
    const { priced } = outcome(sale([["a", 1190, 1]], [promotion("p", offShipping(percent("50")))], shipped));
    expect(priced).toMatchObject({ shipping_total: 206, shipping_discount_total: 206 });
  });
});

describe("a gift that was earned", () => {
  const mug = promotion("p", gift("mug", 2), {
    sale: all({ attribute: "cart.quantity", operator: "below", values: [2] }),
  });
  it("is a line of the second calculation, and costs nothing there", () => {
    const input = sale(pan, [mug, promotion("q", offLines(percent("10")))]);
    const earned = priceCart(input).gifts;
    expect(earned).toEqual([{ promotion_id: "p", variant_id: "var_mug", quantity: 2 }]);
    expect(earned.map(giftKey)).toEqual(["p:var_mug"]);
    const gifts = earned.map((one) => giftToPrice(one, goods("mug", 900), "EUR"));
    const priced = priceCart({ ...input, lines: [...input.lines, ...gifts] });
    expect(priced.lines[1]).toMatchObject({
      ...{ key: "p:var_mug", gift_of: "p", quantity: 2 },
      ...{ unit_price: 0, total: 0, discounts: [] },
    });
    expect(priced).toMatchObject({ gifts: earned, total: 9000, subtotal: 10_000 });
    expect(priced.promotions).toContainEqual({ promotion_id: "p", title: "Promotion p", code: null, amount: 0 });
  });
});
