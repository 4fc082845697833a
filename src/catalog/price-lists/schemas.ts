import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { largestAmount } from "../../platform/money.ts";
import { amount, currency, id, moment, ruleNumber, somethingChanges, text, time } from "../../platform/schemas.ts";
import { listFacts, listOperators } from "../../pricing/price-list.ts";
import { marketCode } from "../markets/schemas.ts";

const condition = z
  .strictObject({
    attribute: z
      .string()
      .max(60)
      .openapi({
        enum: [...listFacts],
        description:
          "`category`: what is below it counts too. Groups and markets by their codes, brands by name, the rest by id",
      }),
    operator: z
      .string()
      .max(20)
      .openapi({ enum: [...listOperators] }),
    values: z.array(text(200)).min(1, "Say at least one value.").max(200, "At most 200 values."),
  })
  .openapi("PriceListCondition");

const rules = z
  .strictObject({
    match: z.enum(["all", "any"]),
    conditions: z.array(condition).max(20, "At most 20 conditions."),
  })
  .openapi("PriceListRules");

const adjustment = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("fixed") }),
    z.strictObject({
      kind: z.literal("percent"),
      percent: z.string().max(20).openapi({
        example: "-10",
        description:
          "So much is added to each variant's own price: -100 to 1000, at most four decimals; rounded half up",
      }),
    }),
  ])
  .openapi("PriceListAdjustment", {
    description: "`fixed`: the list's own amounts, `/price-lists/{id}/prices`. It stays as it was made",
  });

export const priorities = { least: -1000, most: 1000 };

const codes = z.array(z.string().min(1).max(40)).max(100);

const fields = {
  name: text(120).openapi({ example: "Black Friday", description: "Shoppers read it as where a price comes from" }),
  status: z.enum(["draft", "active"]),
  priority: ruleNumber(priorities).openapi({
    description: "The higher decides. Of equal ones the lowest price counts, and then the list that was made first",
  }),
  starts_at: moment.nullable().openapi({ description: "null in a draft: it begins when it is made active" }),
  ends_at: moment.nullable().openapi({ description: "The first moment at which it no longer holds; null: for ever" }),
  groups: codes.openapi({ description: "Codes of customers' groups; none: for everybody" }),
  markets: z
    .array(marketCode)
    .max(250)
    .openapi({ description: "Codes of markets, `home` among them; none: everywhere" }),
  rules: rules.openapi({
    description: "What must be true of the sale and of what is sold; without conditions: nothing",
  }),
  adjustment,
};

export const newPriceList = z
  .strictObject({
    ...fields,
    status: fields.status.default("draft"),
    priority: fields.priority.default(0),
    starts_at: fields.starts_at.default(null),
    ends_at: fields.ends_at.default(null),
    groups: fields.groups.default([]),
    markets: fields.markets.default([]),
    rules: fields.rules.default({ match: "all", conditions: [] }),
  })
  .openapi("NewPriceList");
export type NewPriceList = z.infer<typeof newPriceList>;

export const priceListChange = z
  .strictObject(fields)
  .partial()
  .refine(...somethingChanges)
  .openapi("PriceListChange");
export type PriceListChange = z.infer<typeof priceListChange>;

export const priceList = z
  .object({
    id: id("plist"),
    ...fields,
    starts_at: time.nullable(),
    ends_at: time.nullable(),
    price_count: z.int().openapi({ description: "Prices that it holds, tiers too; counted to 10,000" }),
    version: z.int(),
    created_at: time,
    updated_at: time,
  })
  .openapi("PriceList");
export type PriceListRecord = z.infer<typeof priceList>;

export const priceLists = z.object({ data: z.array(priceList) }).openapi("PriceLists");

/** The most pieces that a tier may begin at: no line holds more. */
export const largestTier = 999;

const tier = z.strictObject({
  min_quantity: ruleNumber({ least: 1, most: largestTier }).openapi({
    description: "The pieces of one line from which it holds",
  }),
  amount: ruleNumber({ least: 0, most: largestAmount }).openapi({
    example: 1999,
    description: "Minor units, for one piece",
  }),
});

/** Tiers of one variant in one currency. */
export const mostTiers = 20;

const tiers = z.array(tier).max(mostTiers, `At most ${mostTiers} tiers.`).openapi({
  description:
    "From the fewest pieces on; more pieces cost no more each. In a change, none takes the variant's prices out",
});

const variantPrices = z
  .strictObject({ variant_id: id("var").optional(), sku: z.string().min(1).max(80).optional(), currency, tiers })
  .refine((given) => (given.variant_id === undefined) !== (given.sku === undefined), {
    message: "Name the variant by its id or by its SKU.",
    path: ["variant_id"],
  })
  .openapi("VariantListPrices");

/** Variants that one call may set the prices of. */
export const mostPrices = 2000;

export const listPricesChange = z
  .strictObject({
    prices: z.array(variantPrices).min(1, "Say at least one price.").max(mostPrices, `At most ${mostPrices} at once.`),
  })
  .openapi("ListPricesChange");
export type ListPricesChange = z.infer<typeof listPricesChange>;

export const listPricesChanged = z
  .object({ changed: z.int().openapi({ description: "Prices that were set or taken out" }), version: z.int() })
  .openapi("ListPricesChanged");

export const listPricesQuery = z.strictObject({
  variant_id: id("var").optional(),
  currency: currency.optional(),
  ...pageQuery,
});
export type ListPricesQuery = z.infer<typeof listPricesQuery>;

export const listPricePage = pageOf(
  z.object({
    variant_id: z.string(),
    product_id: z.string(),
    sku: z.string(),
    title: z.string().openapi({ description: "The product's" }),
    options: z.record(z.string(), z.string()),
    currency,
    base_amount: amount.nullable().openapi({ description: "The variant's own price; null where it has none" }),
    tiers,
  }),
).openapi("ListPricePage");
export type ListPricePage = z.infer<typeof listPricePage>;
