import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../platform/http/pages.ts";
import { text } from "../platform/schemas.ts";

const locationLevel = z.object({
  location_id: z.string(),
  name: z.string(),
  on_hand: z.int().openapi({ description: "Units that lie there" }),
  reserved: z.int().openapi({ description: "Units promised to orders" }),
  incoming: z.int().openapi({ description: "Units on their way there" }),
  available: z.int().openapi({ description: "Units that can be sold now" }),
});

/** What there is of one variant, in all and at each location. */
export const stockOfVariant = z
  .object({
    sku: z.string(),
    variant_id: z.string(),
    removed: z.boolean().openapi({
      description: "It is no longer in the catalogue; the books keep its stock. Another variant may have its SKU",
    }),
    available: z.int(),
    locations: z.array(locationLevel),
  })
  .openapi("Stock");

export type StockOfVariant = z.infer<typeof stockOfVariant>;

export const stockPage = pageOf(stockOfVariant).openapi("StockPage");

export const stockQuery = z.strictObject({
  ...pageQuery,
  q: z.string().trim().max(100).optional().openapi({ description: "Begins the SKU, in capitals or not" }),
  location: text(60).optional().openapi({ description: "Only what is kept at this location, and its level there" }),
  low: z.enum(["true"]).optional().openapi({ description: "Only what is down to its threshold" }),
});

export type StockQuery = z.infer<typeof stockQuery>;

/** A change of what is on hand: by so many (`delta`), or to so many (`set`); one of the two. */
export const stockUpdate = z
  .strictObject({
    location: text(60).optional().openapi({ description: "A location's id; without it, where the variant lies first" }),
    delta: z.int().min(-1_000_000).max(1_000_000).optional().openapi({ description: "Units more (or fewer)" }),
    set: z.int().min(0).max(1_000_000).optional().openapi({ description: "Units counted" }),
    reason: text(200),
  })
  .refine((update) => (update.delta === undefined) !== (update.set === undefined), {
    message: "Send delta or set, one of the two.",
    path: ["delta"],
  })
  .openapi("StockUpdate");

export type StockUpdate = z.infer<typeof stockUpdate>;
