import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ShippingRequest,
  type ShippingRules,
  shippingOption,
  shippingOptions,
  shippingRulesFrom,
} from "../../src/shipping/methods.ts";
import { bands, flat, method, request, rulesOf, zone } from "../shipping/rules.ts";
import { runs } from "./arbitraries.ts";

const prices = (over: Partial<ShippingRequest>, rules: ShippingRules) =>
  Object.fromEntries(shippingOptions(rules, request(over)).map(({ id, price }) => [id, price]));
const weighing = (weight_grams: number, quantity = 1) => ({ items: [{ quantity, weight_grams }] });

describe("a zone", () => {
  const to = (zone_id: string) => ({ zone_id, min_days: null, max_days: null, rates: [flat(zone_id.length)] });
  const zones = [
    zone("world"),
    zone("home", { reach: "home" }),
    zone("europe", { reach: "countries", countries: ["DE", "FR", "ES"] }),
    zone("canaries", { reach: "countries", countries: ["ES"], postal_codes: ["35*", "38001..38999"] }),
    zone("bavarian", { reach: "countries", countries: ["DE"], regions: ["Bayern", "BY"] }),
  ];
  const rules = shippingRulesFrom(zones, [method(flat(0), { zones: zones.map(({ id }) => to(id)) })]);
  const zoneOf = (place: ShippingRequest["place"], home_country = "CH") =>
    shippingOption("post", rules, request({ place, home_country })).source.zone_id;

  it("is the narrowest that holds the place", () => {
    expect(zoneOf({ country: "FR" })).toBe("europe");
    expect(zoneOf({ country: "ES", postal_code: "28001" })).toBe("europe");
    expect(zoneOf({ country: "ES", postal_code: "35 001" })).toBe("canaries");
    expect(zoneOf({ country: "ES", postal_code: "38500" })).toBe("canaries");
    expect(zoneOf({ country: "ES" })).toBe("europe");
    expect(zoneOf({ country: "DE", region: "DE-BY" })).toBe("bavarian");
    expect(zoneOf({ country: "DE", region: "bayern" })).toBe("bavarian");
    expect(zoneOf({ country: "CH" })).toBe("home");
    expect(zoneOf({ country: "JP", postal_code: "🦊🦊" })).toBe("world");
  });

  it("that is missing is a clear refusal", () => {
    const europe = shippingRulesFrom(zones.slice(1, 3), rules.methods);
    expect(() => shippingOptions(europe, request({ place: { country: "JP" }, home_country: "CH" }))).toThrow(
      /cannot-ship-there: This store does not ship to JP/,
    );
    const nothing = shippingRulesFrom(zones, []);
    expect(() => shippingOptions(nothing, request())).toThrow(/cannot-ship-there/);
  });
});

describe("a rate", () => {
  const parcel = bands("by_weight", [1_000, 399], [5_000, 499], [31_500, 899]);

  it("by weight is that of the band that each parcel lies in, its end included", () => {
    const rules = rulesOf(parcel, { max_grams: 31_500 });
    for (const [grams, price] of [
      [0, 399],
      [1_000, 399],
      [1_001, 499],
      [5_000, 499],
      [31_500, 899],
      [31_501, 1798],
    ])
      expect([grams, prices(weighing(grams ?? 0), rules).post]).toEqual([grams, price]);
    expect(prices(weighing(20_000, 2), rules).post).toBe(1798);
  });

  it("is not offered for what is heavier than its last band", () => {
    expect(() => prices(weighing(31_501), rulesOf(parcel))).toThrow(/cannot-ship-there/);
  });

  it("by price is that of the band of the subtotal", () => {
    const rules = rulesOf(bands("by_price", [2_000, 690], [4_999, 490], [null, 0]));
    for (const [subtotal, price] of [
      [0, 690],
      [2_000, 690],
      [2_001, 490],
      [4_999, 490],
      [5_000, 0],
    ])
      expect([subtotal, prices({ subtotal: subtotal ?? 0 }, rules).post]).toEqual([subtotal, price]);
  });

  it("counts the larger of the weight and the volumetric weight of each parcel", () => {
    const rules = rulesOf(parcel, { volumetric_divisor: 5_000 });
    // 50 x 40 x 30 cm are 60,000 cm³, by 5,000 is 12 kg.
    const pillow = { quantity: 1, weight_grams: 800, length_mm: 500, width_mm: 400, height_mm: 300 };
    const { price, source } = shippingOption("post", rules, request({ items: [pillow] }));
    expect([price, source]).toEqual([899, expect.objectContaining({ billable_grams: 12_000, parcels: 1 })]);
    const anvil = { ...pillow, weight_grams: 20_000 };
    expect(shippingOption("post", rules, request({ items: [anvil] })).source.billable_grams).toBe(20_000);
  });

  it("may ask another price for each further parcel, beside the dearest", () => {
    const alone = { quantity: 1, ships_alone: true };
    const items = [
      { ...alone, weight_grams: 900 },
      { ...alone, weight_grams: 9_000 },
      { ...alone, weight_grams: 300 },
    ];
    const rules = rulesOf({ ...parcel, further_parcel: 150 });
    expect(shippingOption("post", rules, request({ items }))).toMatchObject({
      price: 899 + 2 * 150,
      source: { kind: "by_weight", parcels: 3, billable_grams: 10_200, zone_id: "world", method_id: "shm_post" },
    });
  });

  it("leaves a method out for what is too long for any parcel", () => {
    const rules = shippingRulesFrom(
      [zone("world")],
      [method(flat(500), { max_length_mm: 1_200 }), method(flat(4_900), { code: "freight" })],
    );
    expect(prices({ items: [{ quantity: 1, weight_grams: 1, length_mm: 2_000 }] }, rules)).toEqual({ freight: 4_900 });
  });

  it("that a carrier tells is taken from it, and its own price stands in where the carrier is silent", () => {
    const live = { kind: "live", source: "shippo", service: "dhl", price: 990, currency: "EUR" } as const;
    const rules = rulesOf({ ...live, free_from: null, further_parcel: null });
    expect(shippingOption("post", rules, request())).toMatchObject({ price: 990, source: { kind: "fallback" } });
    const said = new Map([["post", { kind: "cached", price: 712, days: 2 } as const]]);
    const option = shippingOption("post", rules, request({ live: said }));
    expect(option).toMatchObject({ price: 712, min_days: 2, max_days: 2, source: { kind: "cached" } });
  });

  it("that passes what one order may come to is refused", () => {
    const rules = rulesOf(flat(1_000_000_000_000), { max_grams: 1 });
    expect(() => prices(weighing(999, 999), rules)).toThrow(/quantity-over-limit/);
  });
});

