import { z } from "@hono/zod-openapi";
import { currency } from "../platform/schemas.ts";

/** Where a unit price came from, on carts, quotes, orders and products. */
export const priceSource = z
  .object({
    kind: z.enum(["base", "price_list", "converted"]).openapi({
      description:
        "`base`: the variant's own price. `price_list`: a list's. `converted`: its price in another currency at the market's rate",
    }),
    price_list_id: z.string().nullable(),
    title: z.string().nullable().openapi({ description: "What the list is called" }),
    min_quantity: z.int().nullable().openapi({ description: "The tier that was reached" }),
    from: z
      .object({ currency, rate: z.string() })
      .nullable()
      .openapi({ description: "What was converted, and at which rate" }),
  })
  .openapi("PriceSource");
