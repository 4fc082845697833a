import { describe, expect, it } from "vitest";
import type { Goods } from "../../src/pricing/goods.ts";
import type { PriceInput } from "../../src/pricing/price.ts";
import { isTimeZone, localTime } from "../../src/promotions/local-time.ts";
import type { Condition, LineFact, Promotion, SaleFact } from "../../src/promotions/promotion.ts";
import { all, any, euros, gift, offLines, percent, pieces, promotion } from "./promotions.ts";
import { outcome, sale } from "./sale.ts";

type OnSale = Condition<SaleFact>;
type OnLine = Condition<LineFact>;

const is = <Fact extends SaleFact | LineFact>(attribute: Fact, ...values: Condition<Fact>["values"]) => {
  return { attribute, operator: "in" as const, values };
};
const isNot = <Fact extends SaleFact | LineFact>(attribute: Fact, ...values: Condition<Fact>["values"]) => {
  return { attribute, operator: "not_in" as const, values };
};
const atLeast = <Fact extends SaleFact | LineFact>(attribute: Fact, value: string | number, currency = "EUR") => {
  return { attribute, operator: "at_least" as const, values: [value], currency };
};
const below = <Fact extends SaleFact | LineFact>(attribute: Fact, value: string | number, currency = "EUR") => {
  return { attribute, operator: "below" as const, values: [value], currency };
};
const startsWith = <Fact extends SaleFact | LineFact>(attribute: Fact, ...values: Condition<Fact>["values"]) => {
  return { attribute, operator: "starts_with" as const, values };
};

/** Two pans of 10.00 and 40 g, and a lid of 5.00, on a Saturday noon in UTC, in Berlin at one. */
const things: Parameters<typeof sale>[0] = [
  ["pan", 1000, 2],
  ["lid", 500, 1],
];

const member = { customer_id: "cus_1", groups: ["trade", "gold"], first_order: false };
const toParis = { country: "FR", region: "FR-IDF", postal_code: "75 001" };

const meets = (
  condition: OnSale | OnSale[],
  over: Partial<PriceInput> = {},
  more: Partial<Promotion> = {},
): boolean => {
  const conditions = all(...[condition].flat());
  const { priced } = outcome(sale(things, [promotion("p", gift("mug"), { sale: conditions, ...more })], over));
  return priced.gifts.length === 1;
};

