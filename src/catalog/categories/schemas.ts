import { z } from "@hono/zod-openapi";
import { id, optionalText, slug, somethingChanges, text } from "../../platform/schemas.ts";

const categoryFields = {
  name: text(120),
  description: optionalText(20_000).openapi({ description: "Plain text; empty lines part paragraphs" }),
  seo_title: text(200).nullable().openapi({ description: "For search engines; the name where it is null" }),
  seo_description: text(500).nullable().openapi({ description: "For search engines" }),
  slug: slug.openapi({ description: "Its address; made from the name where it is left out" }),
  parent_id: id("cat").nullable().openapi({ description: "null for one at the top" }),
  position: z.int().min(0).max(100_000).openapi({ description: "Order among its siblings" }),
};

export const newCategory = z
  .strictObject({
    ...categoryFields,
    slug: categoryFields.slug.optional(),
    parent_id: categoryFields.parent_id.default(null),
    position: categoryFields.position.default(0),
    description: categoryFields.description.optional(),
    seo_title: categoryFields.seo_title.optional(),
    seo_description: categoryFields.seo_description.optional(),
  })
  .openapi("NewCategory");
export type NewCategory = z.infer<typeof newCategory>;

export const categoryChange = z
  .strictObject(categoryFields)
  .partial()
  .refine(...somethingChanges)
  .openapi("CategoryChange");
export type CategoryChange = z.infer<typeof categoryChange>;

export const category = z
  .object({
    id: z.string(),
    parent_id: z.string().nullable(),
    slug: z.string(),
    name: z.string(),
    path: z.array(z.string()).openapi({ description: "Slugs from the top down to its own" }),
    description: z.string(),
    seo_title: z.string().nullable(),
    seo_description: z.string().nullable(),
    depth: z.int().openapi({ description: "0 at the top" }),
    position: z.int(),
    product_count: z.int().openapi({ description: "Active products in it and below it, priced in this currency" }),
    version: z.int(),
  })
  .openapi("Category");
export type Category = z.infer<typeof category>;

/** The whole tree, each category after its parent, siblings in their order. */
export const categoryTree = z.object({ data: z.array(category) }).openapi("CategoryTree");
