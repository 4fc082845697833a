import { z } from "@hono/zod-openapi";
import { productQuery } from "../schemas.ts";

export const suggestQuery = z.strictObject({
  q: z.string().max(100, "At most 100 characters.").openapi({ description: "What is typed so far" }),
  locale: productQuery.shape.locale,
});

/** What may be meant by what is typed so far. */
export const suggestions = z
  .object({
    words: z.array(z.string()).openapi({ description: "The whole search with its last word completed" }),
    products: z.array(
      z.object({ id: z.string(), slug: z.string(), title: z.string(), image_url: z.string().nullable() }),
    ),
    categories: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
  })
  .openapi("Suggestions");
export type Suggestions = z.infer<typeof suggestions>;
