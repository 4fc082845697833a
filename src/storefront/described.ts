import type { Category } from "../catalog/categories/schemas.ts";
import type { Product, Variant } from "../catalog/schemas.ts";
import { pageAddress } from "../discovery/page-address.ts";
import { describeProduct, describeTrail, structuredData } from "../discovery/structured-data.ts";
import type { Store } from "../platform/store.ts";

/** What search engines are told of a product's page: the product, and the way to it, as the page's breadcrumb shows it. */
export function describedProduct(
  { env, locale }: Store,
  product: Product,
  chosen: Variant | undefined,
  trail: readonly Category[],
): string {
  const address = pageAddress(env, locale, `/products/${product.slug}`);
  return structuredData([
    describeProduct({ product, chosen, address, storeUrl: env.STORE_URL }),
    describeTrail([
      { name: env.STORE_NAME, address: pageAddress(env, locale, "/") },
      ...trail.map(({ name, slug }) => ({ name, address: pageAddress(env, locale, `/categories/${slug}`) })),
      { name: product.title, address },
    ]),
  ]);
}
