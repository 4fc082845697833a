import { createHash } from "node:crypto";
import type { FocalPoint } from "../../media/address.ts";
import type { CsvRow } from "../../platform/csv-cells.ts";
import { type Currency, parseMoney } from "../../platform/money.ts";
import type { TaxClass } from "../../tax/rules.ts";
import type { AttributeType } from "../attributes/schemas.ts";
import type { CollectionRules } from "../collections/rules.ts";
import type { LinkKind } from "../products/link-schemas.ts";
import type { WrittenTravelling } from "../products/travelling.ts";
import type { Attributes, Price, ProductStatus } from "../schemas.ts";
import { slugFrom } from "../slugs.ts";
import type { CollectionTexts, ProductTexts, Texts } from "../translations/schemas.ts";
import { nothingIn } from "./columns.ts";

/** Something to tell staff of a row: `refused`, it did not go in; `noted`, it did, and something of it did not. */
export interface RowNote {
  line: number;
  kind: "refused" | "noted";
  handle: string | null;
  reason: string;
}

/** A picture that a file names by its address. */
export interface DraftPicture {
  line: number;
  url: string;
  alt: string;
  /** The SKUs of the variants that it shows; empty for the product. */
  skus: string[];
  /** What the store's own layout says of it, whether it is there already or comes in: what is left out stays as it is. */
  says?: {
    alt?: string | undefined;
    /** By locale; those that are not named go. */
    alts?: Record<string, string> | undefined;
    focal_point?: FocalPoint | undefined;
  };
}

/** A variant as a file tells it. */
export interface DraftVariant extends WrittenTravelling {
  line: number;
  sku: string;
  options: Record<string, string>;
  /** In the currencies that the file tells; others stay as they are. */
  prices: Price[];
  /** A currency that is not told is one it is not sold in. */
  pricesAreWhole?: boolean;
  barcode?: string | null;
  weight_grams?: number;
  /** Units to begin with; null where nobody counts. */
  stock: number | null;
}

/** What a product leads to: each `slug:` or `sku:` and the name of a product, which may come further down in the file. */
export type DraftLinks = Partial<Record<LinkKind, string[]>>;

/** A product as a file tells it. What is left out, the file does not speak of: it stays as it is. */
export interface ProductDraft {
  title: string;
  description?: string;
  status?: ProductStatus;
  brand?: string | null;
  options: { name: string; values: string[] }[];
  /** null where the file has a place for it, and nothing there. */
  attributes: Record<string, Attributes[string] | null>;
  seo_title?: string | null;
  seo_description?: string | null;
  publish_at?: string | null;
  unpublish_at?: string | null;
  tax_class?: TaxClass;
  /** Attributes that are not named go, and options keep values that no variant has. */
  isWhole?: boolean;
  /** Each from the top down, by name. */
  categories?: string[][];
  variants: DraftVariant[];
  pictures?: DraftPicture[];
  /** Kinds that are left out stay as they are. */
  links?: DraftLinks;
  /** Texts by locale; locales that are not named go. */
  translations?: Record<string, ProductTexts>;
}

/** A collection as a file tells it: one of a file of collections, or a product that is made of others and has no price of its own. */
export interface CollectionDraft {
  line: number;
  title: string;
  slug: string;
  /** What is left out stays as it is. */
  description?: string;
  status?: "draft" | "active";
  seo_title?: string | null;
  seo_description?: string | null;
  /** Categories by their slugs. null: its products are picked by hand; left out: it is a product that is made of others. */
  rules?: CollectionRules | null;
  /** Texts by locale; locales that are not named go. */
  translations?: Record<string, CollectionTexts>;
  /** Each `slug:`, `sku:` or `id:` and the name of a product, in order; they may come further down in the file. */
  parts: string[];
}

/** A category as a file tells it. What is left out stays as it is. */
export interface CategoryDraft {
  line: number;
  slug: string;
  /** Names from the top down to its own. */
  path: string[];
  position?: number;
  description?: string;
  seo_title?: string | null;
  seo_description?: string | null;
  /** Texts by locale; locales that are not named go. */
  translations?: Record<string, Texts<"category">>;
}

/** What an attribute means, as a file tells it. What is left out stays as it is. */
export interface AttributeDraft {
  line: number;
  code: string;
  label: string;
  type: AttributeType;
  unit?: string | null;
  choices?: string[];
  multiple?: boolean;
  facet?: boolean;
  position?: number;
  /** Each from the top down, by name; none: it is for every product. */
  categories?: string[][];
  /** Texts by locale; locales that are not named go. */
  translations?: Record<string, Texts<"attribute">>;
}

/** What a price list asks for a variant, as a file tells it: all its tiers in one currency; none takes it out. */
export interface DraftListPrice {
  line: number;
  /** The list's name, or its id. */
  list: string;
  sku: string;
  currency: Currency;
  /** From the fewest pieces on. Minor units. */
  tiers: { min_quantity: number; amount: number }[];
}

/** Texts of a product in one language, as a file tells them. What is left out stays as it is. */
export interface DraftTexts {
  line: number;
  locale: string;
  texts: ProductTexts;
}

/** The rows of one product, read. */
export interface ReadProduct {
  /** What reports call it. */
  handle: string;
  /** Its address in the store; empty where nothing of it can be used. */
  slug: string;
  /** How the store knows it again: by its address, or by a SKU of its variants. */
  knownBy: "slug" | "sku";
  /** null where nothing of it can go in, or it is no product of its own. */
  draft: ProductDraft | null;
  /** What it is instead of a product. */
  collection?: CollectionDraft;
  category?: CategoryDraft;
  attribute?: AttributeDraft;
  /** What its rows say of a product that is there. */
  texts?: DraftTexts[];
  /** What its row says of a price list. */
  listPrice?: DraftListPrice;
  /** What other rows of the file call it, beside the SKUs of its variants: `id:12`, or `sku:` and the SKU that all of it has. */
  called?: string[];
  notes: RowNote[];
}

