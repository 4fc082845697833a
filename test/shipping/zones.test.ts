import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knownZones, meetingPlace, type ShippingZone, shippingZoneAt } from "../../src/shipping/zones.ts";
import type { Place } from "../../src/tax/rules.ts";
import { runs } from "../pricing/arbitraries.ts";
import { zone } from "./rules.ts";

const countries = (...named: string[]) => ({ reach: "countries" as const, countries: named });
const codes = (country: string, ...postal_codes: string[]) => ({ ...countries(country), postal_codes });
const regions = (country: string, ...named: string[]) => ({ ...countries(country), regions: named });

describe("the zones of a store", () => {
  const all: ShippingZone[] = [
    zone("zone_1", { name: "world" }),
    zone("zone_2", { name: "home", reach: "home" }),
    zone("zone_3", { name: "germany", ...countries("DE", "AT") }),
    zone("zone_4", { name: "bavaria", ...regions("DE", "BY", "Bayern") }),
    zone("zone_5", { name: "islands", ...codes("DE", "27498", "25946..25999") }),
    zone("zone_6", { name: "alps", ...codes("DE", "83*"), regions: ["BY"] }),
    zone("zone_7", { name: "at home by name", ...countries("CH") }),
  ];

  it.each<[string, Place]>([
    ["world", { country: "JP" }],
    ["at home by name", { country: "CH" }],
    ["germany", { country: "AT", region: "Tirol", postal_code: "6020" }],
    ["germany", { country: "DE" }],
    ["bavaria", { country: "DE", region: "DE-BY", postal_code: "80331" }],
    ["islands", { country: "DE", region: "BY", postal_code: "27498" }],
    ["alps", { country: "DE", region: "by", postal_code: "83 471" }],
    ["germany", { country: "DE", region: "HH", postal_code: "83471" }],
    ["germany", { country: "DE", postal_code: "🦊" }],
  ])("are asked from the narrowest, in whatever order staff wrote them: %s holds %o", (name, place) => {
    for (const zones of [all, all.toReversed()]) {
      expect(shippingZoneAt(knownZones(zones), place, "CH")?.name).toBe(name);
    }
  });

  it("are asked as the store's own country before everywhere else", () => {
    const place = { country: "CH" };
    for (const zones of [all.slice(0, 2), all.slice(0, 2).toReversed()]) {
      expect(shippingZoneAt(knownZones(zones), place, "CH")?.name).toBe("home");
    }
  });

  it("that are as narrow as each other are asked by age, the same each time", () => {
    const twins = [zone("zone_2", countries("DE")), zone("zone_1", countries("DE")), zone("zone_3", countries("DE"))];
    for (const zones of [twins, twins.toReversed()]) {
      expect(knownZones(zones).map(({ id }) => id)).toEqual(["zone_1", "zone_2", "zone_3"]);
    }
  });

  it("hold nothing of a place that none of them names", () => {
    expect(shippingZoneAt(knownZones(all.slice(2)), { country: "JP" }, "CH")).toBeUndefined();
    expect(shippingZoneAt(knownZones([zone("home", { reach: "home" })]), { country: "DE" }, "CH")).toBeUndefined();
  });

  it("ask nothing of a postal pattern that nobody can read, and of the others as ever", () => {
    const odd = knownZones([zone("odd", codes("DE", "(a+)+$", "27498"))]);
    expect(shippingZoneAt(odd, { country: "DE", postal_code: "27498" }, "CH")?.id).toBe("odd");
    expect(shippingZoneAt(odd, { country: "DE", postal_code: "27499" }, "CH")).toBeUndefined();
  });
});

describe("two zones that hold the same place", () => {
  it.each<[string | null, Partial<ShippingZone>, Partial<ShippingZone>]>([
    ["everywhere that no other zone holds", {}, {}],
    [null, {}, countries("DE")],
    [null, { reach: "home" }, {}],
    ["AT", countries("DE", "AT"), countries("AT", "CH")],
    [null, countries("DE"), countries("AT")],
    ["CH", { reach: "home" }, countries("CH")],
    [null, { reach: "home" }, countries("DE")],
    // The narrower is asked first, and so they are not in each other's way.
    [null, countries("DE"), regions("DE", "BY")],
    [null, regions("DE", "BY"), codes("DE", "80*")],
    ["DE DE-BY", regions("DE", "DE-BY"), regions("DE", "HH", "by")],
    [null, regions("DE", "HH"), regions("DE", "BY")],
    ["DE 27498", codes("DE", "27498"), codes("DE", "274*")],
    ["DE 274*", codes("DE", "274*"), codes("DE", "27498")],
    ["DE 27*", codes("DE", "10115", "27*"), codes("DE", "2749*")],
    ["DE 2749*", codes("DE", "2749*"), codes("DE", "27*")],
    [null, codes("DE", "27*"), codes("DE", "28*")],
    ["DE 10..20", codes("DE", "10..20"), codes("DE", "20..30")],
    ["DE 20..30", codes("DE", "20..30"), codes("DE", "10..20")],
    [null, codes("DE", "10..20"), codes("DE", "21..30")],
    [null, codes("DE", "10..20"), codes("DE", "100..200")],
    ["DE 10..20", codes("DE", "10..20"), codes("DE", "2*")],
    ["DE 1*", codes("DE", "1*"), codes("DE", "19..30")],
    [null, codes("DE", "21..29"), codes("DE", "20*")],
    [null, codes("DE", "1A*"), codes("DE", "10..20")],
    [null, codes("DE", "123*"), codes("DE", "10..20")],
    ["DE 200..299", codes("DE", "200..299"), codes("DE", "299*")],
    ["DE BY 80*", { ...codes("DE", "80*"), regions: ["BY"] }, { ...codes("DE", "80331"), regions: ["HH", "BY"] }],
    [null, { ...codes("DE", "80*"), regions: ["BY"] }, { ...codes("DE", "80331"), regions: ["HH"] }],
    [null, { ...codes("DE", "80*"), regions: ["BY"] }, { ...codes("DE", "90331"), regions: ["BY"] }],
  ])("meet at %s: %o and %o", (place, one, other) => {
    expect(meetingPlace(zone("one", one), zone("other", other), "CH")).toBe(place);
  });

  it("are found wherever there is such a place, and nowhere else", () => {
    const signs = ["0", "1", "2", "A"];
    const two = signs.flatMap((a) => signs.map((b) => a + b));
    const written = [...two, ...two.flatMap((start) => signs.map((sign) => start + sign))];
    const pattern = fc.oneof(
      fc.constantFrom(...written),
      fc.constantFrom(...signs, ...written).map((begins) => `${begins}*`),
      ...[2, 3].map((length) =>
        fc
          .array(fc.constantFrom(...written.filter((code) => code.length === length && !code.includes("A"))), {
            minLength: 2,
            maxLength: 2,
          })
          .map((ends) => ends.sort().join("..")),
      ),
    );
    const drawn = fc.record({
      reach: fc.constantFrom("home" as const, "countries" as const),
      postal_codes: fc.array(pattern, { minLength: 1, maxLength: 2 }),
    });
    const at = (given: Partial<ShippingZone>) => zone("any", { ...given, countries: ["DE"] });
    fc.assert(
      fc.property(drawn, drawn, (one, other) => {
        const holds = (given: typeof one, postal_code: string): boolean =>
          shippingZoneAt(knownZones([at(given)]), { country: "DE", postal_code }, "DE") !== undefined;
        const shared = written.some((code) => holds(one, code) && holds(other, code));
        expect(meetingPlace(at(one), at(other), "DE") !== null).toBe(shared);
      }),
      runs(1000),
    );
  });
});
