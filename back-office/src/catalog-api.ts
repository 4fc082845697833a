import type {
  Attribute,
  AttributeChange,
  BulkChange,
  BulkEdit,
  BulkRefusal,
  BulkTarget,
  Category,
  CategoryChange,
  FormerPrice,
  LinkedIds,
  Links,
  NewAttribute,
} from "./catalog-wire.ts";
import { call } from "./http.ts";
import type { Versioned } from "./versioned.ts";
import type { Page } from "./wire.ts";

/** The endpoints of the catalogue's own screens: categories, attributes, links, edits of many products. See also api.ts. */

interface Known {
  id: string;
  version: number;
}

const asRead = ({ version }: Known) => `"${version}"`;

export const categories = async () => (await call<{ data: Category[] }>("/categories")).body.data;

export const createCategory = async (body: CategoryChange) =>
  (await call<Category>("/categories", { method: "POST", body, once: true })).body;

export const changeCategory = async (category: Known, body: CategoryChange) =>
  (await call<Category>(`/categories/${category.id}`, { method: "PATCH", body, ifMatch: asRead(category) })).body;

export const removeCategory = (category: Known) =>
  call<void>(`/categories/${category.id}`, { method: "DELETE", ifMatch: asRead(category) });

export const attributes = async () => (await call<{ data: Attribute[] }>("/attributes")).body.data;

export const createAttribute = async (body: NewAttribute) =>
  (await call<Attribute>("/attributes", { method: "POST", body, once: true })).body;

export const changeAttribute = async (attribute: Known, body: AttributeChange) =>
  (await call<Attribute>(`/attributes/${attribute.id}`, { method: "PATCH", body, ifMatch: asRead(attribute) })).body;

export const removeAttribute = (attribute: Known) =>
  call<void>(`/attributes/${attribute.id}`, { method: "DELETE", ifMatch: asRead(attribute) });

/** Slugs that lead to the one that a product or category has now. */
export const formerSlugs = async (of: "products" | "categories", id: string) =>
  (await call<{ data: string[] }>(`/${of}/${id}/former_slugs`)).body.data;

export const links = async (productId: string): Promise<Versioned<Links>> => {
  const { body, etag } = await call<Links>(`/products/${productId}/links`);
  return { ...body, etag };
};

/** @param etag of the product: links are part of it */
export const putLinks = async (productId: string, body: LinkedIds, etag: string): Promise<Versioned<Links>> => {
  const answer = await call<Links>(`/products/${productId}/links`, { method: "PUT", body, ifMatch: etag });
  return { ...answer.body, etag: answer.etag };
};

/** What a variant cost before, currency by currency, the latest first. */
export const formerPrices = async (variantId: string) =>
  (await call<Page<FormerPrice>>(`/variants/${variantId}/former_prices`, { query: { limit: 100 } })).body;

export const editProducts = async (target: BulkTarget, change: BulkChange) =>
  (await call<BulkEdit>("/products/bulk", { method: "POST", body: { ...target, change }, once: true })).body;

export const bulkEdits = async () => (await call<Page<BulkEdit>>("/products/bulk", { query: { limit: 20 } })).body;

export const bulkEdit = async (id: string) => (await call<BulkEdit>(`/products/bulk/${id}`)).body;

export const bulkRefusals = async (id: string) =>
  (await call<Page<BulkRefusal>>(`/products/bulk/${id}/refusals`, { query: { limit: 100 } })).body;

export const stopBulkEdit = async (id: string) =>
  (await call<BulkEdit>(`/products/bulk/${id}/cancel`, { method: "POST" })).body;
