import { z } from "@hono/zod-openapi";
import { pageQuery, wholeNumber } from "../platform/http/pages.ts";
import { isCurrency } from "../platform/money.ts";
import { priceSource } from "../platform/price-source.ts";
import { amount, currency, id, moment, optionalText, somethingChanges, text, time } from "../platform/schemas.ts";
import { taxClasses } from "../tax/rules.ts";
import { attributeType } from "./attributes/schemas.ts";
import { travellingFields, writtenTravelling } from "./products/travelling.ts";
import { productSlug } from "./slug-schemas.ts";

/** Variants that a product may have. */
export const mostVariants = 2000;

/** `draft` is being prepared, `active` is for sale, `archived` is no longer sold; shoppers see `active` alone. */
export const productStatus = z.enum(["draft", "active", "archived"]).openapi("ProductStatus");
export type ProductStatus = z.infer<typeof productStatus>;

const optionName = text(60);
const optionValue = text(120);

export const productOption = z
  .strictObject({ name: optionName, values: z.array(optionValue).min(1).max(100) })
  .openapi("ProductOption");
export type ProductOption = z.infer<typeof productOption>;

export const attributeValue = z.union([
  optionalText(2000),
  z.number(),
  z.boolean(),
  z.array(text(200)).max(50, "At most 50 values."),
]);

export const attributeName = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Control characters are not allowed.");

/** Attributes that a product may have. */
export const mostAttributes = 100;

/** A record would pass over the one name that no record can hold, and nobody would hear of it. */
function refuseProto(given: unknown, context: z.RefinementCtx): unknown {
  if (typeof given === "object" && given !== null && Object.hasOwn(given, "__proto__"))
    context.addIssue({ code: "custom", path: ["__proto__"], message: "No attribute can have this name." });
  return given;
}

/**
 * `{ "material": "copper", "care": ["hand wash"] }`. Values of up to 100 characters can be filtered by. What is defined of an
 * attribute (`/attributes`) must be kept to; others are free.
 */
export const attributes = z
  .preprocess(
    refuseProto,
    z
      .record(attributeName, attributeValue)
      .refine((given) => Object.keys(given).length <= mostAttributes, `At most ${mostAttributes} attributes.`),
  )
  .openapi("Attributes");
export type Attributes = z.infer<typeof attributes>;

const sku = text(80).openapi({ example: "PAN-24", description: "Unique in the store" });

/** What a variant costs in one currency, in minor units; `compare_at_amount` is what it cost before, and is more. */
export const price = z
  .strictObject({ currency, amount, compare_at_amount: amount.nullable().default(null) })
  .refine((given) => given.compare_at_amount === null || given.compare_at_amount > given.amount, {
    message: "What it cost before must be more than what it costs now.",
    path: ["compare_at_amount"],
  })
  .openapi("Price");
export type Price = z.infer<typeof price>;

const pricesOfVariant = z
  .array(price)
  .min(1, "A variant needs a price.")
  .max(50)
  .refine((given) => new Set(given.map((one) => one.currency)).size === given.length, "One price a currency.");

const variantFields = {
  sku,
  options: z
    .record(optionName, optionValue)
    .default({})
    .openapi({ example: { Size: "M" } }),
  prices: pricesOfVariant,
  barcode: text(80).nullable().default(null),
  weight_grams: z.int().min(0).max(10_000_000).default(0).openapi({ description: "Grams" }),
  ...writtenTravelling,
};

const stock = z
  .int()
  .min(0)
  .max(1_000_000_000)
  .nullable()
  .default(null)
  .openapi({ description: "Units on hand to begin with; null where stock is not tracked" });

/** A variant of a new product. */
export const newVariant = z.strictObject({ ...variantFields, stock }).openapi("NewVariant");
export type NewVariant = z.infer<typeof newVariant>;

/** A variant of a product that is changed: by its `id`, else by its SKU, it is the one that was there; `stock` counts for new ones only. */
const changedVariant = z.strictObject({ id: id("var").optional(), ...variantFields, stock }).openapi("ChangedVariant");
export type ChangedVariant = z.infer<typeof changedVariant>;

