import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  demoLocales,
  nextDay,
  readAttributes,
  readCategories,
  readCollections,
  readOptions,
  readProducts,
  readSynonyms,
  readTexts,
} from "../../scripts/demo-store.ts";
import { translationsOf } from "../../scripts/demo-translations.ts";
import { newAttribute } from "../../src/catalog/attributes/schemas.ts";
import { misfits } from "../../src/catalog/attributes/values.ts";
import { collectionRules } from "../../src/catalog/collections/rules.ts";
import { newCollection } from "../../src/catalog/collections/schemas.ts";
import { attributes as productAttributes } from "../../src/catalog/schemas.ts";
import { newTranslations, textsByKind } from "../../src/catalog/translations/schemas.ts";
import { newSynonym } from "../../src/search/schemas.ts";

const categories = readCategories();
const collections = readCollections();
const products = readProducts();
const slugs = products.map(({ slug }) => slug);
const seo = z.object({ seo_title: z.string().optional(), seo_description: z.string().optional() });

const attributes = readAttributes().map(({ category_slugs = [], ...definition }) => ({
  ...newAttribute.parse(definition),
  category_slugs,
}));

/** A category and all above it. */
function within(slug: string): string[] {
  const parent = categories.find((one) => one.slug === slug)?.parent_slug;
  return parent ? [slug, ...within(parent)] : [slug];
}

/** What belongs to the catalogue of each kind, by the slug or code that the translations name it by. */
const things = {
  product: new Map(products.map((one) => [one.slug, one])),
  category: new Map(categories.map((one) => [one.slug, one])),
  collection: new Map(collections.map((one) => [one.slug, one])),
  attribute: new Map(readAttributes().map((one) => [one.code, one])),
};
const kinds = ["product", "category", "collection", "attribute"] as const;
const files = {
  product: "products",
  category: "categories",
  collection: "collections",
  attribute: "attributes",
} as const;

describe("the demo store's attributes", () => {
  test("mean something everywhere they are used, and every value fits what they mean", () => {
    for (const { slug, category_slugs, attributes: given } of products) {
      const own = productAttributes.parse(given);
      const filedUnder = category_slugs.flatMap(within);
      const known = attributes.filter(
        (one) => one.category_slugs.length === 0 || one.category_slugs.some((name) => filedUnder.includes(name)),
      );
      expect({ slug, misfits: misfits(known, own) }).toEqual({ slug, misfits: [] });
      expect({ slug, unknown: Object.keys(own).filter((code) => !known.some((one) => one.code === code)) }).toEqual({
        slug,
        unknown: [],
      });
    }
  });

  test("are each used by a product, belong to categories that exist, and are of every type", () => {
    const used = new Set(products.flatMap((one) => Object.keys(productAttributes.parse(one.attributes))));
    expect(attributes.filter(({ code }) => !used.has(code)).map(({ code }) => code)).toEqual([]);
    for (const name of attributes.flatMap((one) => one.category_slugs))
      expect([...things.category.keys()]).toContain(name);
    expect([...new Set(attributes.map(({ type }) => type))].sort()).toEqual([
      "boolean",
      "date",
      "enum",
      "number",
      "text",
    ]);
  });
});

describe("the demo store's collections", () => {
  test("are picked by hand and by rule, and name products that exist", () => {
    const byHand = collections.filter(({ product_slugs }) => product_slugs);
    expect(byHand.length).toBeGreaterThanOrEqual(2);
    expect(collections.length - byHand.length).toBeGreaterThanOrEqual(2);
    for (const { product_slugs = [], ...given } of collections) {
      expect(product_slugs.filter((name) => !slugs.includes(name))).toEqual([]);
      newCollection.parse(given);
    }
  });

  test("by an attribute's value have a product that has it", () => {
    const rules = collections.flatMap((one) => (one.rules ? [collectionRules.parse(one.rules)] : []));
    for (const { attribute, values } of rules.flatMap(({ conditions }) => conditions)) {
      if (!attribute.startsWith("attr.")) continue;
      const all = products.flatMap((one) => productAttributes.parse(one.attributes)[attribute.slice(5)] ?? []);
      for (const value of values) expect(all).toContain(value);
    }
  });
});

