import { z } from "@hono/zod-openapi";
import { id } from "../platform/schemas.ts";

export const aboutOrder = z.strictObject({ order_id: id("ord") }).openapi("AboutOrder");

/** A mail that will be sent in a moment. */
export const queued = z
  .object({
    order_id: z.string(),
    template: z.enum(["confirmation", "dispatched", "payment-reminder"]),
    event_id: z.string().openapi({ description: "The event that the mail is sent for" }),
  })
  .openapi("QueuedMessage");

export type Queued = z.infer<typeof queued>;