const thing = fc.record({
  quantity: fc.integer({ min: 1, max: 999 }),
  weight_grams: fc.integer({ min: 0, max: 60_000 }),
  length_mm: fc.option(fc.integer({ min: 1, max: 3_000 })),
  width_mm: fc.option(fc.integer({ min: 1, max: 3_000 })),
  height_mm: fc.option(fc.integer({ min: 1, max: 3_000 })),
  ships_alone: fc.boolean(),
});
const things = fc.array(thing, { maxLength: 12 });
const steps = fc
  .array(fc.record({ more: fc.integer({ min: 1, max: 20_000 }), dearer: fc.integer({ min: 0, max: 2_000 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((list) => {
    const rising: [number | null, number][] = [];
    let [end, price] = [0, 0];
    for (const { more, dearer } of list) {
      end += more;
      price += dearer;
      rising.push([end, price]);
    }
    return rising.with(-1, [null, price]);
  });
const methods = fc.record({
  max_grams: fc.option(fc.integer({ min: 1, max: 40_000 })),
  max_length_mm: fc.option(fc.integer({ min: 100, max: 3_000 })),
  volumetric_divisor: fc.option(fc.integer({ min: 1_000, max: 6_000 })),
});
const rates = fc.oneof(
  fc.integer({ min: 0, max: 100_000 }).map((price) => flat(price)),
  steps.map((list) => bands("by_weight", ...list)),
  steps.map((list) => bands("by_price", ...list)),
);
const rules = fc
  .tuple(rates, methods, fc.option(fc.integer({ min: 0, max: 5_000 })), fc.option(fc.nat(100_000)))
  .map(([rate, over, further_parcel, free_from]) => rulesOf({ ...rate, further_parcel, free_from }, over));

/** The price; null where nothing ships it. */
function priceOf(of: ShippingRules, items: ShippingRequest["items"], subtotal = 2_000): number | null {
  try {
    return shippingOption("post", of, request({ items, subtotal })).price;
  } catch (thrown) {
    expect(String(thrown)).toMatch(/cannot-ship-there|quantity-over-limit/);
    return null;
  }
}

describe("whatever is shipped", () => {
  it("costs a whole amount that is not negative, or is clearly refused", () => {
    fc.assert(
      fc.property(rules, things, fc.nat(1_000_000), (of, items, subtotal) => {
        const price = priceOf(of, items, subtotal);
        expect(price === null || (Number.isSafeInteger(price) && price >= 0)).toBe(true);
      }),
      runs(2000),
    );
  });

  it("costs the same in whatever order it was put into the cart", () => {
    fc.assert(
      fc.property(rules, things, (of, items) => {
        expect(priceOf(of, items.toReversed())).toBe(priceOf(of, items));
      }),
      runs(2000),
    );
  });

  it("is never cheaper for being heavier while parcels are not bounded", () => {
    const unbounded = fc
      .tuple(steps, fc.option(fc.integer({ min: 1_000, max: 6_000 })), fc.option(fc.integer({ min: 0, max: 5_000 })))
      .map(([list, volumetric_divisor, further_parcel]) =>
        rulesOf({ ...bands("by_weight", ...list), further_parcel }, { volumetric_divisor }),
      );
    fc.assert(
      fc.property(
        unbounded,
        fc.array(thing, { minLength: 1, maxLength: 8 }),
        fc.nat(7),
        fc.nat(50_000),
        (of, items, at, more) => {
          const heavier = items.map((item, index) =>
            index === at % items.length ? { ...item, weight_grams: item.weight_grams + more } : item,
          );
          const [before, after] = [priceOf(of, items), priceOf(of, heavier)];
          if (before !== null && after !== null) expect(after).toBeGreaterThanOrEqual(before);
        },
      ),
      runs(2000),
    );
  });

  it("is never cheaper for being more of one thing at one price a parcel", () => {
    fc.assert(
      fc.property(fc.nat(5_000), methods, thing, fc.integer({ min: 1, max: 50 }), (price, over, item, more) => {
        const of = rulesOf(flat(price), over);
        const [before, after] = [priceOf(of, [item]), priceOf(of, [{ ...item, quantity: item.quantity + more }])];
        if (before !== null && after !== null) expect(after).toBeGreaterThanOrEqual(before);
      }),
      runs(2000),
    );
  });
});
