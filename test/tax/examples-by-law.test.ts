import { describe, expect, it } from "vitest";
import { partsOf, rateFrom, readPercent, taxOnTop, taxWithin } from "../../src/tax/rate.ts";
import { type TaxRounding, taxRulesFrom, type Zone } from "../../src/tax/rules.ts";
import { byLine, rate, zone } from "./rules.ts";
import { type Sale, sell } from "./sell.ts";

/** Examples whose rule is a law's, by its number: the arithmetic is done by hand where the law prints none. */

const at = (...percents: string[]) =>
  rateFrom(
    percents.map((written) => {
      const [percent = "", name = "tax"] = written.replace("on top ", "").split(" ");
      return { name, millionths: readPercent(percent) ?? Number.NaN, compound: written.startsWith("on top") };
    }),
  );

const ssuta =
  "Streamlined Sales and Use Tax Agreement, section 324: to the third decimal place, up when that is above four";
const massachusetts = "Massachusetts General Laws, chapter 64I, section 5, at 6.25 %";
const kansas = "Kansas Statutes, section 79-3676: rounded once for state and local taxes together";
const excise = "Excise Tax Act of Canada, section 165.2: a fraction below half a cent is left out, half a cent is one";
const zealand = "Goods and Services Tax Act 1985 of New Zealand, section 8: 15 %";

describe("tax on top of a price, by the law", () => {
  it.each([
    [1099, ["6.25"], 69, massachusetts],
    [2500, ["6.25"], 156, massachusetts],
    [8, ["6.25"], 1, massachusetts],
    [100, ["7.4"], 7, ssuta],
    [100, ["7.5"], 8, ssuta],
    [1999, ["7"], 140, ssuta],
    [999, ["6.5", "1.25"], 77, kansas],
    [1999, ["7.25"], 145, "California Revenue and Taxation Code, section 6051 and following: 7.25 % in all"],
    [4999, ["6.25", "2"], 412, "Texas Tax Code, sections 151.051 and 321.103: 6.25 % and at most 2 %"],
    [4999, ["13"], 650, `${excise}; Ontario, 13 %`],
    [3333, ["15"], 500, `${excise}; New Brunswick, 15 %`],
    [10_000, ["5", "on top 10"], 1550, "Prince Edward Island until March 2013: 10 % on the price with GST"],
    [10_000, ["16"], 1600, "Ley del Impuesto al Valor Agregado of Mexico, article 1: 16 %"],
    [11_500, ["15"], 1725, zealand],
    [100_00, ["18"], 1800, "Central Goods and Services Tax Act 2017 of India, section 9"],
    [12_000, ["5"], 600, "Federal Decree-Law 8 of 2017 of the United Arab Emirates, article 3: 5 %"],
  ] as [number, string[], number, string][])("of %i at %j is %i (%s)", (net, percents, tax) => {
    expect(taxOnTop(net, at(...percents), "half_up")).toBe(tax);
  });
});

describe("tax within a price, by the law", () => {
  it.each([
    [1799, "20", 300, "Value Added Tax Act 1994, section 2 (1): 20 %; one sixth"],
    [2100, "5", 100, "Value Added Tax Act 1994, section 29A: 5 %; one twenty-first"],
    [115_00, "15", 15_00, "Value-Added Tax Act 89 of 1991 of South Africa, section 1: the tax fraction 15/115"],
    [99_99, "15", 13_04, "Value-Added Tax Act 89 of 1991 of South Africa, section 1: the tax fraction 15/115"],
    [107_00, "7", 7_00, "Revenue Code of Thailand, section 80, as lowered to 7 %"],
    [112_00, "12", 12_00, "National Internal Revenue Code of the Philippines, section 106: 12 %"],
    [1100, "10", 100, "Value-Added Tax Act of Korea, article 30: 10 %"],
    [49_99, "21", 8_68, "Directive 2006/112/EC, article 78 with 96, at 21 %"],
  ] as [number, string, number, string][])("of %i at %s per cent is %i (%s)", (gross, percent, tax) => {
    expect(taxWithin(gross, at(percent), "half_up")).toBe(tax);
  });
});