/** Categories that a product may be filed under. */
export const mostCategories = 20;

const categoryIds = z
  .array(id("cat"))
  .max(mostCategories)
  .refine((given) => new Set(given).size === given.length, "Each category once.");

/** How a product is taxed; what a class comes to is for the tax zone to say. */
export const taxClass = z.enum(taxClasses, { error: `One of ${taxClasses.join(", ")}.` }).openapi("TaxClass");

const productFields = {
  title: text(200),
  slug: productSlug.openapi({ description: "Its address; made from the title where it is left out" }),
  description: optionalText(20_000).openapi({ description: "Plain text; empty lines part paragraphs" }),
  status: productStatus,
  brand: text(120).nullable(),
  category_ids: categoryIds,
  options: z.array(productOption).max(3, "At most three options."),
  attributes,
  seo_title: text(200).nullable().openapi({ description: "For search engines; the title where it is null" }),
  seo_description: text(500).nullable().openapi({ description: "For search engines" }),
  publish_at: moment.nullable().openapi({ description: "When a draft goes live, to the minute" }),
  unpublish_at: moment.nullable().openapi({ description: "When it is archived, to the minute" }),
  tax_class: taxClass,
};

/** A product with all that belongs to it. */
export const newProduct = z
  .strictObject({
    ...productFields,
    slug: productFields.slug.optional(),
    description: productFields.description.default(""),
    status: productFields.status.default("draft"),
    brand: productFields.brand.default(null),
    category_ids: productFields.category_ids.default([]),
    options: productFields.options.default([]),
    attributes: productFields.attributes.default({}),
    seo_title: productFields.seo_title.optional(),
    seo_description: productFields.seo_description.optional(),
    publish_at: productFields.publish_at.optional(),
    unpublish_at: productFields.unpublish_at.optional(),
    tax_class: productFields.tax_class.optional().openapi({ description: "Left out: `standard`" }),
    variants: z.array(newVariant).min(1, "A product needs a variant."),
  })
  .openapi("NewProduct");
export type NewProduct = z.infer<typeof newProduct>;

/** What changes of a product; what is left out stays. `variants` is the whole list: those that it does not name go. */
export const productChange = z
  .strictObject({
    ...productFields,
    variants: z
      .array(changedVariant)
      .min(1, "A product needs a variant.")
      .openapi({
        description:
          "The whole list: those that it does not name go. Where `variant_count` is more than a product tells of them, " +
          "read `GET /products/{product}/variants` to its end first",
      }),
  })
  .partial()
  .refine(...somethingChanges)
  .openapi("ProductChange");
export type ProductChange = z.infer<typeof productChange>;

export const variant = z
  .object({
    id: z.string(),
    sku: z.string(),
    title: z
      .string()
      .openapi({ description: "Its option values, as `24 cm / Copper`; the product's title without options" }),
    options: z.record(z.string(), z.string()),
    price: amount.nullable().openapi({ description: "null where it is not sold in this currency" }),
    compare_at_price: amount.nullable().openapi({ description: "What it cost before, while a reduction is announced" }),
    lowest_price_30_days: amount.nullable().openapi({
      description:
        "While a reduction is announced: the lowest price of the 30 days before it was applied (Directive 98/6/EC, article 6a); " +
        "null where it was not on sale then",
    }),
    price_source: priceSource.optional().openapi({
      description: "Where `price` comes from, which everybody pays; left out where it is the variant's own",
    }),
    tiers: z
      .array(z.object({ min_quantity: z.int(), price: amount }))
      .optional()
      .openapi({
        description: "Where more pieces cost everybody less each, from so many of one line on; else left out",
      }),
    currency,
    prices: z.array(z.object({ currency, amount, compare_at_amount: amount.nullable() })),
    available: z
      .int()
      .nullable()
      .openapi({ description: "Units that can be bought now; null where stock is not tracked and it always can" }),
    in_stock: z
      .int()
      .nullable()
      .openapi({ description: "Of those, units that can be sent at once; null where stock is not tracked" }),
    sold_ahead: z
      .enum(["backorder", "preorder"])
      .nullable()
      .openapi({ description: "How the rest is sold before it is there; null where it is not" }),
    ships_at: time.nullable().openapi({ description: "When what is sold ahead is promised to leave" }),
    barcode: z.string().nullable(),
    weight_grams: z.int(),
    ...travellingFields,
    image_id: z.string().nullable().openapi({ description: "Its first own picture, or the product's first" }),
    image_ids: z
      .array(z.string())
      .openapi({ description: "Every picture that shows it, in order; none of its own: []" }),
  })
  .openapi("Variant");
