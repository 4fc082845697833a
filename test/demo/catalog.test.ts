import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";

const demo = new URL("../../demo/", import.meta.url);
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const amount = z.int().positive();

const category = z.strictObject({
  slug,
  name: z.string().min(1),
  parent_slug: slug.nullable(),
  position: amount,
  description: z.string().min(1),
  seo_title: z.string().min(1).max(200).optional(),
  seo_description: z.string().min(1).max(500).optional(),
});

const variant = z.strictObject({
  sku: z.string().min(1),
  options: z.record(z.string(), z.string()),
  prices: z.array(
    z.strictObject({
      currency: z.enum(["EUR", "USD", "GBP"]),
      amount,
      compare_at_amount: amount.optional(),
    }),
  ),
  barcode: z.string().regex(/^2\d{12}$/),
  weight_grams: amount,
  stock: z.int().nonnegative(),
  image: z.string().optional(),
});

const product = z.strictObject({
  slug,
  title: z.string().min(1).max(200),
  description: z.string(),
  seo_title: z.string().min(1).max(200).optional(),
  seo_description: z.string().min(1).max(500).optional(),
  status: z.enum(["active", "draft"]),
  publish_on: z
    .string()
    .regex(/^\d{2}-\d{2}$/)
    .optional(),
  brand: z.string().min(1),
  category_slugs: z.array(slug).min(1),
  attributes: z.record(
    z.string().regex(/^[a-z][a-z_]*$/),
    z.union([z.string().min(1), z.number(), z.boolean(), z.array(z.string().min(1)).min(1)]),
  ),
  links: z
    .strictObject({
      related: z.array(slug).min(1).optional(),
      up_sell: z.array(slug).min(1).optional(),
      cross_sell: z.array(slug).min(1).optional(),
    })
    .optional(),
  options: z.array(z.strictObject({ name: z.string().min(1), values: z.array(z.string().min(1)).min(2) })).max(3),
  images: z.array(z.strictObject({ file: z.string(), alt: z.string().min(10) })).min(1),
  variants: z.array(variant).min(1),
});

const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, demo), "utf8"));
const categories = z.array(category).parse(readJson("categories.json"));
const products = readdirSync(new URL("catalog/", demo)).flatMap((file) =>
  z.array(product).parse(readJson(`catalog/${file}`)),
);
const variants = products.flatMap((one) => one.variants);

/** Sum of the digits with weights 1 and 3 in turn, up to the next ten: the last digit of an EAN-13. */
function checkDigit(barcode: string): number {
  const sum = [...barcode.slice(0, 12)].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return (10 - (sum % 10)) % 10;
}

/** The slugs from the top of the tree down to this category. */
function pathTo(slugOfCategory: string): string[] {
  const found = categories.find((one) => one.slug === slugOfCategory);
  if (!found) throw new Error(`No category is called ${slugOfCategory}.`);
  return found.parent_slug === null ? [found.slug] : [...pathTo(found.parent_slug), found.slug];
}

const repeated = (values: string[]): string[] => values.filter((value, at) => values.indexOf(value) !== at);

describe("the demo store", () => {
  test("has enough on its shelves to look like a shop", () => {
    expect(products.length).toBeGreaterThanOrEqual(60);
    expect(variants.length).toBeGreaterThanOrEqual(150);
    expect(products.filter((one) => one.status === "draft")).toHaveLength(3);
    expect(new Set(products.map((one) => one.description)).size).toBe(products.length);
  });

  test("shows shelves that are full, nearly empty and sold out", () => {
    expect(variants.filter((one) => one.stock === 0).length).toBeGreaterThan(5);
    expect(variants.filter((one) => one.stock >= 1 && one.stock <= 3).length).toBeGreaterThan(5);
    expect(variants.filter((one) => one.stock > 3).length).toBeGreaterThan(variants.length / 2);
  });

  test("has a category tree of four levels in which parents come before their children", () => {
    expect(repeated(categories.map((one) => one.slug))).toEqual([]);
    expect(Math.max(...categories.map((one) => pathTo(one.slug).length))).toBe(4);
    for (const [at, one] of categories.entries()) {
      const earlier = categories.slice(0, at).map((before) => before.slug);
      if (one.parent_slug !== null) expect(earlier).toContain(one.parent_slug);
    }
  });

  test("puts every product into categories that exist, and leaves no last shelf empty", () => {
    const used = new Set(products.flatMap((one) => one.category_slugs));
    for (const name of used) expect(pathTo(name).length).toBeGreaterThan(0);
    const last = categories.filter((one) => !categories.some((child) => child.parent_slug === one.slug));
    expect(last.map((one) => one.slug).filter((name) => !used.has(name))).toEqual([]);
  });

  test("never uses a slug, a SKU or a barcode twice", () => {
    expect(repeated(products.map((one) => one.slug))).toEqual([]);
    expect(repeated(variants.map((one) => one.sku))).toEqual([]);
    expect(repeated(variants.map((one) => one.barcode))).toEqual([]);
  });

  test("prints barcodes that a scanner accepts", () => {
    const wrong = variants.filter((one) => checkDigit(one.barcode) !== Number(one.barcode[12]));
    expect(wrong.map((one) => one.sku)).toEqual([]);
  });

  test("names a price in euros, dollars and pounds for each variant, and a former price only when it was higher", () => {
    for (const one of variants) {
      expect(one.prices.map((price) => price.currency)).toEqual(["EUR", "USD", "GBP"]);
      for (const price of one.prices) {
        if (price.compare_at_amount !== undefined) expect(price.compare_at_amount).toBeGreaterThan(price.amount);
      }
    }
    expect(variants.some((one) => one.prices[0]?.compare_at_amount)).toBe(true);
  });

  test.each(products)("sells $slug in every combination of its options once", ({ options, variants: own }) => {
    for (const one of own) {
      expect(Object.keys(one.options)).toEqual(options.map((option) => option.name));
      for (const option of options) expect(option.values).toContain(one.options[option.name]);
    }
    expect(repeated(own.map((one) => JSON.stringify(one.options)))).toEqual([]);
    expect(own).toHaveLength(options.reduce((count, option) => count * option.values.length, 1));
  });

  test("shows every product with pictures that are there, and keeps no picture that is not shown", () => {
    const stored = readdirSync(new URL("pictures/", demo)).map((file) => `pictures/${file}`);
    const shown = products.flatMap((one) => one.images.map((image) => image.file));
    expect(shown.filter((file) => !stored.includes(file))).toEqual([]);
    expect(stored.filter((file) => !shown.includes(file))).toEqual([]);
    for (const one of products) {
      const own = one.images.map((image) => image.file);
      for (const { image } of one.variants) if (image !== undefined) expect(own).toContain(image);
    }
  });

  test("has pictures that are small WebP files, so that a clone of the store stays small", () => {
    const files = readdirSync(new URL("pictures/", demo)).map((file) =>
      readFileSync(new URL(`pictures/${file}`, demo)),
    );
    for (const bytes of files) {
      expect(bytes.toString("latin1", 8, 12)).toBe("WEBP");
      expect(bytes.length).toBeLessThanOrEqual(45_000);
    }
    expect(files.reduce((total, bytes) => total + bytes.length, 0)).toBeLessThanOrEqual(6_000_000);
  });
});
