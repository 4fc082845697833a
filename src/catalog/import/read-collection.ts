import { createHash } from "node:crypto";
import type { CsvRow } from "../../platform/csv-cells.ts";
import { mostPicked, newCollection } from "../collections/schemas.ts";
import { slugFrom } from "../slugs.ts";
import { nothingIn } from "./columns.ts";
import { type CollectionDraft, type ReadProduct, type RowNote, refuseAll } from "./product-drafts.ts";

/** A product that is made of others, as its row tells it. */
interface GroupedProduct extends Omit<CollectionDraft, "line" | "slug"> {
  /** The address that the file gives it; empty where it gives none. */
  slug: string;
  /** What it has there, and a collection has not, as `price`. */
  leaves: string[];
}

/**
 * A product that is made of others, read as a collection of them: it has no price of its own.
 * @param handle what reports call it
 * @param column the one that names its parts
 */
export function readCollection(
  { line, cells }: CsvRow,
  handle: string,
  told: GroupedProduct,
  column: string,
): ReadProduct {
  const { leaves, parts: named, ...texts } = told;
  const slug = slugFrom(told.slug) || slugFrom(told.title) || nameless(told.title);
  const parts = [...new Set(named)];
  if (parts.length === 0) return refuseAll([{ line, cells }], handle, nothingIn("product that it is made of", column));
  if (parts.length > mostPicked) {
    const reason = `It is made of ${parts.length} products; a collection that is picked by hand has at most ${mostPicked}.`;
    return refuseAll([{ line, cells }], handle, reason);
  }
  const checked = newCollection.safeParse({ ...texts, slug });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return refuseAll([{ line, cells }], handle, `${issue?.path.join(" ")}: ${issue?.message ?? "it cannot be used"}`);
  }
  const notes: RowNote[] = [];
  if (leaves.length > 0) {
    const reason = `It has no price of its own, and came in as a collection of its products; its ${leaves.join(", ")} stayed behind.`;
    notes.push({ line, kind: "noted", handle, reason });
  }
  return { handle, slug, knownBy: "slug", draft: null, notes, collection: { ...texts, line, slug, parts } };
}

/** An address for a title that has no Latin letters: the same each time it is read. */
function nameless(title: string): string {
  return `group-${createHash("sha256").update(title).digest("hex").slice(0, 12)}`;
}

/** A part as other rows name it: by its SKU, or by the number that it had there. */
export function partName(written: string): string {
  return /^id:\d+$/.test(written) ? written : `sku:${written}`;
}
