import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../platform/http/pages.ts";
import { somethingChanges, text, time } from "../platform/schemas.ts";
import { movementKinds } from "./tables.ts";

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

const movement = z.object({
  id: z.string(),
  location_id: z.string(),
  delta: z.int().openapi({ description: "Units more (or fewer) on hand" }),
  reason: z.string(),
  kind: z.enum(movementKinds).openapi({
    description: "`sent` and `received`: by a transfer. `counted`: by a stock take. `shipped`: with an order",
  }),
  order_id: z.string().nullable(),
  transfer_id: z.string().nullable(),
  stock_take_id: z.string().nullable(),
  actor: z.string(),
  at: time,
});

export type Movement = z.infer<typeof movement>;

/** What happened to the stock of a variant. */
export const movementPage = pageOf(movement).openapi("StockMovementPage");

export const movementQuery = z.strictObject({ ...pageQuery, location: text(60).optional() });

export type MovementQuery = z.infer<typeof movementQuery>;

const units = z.int("A whole number.").min(0, "At least 0.").max(1_000_000, "At most 1000000.");

const policyFields = {
  low_stock_at: units.nullable().openapi({
    description: "At or below so many on the shelf it counts as low; null: as the store's settings say",
  }),
  safety_stock: units.openapi({ description: "Units that are kept back from sale at each location" }),
  backorder_limit: units.openapi({ description: "Units that may be sold before they are there" }),
  backorder_location: z.string().max(60).nullable().openapi({
    description: "Where what is sold ahead will come in and leave; null: where the variant lies first",
  }),
  ships_at: z.iso.datetime({ offset: true }).nullable().openapi({
    description: "When what is sold ahead is promised to leave; nothing is sold ahead from then on",
  }),
  release_at: z.iso.datetime({ offset: true }).nullable().openapi({
    description: "A pre-order until then: it is sold, and nothing of it is sent before",
  }),
};

/** How a variant is sold. */
export const stockPolicy = z
  .object({
    variant_id: z.string(),
    sku: z.string(),
    ...policyFields,
    backordered: z.int().openapi({ description: "Units that were sold ahead and have still to come" }),
    low_since: time.nullable().openapi({ description: "Since when it is low; null while it is not" }),
    version: z.int(),
  })
  .openapi("StockPolicy");

export type StockPolicy = z.infer<typeof stockPolicy>;

export const stockPolicyChange = z
  .strictObject(policyFields)
  .partial()
  .refine(...somethingChanges)
  .openapi("StockPolicyChange");

export type StockPolicyChange = z.infer<typeof stockPolicyChange>;
