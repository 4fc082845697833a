import { z } from "@hono/zod-openapi";
import { taxReasons } from "./rules.ts";

/** What every taxed line tells of its tax, on carts, quotes and orders. */
export const taxFields = {
  tax_rate: z.string().openapi({ example: "19", description: "Percent, as a decimal text" }),
  tax_reason: z.enum(taxReasons).openapi({
    description:
      "Why: `zero` for exports too, and wherever the store charges none; `reverse_charge`: the buyer, a business, accounts for it",
  }),
};
