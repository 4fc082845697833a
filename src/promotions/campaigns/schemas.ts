import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { amount, currency, id, moment, optionalText, somethingChanges, text, time } from "../../platform/schemas.ts";
import { lineFacts, operators, saleFacts } from "../promotion.ts";

/**
 * What a promotion is on the wire. Shapes alone are looked at here; whether it makes sense is told by `check-promotion.ts`, so that
 * staff get every fault at once, each with its place.
 */

const longestList = 1000;

/** A number of minor units or pieces; its range is checked with the rest. */
const number = z.number().openapi({ type: "integer" });

const amounts = z
  .record(z.string().max(10), number)
  .openapi("PromotionAmounts", { description: "Minor units by currency (ISO 4217)", example: { EUR: 500 } });

const off = z
  .union([z.strictObject({ percent: z.string().max(20) }), z.strictObject({ amounts })])
  .openapi("PromotionOff", {
    description: "A percentage as a decimal text (above 0, at most 100, four decimals), or an amount in each currency",
    example: { percent: "12.5" },
  });

const conditionsOver = (facts: readonly string[], name: string) =>
  z
    .strictObject({
      match: z.enum(["all", "any"]).default("all"),
      conditions: z
        .array(
          z.strictObject({
            attribute: z
              .string()
              .max(60)
              .openapi({ enum: [...facts] }),
            operator: z
              .string()
              .max(20)
              .openapi({ enum: [...operators] }),
            values: z.array(z.union([z.string().max(200), z.number(), z.boolean()])).max(longestList),
            currency: z.string().max(10).optional().openapi({
              description: "Of amounts: the one that they are in. A sale in another one does not meet the condition",
            }),
          }),
        )
        .max(50),
    })
    .openapi(name, { description: "All or any of them must hold; none at all holds always" });

const sale = conditionsOver(saleFacts, "SaleConditions");
const lines = conditionsOver(lineFacts, "LineConditions");
const everyLine = { match: "all" as const, conditions: [] };
const someLines = lines.default(everyLine);
const pieces = z.strictObject({ lines: someLines, quantity: number }).openapi("PromotionPieces");

const action = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("off_order"), off, lines: someLines }),
    z.strictObject({ kind: z.literal("off_lines"), off, lines: someLines }),
    z.strictObject({
      kind: z.literal("off_pieces"),
      which: z.enum(["cheapest", "dearest"]),
      quantity: number,
      off,
      lines: someLines,
    }),
    z.strictObject({
      kind: z.literal("off_shipping"),
      off,
      options: z.array(z.string().max(80)).max(100).nullable().default(null),
    }),
    z.strictObject({
      kind: z.literal("bundle_price"),
      parts: z.array(pieces).max(20),
      price: amounts,
      times: number.nullable().default(null),
    }),
    z.strictObject({
      kind: z.literal("buy_get"),
      buy: pieces,
      get: pieces,
      off,
      times: number.nullable().default(null),
    }),
    z.strictObject({ kind: z.literal("gift"), variant_id: z.string().max(60), quantity: number }),
    z.strictObject({
      kind: z.literal("tiers"),
      lines: someLines,
      currency: z.string().max(10),
      steps: z.array(z.strictObject({ from: number, off })).max(50),
    }),
  ])
  .openapi("PromotionAction");

export const promotionStatuses = ["active", "paused", "archived"] as const;

const fields = {
  title: text(120).openapi({ description: "What shoppers read", example: "Welcome: 10 % off" }),
  titles: z.record(z.string().max(35), text(120)).openapi({
    description: "The title in other languages, by locale",
    example: { de: "Willkommen: 10 % Rabatt" },
  }),
  note: optionalText(2000).openapi({ description: "For staff alone" }),
  status: z.enum(["active", "paused"]),
  needs_code: z.boolean().openapi({ description: "True: only for who brings one of its codes" }),
  sale,
  requires: pieces.nullable().openapi({
    description: "What the sale must hold beside that, whatever the action is taken from; null: nothing",
  }),
  action,
  priority: number.openapi({ description: "The higher is asked first; -1000 to 1000" }),
  stacking_group: text(60).nullable().openapi({
    description: "Of the promotions of one group only the one that takes most off counts; null: beside all others",
  }),
  exclusive: z.boolean().openapi({
    description: "It counts alone or not at all: whichever is better for the shopper, it or the others together",
  }),
  starts_at: moment.nullable(),
  ends_at: moment.nullable().openapi({ description: "It holds until just before" }),
  time_zone: z
    .string()
    .max(60)
    .openapi({ description: "IANA name; of weekdays and times of day", example: "Europe/Berlin" }),
  usage_limit: number.nullable().openapi({ description: "Orders that may use it, all together" }),
  per_customer_limit: number.nullable().openapi({ description: "Orders of one customer that may use it" }),
  budget: z
    .strictObject({ currency: z.string().max(10), amount: number })
    .nullable()
    .openapi({ description: "The most that it may take off, all orders together" }),
};

