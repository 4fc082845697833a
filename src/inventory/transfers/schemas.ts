import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { id, optionalText, text, time } from "../../platform/schemas.ts";

const units = z.int("A whole number.").max(1_000_000, "At most 1000000.");

const line = z.object({
  variant_id: z.string(),
  sku: z.string(),
  quantity: z.int().openapi({ description: "Units that were sent" }),
  received: z.int().nullable().openapi({
    description: "Units that arrived; null until they are received. What is missing then was lost on the way",
  }),
});

/** Goods on their way from one location to another. */
export const transfer = z
  .object({
    id: id("trf"),
    from: z.string().openapi({ description: "A location's id" }),
    to: z.string().openapi({ description: "A location's id" }),
    status: z.enum(["sent", "received"]),
    note: z.string(),
    lines: z.array(line),
    version: z.int(),
    sent_by: z.string(),
    sent_at: time,
    received_by: z.string().nullable(),
    received_at: time.nullable(),
  })
  .openapi("StockTransfer");

export type Transfer = z.infer<typeof transfer>;

export const transferPage = pageOf(transfer).openapi("StockTransferPage");

export const transferQuery = z.strictObject({ ...pageQuery, status: z.enum(["sent", "received"]).optional() });

export type TransferQuery = z.infer<typeof transferQuery>;

export const newTransfer = z
  .strictObject({
    from: text(60).openapi({ description: "A location's id" }),
    to: text(60).openapi({ description: "A location's id" }),
    note: optionalText(500).default(""),
    lines: z
      .array(z.strictObject({ variant_id: id("var"), quantity: units.min(1, "At least 1.") }))
      .min(1, "Say what is sent.")
      .max(500, "At most 500 lines."),
  })
  .openapi("NewStockTransfer");

export type NewTransfer = z.infer<typeof newTransfer>;

/** What arrived; a line that is not named arrived whole. */
export const receipt = z
  .strictObject({
    lines: z
      .array(z.strictObject({ variant_id: id("var"), received: units.min(0, "At least 0.") }))
      .max(500, "At most 500 lines.")
      .default([]),
  })
  .openapi("StockReceipt");

export type Receipt = z.infer<typeof receipt>;
