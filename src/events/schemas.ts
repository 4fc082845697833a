import { z } from "@hono/zod-openapi";
import { pageOf, pageQuery } from "../platform/http/pages.ts";
import { time } from "../platform/schemas.ts";

/** A message that no consumer could do. */
export const deadLetter = z
  .object({
    id: z.string().openapi({ example: "dead_01jd2v4q8r3x5y7z9b1d3f5h7k" }),
    queue: z.string().openapi({ example: "notifications", description: "The queue that it was sent to" }),
    body: z.unknown().openapi({ description: "The message as it was sent" }),
    attempts: z.int().openapi({ description: "How often it was tried" }),
    error: z.string().nullable().openapi({ description: "Why it failed the last time, where that is known" }),
    received_at: time,
  })
  .openapi("DeadLetter");

export type DeadLetter = z.infer<typeof deadLetter>;

export const deadLetterPage = pageOf(deadLetter).openapi("DeadLetterPage");
export const deadLetterQuery = z.strictObject(pageQuery);
export type DeadLetterQuery = z.infer<typeof deadLetterQuery>;
