import { call, type Query } from "../http.ts";
import { type Named, named } from "../products/named-product.ts";
import type { Versioned } from "../versioned.ts";
import type { Page, Product } from "../wire.ts";

export const collectionStatuses = ["draft", "active"] as const;
type CollectionStatus = (typeof collectionStatuses)[number];

export const operators = ["is", "is_not", "at_least", "at_most", "between", "contains", "contains_not"] as const;
export type Operator = (typeof operators)[number];
export type Value = string | number | boolean;

/** `attribute` is one of those that every product has, or `attr.<code>`. Prices are minor units of the store's currency. */
export interface Condition {
  attribute: string;
  operator: Operator;
  values: Value[];
}

export interface Rules {
  match: "all" | "any";
  conditions: Condition[];
}

export interface Collection {
  id: string;
  slug: string;
  title: string;
  description: string;
  seo_title: string | null;
  seo_description: string | null;
  status: CollectionStatus;
  /** null where products are picked by hand. */
  rules: Rules | null;
  /** What shoppers find in it. */
  product_count: number;
  /** Of one that is picked by hand, read by itself: all of them, in order. */
  product_ids?: string[];
}

/** What is left out stays. */
export type CollectionChange = Partial<
  Pick<Collection, "title" | "slug" | "description" | "seo_title" | "seo_description" | "status" | "product_ids">
> & { rules?: Rules };

export interface Preview {
  fitting: number;
  looked_at: number;
  products: Named[];
  next_cursor: string | null;
}

export const collectionsPage = async (query: Query) => (await call<Page<Collection>>("/collections", { query })).body;

export const collection = async (id: string): Promise<Versioned<Collection>> => {
  const { body, etag } = await call<Collection>(`/collections/${id}`);
  return { ...body, etag };
};

export const createCollection = async (body: CollectionChange) =>
  (await call<Collection>("/collections", { method: "POST", body, once: true })).body;

export const changeCollection = (id: string, body: CollectionChange, etag: string) =>
  call<Collection>(`/collections/${id}`, { method: "PATCH", body, ifMatch: etag });

export const removeCollection = ({ id, etag }: Versioned<Collection>) =>
  call<void>(`/collections/${id}`, { method: "DELETE", ifMatch: etag });

/** Which products would fit, a thousand at a time from the newest on. */
export const previewRules = async (rules: Rules, cursor: string | null) =>
  (await call<Preview>("/collections/preview", { method: "POST", body: { rules, ...(cursor ? { cursor } : {}) } }))
    .body;

/** All products of a collection that was picked by hand, by id; it has at most a thousand. */
export async function productsOf(collectionId: string): Promise<Map<string, Named>> {
  const found = new Map<string, Named>();
  for (let cursor: string | null = null; ; ) {
    const page: Page<Product> = (
      await call<Page<Product>>("/products", { query: { collection: collectionId, status: "any", limit: 100, cursor } })
    ).body;
    for (const product of page.data) found.set(product.id, named(product));
    cursor = page.next_cursor;
    if (cursor === null) return found;
  }
}

interface Facets {
  brands: { value: string }[];
  attributes: Record<string, { value: string }[]>;
}

/** Values that products have, the most frequent first: by what a rule asks, `brand` or `attr.<name>`. */
export async function knownValues(): Promise<Map<string, string[]>> {
  const { facets } = (await call<{ facets: Facets | null }>("/products", { query: { limit: 1 } })).body;
  const values = (counted: { value: string }[]) => counted.map(({ value }) => value);
  const attributes = Object.entries(facets?.attributes ?? {});
  return new Map([
    ["brand", values(facets?.brands ?? [])],
    ...attributes.map(([name, counted]): [string, string[]] => [`attr.${name}`, values(counted)]),
  ]);
}