describe("the demo store's products", () => {
  test("lead to others that shoppers can see, never to themselves or twice", () => {
    const active = products.filter(({ status }) => status === "active").map(({ slug }) => slug);
    const leading = products.filter(({ links }) => links);
    expect(leading.length).toBeGreaterThan(products.length / 2);
    for (const kind of ["related", "up_sell", "cross_sell"] as const) {
      expect(leading.some(({ links }) => links?.[kind])).toBe(true);
      for (const { slug, links } of leading) {
        const led = links?.[kind] ?? [];
        expect(led.filter((other) => other === slug || !active.includes(other))).toEqual([]);
        expect(new Set(led).size).toBe(led.length);
      }
    }
  });

  test("are waited for: one goes live on a day to come", () => {
    const waiting = products.filter(({ publish_on }) => publish_on);
    expect(waiting.map(({ slug, status }) => [slug, status])).toEqual([["twelve-nights-candles", "draft"]]);
    expect(nextDay("12-01", new Date("2026-11-21T10:00:00Z"))).toBe("2026-12-01T00:00:00.000Z");
    expect(nextDay("12-01", new Date("2026-12-01T00:00:00Z"))).toBe("2027-12-01T00:00:00.000Z");
  });

  test("have words that shoppers may use instead, in every language", () => {
    const synonyms = readSynonyms();
    expect(Object.keys(synonyms).sort()).toEqual(["en", ...demoLocales].sort());
    for (const [language, sets] of Object.entries(synonyms)) {
      expect(sets.length).toBeGreaterThan(0);
      for (const words of sets) newSynonym.parse({ language, words });
    }
  });
});

describe.each(demoLocales)("in %s", (locale) => {
  test.each(kinds)("every %s is told, and nothing that is not there", (kind) => {
    expect(Object.keys(readTexts(locale, files[kind])).sort()).toEqual([...things[kind].keys()].sort());
  });

  test.each(kinds)("the texts of every %s are such as the store takes", (kind) => {
    const ids = new Map([...things[kind].keys()].map((name) => [name, name]));
    const pictures = new Map(products.map(({ slug, images }) => [slug, images.map(({ file }) => file)]));
    const all = translationsOf(kind, ids, pictures).filter((one) => one.locale === locale);
    for (const { id, texts } of all)
      expect({ id, ...textsByKind[kind].safeParse(texts) }).toMatchObject({ success: true });
    for (let at = 0; at < all.length; at += 100) newTranslations.parse({ data: all.slice(at, at + 100) });
  });

  test("products, categories and collections have titles, descriptions, and words for search engines where there are some", () => {
    for (const kind of ["product", "category", "collection"] as const) {
      for (const [name, texts] of Object.entries(readTexts(locale, files[kind]))) {
        const original = seo.parse(things[kind].get(name));
        const title = kind === "category" ? "name" : "title";
        const wanted = [title, "description", ...Object.keys(original)].sort();
        const told = Object.keys(texts).filter((text) => text !== "attributes" && text !== "alts");
        expect({ name, told: told.sort() }).toEqual({ name, told: wanted });
      }
    }
  });

  test("every option and each of its values is named", () => {
    const known = readOptions(locale);
    const used = new Map<string, Set<string>>();
    for (const { name, values } of products.flatMap(({ options }) => options)) {
      used.set(name, new Set([...(used.get(name) ?? []), ...values]));
    }
    expect(Object.keys(known).sort()).toEqual([...used.keys()].sort());
    for (const [name, values] of used)
      expect(Object.keys(known[name]?.values ?? {}).sort()).toEqual([...values].sort());
  });

  test("every attribute has a label, and its choices are named", () => {
    const texts = readTexts(locale, "attributes");
    for (const { code, choices, type } of attributes) {
      const { label, values = {} } = textsByKind.attribute.parse(texts[code]);
      expect({ code, label }).toEqual({ code, label: expect.stringMatching(/./) });
      expect(Object.keys(values).sort()).toEqual((type === "boolean" ? ["false", "true"] : [...choices]).sort());
    }
  });

  test("what products say of themselves in words is told, and what each picture shows", () => {
    const worded = attributes.filter(({ type }) => type === "text").map(({ code }) => code);
    for (const [slug, { attributes: told = {}, alts = [] }] of Object.entries(readTexts(locale, "products"))) {
      const own = Object.keys(productAttributes.parse(things.product.get(slug)?.attributes));
      const wanted = own.filter((code) => worded.includes(code)).sort();
      expect({ slug, told: Object.keys(productAttributes.parse(told)).sort() }).toEqual({ slug, told: wanted });
      expect({ slug, alts: alts.length }).toEqual({ slug, alts: things.product.get(slug)?.images.length });
      for (const alt of alts) expect(alt).toMatch(/^[^{}]{8,}$/u);
    }
  });

  test("no description is left in the store's own language", () => {
    const texts = readTexts(locale, "products");
    expect(products.filter(({ slug, description }) => texts[slug]?.description === description)).toEqual([]);
    if (locale !== "ar") return;
    for (const { title, description } of Object.values(texts)) {
      expect(title).toMatch(/\p{Script=Arabic}/u);
      expect(description).toMatch(/\p{Script=Arabic}/u);
    }
  });
});