describe("a condition on the sale", () => {
  it.each<[string, boolean, OnSale, Partial<PriceInput>?]>([
    ["is met by a member of the group", true, is("customer.group", "gold"), { buyer: member }],
    ["is not met by a member of others", false, is("customer.group", "silver"), { buyer: member }],
    ["is not met by a guest, who is in no group", false, is("customer.group", "gold")],
    ["leaves members of a group out", false, isNot("customer.group", "gold"), { buyer: member }],
    ["leaves a group out, and a guest is not in it", true, isNot("customer.group", "gold")],
    ["knows who has ordered before", false, is("customer.first_order", true), { buyer: member }],
    ["takes a guest for a new customer", true, is("customer.first_order", true)],
    ["knows who is new", true, is("customer.first_order", true), { buyer: { ...member, first_order: true } }],
    ["knows who has signed in", true, is("customer.signed_in", true), { buyer: member }],
    ["knows who has not", false, is("customer.signed_in", true)],
    ["is met from the subtotal on", true, atLeast("cart.subtotal", 2500)],
    ["is not met a cent below it", false, atLeast("cart.subtotal", 2501)],
    ["is met a cent below a limit", true, below("cart.subtotal", 2501)],
    ["is not met at a limit", false, below("cart.subtotal", 2500)],
    ["holds of amounts in its own currency only", false, atLeast("cart.subtotal", 1, "USD")],
    ["counts pieces, not lines", true, atLeast("cart.quantity", 3)],
    ["counts no more pieces than there are", false, atLeast("cart.quantity", 4)],
    ["weighs everything", true, atLeast("cart.weight_grams", 120)],
    ["weighs no more than everything", false, atLeast("cart.weight_grams", 121)],
    ["is met by the way of shipping", true, is("shipping.option", "express"), { shipping_option: "express" }],
    ["is not met while no way is chosen", false, is("shipping.option", "express")],
    ["is not met while no way is chosen, even to leave one out", false, isNot("shipping.option", "express")],
    ["knows the country", true, is("shipping.country", "fr"), { place: toParis }],
    ["leaves a country out", false, isNot("shipping.country", "FR"), { place: toParis }],
    ["promises nothing while nobody knows the country", false, isNot("shipping.country", "FR"), { place: null }],
    ["takes a region with its country or without", true, is("shipping.region", "IDF"), { place: toParis }],
    ["takes a region as it is written", true, is("shipping.region", "FR-idf"), { place: toParis }],
    ["does not mind spaces around a region", true, is("shipping.region", " idf "), { place: toParis }],
    ["does not take the end of a region for it", false, is("shipping.region", "X-IDF"), { place: toParis }],
    ["does not guess a region", false, isNot("shipping.region", "IDF"), { place: { country: "FR" } }],
    ["knows a postal code by its beginning", true, startsWith("shipping.postal_code", "750"), { place: toParis }],
    ["does not mind spaces in codes", true, is("shipping.postal_code", "75001"), { place: toParis }],
    ["knows other codes", false, startsWith("shipping.postal_code", "01"), { place: toParis }],
    ["does not guess a code", false, isNot("shipping.postal_code", "75001"), { place: { country: "FR" } }],
    ["knows the market", true, is("market", "eu"), { market: "eu" }],
    ["knows no market where there is none", false, isNot("market", "eu")],
    ["knows the currency", true, is("currency", "EUR")],
    ["knows the day of the week", true, is("time.weekday", 6, 7)],
    ["knows other days", false, is("time.weekday", 1, 2, 3, 4, 5)],
    ["knows the time of day", true, atLeast("time.of_day", "12:00")],
    ["is not met from then on", false, below("time.of_day", "12:00")],
  ])("%s: %s", (_, met, condition, over) => {
    expect(meets(condition, over)).toBe(met);
  });

  it("joined by all asks for each, joined by any for one", () => {
    const [yes, no] = [atLeast("cart.quantity", 1), atLeast("cart.quantity", 9)];
    expect(meets([yes, yes])).toBe(true);
    expect(meets([yes, no])).toBe(false);
    expect(meets([], {}, { sale: any(yes, no) })).toBe(true);
    expect(meets([], {}, { sale: any(no, no) })).toBe(false);
    expect(meets([], {}, { sale: any() })).toBe(true);
  });

  it("that nobody can read is never met, and breaks nothing", () => {
    const odd: OnSale = JSON.parse('{ "attribute": "cart.colour", "operator": "in", "values": ["red"] }');
    const other: OnSale = JSON.parse('{ "attribute": "currency", "operator": "like", "values": ["EUR"] }');
    expect(meets(odd)).toBe(false);
    expect(meets(other)).toBe(false);
    expect(meets({ attribute: "cart.quantity", operator: "at_least", values: [1, 2] })).toBe(false);
    expect(meets({ attribute: "cart.quantity", operator: "at_least", values: [] })).toBe(false);
    expect(meets({ attribute: "cart.quantity", operator: "at_least", values: [Number.NaN] })).toBe(false);
    expect(meets({ attribute: "cart.quantity", operator: "at_least", values: ["1"] })).toBe(false);
    expect(meets({ attribute: "cart.quantity", operator: "below", values: ["9"] })).toBe(false);
    expect(meets({ attribute: "cart.quantity", operator: "starts_with", values: [3] })).toBe(false);
    expect(meets({ attribute: "currency", operator: "starts_with", values: [1, "E"] })).toBe(true);
  });
});

