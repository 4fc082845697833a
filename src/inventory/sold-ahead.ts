import { z } from "@hono/zod-openapi";
import { time } from "../platform/schemas.ts";

/** What a line of a cart or an order tells of goods that do not leave at once. */
export const aheadFields = {
  waiting: z.int().openapi({ description: "Units of the line that do not leave at once; they have still to come" }),
  ships_at: time.nullable().openapi({ description: "When those are promised to leave; null where none wait" }),
};

export type Ahead = { waiting: number; ships_at: string | null };

/** What is known of the stock of what is bought; what was kept of it before it was told is left out. */
interface Offered {
  available?: number | null;
  in_stock?: number | null;
  sold_ahead?: "backorder" | "preorder" | null;
  ships_at?: string | null;
}

/** How many of a line do not leave at once, by what the catalogue shows. */
export function aheadOf({ in_stock, sold_ahead, ships_at }: Offered, quantity: number): Ahead {
  const waiting = sold_ahead && ships_at ? Math.max(0, quantity - Math.max(0, in_stock ?? quantity)) : 0;
  return waiting > 0 && ships_at ? { waiting, ships_at } : { waiting: 0, ships_at: null };
}
