import { newVariant, type VariantDraft } from "./variant-draft.ts";

/** Variants that a product may have. */
export const mostVariants = 2000;

type Option = { name: string; values: readonly string[] };

/** How many variants there are when every value of each option goes with every value of the others. */
export function countCombinations(options: readonly Option[]): number {
  return options.length === 0 ? 0 : options.reduce((count, { values }) => count * values.length, 1);
}

/** A row for every combination of the options that no variant is yet, priced and weighed like the last one there. */
export function missingCombinations(options: readonly Option[], variants: readonly VariantDraft[]): VariantDraft[] {
  const named = (choices: readonly string[]) => JSON.stringify(options.map((_, at) => choices[at] ?? ""));
  const there = new Set(variants.map(({ choices }) => named(choices)));
  const skus = new Set(variants.map(({ sku }) => sku));
  const stem = stemOf(variants);
  const neighbour = variants.at(-1);
  let all: string[][] = [[]];
  for (const { values } of options) all = all.flatMap((choices) => values.map((value) => [...choices, value]));
  return all
    .filter((choices) => !there.has(named(choices)))
    .map((choices) => ({ ...newVariant(neighbour), choices, sku: freeSku(stem, choices, skus) }));
}

/** What the SKUs begin with, to name the others alike; empty where there is nothing to go by. */
function stemOf(variants: readonly VariantDraft[]): string {
  const [first] = variants;
  if (!first) return "";
  const own = first.choices.map(inSku).filter(Boolean).join("-");
  return own && first.sku.endsWith(`-${own}`) ? first.sku.slice(0, -own.length - 1) : first.sku;
}

function freeSku(stem: string, choices: readonly string[], taken: Set<string>): string {
  const wanted = [stem, ...choices.map(inSku)].filter(Boolean).join("-").slice(0, 76);
  let sku = wanted;
  for (let next = 2; taken.has(sku); next++) sku = `${wanted}-${next}`;
  taken.add(sku);
  return sku;
}

function inSku(value: string): string {
  return value
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "");
}
