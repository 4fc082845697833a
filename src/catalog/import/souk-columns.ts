import { exponentOf } from "../../platform/money.ts";

/**
 * The store's own layout: everything that a file can say of a product, a row for each variant. The first row of a product holds
 * what all its variants share; the others have its slug alone of that. Cells with several things in them are JSON, but for
 * slugs of products that it leads to (`pan, lid`) and categories: `Kitchen > Pans | Sale`, a backslash before a `>`, `|` or `\` of a name.
 */
export const productColumns = [
  "slug",
  "title",
  "status",
  "description",
  "brand",
  "categories",
  "options",
  "attributes",
  "seo_title",
  "seo_description",
  "publish_at",
  "unpublish_at",
  "tax_class",
  "images",
  "translations",
  "related",
  "up_sells",
  "cross_sells",
] as const;

export const variantColumns = [
  "sku",
  "option1",
  "option2",
  "option3",
  "barcode",
  "weight_grams",
  "length_mm",
  "width_mm",
  "height_mm",
  "ships_alone",
  "stock",
] as const;

/**
 * Collections, a row for each. One has a rule, as JSON that names categories by their slugs, or `products`: slugs of those that
 * were picked by hand, in their order.
 */
export const collectionColumns = [
  "slug",
  "title",
  "status",
  "description",
  "seo_title",
  "seo_description",
  "rules",
  "products",
  "translations",
] as const;

/** Categories, a row for each: `path` is its names from the top down, as products name it. */
export const categoryColumns = [
  "slug",
  "path",
  "position",
  "description",
  "seo_title",
  "seo_description",
  "translations",
] as const;

/** What attributes mean, a row for each: `choices` is JSON, `categories` are paths as products name them, yes or no the rest. */
export const attributeColumns = [
  "code",
  "label",
  "type",
  "unit",
  "choices",
  "multiple",
  "facet",
  "position",
  "categories",
  "translations",
] as const;

/** `price EUR`, `compare_at EUR`: two columns for each currency that the store has prices in. */
export const priceColumns = (currency: string) => [`price ${currency}`, `compare_at ${currency}`] as const;
export const priceColumn = /^price ([A-Z]{3})$/;

/** An amount in minor units as a decimal, which `parseMoney` reads back. */
export function writeAmount(amount: number, currency: string): string {
  const exponent = exponentOf(currency);
  if (exponent === 0) return String(amount);
  const digits = String(amount).padStart(exponent + 1, "0");
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** Paths of categories by name, each from the top down. */
export function writePaths(paths: readonly (readonly string[])[]): string {
  const write = (name: string) => name.replace(/[\\>|]/g, "\\$&");
  return paths.map((path) => path.map(write).join(" > ")).join(" | ");
}

export function readPaths(text: string): string[][] {
  const part = (written: string, mark: string): string[] => {
    const parts = [""];
    for (const piece of written.match(/\\.|[^\\]/gs) ?? []) {
      if (piece === mark) parts.push("");
      else parts[parts.length - 1] += piece;
    }
    return parts.map((each) => each.trim());
  };
  return part(text, "|")
    .filter((path) => path !== "")
    .map((path) => part(path, ">").map((name) => name.replace(/\\(.)/gs, "$1")));
}
