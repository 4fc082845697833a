import { describe, expect, it } from "vitest";
import type { RoundingMode } from "../../src/platform/money.ts";
import { lineToPrice } from "../../src/pricing/goods.ts";
import { priceCart } from "../../src/pricing/price.ts";
import { rateFrom, readPercent, taxOnTop, taxWithin } from "../../src/tax/rate.ts";
import { type TaxMode, type TaxRounding, taxRulesFrom } from "../../src/tax/rules.ts";
import { goods, plainly } from "../pricing/goods.ts";
import { rate, zone } from "./rules.ts";

const at = (...percents: string[]) =>
  rateFrom(
    percents.map((percent) => ({
      name: "tax",
      millionths: readPercent(percent.replace("on top ", "")) ?? Number.NaN,
      compound: percent.startsWith("on top"),
    })),
  );

const hmrc = "HM Revenue & Customs, VAT guide (Notice 700), section 30: the VAT fraction";
const hmrcRounding = "HM Revenue & Customs, VAT Trader's Records (VATREC12010, VATREC12030): rounding";
const ustae = "UStAE 15.4: Herausrechnung des Steuerbetrages, factors 15.97 and 6.54";
const dgfip = "Service-public.fr, TVA: from the price without tax to that with it";
const nta = "National Tax Agency of Japan, No. 6383: fractions of a yen";
const revenuQuebec = "Revenu Québec, Calculating the taxes: GST 5 %, QST 9.975 %, not on each other since 2013";
const quebecBefore = "Revenu Québec, before 2013: QST on the price with GST";
const newYork = "New York State, Publication 718: combined rates";
const ato = "Australian Taxation Office, How GST works: one eleventh";
const ird = "Inland Revenue New Zealand: three twenty-thirds";
const iras = "IRAS Singapore: GST fraction 9/109";
const estv = "ESTV, MWST-Info 07: 100 % and 108.1 %";
const skatteverket = "Skatteverket: 20 % of the price with a VAT of 25 %";
const belastingdienst = "Belastingdienst: 21/121 and 9/109";
const tedb = "European Commission, Taxes in Europe Database: the rate; the sum by hand";

describe("tax within a price: worked examples", () => {
  it.each([
    [120_00, "20", 20_00, hmrc],
    [105_00, "5", 5_00, hmrc],
    [6_00, "20", 1_00, hmrc],
    [1_00, "20", 17, hmrc],
    [119_00, "19", 19_00, ustae],
    [100_00, "19", 15_97, ustae],
    [107_00, "7", 7_00, ustae],
    [100_00, "7", 6_54, ustae],
    [116_00, "16", 16_00, "BMF, 30 June 2020: temporary rates"],
    [105_00, "5", 5_00, "BMF, 30 June 2020: temporary rates"],
    [19_99, "19", 3_19, ustae],
    [110_00, "10", 10_00, ato],
    [11, "10", 1, ato],
    [115_00, "15", 15_00, ird],
    [23, "15", 3, ird],
    [109_00, "9", 9_00, iras],
    [108_10, "8.1", 8_10, estv],
    [102_60, "2.6", 2_60, estv],
    [125_00, "25", 25_00, skatteverket],
    [112_00, "12", 12_00, skatteverket],
    [121_00, "21", 21_00, belastingdienst],
    [109_00, "9", 9_00, belastingdienst],
    [1100, "10", 100, nta],
    [1080, "8", 80, nta],
    [125_50, "25.5", 25_50, tedb],
    [127_00, "27", 27_00, tedb],
    [105_50, "5.5", 5_50, dgfip],
    [102_10, "2.1", 2_10, dgfip],
    [12_300, "23", 2_300, tedb],
    [0, "27", 0, tedb],
    [1, "19", 0, tedb],
  ])("of %i at %s %% is %i (%s)", (gross, percent, tax) => {
    expect(taxWithin(gross, at(percent), "half_up")).toBe(tax);
  });
});

