import { describe, expect, it } from "vitest";
import { readVatId, vatIdCountries } from "../../src/tax/vat-id.ts";

/** Numbers that tax offices and the guides of member states print as examples, or that companies print on their own sites. */
const real: Record<string, string[]> = {
  AT: ["ATU13585627"],
  BE: ["BE0403019261", "BE 0428.759.497"],
  BG: ["BG175074752"],
  CY: ["CY10259033P"],
  CZ: ["CZ25123891"],
  DE: ["DE136695976", "DE 136 695 976"],
  DK: ["DK13585628"],
  EE: ["EE100931558"],
  EL: ["EL094259216"],
  ES: [
    ...["ESB58378431", "ESA28015865", "ESQ2826000H", "ESP2807900B"],
    ...["ESX2482300W", "ESX1234567L", "ESY1234567X", "ESZ1234567R", "ES54362315K"],
  ],
  FI: ["FI20774740"],
  FR: ["FR40303265045", "FR23334175221"],
  HR: ["HR33392005961"],
  HU: ["HU12892312"],
  IE: ["IE6433435F", "IE6433435OA", "IE8D79739I"],
  IT: ["IT00743110157"],
  LT: ["LT119511515", "LT100001919017", "LT100004801610"],
  LU: ["LU15027442"],
  LV: ["LV40003521600"],
  MT: ["MT11679112"],
  NL: ["NL004495445B01", "NL123456789B13"],
  PL: ["PL8567346215"],
  PT: ["PT501964843"],
  RO: ["RO18547290"],
  SE: ["SE123456789701"],
  SI: ["SI50223054"],
  SK: ["SK2022749619"],
};

describe("a VAT identification number", () => {
  it("is known of every member state", () => {
    expect(Object.keys(real).toSorted()).toEqual([...vatIdCountries].toSorted());
    expect(vatIdCountries).toHaveLength(27);
  });

  it.each(Object.values(real).flat())("%s is one", (text) => {
    expect(readVatId(text)).toBe(text.replaceAll(/[ .]/g, ""));
  });

  it("is refused with one digit changed, but for the one that some states let share its check digit", () => {
    for (const [text = ""] of Object.values(real)) {
      const wrong = [..."0123456789"].filter((digit) => {
        const at = text.startsWith("ES") ? 5 : 6;
        return digit !== text[at] && readVatId(text.slice(0, at) + digit + text.slice(at + 1)) !== null;
      });
      expect([text, wrong.length < 2]).toEqual([text, true]);
    }
  });

  it.each([
    ...["ESX1234567A", "ESY1234567L", "ESQ2826000E", "ES1X234567L", "ES54362315KK"],
    ...["IE8D79738I", "IE8D7973I", "LT100004801611", "FRAA123", "CY10259033Q", "SI50223050"],
  ])("%s is none, for its check does not fit or its form is no form", (text) => {
    expect(readVatId(text)).toBeNull();
  });

  it("of whom no check digit is told is one by its form: ten digits in Bulgaria, people in Czechia and Latvia, French keys with letters", () => {
    for (const text of ["BG7523169263", "CZ7103192745", "LV16117519997", "FRK7399859412"]) {
      expect(readVatId(text)).toBe(text);
    }
  });

  it.each(["", "DE", "DE12345678", "XX123456789", "GB980780684", "constructor", "DE🦊", "136695976"])(
    "%s is none",
    (text) => {
      expect(readVatId(text)).toBeNull();
    },
  );
});
