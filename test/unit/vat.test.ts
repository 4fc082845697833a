import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { standardRateOf } from "../../src/tax/rates.ts";

const path = fileURLToPath(new URL("../../../shared/data/reference/vat/ibericode_vat-rates.json", import.meta.url));
const there = existsSync(path);
if (!there) console.warn("Skipped: the table of European VAT rates to compare with is not on this machine.");

interface Period {
  effective_from: string;
  rates: { standard: number };
}

describe.skipIf(!there)("the standard rates of VAT", () => {
  const { items } = there
    ? (JSON.parse(readFileSync(path, "utf8")) as { items: Record<string, Period[]> })
    : { items: {} };

  it.each(Object.entries(items))("of %s are what an independent table says", (country, periods) => {
    const today = new Date().toISOString().slice(0, 10);
    const [now] = periods
      .filter(({ effective_from }) => effective_from <= today)
      .sort((a, b) => (a.effective_from < b.effective_from ? 1 : -1));
    expect(standardRateOf(country)).toBe(Math.round((now?.rates.standard ?? 0) * 100));
  });
});
