import { env } from "cloudflare:workers";
import { createCollection } from "../../src/catalog/collections/collections.ts";
import { newCollection } from "../../src/catalog/collections/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type Product, productChange, productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";

/** Things to put into collections, and ways to look at what is in one. */

export const staff = openStore(env, {
  actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] },
});
export const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });

export interface Thing {
  brand?: string;
  category_ids?: string[];
  attributes?: Record<string, string | number | boolean | string[]>;
  price?: number;
  before?: number;
  stock?: number;
  status?: "draft" | "active";
  title?: string;
}

let count = 0;

export function make({ price = 1000, before, stock, ...fields }: Thing = {}, store = staff): Promise<Product> {
  const sku = `COL-${++count}`;
  return createProduct(
    store,
    newProduct.parse({
      title: `Thing ${sku}`,
      status: "active",
      ...fields,
      variants: [
        { sku, prices: [{ currency: "EUR", amount: price, compare_at_amount: before ?? null }], stock: stock ?? null },
      ],
    }),
  );
}

export const picked = (title: string, productIds: readonly string[], over: Record<string, unknown> = {}) =>
  createCollection(staff, newCollection.parse({ title, status: "active", product_ids: productIds, ...over }));

export const ruled = (title: string, match: "all" | "any", ...conditions: unknown[]) =>
  createCollection(staff, newCollection.parse({ title, status: "active", rules: { match, conditions } }));

export const is = (attribute: string, ...values: unknown[]) => ({ attribute, operator: "is", values });

/** The ids of what is in it, page by page. */
export async function contents(
  collection: string,
  query: Record<string, string> = {},
  store = shopper,
): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const asked = productQuery.parse({ collection, limit: "3", ...query, ...(cursor ? { cursor } : {}) });
    const page = await listProducts(store, asked);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  return seen;
}

export const newestFirst = (...products: Product[]) => products.map(({ id }) => id).reverse();

export async function change(product: Product, fields: Record<string, unknown>): Promise<Product> {
  const { version } = await findProduct(staff, product.id);
  return updateProduct(staff, product.id, version, productChange.parse(fields));
}
