import { DomainError } from "../../platform/errors.ts";
import { attributesLayout } from "./attributes-layout.ts";
import { categoriesLayout } from "./categories-layout.ts";
import { collectionsLayout } from "./collections-layout.ts";
import type { Layout } from "./layout.ts";
import { listPricesLayout } from "./list-prices-layout.ts";
import { magentoLayout } from "./magento-layout.ts";
import { plainLayout } from "./plain-layout.ts";
import { shopifyLayout } from "./shopify-layout.ts";
import { soukLayout } from "./souk-layout.ts";
import { translationsLayout } from "./translations-layout.ts";
import { wooCommerceLayout } from "./woocommerce-layout.ts";

/** From the most particular header to the least. */
const known = [
  listPricesLayout,
  attributesLayout,
  collectionsLayout,
  categoriesLayout,
  soukLayout,
  shopifyLayout,
  wooCommerceLayout,
  magentoLayout,
  translationsLayout,
  plainLayout,
];

/**
 * The layout whose header this is, with its columns in any order.
 * @throws refused-file when it is none that is known
 */
export function layoutOf(header: readonly string[]): Layout {
  for (const layout of known) {
    const found = layout(header);
    if (found) return found;
  }
  throw new DomainError("refused-file", whatIsMissing(header));
}

/** What a header lacks of the layout that it looks most like. */
function whatIsMissing(header: readonly string[]): string {
  const names = new Set(header.map((name) => name.trim().toLowerCase()));
  const needs = [
    ["Handle", ["handle", "url handle"]],
    ["Title", ["title", "name"]],
    ["Variant Price (or Price)", ["variant price", "price"]],
    ["SKU", ["sku", "variant sku"]],
  ] as const;
  const isShopify = needs[0][1].some((name) => names.has(name));
  const missing = (isShopify ? needs.slice(0, 3) : [needs[3], needs[1], needs[2]])
    .filter(([, spellings]) => !spellings.some((name) => names.has(name)))
    .map(([called]) => called);
  const columns =
    missing.length === 1 ? `The column ${missing[0]} is missing` : `Columns are missing: ${missing.join(", ")}`;
  return `${columns}. Send a product CSV of Shopify, WooCommerce or Magento, one that this store exported (products, collections, categories, attributes), prices of price lists (price_list, sku, currency, price), or texts in other languages (slug, locale, name, description), with its first line.`;
}
