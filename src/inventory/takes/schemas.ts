import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { id, optionalText, text, time } from "../../platform/schemas.ts";

const fields = {
  id: id("stk"),
  location: z.string().openapi({ description: "The id of the location that is counted" }),
  status: z.enum(["counting", "applied", "dropped"]),
  note: z.string(),
  counted_lines: z.int().openapi({ description: "Variants that were counted" }),
  different_lines: z.int().openapi({ description: "Of those, how many are not as the books expected" }),
  version: z.int(),
  begun_by: z.string(),
  begun_at: time,
  closed_by: z.string().nullable(),
  closed_at: time.nullable(),
};

/** A count of what lies at a location. */
export const stockTake = z.object(fields).openapi("StockTake");

export type StockTake = z.infer<typeof stockTake>;

export const stockTakePage = pageOf(stockTake).openapi("StockTakePage");

export const stockTakeQuery = z.strictObject({ ...pageQuery, status: stockTake.shape.status.optional() });

export type StockTakeQuery = z.infer<typeof stockTakeQuery>;

const line = z.object({
  variant_id: z.string(),
  sku: z.string(),
  expected: z.int().openapi({ description: "What the books said lies there, in the moment of the count" }),
  counted: z.int(),
  counted_by: z.string(),
  counted_at: time,
});

export type StockTakeLine = z.infer<typeof line>;

export const stockTakeLinePage = pageOf(line).openapi("StockTakeLinePage");

export const stockTakeLineQuery = z.strictObject(pageQuery);

export type StockTakeLineQuery = z.infer<typeof stockTakeLineQuery>;

export const newStockTake = z
  .strictObject({
    location: text(60).openapi({ description: "A location's id" }),
    note: optionalText(500).default(""),
  })
  .openapi("NewStockTake");

export type NewStockTake = z.infer<typeof newStockTake>;

/** What was counted; a variant that is counted again is as it was counted last. */
export const counts = z
  .strictObject({
    counts: z
      .array(
        z.strictObject({
          variant_id: id("var"),
          counted: z.int("A whole number.").min(0, "At least 0.").max(1_000_000, "At most 1000000."),
        }),
      )
      .min(1, "Say what was counted.")
      .max(500, "At most 500 at once."),
  })
  .openapi("StockCounts");

export type Counts = z.infer<typeof counts>;

/** How a count ends: the books follow it, or it is forgotten. */
export const stockTakeEnd = z.strictObject({ status: z.enum(["applied", "dropped"]) }).openapi("StockTakeEnd");
