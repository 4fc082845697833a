import { z } from "@hono/zod-openapi";
import { amount } from "../platform/schemas.ts";

/** What each promotion took off a line, on carts, quotes and orders. */
export const discountFields = {
  discount_total: amount.openapi({ description: "Off the line, all pieces together" }),
  discounts: z
    .array(z.object({ promotion_id: z.string(), amount }))
    .openapi({ description: "Which promotion took how much; they sum to `discount_total`" }),
  gift_of: z
    .string()
    .nullable()
    .openapi({ description: "The promotion that it came with for nothing; null: it is bought" }),
};

/** What took something off a sale, or gave a gift with it. */
export const appliedPromotion = z
  .object({
    promotion_id: z.string(),
    title: z.string(),
    code: z.string().nullable().openapi({ description: "Null: it holds for everybody" }),
    amount: amount.openapi({ description: "Off lines and shipping together; 0 for a gift" }),
  })
  .openapi("AppliedPromotion");
