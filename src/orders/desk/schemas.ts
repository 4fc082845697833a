import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../../platform/http/pages.ts";
import { id, optionalText, somethingChanges, text, time } from "../../platform/schemas.ts";
import { orderFilters, tag } from "../schemas.ts";
import { exportStatuses } from "./tables.ts";

/** What staff alone know of an order. */
export const orderDesk = z
  .object({
    order_id: z.string(),
    tags: z.array(z.string()),
    notes: z.array(z.object({ id: z.string(), text: z.string(), author: z.string(), at: time })),
    story: z
      .array(z.object({ at: time, type: z.string(), actor: z.string(), data: z.record(z.string(), z.unknown()) }))
      .openapi({ description: "The order's timeline with who did each step" }),
  })
  .openapi("OrderDesk");

export type OrderDesk = z.infer<typeof orderDesk>;

export const noteRequest = z.strictObject({ text: text(2000) }).openapi("OrderNoteRequest");
export const tagsRequest = z
  .strictObject({ tags: z.array(tag).max(20, "At most 20 tags.") })
  .openapi("OrderTagsRequest");

/** A saved question; its `query` is what the list takes, without its page. */
export const viewQuery = z.strictObject(orderFilters);
const savedQuery = z.record(z.string(), z.string().max(254)).superRefine((query, context) => {
  const read = viewQuery.safeParse(query);
  for (const issue of read.error?.issues ?? [])
    context.addIssue({ ...issue, path: issue.path, message: issue.message });
});

export const orderView = z
  .object({
    id: z.string(),
    version: z.int(),
    name: z.string(),
    query: z.record(z.string(), z.string()),
    shared: z.boolean().openapi({ description: "Whether every member of staff has it" }),
    own: z.boolean().openapi({ description: "Whether it is the caller's; only they change it" }),
    created_at: time,
    updated_at: time,
  })
  .openapi("OrderView");

export type OrderView = z.infer<typeof orderView>;

export const newView = z
  .strictObject({ name: text(60), query: savedQuery, shared: z.boolean().default(false) })
  .openapi("NewOrderView");
export const viewChange = z
  .strictObject({ name: text(60).optional(), query: savedQuery.optional(), shared: z.boolean().optional() })
  .refine(...somethingChanges)
  .openapi("OrderViewChange");

/** At most so many orders in one go: each is a move of its own. */
export const mostAtOnce = 50;

const orderIds = z
  .array(id("ord"))
  .min(1, "Name at least one order.")
  .max(mostAtOnce, `At most ${mostAtOnce} orders at once.`)
  .refine((ids) => new Set(ids).size === ids.length, "Each order once.");

export const bulkRequest = z
  .strictObject({
    action: z.enum(["tag", "untag", "ship", "cancel"]),
    order_ids: orderIds,
    tag: tag.optional().openapi({ description: "To be put on or taken off" }),
    reason: optionalText(300).optional().openapi({ description: "Why they are cancelled, for their buyers" }),
  })
  .superRefine(({ action, tag: given, reason }, context) => {
    const tagging = action === "tag" || action === "untag";
    const fault = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (tagging && given === undefined) fault("tag", "Name the tag.");
    if (!tagging && given !== undefined) fault("tag", "Only with tag and untag.");
    if (action !== "cancel" && reason !== undefined) fault("reason", "Only with cancel.");
  })
  .openapi("OrderBulkRequest");

export type BulkRequest = z.infer<typeof bulkRequest>;

export const bulkOutcome = z
  .object({
    data: z.array(
      z.object({
        order_id: z.string(),
        outcome: z.enum(["done", "refused"]),
        code: z.string().nullable().openapi({ description: "Why it was refused, for programs" }),
        detail: z.string().nullable().openapi({ description: "Why it was refused, for people" }),
      }),
    ),
  })
  .openapi("OrderBulkOutcome");

export type BulkOutcome = z.infer<typeof bulkOutcome>;

export const exportRequest = z.strictObject({ query: savedQuery.default({}) }).openapi("OrderExportRequest");

export const orderExport = z
  .object({
    id: z.string(),
    status: z.enum(exportStatuses),
    query: z.record(z.string(), z.string()),
    rows_done: z.int(),
    size: z.int().openapi({ description: "Bytes written so far" }),
    file_url: z.string().openapi({ description: "The file, once the job has finished" }),
    created_at: time,
    updated_at: time,
  })
  .openapi("OrderExport");

export type OrderExport = z.infer<typeof orderExport>;

export const exportPage = pageOf(orderExport).openapi("OrderExportPage");
export const exportQuery = z.strictObject(pageQuery);
