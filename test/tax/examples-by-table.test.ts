import { beforeAll, describe, expect, it } from "vitest";
import type { TaxClass, TaxRules } from "../../src/tax/rules.ts";
import { sell } from "./sell.ts";
import { shippedRules } from "./shipped-rules.ts";

let shipped: TaxRules;

beforeAll(async () => {
  shipped = await shippedRules();
});

const parking = "Directive 2006/112/EC, article 118: parking rate";
const strict = "Directive 2006/112/EC, articles 110 and 114: super reduced rate";
const annex = "Directive 2006/112/EC, article 98 and annex III";

describe("what a class bears where the goods go to, by the table that a store begins with", () => {
  it.each([
    ["DE", "reduced", 107_00, 7_00, "UStG § 12 (2)"],
    ["DE", "zero", 107_00, 0, "UStG § 12 (3)"],
    ["DE", "exempt", 107_00, 0, "UStG § 4"],
    ["FR", "reduced", 105_50, 5_50, "CGI, article 278-0 bis"],
    ["FR", "second_reduced", 110_00, 10_00, "CGI, article 279"],
    ["FR", "super_reduced", 102_10, 2_10, "CGI, article 298 septies"],
    ["ES", "reduced", 110_00, 10_00, "Ley 37/1992, artículo 91.Uno"],
    ["ES", "super_reduced", 104_00, 4_00, "Ley 37/1992, artículo 91.Dos"],
    ["IT", "super_reduced", 104_00, 4_00, "DPR 633/1972, Tabella A, parte II"],
    ["IT", "second_reduced", 110_00, 10_00, "DPR 633/1972, Tabella A, parte III"],
    ["IE", "second_reduced", 113_50, 13_50, "VAT Consolidation Act 2010, section 46"],
    ["IE", "super_reduced", 104_80, 4_80, "VAT Consolidation Act 2010, section 46"],
    ["IE", "parking", 113_50, 13_50, parking],
    ["LU", "parking", 114_00, 14_00, parking],
    ["LU", "super_reduced", 103_00, 3_00, strict],
    ["AT", "parking", 113_00, 13_00, parking],
    ["BE", "parking", 112_00, 12_00, parking],
    ["PT", "second_reduced", 113_00, 13_00, "CIVA, artigo 18"],
    ["CZ", "reduced", 112_00, 12_00, annex],
    ["PL", "second_reduced", 108_00, 8_00, annex],
    ["SI", "second_reduced", 12_90, 1_12, annex],
    ["HU", "second_reduced", 118_00, 18_00, annex],
    ["FI", "second_reduced", 113_50, 13_50, annex],
    ["GB", "reduced", 105_00, 5_00, "Value Added Tax Act 1994, schedule 7A"],
    ["GB", "zero", 105_00, 0, "Value Added Tax Act 1994, schedule 8"],
    ["NO", "reduced", 115_00, 15_00, "Merverdiavgiftsloven § 5-2"],
    ["NO", "second_reduced", 112_00, 12_00, "Merverdiavgiftsloven § 5-3"],
    ["CH", "reduced", 102_60, 2_60, "MWSTG, Art. 25 Abs. 2"],
    ["CH", "second_reduced", 103_80, 3_80, "MWSTG, Art. 25 Abs. 4"],
    ["DK", "reduced", 125_00, 25_00, "Momsloven § 33: one rate, so that a class without its own bears that"],
  ] as [string, TaxClass, number, number, string][])("%s, %s: of %i it is %i (%s)", (country, taxClass, gross, tax) => {
    expect(sell({ rules: shipped, country, lines: [[gross, taxClass]] })).toMatchObject({
      tax_total: tax,
      total: gross,
    });
  });

  it.each([
    ["to a business in another member state", "article 138", "FR", "FR40303265045", 9_917, 0, "reverse_charge"],
    ["to a consumer there", "article 33, at 20 %", "FR", null, 11_900, 1_983, "standard"],
    ["to a business at home", "article 2 (1) (a)", "DE", "DE136695976", 11_900, 1_900, "standard"],
    ["out of the Union", "article 146 (1) (a)", "US", null, 11_900, 0, "zero"],
  ] as const)(
    "goods from Germany %s (Directive 2006/112/EC, %s)",
    (_, __, country, vat_id, unit_price, tax_total, tax_reason) => {
      const priced = sell({ rules: shipped, country, home: "DE", vat_id, lines: [[11_900, "standard"]] });
      expect(priced.lines).toMatchObject([{ unit_price, tax_total, tax_reason }]);
    },
  );
});
