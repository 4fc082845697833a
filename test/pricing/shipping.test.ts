import { describe, expect, it } from "vitest";
import { type ShippingRequest, shippingOption, shippingOptions } from "../../src/shipping/rates.ts";

const request = (over: Partial<ShippingRequest> = {}): ShippingRequest => ({
  country: "DE",
  home_country: "DE",
  currency: "EUR",
  subtotal: 2_000,
  weight_grams: 1_200,
  ...over,
});

const prices = (over: Partial<ShippingRequest> = {}) =>
  Object.fromEntries(shippingOptions(request(over)).map(({ id, price }) => [id, price]));

describe("the ways to ship", () => {
  it("are standard, express and pickup at home", () => {
    expect(prices()).toEqual({ standard: 490, express: 1290, pickup: 0 });
  });

  it("leave out pickup abroad, and take longer", () => {
    expect(prices({ country: "PT" })).toEqual({ standard: 490, express: 1290 });
    expect(shippingOption("standard", request({ country: "PT" }))).toMatchObject({ min_days: 4, max_days: 8 });
  });

  it("cost nothing by standard from the threshold on, not a cent before", () => {
    expect(prices({ subtotal: 4_999 }).standard).toBe(490);
    expect(prices({ subtotal: 5_000 })).toMatchObject({ standard: 0, express: 1290 });
  });

  it("cost as much again for each further parcel that the weight needs", () => {
    expect(prices({ weight_grams: 0 }).standard).toBe(490);
    expect(prices({ weight_grams: 30_000 }).standard).toBe(490);
    expect(prices({ weight_grams: 30_001 })).toMatchObject({ standard: 980, express: 2580 });
  });

  it("carry their currency, and do not exist in one without rates", () => {
    expect(shippingOption("express", request({ currency: "JPY" }))).toMatchObject({ price: 2_000, currency: "JPY" });
    for (const currency of ["XAU", "constructor"]) {
      expect(() => shippingOptions(request({ currency }))).toThrow(/cannot-ship-there/);
    }
  });

  it("are refused where they do not lead", () => {
    expect(() => shippingOption("pickup", request({ country: "AT" }))).toThrow(/cannot-ship-there/);
  });
});