describe("a condition on lines", () => {
  const taken = (condition: OnLine, over: Partial<Goods> = {}): number => {
    const conditions = all(condition);
    const input = sale([["pan", 1000, 2, over]], [promotion("p", offLines(percent("10"), conditions))]);
    return outcome(input).took.p ?? 0;
  };

  it.each<[string, boolean, OnLine, Partial<Goods>?]>([
    ["knows the product", true, is("line.product", "prod_pan")],
    ["knows another product", false, is("line.product", "prod_lid")],
    ["knows the variant", true, is("line.variant", "var_pan")],
    ["knows another variant", false, is("line.variant", "prod_pan")],
    ["knows the SKU", true, is("line.sku", "pan")],
    ["knows a SKU by its beginning", true, startsWith("line.sku", "lid", "pa")],
    ["tells SKUs apart that differ by case alone", false, is("line.sku", "PAN")],
    ["knows a category above", true, is("line.category", "kitchen"), { category_ids: ["pots", "kitchen"] }],
    ["knows other categories", false, is("line.category", "kitchen"), { category_ids: ["garden"] }],
    ["leaves a category out", false, isNot("line.category", "pots"), { category_ids: ["pots", "kitchen"] }],
    ["leaves a category out that it is not in", true, isNot("line.category", "garden"), { category_ids: ["pots"] }],
    ["knows the beginning of a category", true, startsWith("line.category", "kit"), { category_ids: ["p", "kitchen"] }],
    ["knows the brand", true, is("line.brand", "Anvil"), { brand: "Anvil" }],
    ["knows that there is no brand", true, isNot("line.brand", "Anvil")],
    ["knows the price of a piece", true, atLeast("line.unit_price", 1000)],
    ["knows that a piece is cheaper than two", true, below("line.unit_price", 1001)],
    ["knows prices in its own currency only", false, atLeast("line.unit_price", 1, "USD")],
    ["counts the line's pieces", true, atLeast("line.quantity", 2)],
    ["counts no others", false, atLeast("line.quantity", 3)],
    ["knows what is reduced", true, is("line.reduced", true), { compare_at_price: 1500 }],
    ["leaves out what is reduced", false, is("line.reduced", false), { compare_at_price: 1500 }],
    ["knows what is not", true, is("line.reduced", false)],
  ])("%s: %s", (_, met, condition, over) => {
    expect(taken(condition, over)).toBe(met ? 200 : 0);
  });

  it("takes a list's price below the usual one for a reduction", () => {
    const list = { id: "list_1", name: "Trade", priority: 0, starts_at: null, ends_at: null, groups: [], markets: [] };
    const percentOff = { ...list, rules: { match: "all" as const, conditions: [] }, percent: -100_000 };
    const reduced = promotion("p", offLines(percent("10"), all(is("line.reduced", true))));
    expect(outcome(sale(things, [reduced], { price_lists: [percentOff] })).took).toEqual({ p: 225 });
    expect(outcome(sale(things, [reduced], { price_lists: [{ ...percentOff, percent: 0 }] })).took).toEqual({});
  });

  it("is asked of what the sale must hold beside, too", () => {
    const two = promotion("p", offLines(euros(100)), { requires: pieces(2, all(is("line.sku", "pan"))) });
    expect(outcome(sale(things, [two])).took).toEqual({ p: 300 });
    const three = { ...two, requires: pieces(3, all(is("line.sku", "pan"))) };
    expect(outcome(sale(things, [three])).refused).toEqual({ p: "no_line_meets_it" });
  });
});

describe("the clock of a promotion", () => {
  it.each([
    ["2026-11-21T23:30:00.000Z", "Europe/Berlin", 7, "00:30"],
    ["2026-11-21T12:00:00.000Z", "UTC", 6, "12:00"],
    ["2026-11-21T12:00:00.000Z", "America/New_York", 6, "07:00"],
    ["2026-11-21T12:00:00.000Z", "Asia/Kathmandu", 6, "17:45"],
    // Summer time begins in Berlin on 29 March 2026 at 01:00 UTC, and ends on 25 October.
    ["2026-03-29T00:59:59.999Z", "Europe/Berlin", 7, "01:59"],
    ["2026-03-29T01:00:00.000Z", "Europe/Berlin", 7, "03:00"],
    ["2026-10-25T00:59:00.000Z", "Europe/Berlin", 7, "02:59"],
    ["2026-10-25T01:00:00.000Z", "Europe/Berlin", 7, "02:00"],
    ["2026-11-23T00:00:00.000Z", "UTC", 1, "00:00"],
  ])("at %s in %s shows day %d, %s", (at, zone, weekday, time_of_day) => {
    expect(localTime(at, zone)).toEqual({ weekday, time_of_day });
    expect(localTime(at, zone)).toEqual({ weekday, time_of_day });
  });

  it("is none where there is no such zone, and no time where there is none", () => {
    expect(localTime("2026-11-21T12:00:00.000Z", "Nowhere/Land")).toBeNull();
    expect(localTime("2026-11-21T12:00:00.000Z", "Nowhere/Land")).toBeNull();
    expect(localTime("yesterday", "UTC")).toBeNull();
    expect(isTimeZone("Europe/Berlin")).toBe(true);
    expect(isTimeZone("Nowhere/Land")).toBe(false);
  });

  it.each([
    ["08:29", false],
    ["08:30", true],
    ["15:59", true],
    ["16:00", false],
  ])("rings a happy hour in and out: from 09:30 until 17:00 in Berlin, at %s UTC %s", (utc, happy) => {
    const hours = [atLeast("time.of_day", "09:30"), below("time.of_day", "17:00")];
    expect(meets(hours, { at: `2026-11-21T${utc}:00.000Z` }, { time_zone: "Europe/Berlin" })).toBe(happy);
  });

  it("decides what day it is there", () => {
    const sunday = is("time.weekday", 7);
    const late = { at: "2026-11-21T23:30:00.000Z" };
    expect(meets(sunday, late, { time_zone: "Europe/Berlin" })).toBe(true);
    expect(meets(sunday, late, { time_zone: "UTC" })).toBe(false);
    expect(meets(isNot("time.weekday", 7), late, { time_zone: "Nowhere/Land" })).toBe(false);
    expect(meets(isNot("time.of_day", "23:00"), late, { time_zone: "Nowhere/Land" })).toBe(false);
  });
});