const unlessSaid = {
  titles: fields.titles.default({}),
  note: fields.note.default(""),
  status: fields.status.default("paused"),
  needs_code: fields.needs_code.default(false),
  sale: fields.sale.default(everyLine),
  requires: fields.requires.default(null),
  priority: fields.priority.default(0),
  stacking_group: fields.stacking_group.default(null),
  exclusive: fields.exclusive.default(false),
  starts_at: fields.starts_at.default(null),
  ends_at: fields.ends_at.default(null),
  time_zone: fields.time_zone.optional().openapi({ description: "The store's own (UTC) where it is left out" }),
  usage_limit: fields.usage_limit.default(null),
  per_customer_limit: fields.per_customer_limit.default(null),
  budget: fields.budget.default(null),
};

export const newPromotion = z.strictObject({ ...fields, ...unlessSaid }).openapi("NewPromotion");
export type NewPromotion = z.infer<typeof newPromotion>;

export const promotionChange = z
  .strictObject(fields)
  .partial()
  .refine(...somethingChanges)
  .openapi("PromotionChange");
export type PromotionChange = z.infer<typeof promotionChange>;

export const promotionStates = ["active", "scheduled", "over", "used_up", "paused", "archived"] as const;

export const promotion = z
  .object({
    id: id("promo"),
    ...fields,
    status: z.enum(promotionStatuses),
    state: z.enum(promotionStates).openapi({
      description:
        "What that comes to now: an active one may be `scheduled`, `over`, or `used_up` by its limit or budget",
    }),
    used: z.int().openapi({ description: "Orders that hold a use of it" }),
    spent: amount.openapi({
      description: "What it took off those orders, in the budget's currency; 0 without a budget",
    }),
    codes: z.int().openapi({ description: "How many codes it has" }),
    version: z.int(),
    created_at: time,
    updated_at: time,
  })
  .openapi("Promotion");
export type PromotionView = z.infer<typeof promotion>;

export const promotionPage = pageOf(promotion).openapi("PromotionPage");

export const promotionQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(promotionStates).optional(),
  q: z.string().trim().max(120).optional().openapi({ description: "Part of a title, or a whole code" }),
});
export type PromotionQuery = z.infer<typeof promotionQuery>;

const code = z
  .string()
  .max(80)
  .openapi({ description: "Letters, digits, - and _; 3 to 40 of them. Kept in upper case", example: "WELCOME10" });
const codeLimit = number.nullable().openapi({ description: "Orders that may use it; null: as the promotion allows" });

export const newCode = z.strictObject({ code, usage_limit: codeLimit.default(null) }).openapi("NewPromotionCode");
export type NewCode = z.infer<typeof newCode>;

export const promotionCode = z
  .object({
    code: z.string(),
    usage_limit: z.int().nullable(),
    used: z.int(),
    job_id: z.string().nullable().openapi({ description: "The job that made it; null where somebody wrote it" }),
    created_at: time,
  })
  .openapi("PromotionCode");
export type PromotionCode = z.infer<typeof promotionCode>;

export const codePage = pageOf(promotionCode).openapi("PromotionCodePage");

export const codeQuery = z.strictObject({
  ...pageQuery,
  q: z.string().trim().max(40).optional().openapi({ description: "How it begins" }),
});
export type CodeQuery = z.infer<typeof codeQuery>;

export const codeOrder = z
  .strictObject({
    quantity: number.openapi({ description: "1 to 100,000", example: 1000 }),
    prefix: z.string().max(20).default("").openapi({ description: "How each begins", example: "SPRING-" }),
    length: number.default(10).openapi({ description: "Random characters after the prefix: 6 to 20" }),
    usage_limit: codeLimit.default(1),
  })
  .openapi("PromotionCodeOrder");
export type CodeOrder = z.infer<typeof codeOrder>;

export const codeJob = z
  .object({
    id: id("job"),
    promotion_id: z.string(),
    status: z.enum(["queued", "running", "finished", "failed", "cancelled"]),
    prefix: z.string(),
    length: z.int(),
    usage_limit: z.int().nullable(),
    quantity: z.int(),
    made: z.int().openapi({ description: "How far it is" }),
    file_url: z.string().openapi({ description: "What it has made so far, as a CSV" }),
    created_at: time,
    updated_at: time,
  })
  .openapi("PromotionCodeJob");
export type CodeJob = z.infer<typeof codeJob>;

export const codeJobPage = pageOf(codeJob).openapi("PromotionCodeJobPage");

export const promotionUse = z
  .object({
    order_id: z.string(),
    number: z.int(),
    email: z.string().openapi({ description: "The buyer's, as the order has it" }),
    code: z.string().nullable(),
    currency,
    amount: amount.openapi({ description: "What it took off that order" }),
    state: z.enum(["claimed", "returned"]).openapi({ description: "`returned`: the order was cancelled or expired" }),
    created_at: time,
  })
  .openapi("PromotionUse");
export type PromotionUse = z.infer<typeof promotionUse>;

export const usePage = pageOf(promotionUse).openapi("PromotionUsePage");

export const useQuery = z.strictObject(pageQuery);
