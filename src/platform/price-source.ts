import { z } from "@hono/zod-openapi";
import { currency } from "./schemas.ts";

/** Where a unit price came from, so that shoppers and staff can be told: on carts, quotes, orders and products. */
export const priceSource = z
  .object({
    kind: z.enum(["base", "price_list", "converted"]).openapi({
      description:
        "`base`: the variant's own price. `price_list`: a list's. `converted`: its price in another currency at the market's rate",
    }),
    price_list_id: z.string().nullable(),
    title: z.string().nullable().openapi({ description: "What the list is called; null for other kinds" }),
    min_quantity: z.int().nullable().openapi({ description: "The tier that was reached; null for other kinds" }),
    from: z
      .object({ currency, rate: z.string() })
      .nullable()
      .openapi({ description: "What was converted: the currency and the decimal rate; null for what was not" }),
  })
  .openapi("PriceSource");

export type PriceSource = z.infer<typeof priceSource>;
