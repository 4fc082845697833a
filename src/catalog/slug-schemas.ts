import { z } from "@hono/zod-openapi";
import { slug } from "../platform/schemas.ts";

/** What stands in the place of a product's name in addresses of the API: `/products/import`, `/products/bulk/{job}`. */
export const reservedSlugs: readonly string[] = ["bulk", "export", "import"];

export const productSlug = slug.refine(
  (given) => !reservedSlugs.includes(given),
  "This address leads elsewhere. Choose another.",
);

/** Slugs that lead to the one that a product or category has. */
export const formerSlugs = z.object({ data: z.array(z.string()) }).openapi("FormerSlugs");