export type Variant = z.infer<typeof variant>;

/** The currency that prices are asked in. */
const askedCurrency = currency.refine((code) => isCurrency(code), "There is no such currency.");

const localeQuery = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "A language as BCP 47 writes it, as en or pt-BR.")
  .optional();

/** Read by src/catalog/markets/caller.ts. */
const marketQuery = z
  .string()
  .max(40)
  .optional()
  .openapi({ description: "The code of the market to shop in; the header `x-market` says the same on any request" });

/** What a list of variants is asked for by name; `option.<name>` stands beside these. */
export const variantQuery = z.strictObject({
  currency: askedCurrency.optional(),
  market: marketQuery,
  locale: localeQuery,
  ...pageQuery,
});
export type VariantQuery = z.infer<typeof variantQuery> & { options: Record<string, string> };

/** `?ids=`: variants by their ids, parted by commas; a page of any list asks for all of its own at once. */
export const variantNamesQuery = z.strictObject({
  ids: z
    .string()
    .max(4000)
    .transform((ids) => ids.split(","))
    .pipe(z.array(id("var")).min(1).max(100, "At most 100 variants at once."))
    .openapi({
      type: "string",
      description: "At most 100, parted by commas",
      example: "var_01jd2v4q8r3x5y7z9b1d3f5h7k",
    }),
});

export const variantNames = z
  .object({
    data: z.array(
      z.object({
        id: z.string(),
        title: z.string().openapi({ description: "The product's title, then the variant's options" }),
      }),
    ),
  })
  .openapi("VariantNames");

export const variantPage = z
  .object({ data: z.array(variant), next_cursor: z.string().nullable() })
  .openapi("VariantPage");

const productImage = z
  .object({
    id: z.string(),
    url: z.string(),
    alt: z.string(),
    width: z.int().openapi({ description: "Pixels" }),
    height: z.int().openapi({ description: "Pixels" }),
    placeholder: z.string().openapi({ description: "A few blurred pixels as a data: URI" }),
    focal_point: z
      .object({ x: z.int(), y: z.int() })
      .openapi({ description: "What stays in sight where it is cut: percent from the left and from the top" }),
  })
  .openapi("ProductImage");

export const product = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    status: productStatus,
    brand: z.string().nullable(),
    category_ids: z.array(z.string()),
    options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
    images: z.array(productImage),
    price_range: z
      .object({ currency, min: amount, max: amount })
      .nullable()
      .openapi({ description: "null where it is not sold in this currency" }),
    in_stock: z.boolean().openapi({ description: "Whether any of its variants can be bought now" }),
    rating: z.object({ average: z.number().nullable().openapi({ description: "1 to 5" }), count: z.int() }),
    variants: z.array(variant).openapi({
      description:
        "The first of them, at most 200, and 50 in lists; `variant_count` says how many there are. All of them: " +
        "`GET /products/{product}/variants`",
    }),
    variant_count: z.int(),
    seo_title: z.string().nullable(),
    seo_description: z.string().nullable(),
    publish_at: time.nullable(),
    unpublish_at: time.nullable(),
    tax_class: taxClass,
    version: z.int(),
    created_at: time,
    updated_at: time,
  })
  .openapi("Product");
export type Product = z.infer<typeof product>;

