import { type SQL, sql } from "drizzle-orm";
import { DomainError } from "../../platform/errors.ts";
import { isCurrency } from "../../platform/money.ts";
import type { Store } from "../../platform/store.ts";
import { mostVariants, type NewVariant, type ProductOption } from "../schemas.ts";
import { bareSku } from "./skus.ts";

/** A variant as it is stored: with its id, its product and place, and its options in the order of the product's. */
export interface PlacedVariant extends NewVariant {
  id: string;
  product_id: string;
  position: number;
}

/** Faults that are told of one product; nobody mends more at once. */
const mostFaults = 100;

/**
 * Puts variants in order and checks that they fit the product's options: each names a value for every option, one that the
 * option has, no two of them are the same or share a SKU (capital letters make no other one), each
 * price is in a currency that somebody can pay with, and there are not too many.
 * @throws invalid-variants naming every one that does not fit
 */
export function fitVariants<Given extends NewVariant>(
  options: readonly ProductOption[],
  variants: readonly Given[],
): Given[] {
  if (variants.length > mostVariants) {
    const detail = `A product has at most ${mostVariants} variants; these are ${variants.length}.`;
    throw new DomainError("invalid-variants", detail, { errors: [{ pointer: "/variants", detail }] });
  }
  const names = options.map((option) => option.name);
  const errors: { pointer: string; detail: string }[] = [];
  if (new Set(names).size < names.length)
    errors.push({ pointer: "/options", detail: "Each option has a name of its own." });
  for (const [index, option] of options.entries()) {
    if (new Set(option.values).size < option.values.length)
      errors.push({ pointer: `/options/${index}/values`, detail: "Each value once." });
  }
  const seen = new Map<string, number>();
  const skus = new Map<string, number>();
  const fitted = variants.map((variant, index) => {
    const pointer = `/variants/${index}`;
    const misfit = misfitOf(options, variant);
    if (misfit) errors.push({ pointer: `${pointer}/options`, detail: misfit });
    const ordered = Object.fromEntries(names.map((name) => [name, variant.options[name] ?? ""]));
    const combination = JSON.stringify(names.map((name) => ordered[name]));
    const twin = seen.get(combination);
    if (twin !== undefined)
      errors.push({ pointer: `${pointer}/options`, detail: `The same combination as variant ${twin + 1}.` });
    for (const [at, { currency }] of variant.prices.entries())
      if (!isCurrency(currency))
        errors.push({ pointer: `${pointer}/prices/${at}/currency`, detail: `${currency} is no currency of ISO 4217.` });
    const bare = bareSku(variant.sku);
    const namesake = skus.get(bare);
    if (namesake !== undefined)
      errors.push({ pointer: `${pointer}/sku`, detail: `The same SKU as variant ${namesake + 1}.` });
    seen.set(combination, seen.get(combination) ?? index);
    skus.set(bare, skus.get(bare) ?? index);
    return { ...variant, options: ordered };
  });
  const first = errors[0];
  if (first)
    throw new DomainError("invalid-variants", `${first.pointer}: ${first.detail}`, {
      errors: errors.slice(0, mostFaults),
    });
  return fitted;
}

function misfitOf(options: readonly ProductOption[], variant: NewVariant): string | null {
  const unknown = Object.keys(variant.options).find((name) => !options.some((option) => option.name === name));
  if (unknown !== undefined) return `The product has no option ${unknown}.`;
  for (const option of options) {
    const value = Object.hasOwn(variant.options, option.name) ? variant.options[option.name] : undefined;
    if (value === undefined) return `Say which ${option.name} it is.`;
    if (!option.values.includes(value)) return `${option.name} has no value ${value}.`;
  }
  return null;
}

/** Characters of JSON that one statement takes; a value of D1 has at most 2 MB. */
const longestStatement = 500_000;

/**
 * The statements that make the variants of their products these and no others. Those that were there keep their id and what is
 * known of their stock; `available` of new ones begins as the stock they are opened with.
 */
export function writeVariants(store: Store, variants: readonly PlacedVariant[]) {
  const ids = JSON.stringify(variants.map((variant) => variant.id));
  const products = JSON.stringify([...new Set(variants.map((variant) => variant.product_id))]);
  const theirs = sql`product_id in (select value from json_each(${products}))`;
  const parts = partsOf(variants);
  return [
    store.catalog.run(sql`delete from variants where ${theirs} and id not in (select value from json_each(${ids}))`),
    // SKUs and combinations may change places: out of each other's way first.
    store.catalog.run(sql`update variants set sku = id, options = json_object('id', id) where ${theirs}`),
    ...parts.map((part) => store.catalog.run(upsertVariants(part))),
    ...parts.map((part) =>
      store.catalog.run(sql`
        delete from prices
        where variant_id in (select value ->> 'id' from json_each(${part}))
          and (variant_id, currency) not in (
            select v.value ->> 'id', c.value ->> 'currency' from json_each(${part}) v join json_each(v.value, '$.prices') c
          )
      `),
    ),
    ...parts.map((part) => store.catalog.run(upsertPrices(part))),
  ];
}

/** The variants as JSON, in as many parts as statements take. */
function partsOf(variants: readonly PlacedVariant[]): string[] {
  const parts: string[][] = [];
  let length = longestStatement;
  for (const variant of variants) {
    const json = JSON.stringify(variant);
    if (length + json.length > longestStatement) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)?.push(json);
    length += json.length;
  }
  return parts.map((part) => `[${part.join(",")}]`);
}

function upsertVariants(rows: string): SQL {
  return sql`
    insert into variants
      (id, product_id, position, sku, options, barcode, weight_grams, length_mm, width_mm, height_mm, ships_alone, available,
       in_stock)
    select
      value ->> 'id', value ->> 'product_id', value ->> 'position', value ->> 'sku', json(value -> 'options'), value ->> 'barcode',
      value ->> 'weight_grams', value ->> 'length_mm', value ->> 'width_mm', value ->> 'height_mm',
      coalesce(value ->> 'ships_alone', 0), value ->> 'stock', value ->> 'stock'
    from json_each(${rows}) where true
    on conflict (id) do update set
      position = excluded.position, sku = excluded.sku, options = excluded.options, barcode = excluded.barcode,
      weight_grams = excluded.weight_grams, length_mm = excluded.length_mm, width_mm = excluded.width_mm,
      height_mm = excluded.height_mm, ships_alone = excluded.ships_alone
  `;
}

function upsertPrices(rows: string): SQL {
  return sql`
    insert into prices (variant_id, currency, amount, compare_at_amount)
    select v.value ->> 'id', c.value ->> 'currency', c.value ->> 'amount', c.value ->> 'compare_at_amount'
    from json_each(${rows}) v join json_each(v.value, '$.prices') c where true
    on conflict (variant_id, currency) do update set
      amount = excluded.amount, compare_at_amount = excluded.compare_at_amount
  `;
}
