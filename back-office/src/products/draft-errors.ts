import { ApiFailure, type FieldMessages } from "../failure.ts";
import type { ProductDraft } from "./draft.ts";
import { pricedIn } from "./variants/variant-draft.ts";

type Draft = Partial<ProductDraft>;

const shown = new Set([
  "title",
  "slug",
  "description",
  "status",
  "brand",
  "category_ids",
  "attributes",
  "options",
  "variants",
  "seo_title",
  "seo_description",
  "publish_at",
  "unpublish_at",
]);

/** Puts the messages of a refused product at the fields of its form; those that fit no field stand above the form. */
export function atDraftFields(failure: unknown, draft: Draft): unknown {
  if (!(failure instanceof ApiFailure)) return failure;
  if (failure.code === "slug-taken") return failure.atFields({ slug: failure.detail });
  if (failure.errors.length === 0) return failure;
  const fields: FieldMessages = {};
  const elsewhere: string[] = [];
  for (const { pointer, detail } of failure.errors) {
    const path = fieldOf(pointer, draft);
    if (path) place(fields, path, detail);
    else elsewhere.push(detail);
  }
  if (elsewhere.length > 0) fields.root = { serverError: elsewhere.join(" ") };
  return failure.atFields(fields);
}

/** The form's name for what a JSON pointer into the sent product points at; null where the form has no such field. */
function fieldOf(pointer: string, draft: Draft): string[] | null {
  const path = pointer.split("/").slice(1).map(unescaped);
  const [first, second] = path;
  if (!first || !shown.has(first)) return null;
  if (first === "variants" && second !== undefined) return variantField(path, draft);
  if (first === "variants") return null;
  if (first !== "attributes" || second === undefined) return path;
  const row = (draft.attributes ?? []).findIndex(({ name }) => name.trim() === second);
  return row < 0 ? null : ["attributes", String(row), "value"];
}

/** Options and prices stand by place in the form, by name and without the empty ones on the wire. */
function variantField([variants = "", row = "", field, which, part]: string[], draft: Draft): string[] | null {
  if (field === undefined) return [variants, row, "sku"];
  if (field === "options") {
    const at = (draft.options ?? []).findIndex(({ name }) => name === which);
    return [variants, row, "choices", String(Math.max(at, 0))];
  }
  if (field === "prices") {
    const variant = draft.variants?.[Number(row)];
    const at = variant ? pricedIn(variant, draft.currencies ?? [])[Number(which ?? 0)] : undefined;
    return [variants, row, "prices", String(at ?? 0), part === "compare_at_amount" ? part : "amount"];
  }
  return [variants, row, field];
}

/** JSON pointers write `/` as `~1` and `~` as `~0` (RFC 6901). */
function unescaped(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

function place(fields: FieldMessages, path: string[], message: string): void {
  const [step = "", ...rest] = path;
  if (rest.length === 0) {
    fields[step] = message;
    return;
  }
  const inner = fields[step];
  const next = typeof inner === "object" ? inner : {};
  fields[step] = next;
  place(next, rest, message);
}
