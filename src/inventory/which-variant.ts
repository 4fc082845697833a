import { asc, eq } from "drizzle-orm";
import { DomainError, notFound } from "../platform/errors.ts";
import { isId } from "../platform/ids.ts";
import type { Store } from "../platform/store.ts";
import { stockLevels } from "./tables.ts";

/**
 * The variant that stock was asked for by: a SKU and a variant's id name themselves, a product's id names its only variant.
 * @throws not-found; which-variant when the product has several
 */
export async function whichVariant(store: Store, name: string): Promise<string> {
  if (!isId("prod", name)) return name;
  const variants = await store.orders
    .selectDistinct({ id: stockLevels.variant_id, sku: stockLevels.sku })
    .from(stockLevels)
    .where(eq(stockLevels.product_id, name))
    .orderBy(asc(stockLevels.sku));
  const [only] = variants;
  if (!only) throw notFound("tracked SKU");
  if (variants.length === 1) return only.id;
  throw new DomainError(
    "which-variant",
    `This product comes in ${variants.length} variants. Name one of them by its SKU.`,
    {
      skus: variants.map(({ sku }) => sku),
    },
  );
}
