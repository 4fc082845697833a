import { findProduct } from "../catalog/find-product.ts";
import { DomainError } from "../platform/errors.ts";
import { isId } from "../platform/ids.ts";
import type { Store } from "../platform/store.ts";

/**
 * The variant that stock was asked for by: a SKU and a variant's id name themselves, a product's id names its only variant.
 * @throws not-found; which-variant when the product has several
 */
export async function whichVariant(store: Store, name: string): Promise<string> {
  if (!isId("prod", name)) return name;
  const { variants, title } = await findProduct(store, name);
  const [only] = variants;
  if (only && variants.length === 1) return only.id;
  throw new DomainError(
    "which-variant",
    `${title} comes in ${variants.length} variants. Name one of them by its SKU.`,
    {
      skus: variants.map(({ sku }) => sku),
    },
  );
}
