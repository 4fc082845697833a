/** The demo store as it is written down in demo/. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { inside } from "./repository.ts";

/** The languages that the demo store is told in, besides its own. */
export const demoLocales = ["de", "fr", "es", "ar"] as const;

interface DemoCategory {
  slug: string;
  parent_slug: string | null;
  [field: string]: unknown;
}

interface DemoAttribute {
  code: string;
  category_slugs?: string[];
  [field: string]: unknown;
}

interface DemoCollection {
  slug: string;
  /** Where it is picked by hand. */
  product_slugs?: string[];
  [field: string]: unknown;
}

export interface DemoVariant {
  sku: string;
  prices: { currency: string; amount: number; compare_at_amount?: number }[];
  image?: string;
  [field: string]: unknown;
}

export interface DemoProduct {
  slug: string;
  category_slugs: string[];
  images: { file: string; alt: string }[];
  options: { name: string; values: string[] }[];
  variants: DemoVariant[];
  links?: Partial<Record<"related" | "up_sell" | "cross_sell", string[]>>;
  /** The day of the year on which it goes live, as `12-01`: the next one counts. */
  publish_on?: string;
  [field: string]: unknown;
}

/** Texts of a thing in one language; of a product with what its pictures show, in their order. */
export interface DemoTexts {
  alts?: string[];
  [text: string]: unknown;
}

/** What an option and its values are called in one language. */
interface DemoOption {
  name: string;
  values: Record<string, string>;
}

const read = (...path: string[]) => JSON.parse(readFileSync(inside("demo", ...path), "utf8"));

/** Parents stand before their children. */
export const readCategories = (): DemoCategory[] => read("categories.json");
export const readAttributes = (): DemoAttribute[] => read("attributes.json");
export const readCollections = (): DemoCollection[] => read("collections.json");

/** What the store takes off, and the codes for it. Categories stand by their slugs; the rest is as the API takes it. */
export interface DemoPromotion {
  title: string;
  codes?: string[];
  [field: string]: unknown;
}

/** Every promotion, with the ids of the categories that it is for. @param idOf of a category, by its slug */
export const readPromotions = (idOf: (slug: string) => string): DemoPromotion[] =>
  JSON.parse(readFileSync(inside("demo", "promotions.json"), "utf8"), (_name, value) =>
    value?.attribute === "line.category" ? { ...value, values: value.values.map(idOf) } : value,
  );

/** Sets of words that mean the same, by language. */
interface DemoPriceList {
  name: string;
  /** Days of the year, as `12-27`: the next first one, and the next last one after it. */
  starts_on?: string;
  ends_on?: string;
  prices: object[];
  [field: string]: unknown;
}

interface DemoPrices {
  markets: { code: string; [field: string]: unknown }[];
  customer_groups: { code: string; name: string }[];
  price_lists: DemoPriceList[];
}

export const readPrices = (): DemoPrices => read("prices.json");
export const readSynonyms = (): Record<string, string[][]> => read("synonyms.json");

export function readProducts(): DemoProduct[] {
  const files = readdirSync(inside("demo", "catalog")).filter((name) => name.endsWith(".json"));
  return files.sort().flatMap((name): DemoProduct[] => read("catalog", name));
}

/** The texts of the things of one kind in one language, by slug, or by code where they are attributes. */
export const readTexts = (
  locale: string,
  kind: "products" | "categories" | "collections" | "attributes",
): Record<string, DemoTexts> => read("translations", locale, `${kind}.json`);

/** What the options of all products are called in one language, by what they are called in the store's own. */
export const readOptions = (locale: string): Record<string, DemoOption> => read("translations", locale, "options.json");

export function readPicture(file: string): File {
  return new File([readFileSync(inside("demo", ...join(file).split("/")))], basename(file), { type: "image/webp" });
}

/** The next time that a day of the year, as `12-01`, begins. */
export function nextDay(monthAndDay: string, now = new Date()): string {
  const ofYear = (year: number) => new Date(`${year}-${monthAndDay}T00:00:00.000Z`);
  const thisYear = ofYear(now.getUTCFullYear());
  return (thisYear > now ? thisYear : ofYear(now.getUTCFullYear() + 1)).toISOString();
}
