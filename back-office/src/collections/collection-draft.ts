import type { Named } from "../products/named-product.ts";
import { type DraftRules, fromDraftRules, type Question, toDraftRules } from "./asking.ts";
import type { Collection, CollectionChange } from "./collection-api.ts";

/** A collection as it stands in the form. Both ways of filling it are kept while staff look from one to the other. */
export interface CollectionDraft {
  title: string;
  slug: string;
  description: string;
  seo_title: string;
  seo_description: string;
  status: Collection["status"];
  way: "picked" | "ruled";
  picked: Named[];
  rules: DraftRules;
}

export const emptyDraft: CollectionDraft = {
  title: "",
  slug: "",
  description: "",
  seo_title: "",
  seo_description: "",
  status: "draft",
  way: "picked",
  picked: [],
  rules: { match: "all", conditions: [] },
};

/** @param products what is known of those that were picked */
export function toDraft(
  collection: Collection,
  products: ReadonlyMap<string, Named>,
  questions: readonly Question[],
  currency: string,
): CollectionDraft {
  const { title, slug, description, seo_title, seo_description, status, rules, product_ids = [] } = collection;
  return {
    title,
    slug,
    description,
    seo_title: seo_title ?? "",
    seo_description: seo_description ?? "",
    status,
    way: rules === null ? "picked" : "ruled",
    picked: product_ids.map((id) => products.get(id) ?? { id, title: id, image_url: null }),
    rules: rules === null ? emptyDraft.rules : toDraftRules(rules, questions, currency),
  };
}

/** The draft as the store takes it; null while its rule is not typed to its end. */
export function fromDraft(
  draft: CollectionDraft,
  questions: readonly Question[],
  currency: string,
): CollectionChange | null {
  const { title, slug, description, seo_title, seo_description, status, way, picked } = draft;
  const rules = way === "ruled" ? fromDraftRules(draft.rules, questions, currency) : null;
  if (way === "ruled" && rules === null) return null;
  return {
    title,
    ...(slug.trim() ? { slug: slug.trim() } : {}),
    description,
    seo_title: seo_title.trim() || null,
    seo_description: seo_description.trim() || null,
    status,
    ...(rules ? { rules } : { product_ids: picked.map(({ id }) => id) }),
  };
}
