import * as api from "../api.ts";
import * as catalog from "../catalog-api.ts";
import type { Links } from "../catalog-wire.ts";
import { ApiFailure } from "../failure.ts";
import { changedLinks, fromDraft, type ProductDraft, toDraft } from "./draft.ts";
import { atDraftFields } from "./draft-errors.ts";

/** A product is saved, but what it leads to is not: the two are written one after the other. */
export class LinksNotSaved extends Error {
  override readonly name = "LinksNotSaved";
}

/** Reads a product with what it leads to, as the form has it. */
export async function readDraft(id: string): Promise<ProductDraft> {
  const [product, links] = await Promise.all([api.product(id), catalog.links(id)]);
  // Somebody saved it between the two.
  if (product.etag !== links.etag) return readDraft(id);
  return toDraft(product, links);
}

/** A new product leads nowhere yet. @throws ApiFailure with its messages at the form's fields */
export async function createDraft(draft: Partial<ProductDraft>): Promise<ProductDraft> {
  const created = await api.createProduct(fromDraft(draft)).catch((failure: unknown) => {
    throw atDraftFields(failure, draft);
  });
  return toDraft(created, noLinks);
}

const noLinks: Links = { related: [], up_sell: [], cross_sell: [] };

/** @throws ApiFailure with its messages at the form's fields; LinksNotSaved where the rest was saved */
export async function saveDraft(id: string, draft: ProductDraft): Promise<ProductDraft> {
  const saved = await api.changeProduct(id, fromDraft(draft), draft.etag).catch((failure: unknown) => {
    throw atDraftFields(failure, draft);
  });
  const { links, links_before } = draft;
  const now = { ...toDraft(saved, noLinks), links, links_before };
  const wanted = changedLinks(draft);
  if (wanted === null) return now;
  try {
    const { etag } = await catalog.putLinks(id, wanted, saved.etag);
    return { ...now, etag, links_before: wanted };
  } catch (failure) {
    const why = failure instanceof ApiFailure ? failure.detail : String(failure);
    throw new LinksNotSaved(`The product is saved, but not what it leads to: ${why}`);
  }
}