describe("tax on top of a price: worked examples", () => {
  it.each([
    [100_00, ["20"], 20_00, hmrc],
    [100_00, ["19"], 19_00, ustae],
    [100_00, ["20"], 20_00, dgfip],
    [100_00, ["10"], 10_00, dgfip],
    [100_00, ["5.5"], 5_50, dgfip],
    [100_00, ["2.1"], 2_10, dgfip],
    [100_00, ["5", "9.975"], 14_98, revenuQuebec],
    [1000_00, ["5", "9.975"], 149_75, revenuQuebec],
    [100_00, ["5", "on top 9.5"], 14_98, `${quebecBefore}, 9.5 % in 2012`],
    [100_00, ["5", "on top 8.5"], 13_93, `${quebecBefore}, 8.5 % in 2011`],
    [100_00, ["7", "on top 7.5"], 15_03, `${quebecBefore}, 7 % and 7.5 % until 2006`],
    [100_00, ["8.875"], 8_88, newYork],
    [1000_00, ["8.875"], 88_75, newYork],
    [100_00, ["4", "4.5", "0.375"], 8_88, newYork],
    [98_765, ["10"], 9_877, nta],
    [10_000, ["8.1"], 810, estv],
    [2499, ["10.75"], 269, "medusajs/medusa 14817: 2.686425 was kept and charged"],
    [164_02, ["2.6"], 4_26, "vendurehq/vendure 2662: line by line it came to 4.27"],
    [50, ["19"], 10, tedb],
    [150, ["15"], 23, tedb],
  ] as [number, string[], number, string][])("of %i at %j is %i (%s)", (net, percents, tax) => {
    expect(taxOnTop(net, at(...percents), "half_up")).toBe(tax);
  });

  it.each([
    [250, "1", "half_up", 3, "IEEE 754: ties away"],
    [250, "1", "half_even", 2, "IEEE 754: ties to even"],
    [350, "1", "half_up", 4, "IEEE 754: ties away"],
    [350, "1", "half_even", 4, "IEEE 754: ties to even"],
    [10, "5", "half_even", 0, "IEEE 754: ties to even"],
    [10, "5", "half_up", 1, hmrcRounding],
    [100_00, "8.875", "half_even", 8_88, newYork],
    [30, "5", "half_even", 2, "IEEE 754: ties to even"],
  ] as [number, string, RoundingMode, number, string][])(
    "of %i at %s %% rounded %s is %i (%s)",
    (net, percent, mode, tax) => {
      expect(taxOnTop(net, at(percent), mode)).toBe(tax);
    },
  );
});

/** What a cart's lines of one piece each come to: total and tax. */
function price(amounts: number[], percent: string, prices: TaxMode, level: TaxRounding["level"], quantity = 1) {
  const rules = taxRulesFrom({ mode: "half_up", level }, [zone("DE", { prices, rates: [rate(percent)] })]);
  const { total, tax_total, lines } = priceCart({
    currency: "EUR",
    ...plainly,
    lines: amounts.map((amount, index) =>
      lineToPrice(`line ${index}`, goods(`thing ${index}`, amount), quantity, "EUR"),
    ),
    place: null,
    home_country: "DE",
    shipping_option: null,
    tax_rules: rules,
    vat_id: null,
  });
  return [total, tax_total, lines.reduce((sum, line) => sum + line.tax_total, 0)];
}

describe("a whole cart: worked examples", () => {
  it.each([
    ["three lines whose halves add up, by line", [150, 150, 150], "15", "added", "line", [519, 69, 69], hmrcRounding],
    [
      "three lines whose halves add up, by document",
      [150, 150, 150],
      "15",
      "added",
      "document",
      [518, 68, 68],
      "EN 16931, BR-CO-17",
    ],
    ["ten cents thrice, by line", [10, 10, 10], "19", "included", "line", [30, 6, 6], "C-484/06, Ahold"],
    ["ten cents thrice, by document", [10, 10, 10], "19", "included", "document", [30, 5, 5], "C-484/06, Ahold"],
    ["a penny each, by line", [1, 1, 1, 1, 1, 1], "20", "added", "line", [6, 0, 0], hmrcRounding],
    ["a penny each, by document", [1, 1, 1, 1, 1, 1], "20", "added", "document", [7, 1, 1], hmrcRounding],
    ["yen of one invoice are rounded once for a rate", [33, 33, 34], "8", "added", "document", [108, 8, 8], nta],
    ["sums that a float does not hold", [10, 20], "0", "included", "line", [30, 0, 0], "IEEE 754: 0.1 + 0.2"],
    ["a price that a float rounds down", [1_005], "100", "added", "line", [2_010, 1_005, 1_005], "IEEE 754: 1.005"],
    [
      "a large invoice by document",
      [999_999_999, 1],
      "19",
      "added",
      "document",
      [1_190_000_000, 190_000_000, 190_000_000],
      ustae,
    ],
  ] as [string, number[], string, TaxMode, TaxRounding["level"], number[], string][])(
    "%s: %j at %s %% %s, by %s, is total, tax and tax of lines %j (%s)",
    (_, amounts, percent, prices, level, expected) => {
      expect(price(amounts, percent, prices, level)).toEqual(expected);
    },
  );
});
