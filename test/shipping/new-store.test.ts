import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../src/platform/store.ts";
import {
  type ShippingRequest,
  type ShippingRules,
  shippingOption,
  shippingOptions,
} from "../../src/shipping/methods.ts";
import { shippingRules } from "../../src/shipping/read-rules.ts";
import { request } from "./rules.ts";

let shipped: ShippingRules;

beforeAll(async () => {
  shipped = await shippingRules(openStore(env));
});

const prices = (over: Partial<ShippingRequest> = {}, rules = shipped) =>
  Object.fromEntries(shippingOptions(rules, request(over)).map(({ id, price }) => [id, price]));
const weighing = (weight_grams: number, quantity = 1) => ({ items: [{ quantity, weight_grams }] });

describe("the ways to ship of a new store", () => {
  it("are standard, express and pickup at home", () => {
    expect(prices()).toEqual({ standard: 490, express: 1290, pickup: 0 });
    expect(shippingOption("standard", shipped, request())).toMatchObject({ min_days: 2, max_days: 4 });
  });

  it("leave out pickup abroad, and take longer", () => {
    const abroad = { place: { country: "PT" } };
    expect(prices(abroad)).toEqual({ standard: 490, express: 1290 });
    expect(shippingOption("standard", shipped, request(abroad))).toMatchObject({ min_days: 4, max_days: 8 });
  });

  it("cost nothing by standard from the threshold on, not a cent before", () => {
    expect(prices({ subtotal: 4_999 }).standard).toBe(490);
    expect(prices({ subtotal: 5_000 })).toMatchObject({ standard: 0, express: 1290 });
  });

  it("cost as much again for each further parcel that the weight needs", () => {
    expect(prices({ items: [] }).standard).toBe(490);
    expect(prices(weighing(30_000)).standard).toBe(490);
    expect(prices(weighing(30_001))).toMatchObject({ standard: 980, express: 2580, pickup: 0 });
  });

  it("are those of every currency that it has rates in, and none in another", () => {
    const inAll = Object.fromEntries(
      ["EUR", "GBP", "USD", "CHF", "SEK", "NOK", "DKK", "PLN", "JPY"].map((currency) => {
        const { standard, express } = prices({ currency, subtotal: 0 });
        return [currency, [standard, express]];
      }),
    );
    expect(inAll).toEqual({
      ...{ EUR: [490, 1290], GBP: [450, 1190], USD: [590, 1490], CHF: [590, 1490], SEK: [4900, 12900] },
      ...{ NOK: [5900, 14900], DKK: [3900, 9900], PLN: [1990, 4990], JPY: [800, 2000] },
    });
    for (const currency of ["XAU", "constructor"]) {
      expect(() => shippingOptions(shipped, request({ currency }))).toThrow(/cannot-ship-there/);
    }
  });

  it("are told in the shopper's language", () => {
    const named = (locale: string) => shippingOptions(shipped, request({ locale })).map(({ name }) => name);
    expect(named("de-AT")).toEqual(["Standard", "Express", "Abholung"]);
    expect(named("es")).toEqual(["Estándar", "Exprés", "Recogida"]);
    expect(named("fi")).toEqual(["Standard", "Express", "Pick up"]);
  });

  it("are refused where they do not lead", () => {
    const abroad = request({ place: { country: "AT" } });
    expect(() => shippingOption("pickup", shipped, abroad)).toThrow(/cannot-ship-there/);
    expect(() => shippingOption("by drone", shipped, request())).toThrow(/cannot-ship-there/);
  });
});