/** What reading a row depends on beside the row. */
export interface ReadingContext {
  currency: Currency;
  /** Reductions that begin or end on a day are told as they are now. */
  now: Date;
}

/** Nothing of the rows goes in, for one reason. */
export function refuseAll(rows: readonly CsvRow[], handle: string, reason: string): ReadProduct {
  const notes = rows.map(({ line }): RowNote => ({ line, kind: "refused", handle: handle || null, reason }));
  return { handle, slug: "", knownBy: "slug", draft: null, notes };
}

const longestSku = 80;

/** A SKU from a product's address and a variant's options, where a file has none: the same each time it is read. */
export function skuFrom(slug: string, values: readonly string[]): string {
  const hash = (value: string, length: number) => createHash("sha256").update(value).digest("hex").slice(0, length);
  const made = [slug, ...values.map((value) => slugFrom(value) || hash(value, 8))].join("-");
  return made.length <= longestSku ? made : `${made.slice(0, longestSku - 13)}-${hash(made, 12)}`;
}

/**
 * Reads an amount as people write it: `19.99`, `1,299.00`, `19,99`. One comma with three digits behind it may be either.
 * @returns null when it is no amount of the currency
 */
export function readAmount(text: string, currency: Currency): number | null {
  const bare = text.replace(/[\s\u00a0']/g, "");
  const plain = /^\d{1,3}(,\d{3})+\.\d+$|^\d{1,3}(,\d{3}){2,}$/.test(bare)
    ? bare.replaceAll(",", "")
    : /^\d+,\d{1,2}$/.test(bare)
      ? bare.replace(",", ".")
      : bare;
  const amount = parseMoney(plain, currency);
  return amount === null || amount < 0 ? null : amount;
}

/**
 * Why a text is no price; null where it is one.
 * @param column what its column is called
 */
export function priceFault(text: string, currency: Currency, column: string): string | null {
  if (text === "") return nothingIn("price", column);
  return readAmount(text, currency) === null
    ? `The price ${text.slice(0, 40)} is not an amount of ${currency}; write it as 19.99.`
    : null;
}

/** A price, struck through where it was more before. */
export function priceOf(currency: Currency, amount: number, before: number | null): Price {
  return { currency, amount, compare_at_amount: before !== null && before > amount ? before : null };
}

/** Parts a list as WooCommerce and Magento write it; a backslash keeps a comma in its value. */
export function splitList(text: string, separator: RegExp = /(?<!\\),/): string[] {
  return text
    .split(separator)
    .map((each) => each.replaceAll("\\,", ",").trim())
    .filter((each) => each !== "");
}

const grams: Record<string, number> = {
  g: 1,
  kg: 1000,
  lb: 453.592_37,
  lbs: 453.592_37,
  oz: 28.349_523_125,
};

/** A weight in whole grams; 0 where there is none. */
export function weightInGrams(text: string, unit: string): number {
  const value = Number(text.replace(",", "."));
  return Number.isFinite(value) && value > 0 ? Math.round(value * (grams[unit.toLowerCase()] ?? 1)) : 0;
}

/** Each value once, in the order of the variants: what an option offers. */
export function optionsOf(names: readonly string[], variants: readonly DraftVariant[]) {
  return names.map((name) => ({
    name,
    values: [...new Set(variants.flatMap((variant) => variant.options[name] ?? []))],
  }));
}

const longestAttribute = 2000;
const longestValue = 200;

/** Text as an attribute: several lines are several values; null where it is empty. */
export function attributeFrom(text: string): Attributes[string] | null {
  const lines = [...new Set(text.split("\n").map((line) => line.trim()))].filter((line) => line !== "");
  if (lines.length > 1 && lines.length <= 50 && lines.every((line) => line.length <= longestValue)) return lines;
  return text.trim().slice(0, longestAttribute) || null;
}

/** Whether a picture is named by a whole address, which can be fetched. */
export function isAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

/** Tells of pictures that are named by a path on another system, which nobody can fetch. */
export function notePaths(line: number, handle: string, paths: readonly string[]): RowNote[] {
  const [first] = paths;
  if (first === undefined) return [];
  const named = paths.length === 1 ? "A picture is" : `${paths.length} pictures are`;
  const reason = `${named} named by a path, as ${first.slice(0, 200)}, and cannot be fetched. Name it by an address that begins with https://, or upload it here.`;
  return [{ line, kind: "noted", handle, reason }];
}

/** Tells of a variant with the same options on a line before, and remembers this one. */
export function twinOf(variant: DraftVariant, combinations: Map<string, number>): string | null {
  const combination = JSON.stringify(variant.options);
  const twin = combinations.get(combination);
  if (twin !== undefined) return `The same options as line ${twin}.`;
  combinations.set(combination, variant.line);
  return null;
}

/**
 * The variant of a row; nothing where the row is none, or has the options of one before, and `notes` then tells why.
 * @param variant it, or the reason why the row is none
 */
export function unlessRefused(
  variant: DraftVariant | string,
  line: number,
  handle: string,
  combinations: Map<string, number>,
  notes: RowNote[],
): DraftVariant[] {
  const reason = typeof variant === "string" ? variant : twinOf(variant, combinations);
  if (typeof variant !== "string" && reason === null) return [variant];
  notes.push({ line, kind: "refused", handle, reason: reason ?? "" });
  return [];
}
