import { defaultTaxClass, type TaxClass } from "../../../src/tax/rules.ts";
import { type AttributeDraft, fromSaid, toSaid } from "../attributes/attribute-draft.ts";
import { type LinkedIds, type Links, linkKinds } from "../catalog-wire.ts";
import type { Versioned } from "../versioned.ts";
import type { Product, ProductStatus } from "../wire.ts";
import { fromVariantDraft, toVariantDraft, type VariantDraft } from "./variants/variant-draft.ts";

/**
 * A product as it stands in the form: amounts are the decimal text that a person types, attributes are rows, and what the
 * wire names by option or currency stands in the order of `options` and `currencies`, so that an option can be renamed.
 */
export interface ProductDraft {
  id: string;
  etag: string;
  title: string;
  slug: string;
  description: string | null;
  status: ProductStatus;
  brand: string | null;
  tax_class: TaxClass;
  category_ids: string[];
  attributes: AttributeDraft[];
  options: { name: string; values: string[] }[];
  currencies: string[];
  variants: VariantDraft[];
  seo_title: string | null;
  seo_description: string | null;
  publish_at: string | null;
  unpublish_at: string | null;
  /** What it leads to, and what it led to when it was read. */
  links: Record<keyof Links, LinkedProduct[]>;
  links_before: LinkedIds;
}

/** As much of another product as it takes to know it. */
export type LinkedProduct = Pick<Product, "id" | "title" | "status" | "images">;

export function toDraft(product: Versioned<Product>, links: Links): ProductDraft {
  const { options, variants, attributes } = product;
  const currencies = [...new Set(variants.flatMap(({ prices }) => prices.map(({ currency }) => currency)))];
  return {
    id: product.id,
    etag: product.etag,
    title: product.title,
    slug: product.slug,
    description: product.description,
    status: product.status,
    brand: product.brand,
    tax_class: product.tax_class,
    category_ids: product.category_ids,
    attributes: Object.entries(attributes).map(([name, value]) => ({ name, ...toSaid(value) })),
    options,
    currencies,
    variants: variants.map((variant) => toVariantDraft(variant, options, currencies)),
    seo_title: product.seo_title,
    seo_description: product.seo_description,
    publish_at: product.publish_at,
    unpublish_at: product.unpublish_at,
    links: {
      related: links.related.map(toLinked),
      up_sell: links.up_sell.map(toLinked),
      cross_sell: links.cross_sell.map(toLinked),
    },
    links_before: idsOf(links),
  };
}

export function toLinked({ id, title, status, images }: Product): LinkedProduct {
  return { id, title, status, images: images.slice(0, 1) };
}

function idsOf(links: Record<keyof Links, { id: string }[]>): LinkedIds {
  const ids = (kind: keyof Links) => links[kind].map(({ id }) => id);
  return { related: ids("related"), up_sell: ids("up_sell"), cross_sell: ids("cross_sell") };
}

/** What the product is to lead to, where that has changed; null where it has not. */
export function changedLinks({ links, links_before }: ProductDraft): LinkedIds | null {
  const ids = idsOf(links);
  const same = linkKinds.every((kind) => ids[kind].join() === links_before[kind].join());
  return same ? null : ids;
}

/** What is sent: the fields that staff may set, and no others, since the store refuses what it does not know. */
export function fromDraft(draft: Partial<ProductDraft>) {
  const options = draft.options ?? [];
  const status = draft.status ?? "draft";
  return {
    title: draft.title ?? "",
    ...(draft.slug ? { slug: draft.slug } : {}),
    description: draft.description ?? "",
    status,
    brand: draft.brand || null,
    tax_class: draft.tax_class ?? defaultTaxClass,
    category_ids: draft.category_ids ?? [],
    attributes: Object.fromEntries((draft.attributes ?? []).map(({ name, ...said }) => [name.trim(), fromSaid(said)])),
    options: options.map(({ name, values }) => ({ name, values })),
    variants: (draft.variants ?? []).map((variant) => fromVariantDraft(variant, options, draft.currencies ?? [])),
    seo_title: draft.seo_title || null,
    seo_description: draft.seo_description || null,
    // An hour that can no longer come is refused, and the form hides it.
    publish_at: status === "draft" ? (draft.publish_at ?? null) : null,
    unpublish_at: status === "archived" ? null : (draft.unpublish_at ?? null),
  };
}
