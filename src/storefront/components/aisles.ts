import type { Category } from "../../catalog/categories/schemas.ts";

/** A shop with fewer ways in than this opens its widest category into what is below it. */
const fewest = 6;

/**
 * The categories that the shop is entered by: the top of the tree, or, where that is only a few, the widest of them opened up.
 * Empty ones are left out.
 */
export function aislesOf(categories: readonly Category[]): Category[] {
  const below = (parentId: string | null) =>
    categories.filter((category) => category.parent_id === parentId && category.product_count > 0);
  let aisles = below(null);
  while (aisles.length < fewest) {
    const [widest] = aisles
      .filter(({ id }) => below(id).length > 1)
      .toSorted((a, b) => b.product_count - a.product_count);
    if (!widest) break;
    aisles = aisles.flatMap((aisle) => (aisle === widest ? below(aisle.id) : [aisle]));
  }
  return aisles;
}
