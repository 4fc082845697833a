import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { currency, id, optionalText, slug, somethingChanges, text, time } from "../../platform/schemas.ts";
import { productQuery } from "../schemas.ts";
import { collectionRules } from "./rules.ts";

/** Shoppers see `active` ones alone. */
const collectionStatus = z.enum(["draft", "active"]).openapi("CollectionStatus");

/** A collection that is picked by hand is read and written whole. */
export const mostPicked = 1000;

const fields = {
  title: text(200),
  slug: slug.openapi({ description: "Its address; made from the title where it is left out" }),
  description: optionalText(20_000).openapi({ description: "Plain text; empty lines part paragraphs" }),
  seo_title: text(200).nullable(),
  seo_description: text(500).nullable(),
  status: collectionStatus,
  rules: collectionRules,
  product_ids: z
    .array(id("prod"))
    .max(mostPicked, "At most 1,000 products are picked by hand; use a rule for more.")
    .refine((given) => new Set(given).size === given.length, "Each product once.")
    .openapi({ description: "Picked by hand, in this order" }),
};

const eitherOr = {
  message: "A collection has a rule, or products that were picked by hand.",
  path: ["product_ids"],
};

export const newCollection = z
  .strictObject({
    ...fields,
    slug: fields.slug.optional(),
    description: fields.description.default(""),
    seo_title: fields.seo_title.default(null),
    seo_description: fields.seo_description.default(null),
    status: fields.status.default("draft"),
    rules: fields.rules.nullable().default(null),
    product_ids: fields.product_ids.optional(),
  })
  .refine((given) => given.rules === null || given.product_ids === undefined, eitherOr)
  .openapi("NewCollection");
export type NewCollection = z.infer<typeof newCollection>;

/** What is left out stays. `product_ids` is the whole list; with a rule the picked ones go, and with picked ones the rule. */
export const collectionChange = z
  .strictObject(fields)
  .partial()
  .refine(...somethingChanges)
  .refine((given) => given.rules === undefined || given.product_ids === undefined, eitherOr)
  .openapi("CollectionChange");
export type CollectionChange = z.infer<typeof collectionChange>;

export const collection = z
  .object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    seo_title: z.string().nullable(),
    seo_description: z.string().nullable(),
    status: collectionStatus,
    rules: collectionRules.nullable().openapi({ description: "null where products are picked by hand" }),
    product_count: z.int().openapi({ description: "Active products in it, priced in this currency" }),
    version: z.int(),
    created_at: time,
    updated_at: time,
  })
  .openapi("Collection");
export type Collection = z.infer<typeof collection>;

/** As staff read one: with what was picked by hand, active or not. */
export const collectionDetail = collection
  .extend({
    product_ids: z
      .array(z.string())
      .optional()
      .openapi({ description: "To staff, where products are picked by hand: all of them, in order" }),
  })
  .openapi("CollectionDetail");
export type CollectionDetail = z.infer<typeof collectionDetail>;

/** By title. */
export const collectionPage = pageOf(collection).openapi("CollectionPage");
export type CollectionPage = z.infer<typeof collectionPage>;

export const collectionQuery = z.strictObject({
  currency: currency.optional(),
  locale: productQuery.shape.locale,
  ...pageQuery,
});
export type CollectionQuery = z.infer<typeof collectionQuery>;

/** A rule that is not kept yet. */
export const collectionPreviewRequest = z
  .strictObject({ rules: collectionRules, cursor: z.string().max(2000).optional() })
  .openapi("CollectionPreviewRequest");

export const collectionPreview = z
  .object({
    fitting: z.int().openapi({ description: "Active products that fit, of those looked at" }),
    looked_at: z.int().openapi({ description: "Products that were looked at this time, at most 1,000" }),
    products: z
      .array(z.object({ id: z.string(), slug: z.string(), title: z.string(), image_url: z.string().nullable() }))
      .openapi({ description: "The first of those that fit, the newest first" }),
    next_cursor: z
      .string()
      .nullable()
      .openapi({ description: "Leads to the older ones; null where all are looked at" }),
  })
  .openapi("CollectionPreview");
export type CollectionPreview = z.infer<typeof collectionPreview>;
