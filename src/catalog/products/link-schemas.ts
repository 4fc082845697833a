import { z } from "@hono/zod-openapi";
import { id } from "../../platform/schemas.ts";
import { product } from "../schemas.ts";

/** `related`: of the same kind or for the same use. `up_sell`: better, in its stead. `cross_sell`: goes with it, in the cart. */
export const linkKind = z.enum(["related", "up_sell", "cross_sell"]);
export type LinkKind = z.infer<typeof linkKind>;

/** Products of one kind that a product leads to. */
export const mostLinks = 20;

const linkedIds = z
  .array(id("prod"))
  .max(mostLinks, `At most ${mostLinks} of a kind.`)
  .refine((given) => new Set(given).size === given.length, "Each product once.")
  .default([]);

/** What a product leads to, each kind in its order; it replaces all that there was. */
export const linkChange = z
  .strictObject({ related: linkedIds, up_sell: linkedIds, cross_sell: linkedIds })
  .openapi("ProductLinksChange");
export type LinkChange = z.infer<typeof linkChange>;

export const links = z
  .object({ related: z.array(product), up_sell: z.array(product), cross_sell: z.array(product) })
  .openapi("ProductLinks");
export type Links = z.infer<typeof links>;