describe("what each of several taxes comes to, by the law", () => {
  it.each([
    [100_00, ["5 GST", "9.975 QST"], [500, 998], "Revenu Québec, Calculating the Taxes: 100.00, 5.00, 9.98, 114.98"],
    [1999, ["5 GST", "7 PST"], [100, 140], `${excise}; Provincial Sales Tax Act of British Columbia, section 34`],
    [
      1000_00,
      ["9 CGST", "9 SGST"],
      [9000, 9000],
      "Central Goods and Services Tax Act 2017 of India, section 9; within one state",
    ],
    [
      100_00,
      ["5 GST", "on top 9.5 QST"],
      [500, 998],
      "Act respecting the Québec sales tax, section 16, in 2012: on the price with GST",
    ],
    [100_00, ["4 State", "4.5 City", "0.375 MCTD"], [400, 450, 38], "New York State, Publication 718"],
    [4999, ["6.25 State", "2 Local"], [312, 100], "Texas Tax Code, sections 151.051 and 321.103"],
  ] as [number, string[], number[], string][])("of %i at %j is %j (%s)", (net, percents, amounts) => {
    const together = at(...percents);
    const parts = partsOf(taxOnTop(net, together, "half_up"), together);
    expect(parts.map(({ amount }) => amount)).toEqual(amounts);
    expect(parts.map(({ name, percent }) => `${percent} ${name}`)).toEqual(
      percents.map((written) => written.replace("on top ", "")),
    );
  });
});

const invoice = (level: TaxRounding["level"], rates: Zone["rates"], lines: Sale["lines"]) => {
  const rules = taxRulesFrom({ ...byLine, level }, [zone("XX", { prices: "added", rates })]);
  const { tax_total, lines: priced } = sell({ rules, country: "XX", lines });
  expect(priced.reduce((sum, line) => sum + line.tax_total, 0)).toBe(tax_total);
  return tax_total;
};

const japan = [rate("10"), rate("8", { class: "reduced" })];
const jpy: Sale["lines"] = [
  [115, "standard"],
  [115, "standard"],
  [115, "standard"],
  [119, "reduced"],
  [119, "reduced"],
];
const cents = (amount: number, times: number): Sale["lines"] =>
  Array.from({ length: times }, () => [amount, "standard"] as const);

const nta =
  "National Tax Agency of Japan, questions and answers on the invoice system: one rounding for an invoice and a rate";
const gstAct = "A New Tax System (Goods and Services Tax) Act 1999 of Australia, section 9-90";

describe("whole invoices, by the law", () => {
  it.each([
    ["yen at two rates, each rounded once", "document", japan, jpy, 35 + 19, nta],
    ["the same, line by line, which an invoice there may not", "line", japan, jpy, 3 * 12 + 2 * 10, nta],
    ["one supply of five cents", "line", [rate("10")], cents(5, 1), 1, `${gstAct} (1)`],
    ["three of 1.05, by the total invoice rule", "document", [rate("10")], cents(105, 3), 32, `${gstAct} (2) (a)`],
    ["three of 1.05, by the taxable supply rule", "line", [rate("10")], cents(105, 3), 33, `${gstAct} (2) (b)`],
    ["four of 1.99 at 13 %, on an invoice's total", "document", [rate("13")], cents(199, 4), 103, excise],
    ["the same by item", "line", [rate("13")], cents(199, 4), 104, excise],
    ["ten of 0.99 at 7 %, by invoice", "document", [rate("7")], cents(99, 10), 69, ssuta],
    ["the same by item, which the seller may elect", "line", [rate("7")], cents(99, 10), 70, ssuta],
  ] as [string, TaxRounding["level"], Zone["rates"], Sale["lines"], number, string][])(
    "%s (by %s)",
    (_, level, rates, lines, tax) => {
      expect(invoice(level, rates, lines)).toBe(tax);
    },
  );
});
