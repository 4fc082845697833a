import { z } from "@hono/zod-openapi";
import { id, somethingChanges, text, time } from "../../platform/schemas.ts";

/** What the values of an attribute are: `number` has a unit, `enum` a list of what it can be, `date` is a day (2026-11-21). */
export const attributeType = z.enum(["text", "number", "boolean", "enum", "date"]).openapi("AttributeType");
export type AttributeType = z.infer<typeof attributeType>;

const choices = z
  .array(text(200))
  .max(500, "At most 500 choices.")
  .refine((given) => new Set(given).size === given.length, "Each choice once.");

const fields = {
  label: text(120).openapi({ description: "What shoppers read", example: "Width" }),
  unit: text(20).nullable().openapi({ description: "Of a number, as `cm`" }),
  choices: choices.openapi({ description: "What an enum can be, in order" }),
  multiple: z.boolean().openapi({ description: "Whether a product may have several; of text and enum only" }),
  facet: z.boolean().openapi({ description: "Whether shoppers choose by it" }),
  position: z.int().min(0).max(100_000),
  category_ids: z
    .array(id("cat"))
    .max(200)
    .refine((given) => new Set(given).size === given.length, "Each category once.")
    .openapi({ description: "Its products are those of these categories and of all below them; none: every product" }),
};

export const newAttribute = z
  .strictObject({
    code: text(80)
      .regex(/^[^=\n\t]+$/, "Without `=`, in one line.")
      .refine((given) => given !== "__proto__", "No product can have an attribute of this name.")
      .openapi({ description: "Names it in `attributes` of products and in `attr.<code>`; unique", example: "width" }),
    type: attributeType,
    label: fields.label,
    unit: fields.unit.default(null),
    choices: fields.choices.default([]),
    multiple: fields.multiple.default(false),
    facet: fields.facet.default(true),
    position: fields.position.default(0),
    category_ids: fields.category_ids.default([]),
  })
  .openapi("NewAttribute");
export type NewAttribute = z.infer<typeof newAttribute>;

/** What changes of a definition. Its code and type stay, for products are written by them. */
export const attributeChange = z
  .strictObject(fields)
  .partial()
  .refine(...somethingChanges)
  .openapi("AttributeChange");
export type AttributeChange = z.infer<typeof attributeChange>;

export const attribute = z
  .object({
    id: z.string(),
    code: z.string(),
    label: z.string(),
    type: attributeType,
    unit: z.string().nullable(),
    choices: z.array(z.string()),
    multiple: z.boolean(),
    facet: z.boolean(),
    position: z.int(),
    category_ids: z.array(z.string()),
    version: z.int(),
    created_at: time,
    updated_at: time,
  })
  .openapi("Attribute");
export type Attribute = z.infer<typeof attribute>;

export const attributeList = z.object({ data: z.array(attribute) }).openapi("AttributeList");

export const attributeQuery = z.strictObject({
  category: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .openapi({ description: "Id or slug: those that its products have, inherited ones too" }),
});
