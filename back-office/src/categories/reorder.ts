import * as catalog from "../catalog-api.ts";
import type { Category } from "../catalog-wire.ts";

/**
 * Moves a category one place up or down among its siblings. Those whose place is not written yet, or is now another, are
 * written; each with the version that was read, so that nobody's change is lost.
 * @throws ApiFailure
 */
export async function reorder(categories: readonly Category[], moved: Category, by: -1 | 1): Promise<void> {
  const siblings = categories.filter(({ parent_id }) => parent_id === moved.parent_id);
  const at = siblings.findIndex(({ id }) => id === moved.id);
  const ordered = siblings.toSpliced(at, 1).toSpliced(at + by, 0, moved);
  for (const [position, category] of ordered.entries()) {
    if (category.position !== position) await catalog.changeCategory(category, { position });
  }
}
