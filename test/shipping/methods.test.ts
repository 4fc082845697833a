import { describe, expect, it } from "vitest";
import {
  type ShippingRequest,
  shippingOption,
  shippingOptions,
  shippingRulesFrom,
} from "../../src/shipping/methods.ts";
import { bands, flat, method, request, rulesOf, zone } from "./rules.ts";

const shop = { name: "Our shop", line1: "Hauptstr. 1", postal_code: "10115", city: "Berlin", country: "DE" };

describe("what is told of a way to ship", () => {
  const rules = rulesOf(flat(490), {
    ...{ description: "By bike", carrier: "Radkurier", tax_class: "reduced" },
    ...{ kind: "pickup", pickup: { ...shop, hours: "Mon-Fri 9-18" } },
    translations: {
      de: { name: "Post", description: "Mit dem Rad", hours: "Mo-Fr 9-18" },
      "de-AT": { name: "Post AT", description: "", hours: "" },
      fr: { name: "La Poste", description: "", hours: "" },
    },
  });
  const told = (locale?: string) => {
    const { name, description, pickup } = shippingOption("post", rules, request({ locale }));
    return [name, description, pickup?.hours];
  };

  it("is told in the shopper's language, else in the nearest one that has the word, else in the store's own", () => {
    expect(told("de")).toEqual(["Post", "Mit dem Rad", "Mo-Fr 9-18"]);
    expect(told("de-AT")).toEqual(["Post AT", "Mit dem Rad", "Mo-Fr 9-18"]);
    expect(told("fr-CA")).toEqual(["La Poste", "By bike", "Mon-Fri 9-18"]);
    expect(told("ja")).toEqual(["Post", "By bike", "Mon-Fri 9-18"]);
    expect(told()).toEqual(["Post", "By bike", "Mon-Fri 9-18"]);
  });

  it("says where the goods are picked up, and of what is brought to the door nothing of the kind", () => {
    expect(shippingOption("post", rules, request({ locale: "de" }))).toMatchObject({
      ...{ kind: "pickup", carrier: "Radkurier", tax_class: "reduced", currency: "EUR" },
      pickup: { ...shop, hours: "Mo-Fr 9-18" },
    });
    expect(shippingOption("post", rulesOf(flat(490)), request())).toMatchObject({ kind: "delivery", pickup: null });
  });

  it("tells the days of the zone where it has its own, and the method's where it has not", () => {
    const there = (zone_id: string, min_days: number | null, max_days: number | null) => {
      return { zone_id, min_days, max_days, rates: [flat(490)] };
    };
    const far = zone("far", { reach: "countries", countries: ["JP"] });
    const days = shippingRulesFrom(
      [zone("world"), far],
      [method(flat(490), { zones: [there("world", null, null), there("far", 0, 9)] })],
    );
    const to = (country: string) => shippingOption("post", days, request({ place: { country } }));
    expect([to("DE").min_days, to("DE").max_days]).toEqual([1, 3]);
    expect([to("JP").min_days, to("JP").max_days]).toEqual([0, 9]);
  });
});

describe("what a way to ship costs", () => {
  it("is in the shopper's currency, by the rate that staff gave it there", () => {
    const rates = [flat(490), flat(520, { currency: "CHF" })];
    const rules = rulesOf(flat(0), { zones: [{ zone_id: "world", min_days: null, max_days: null, rates }] });
    expect(shippingOption("post", rules, request({ currency: "CHF" }))).toMatchObject({ price: 520, currency: "CHF" });
    expect(() => shippingOptions(rules, request({ currency: "JPY" }))).toThrow(
      "cannot-ship-there: Nothing ships this to DE at a price in JPY.",
    );
  });

  it("is nothing from so much on, and the full price a cent below", () => {
    const rules = rulesOf(flat(490, { free_from: 5_000 }));
    const at = (subtotal: number) => shippingOption("post", rules, request({ subtotal }));
    expect(at(5_000)).toMatchObject({ price: 0, source: { kind: "flat", free: true } });
    expect(at(4_999)).toMatchObject({ price: 490, source: { kind: "flat", free: false } });
  });

  it("is what the lightest parcel costs where nothing has to be packed", () => {
    const rules = rulesOf(bands("by_weight", [1_000, 399], [5_000, 499]));
    expect(shippingOption("post", rules, request({ items: [] }))).toMatchObject({ price: 399, source: { parcels: 0 } });
  });

  it("counts each of several parcels that are packed alike, in price and in weight", () => {
    const rules = rulesOf(bands("by_weight", [1_000, 399], [5_000, 499]), { max_grams: 2_000 });
    const items = [{ quantity: 3, weight_grams: 1_500 }];
    expect(shippingOption("post", rules, request({ items }))).toMatchObject({
      price: 3 * 499,
      source: { kind: "by_weight", parcels: 3, billable_grams: 4_500 },
    });
  });

  it("is not asked of a carrier where staff have set a price of their own", () => {
    const live: ShippingRequest["live"] = new Map([["post", { kind: "live", price: 1, days: null }]]);
    expect(shippingOption("post", rulesOf(flat(490)), request({ live }))).toMatchObject({ price: 490 });
  });

  it("may come to as much as an order may, and not to a cent more", () => {
    const most = 1_000_000_000_000;
    expect(shippingOption("post", rulesOf(flat(most)), request()).price).toBe(most);
    const two = rulesOf(flat(most / 2 + 1), { max_grams: 1_200 });
    expect(() => shippingOption("post", two, request({ items: [{ quantity: 2, weight_grams: 1_200 }] }))).toThrow(
      "quantity-over-limit: Shipping this would cost more than one order may come to.",
    );
  });
});

describe("a way to ship that is none", () => {
  const swiss = shippingRulesFrom([zone("world", { reach: "countries", countries: ["CH"] })], [method(flat(490))]);

  it("is refused by its name, cut where somebody sends a novel", () => {
    const refusal = (code: string, over: Partial<ShippingRequest> = {}) => {
      return () => shippingOption(code, swiss, request({ place: { country: "CH" }, ...over }));
    };
    expect(refusal("post")().price).toBe(490);
    expect(refusal("drone")).toThrow('cannot-ship-there: "drone" is not offered to CH.');
    expect(refusal("post", { place: { country: "DE" } })).toThrow('"post" is not offered to DE.');
    expect(refusal("x".repeat(1000))).toThrow(`"${"x".repeat(40)}" is not offered`);
    expect(refusal("post", { currency: "JPY" })).toThrow('"post" is not offered to CH.');
  });

  it("is one that leads to other zones only", () => {
    const elsewhere = [{ zone_id: "moon", min_days: null, max_days: null, rates: [flat(490)] }];
    const rules = shippingRulesFrom([zone("world")], [method(flat(490), { zones: elsewhere })]);
    expect(() => shippingOption("post", rules, request())).toThrow(/not offered to DE/);
    expect(() => shippingOptions(rules, request())).toThrow("Nothing ships this to DE at a price in EUR.");
  });
});
