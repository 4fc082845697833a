import { z } from "@hono/zod-openapi";
import { pageOf } from "../../platform/http/pages.ts";
import { isCurrency } from "../../platform/money.ts";
import { amount, currency, id, somethingChanges, text, time } from "../../platform/schemas.ts";
import { attributeName, attributeValue, mostCategories, productStatus, taxClass } from "../schemas.ts";

/** Products that can be named one by one. */
const mostNamed = 1000;

const categoryIds = z.array(id("cat")).min(1).max(mostCategories);

const named = z.string().min(1).max(120);

/** Which products an edit is of: all that lie everywhere the filter says; an empty one is every product of the store. */
const bulkFilter = z
  .strictObject({
    status: productStatus.optional(),
    category: named.optional().openapi({ description: "Id or slug; what is below it counts too" }),
    collection: named.optional().openapi({ description: "Id or slug" }),
    brand: text(120).optional(),
    attributes: z
      .record(text(80), text(100))
      .refine((given) => Object.keys(given).length <= 10, "At most 10 attributes.")
      .optional()
      .openapi({ description: "Attributes with the value that they are to have" }),
  })
  .openapi("BulkFilter");
export type BulkFilter = z.infer<typeof bulkFilter>;

/** Hundredths of a percent are the finest step: `-12.5` takes an eighth off. */
const percent = z
  .number()
  .min(-99.99)
  .max(1000)
  .refine((given) => Math.abs(given * 100 - Math.round(given * 100)) < 1e-6, "At most two places after the point.");

const bulkPrice = z
  .strictObject({
    percent: percent
      .optional()
      .openapi({ description: "More, or less where it is negative; rounded half up", example: -12.5 }),
    set: amount.optional(),
    currency: currency
      .refine((code) => isCurrency(code), "There is no such currency.")
      .optional()
      .openapi({ description: "Left out: every price by `percent`, the store's own by `set`" }),
    compare_at: z.enum(["keep", "previous", "none"]).default("keep").openapi({
      description:
        "What is shown struck through: as it is, where that is still more; what it cost until now, where that is more; nothing",
    }),
  })
  .refine(
    (given) => (given.percent === undefined) !== (given.set === undefined),
    "Either by `percent` or `set` to an amount.",
  )
  .openapi("BulkPrice");
export type BulkPrice = z.infer<typeof bulkPrice>;

const bulkChange = z
  .strictObject({
    status: productStatus.optional(),
    add_category_ids: categoryIds.optional(),
    remove_category_ids: categoryIds.optional(),
    attributes: z
      .record(attributeName, attributeValue.nullable())
      .optional()
      .openapi({ description: "Attributes to set; null takes one away; the others stay" }),
    tax_class: taxClass.optional(),
    price: bulkPrice.optional(),
  })
  .refine(...somethingChanges)
  .openapi("BulkChange");
export type BulkChange = z.infer<typeof bulkChange>;

export const bulkRequest = z
  .strictObject({
    product_ids: z
      .array(id("prod"))
      .min(1)
      .max(mostNamed, `At most ${mostNamed} products by name; use a filter for more.`)
      .refine((given) => new Set(given).size === given.length, "Each product once.")
      .optional(),
    filter: bulkFilter.optional(),
    change: bulkChange,
  })
  .refine(
    (given) => (given.product_ids === undefined) !== (given.filter === undefined),
    "Say which products: `product_ids` or `filter`.",
  )
  .openapi("BulkRequest");
export type BulkRequest = z.infer<typeof bulkRequest>;

export const bulkEdit = z
  .object({
    id: z.string(),
    status: z.enum(["queued", "running", "finished", "cancelled", "failed"]),
    change: bulkChange,
    products_total: z.int(),
    products_done: z.int(),
    products_changed: z.int(),
    products_unchanged: z.int().openapi({ description: "They were so already" }),
    products_refused: z.int(),
    refusals_url: z.string(),
    created_at: time,
    updated_at: time,
  })
  .openapi("BulkEdit");
export type BulkEdit = z.infer<typeof bulkEdit>;

export const bulkEditPage = pageOf(bulkEdit).openapi("BulkEditPage");

const bulkRefusal = z.object({ product_id: z.string(), reason: z.string() }).openapi("BulkRefusal");
export type BulkRefusal = z.infer<typeof bulkRefusal>;

export const bulkRefusalPage = pageOf(bulkRefusal).openapi("BulkRefusalPage");
