import { z } from "@hono/zod-openapi";
import { time } from "../platform/schemas.ts";
import { cart } from "./schemas.ts";

/** What a connection is told. Every message is the whole cart, so that whoever missed one has missed nothing. */
export const liveMessage = z
  .object({
    type: z.enum(["cart", "expiring", "expired"]).openapi({
      description:
        "`cart`: as it is now, on connecting and after each change, also of a price or of what is left. " +
        "`expiring`: it ends at `expires_at` unless it is changed. `expired`: it has ended, and is empty.",
    }),
    version: z.int().openapi({ description: "Of the cart; send it as `version` when you connect again" }),
    cart,
  })
  .openapi("LiveCartMessage");

export type LiveMessage = z.infer<typeof liveMessage>;

/** What a client says when it connects, and when it connects again; browsers can send no header with a WebSocket. */
export const resumeQuery = z.strictObject({
  version: z.coerce.number().int().min(0).optional().openapi({
    description: "The version that you saw last: the cart is told only once it is another",
    example: 7,
  }),
  expires_at: time.optional().openapi({
    description: "As you saw it last. It tells a cart apart that ended and began anew and has come to the same version",
  }),
  locale: z
    .string()
    .max(40)
    .optional()
    .openapi({ description: "BCP 47; else as `Accept-Language` asks", example: "de" }),
});
