import { z } from "@hono/zod-openapi";
import { type OpeningStock, openStock, renameStock } from "../../inventory/stock.ts";
import type { Store } from "../../platform/store.ts";
import type { ProductPlan } from "./plan-product.ts";

const place = z.object({ offset: z.number(), line: z.number() });

/** Where a job stands. `opening` is stock of the last chunk, and `renamed` its new SKUs, that the books may not have heard of. */
export const importPlace = z.object({
  phase: z.enum(["survey", "rows", "after"]),
  next: place,
  delimiter: z.enum([",", ";", "\t"]),
  opening: z
    .array(
      z.object({
        variant_id: z.string(),
        product_id: z.string(),
        sku: z.string(),
        on_hand: z.number(),
        reason: z.string(),
      }),
    )
    .default([]),
  renamed: z.array(z.object({ variant_id: z.string(), sku: z.string() })).default([]),
});
export type ImportPlace = z.infer<typeof importPlace>;

/** Stock is another database: it may be told twice, and counts once. */
export async function tellBooks(
  store: Store,
  { opening, renamed }: Pick<ImportPlace, "opening" | "renamed">,
): Promise<void> {
  await openStock(store, opening);
  await renameStock(store, renamed);
}

export function stockToOpen(plans: readonly ProductPlan[]): OpeningStock[] {
  return plans.flatMap(({ variants }) =>
    variants.flatMap(({ id, product_id, sku, stock }) =>
      stock === null ? [] : [{ variant_id: id, product_id, sku, on_hand: stock, reason: "import" }],
    ),
  );
}
