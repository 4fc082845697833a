import { createProduct } from "../../src/catalog/products/products.ts";
import { ask, storeFor } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";

export interface Answer<Body> {
  status: number;
  etag: string;
  body: Body;
}

/** What a refusal says. */
export interface Refused {
  code: string;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}

export type Send = <Body>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<Body>>;

/** Sends requests as somebody: staff, unless another token is given. */
export async function sender(token?: string): Promise<Send> {
  const auth = bearer(token ?? (await signInStaff()));
  return async (method, path, body, headers = {}) => {
    const answer = await ask(method, path, body, { ...auth, ...headers });
    const text = await answer.text();
    return { status: answer.status, etag: answer.headers.get("ETag") ?? "", body: JSON.parse(text || "null") };
  };
}

export const pointersOf = ({ errors = [] }: Refused): string[] => errors.map(({ pointer }) => pointer);

let count = 0;

export interface Sold {
  product_id: string;
  variant_id: string;
  sku: string;
  slug: string;
}

/** Puts a product of one variant on sale at these prices: minor units by currency. */
export async function sellAt(prices: Record<string, number>, over: { brand?: string | null } = {}): Promise<Sold> {
  const n = ++count;
  const product = await createProduct(storeFor(), {
    ...{ title: `Copper pan ${n}`, slug: `priced-${n}`, description: "", status: "active", brand: over.brand ?? null },
    ...{ category_ids: [], attributes: {}, options: [] },
    variants: [
      {
        ...{ sku: `PRICED-${n}`, options: {}, barcode: null, stock: 1000, weight_grams: 500 },
        prices: Object.entries(prices).map(([currency, amount]) => ({ currency, amount, compare_at_amount: null })),
      },
    ],
  });
  const variant = product.variants[0];
  if (!variant) throw new Error("The product came without its variant.");
  return { product_id: product.id, variant_id: variant.id, sku: variant.sku, slug: product.slug };
}
