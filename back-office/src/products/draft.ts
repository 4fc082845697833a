import { asDecimal, fromDecimal } from "../money.ts";
import type { Versioned } from "../versioned.ts";
import type { AttributeValue, Product, ProductStatus, Variant } from "../wire.ts";

/**
 * A product as it stands in the form: amounts are the decimal text that a person types, attributes are rows, and what the
 * wire names by option or currency stands in the order of `options` and `currencies`, so that an option can be renamed.
 */
export interface ProductDraft {
  id: string;
  etag: string;
  title: string;
  slug: string;
  description: string | null;
  status: ProductStatus;
  brand: string | null;
  category_ids: string[];
  attributes: AttributeDraft[];
  options: { name: string; values: string[] }[];
  currencies: string[];
  variants: VariantDraft[];
}

export interface AttributeDraft {
  name: string;
  value: string | null;
  /** What it was on the wire, and goes back as; a new row is text. */
  kind?: "text" | "number" | "boolean" | "list";
}

export interface VariantDraft {
  /** Missing on a row that was just added. */
  id?: string;
  sku: string | null;
  /** One for each option. */
  choices: (string | null)[];
  /** One for each currency; without an amount it is not sold in that currency. */
  prices: PriceDraft[];
  barcode: string | null;
  weight_grams: string | null;
  /** Units to begin with; only a new row has them. */
  stock?: string | null;
}

export interface PriceDraft {
  amount: string | null;
  compare_at_amount: string | null;
}

export function toDraft(product: Versioned<Product>): ProductDraft {
  const { id, etag, title, slug, description, status, brand, category_ids, options, variants } = product;
  const currencies = [...new Set(variants.flatMap(({ prices }) => prices.map(({ currency }) => currency)))];
  return {
    id,
    etag,
    title,
    slug,
    description,
    status,
    brand,
    category_ids,
    attributes: Object.entries(product.attributes).map(([name, value]) => toAttributeDraft(name, value)),
    options,
    currencies,
    variants: variants.map((variant) => toVariantDraft(variant, options, currencies)),
  };
}

function toAttributeDraft(name: string, value: AttributeValue): AttributeDraft {
  if (Array.isArray(value)) return { name, value: value.join(", "), kind: "list" };
  const kind = typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text";
  return { name, value: String(value), kind };
}

function toVariantDraft(variant: Variant, options: { name: string }[], currencies: string[]): VariantDraft {
  const { id, sku, barcode, weight_grams, prices } = variant;
  return {
    id,
    sku,
    choices: options.map(({ name }) => variant.options[name] ?? null),
    prices: currencies.map((currency) => {
      const price = prices.find((one) => one.currency === currency);
      if (!price) return { amount: null, compare_at_amount: null };
      const before = price.compare_at_amount;
      return {
        amount: asDecimal(price.amount, currency),
        compare_at_amount: before === null ? null : asDecimal(before, currency),
      };
    }),
    barcode,
    weight_grams: String(weight_grams),
  };
}

/** What is sent: the fields that staff may set, and no others, since the store refuses what it does not know. */
export function fromDraft(draft: Partial<ProductDraft>) {
  const options = draft.options ?? [];
  return {
    title: draft.title ?? "",
    ...(draft.slug ? { slug: draft.slug } : {}),
    description: draft.description ?? "",
    status: draft.status ?? "draft",
    brand: draft.brand || null,
    category_ids: draft.category_ids ?? [],
    attributes: Object.fromEntries((draft.attributes ?? []).map((row) => [row.name.trim(), fromAttributeDraft(row)])),
    options: options.map(({ name, values }) => ({ name, values })),
    variants: (draft.variants ?? []).map((variant) => fromVariantDraft(variant, options, draft.currencies ?? [])),
  };
}

function fromAttributeDraft({ value, kind }: AttributeDraft): AttributeValue {
  const text = (value ?? "").trim();
  if (kind === "list")
    return text
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
  if (kind === "number" && text !== "" && Number.isFinite(Number(text))) return Number(text);
  if (kind === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

function fromVariantDraft(variant: VariantDraft, options: { name: string }[], currencies: string[]) {
  const { id, sku, choices, barcode, weight_grams, stock } = variant;
  const chosen = options.flatMap(({ name }, index) => (choices?.[index] ? [[name, choices[index]]] : []));
  return {
    ...(id ? { id } : {}),
    sku: sku ?? "",
    options: Object.fromEntries(chosen),
    prices: pricedIn(variant, currencies).map((index) => {
      const currency = currencies[index] ?? "";
      const { amount, compare_at_amount } = variant.prices[index] ?? { amount: null, compare_at_amount: null };
      return {
        currency,
        amount: fromDecimal(amount ?? "", currency),
        compare_at_amount: compare_at_amount ? fromDecimal(compare_at_amount, currency) : null,
      };
    }),
    barcode: barcode || null,
    weight_grams: Number(weight_grams ?? 0),
    ...(id ? {} : { stock: stock ? Number(stock) : null }),
  };
}

/** The currencies that a variant has a price in, by their place: what is sent, in the order it is sent. */
export function pricedIn({ prices }: VariantDraft, currencies: string[]): number[] {
  return currencies.flatMap((_, index) => (prices?.[index]?.amount ? [index] : []));
}

/** A row for a new variant, priced like its neighbour so that only what differs is typed. */
export function newVariant(neighbour?: VariantDraft): VariantDraft {
  return {
    sku: null,
    choices: [],
    prices: (neighbour?.prices ?? []).map((price) => ({ ...price })),
    barcode: null,
    weight_grams: neighbour?.weight_grams ?? null,
    stock: null,
  };
}
