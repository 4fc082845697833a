import { fromDecimal } from "../../money.ts";
import type { VariantDraft } from "./variant-draft.ts";

interface Given {
  options: readonly { name: string; values: string[] }[];
  currencies: readonly string[];
}

/** What is wrong with a variant as it was typed, by the name of its cell (see variant-columns.ts); the store knows the rest. */
export function faultsOf(variant: VariantDraft, { options, currencies }: Given): Map<string, string> {
  const faults = new Map<string, string>();
  for (const [at, { values }] of options.entries()) {
    const chosen = variant.choices[at] ?? "";
    if (chosen === "") faults.set(`choices.${at}`, "Choose one");
    else if (!values.includes(chosen)) faults.set(`choices.${at}`, "No longer a value of the option");
  }
  if (variant.sku.trim() === "") faults.set("sku", "Required");
  priceFaults(variant, currencies, faults);
  if (!/^\d+$/.test(variant.weight_grams)) faults.set("weight_grams", "A whole number");
  for (const side of ["length_mm", "width_mm", "height_mm"] as const) {
    if (variant[side] !== "" && !/^[1-9]\d{0,4}$/.test(variant[side])) faults.set(side, "Millimetres, a whole number");
  }
  if (variant.stock !== "" && !/^\d+$/.test(variant.stock)) faults.set("stock", "A whole number");
  return faults;
}

function priceFaults({ prices }: VariantDraft, currencies: readonly string[], faults: Map<string, string>): void {
  if (!prices.some(({ amount }) => amount !== "")) faults.set("prices.0.amount", "A price");
  for (const [at, currency] of currencies.entries()) {
    const { amount = "", compare_at_amount: before = "" } = prices[at] ?? {};
    const now = fromDecimal(amount, currency);
    if (amount !== "" && now === null) faults.set(`prices.${at}.amount`, `An amount in ${currency}, as 19.99`);
    if (before === "") continue;
    const was = fromDecimal(before, currency);
    const field = `prices.${at}.compare_at_amount`;
    if (was === null) faults.set(field, `An amount in ${currency}, as 19.99`);
    else if (amount === "") faults.set(field, "Only beside a price");
    else if (now !== null && was <= now) faults.set(field, "More than the price");
  }
}

/** The first variant with a fault, counted from 0; null where all are well. */
export function firstFault(variants: readonly VariantDraft[], given: Given): { at: number; fault: string } | null {
  const skus = new Map<string, number>();
  const combinations = new Map<string, number>();
  for (const [at, variant] of variants.entries()) {
    const [cell] = faultsOf(variant, given);
    if (cell) return { at, fault: cell[1] };
    const namesake = skus.get(variant.sku.trim());
    if (namesake !== undefined) return { at, fault: `it has the SKU of variant ${namesake + 1}` };
    skus.set(variant.sku.trim(), at);
    const combination = JSON.stringify(given.options.map((_, option) => variant.choices[option]));
    const twin = combinations.get(combination);
    if (twin !== undefined) return { at, fault: `it is the same as variant ${twin + 1}` };
    combinations.set(combination, at);
  }
  return null;
}
