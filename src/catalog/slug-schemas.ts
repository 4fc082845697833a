import { z } from "@hono/zod-openapi";

/** Slugs that lead to the one that a product or category has. */
export const formerSlugs = z.object({ data: z.array(z.string()) }).openapi("FormerSlugs");