export const sorts = ["relevance", "featured", "newest", "best-selling", "price", "-price", "title"] as const;

const yesOrNo = z.enum(["true", "false"]).transform((given) => given === "true");

/** Whether something was typed of which nothing can be looked for: signs, or only the operators of a search language. */
function isWordless(typed: string): boolean {
  const words = typed.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return typed.trim() !== "" && words.every((word) => /^(?:AND|OR|NOT|NEAR)$/.test(word));
}

/** What a list of products is asked for by name; `attr.<name>` stands beside these. */
export const productQuery = z.strictObject({
  q: z
    .string()
    .max(400, "At most 400 characters.")
    .refine((typed) => !isWordless(typed), "There is no word in this. Type what you look for, in letters or digits.")
    .optional()
    .openapi({ description: "Words to search for; operators mean nothing here" }),
  category: z.string().min(1).max(120).optional().openapi({ description: "Id or slug; what is below it counts too" }),
  collection: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .openapi({ description: "Id or slug; sorted as `featured` unless asked otherwise" }),
  brand: z.string().min(1).max(120).optional(),
  price_min: wholeNumber(0, 1e12).optional().openapi({ description: "Minor units, inclusive" }),
  price_max: wholeNumber(0, 1e12).optional().openapi({ description: "Minor units, inclusive" }),
  in_stock: yesOrNo.optional().openapi({ description: "`true`: only what can be bought now" }),
  status: z
    .enum([...productStatus.options, "any"])
    .optional()
    .openapi({ description: "Staff only; `active` where it is left out" }),
  sort: z
    .enum(sorts)
    .optional()
    .openapi({
      description:
        "`relevance` where there is a search; within a collection `featured`, the order that staff gave it; else `newest`. " +
        "`best-selling`: units sold in the last 90 days. `price`: what everybody is shown, with the price lists that hold for all " +
        "(within a minute of when they begin or end); not what a group alone pays, nor what a list asks in one of several " +
        "markets of one currency, and in a market that converts by the prices that it converts from. So it is with " +
        "`price_min` and `price_max`",
    }),
  locale: localeQuery,
  currency: askedCurrency.optional(),
  market: marketQuery,
  ...pageQuery,
});
export type ProductQuery = z.infer<typeof productQuery> & { attributes?: Record<string, string> };

const facetValue = z.object({ value: z.string(), label: z.string(), count: z.int() });

/** How many products each further choice would leave, counted without the choice already made of its own kind. */
export const facets = z
  .object({
    exact: z.boolean().openapi({ description: "false: counted over the first 1,000 matches only" }),
    categories: z.array(facetValue),
    brands: z.array(facetValue),
    attributes: z.record(z.string(), z.array(facetValue)),
    attribute_labels: z
      .record(z.string(), z.object({ label: z.string(), unit: z.string().nullable(), type: attributeType }))
      .openapi({ description: "What those attributes are called that have a definition" }),
    attribute_ranges: z
      .record(z.string(), z.object({ min: z.union([z.number(), z.string()]), max: z.union([z.number(), z.string()]) }))
      .openapi({ description: "The lowest and highest of those attributes that are numbers or days" }),
    price: z.object({ min: amount, max: amount }).nullable(),
    in_stock: z.int(),
  })
  .openapi("Facets");
export type Facets = z.infer<typeof facets>;

export const productPage = z
  .object({
    data: z.array(product),
    next_cursor: z.string().nullable().openapi({
      description: "A page may hold fewer than `limit` products and still have a next one: go on until it is null",
    }),
    total: z.int(),
    total_exact: z.boolean().openapi({ description: "false: there are at least `total`" }),
    facets: facets.nullable().openapi({ description: "With the first page only" }),
    all_words: z.int().nullable().openapi({
      description: "How many of `total` have all the words of the search; the others have some, and come after",
    }),
    suggestion: z.string().nullable().openapi({
      description: "The spelling that was searched for instead, because nothing has the words as they came",
    }),
  })
  .openapi("ProductPage");
export type ProductPage = z.infer<typeof productPage>;
