import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import * as catalog from "../catalog-api.ts";
import type { Attribute } from "../catalog-wire.ts";
import { useCategories, withThoseAbove } from "../products/category-choices.ts";

/** What is defined of attributes, in the order that staff gave them. */
export function useAttributes() {
  return useQuery({ queryKey: ["attributes"], queryFn: catalog.attributes });
}

/** What is defined for products of these categories: by the categories themselves, by those above them, or for all. */
export function useAttributesFor(categoryIds: readonly string[]): Attribute[] {
  const { data: attributes } = useAttributes();
  const { data: categories } = useCategories();
  return useMemo(() => {
    const filedUnder = withThoseAbove(categories ?? [], categoryIds);
    return (attributes ?? []).filter(
      ({ category_ids }) => category_ids.length === 0 || category_ids.some((id) => filedUnder.has(id)),
    );
  }, [attributes, categories, categoryIds]);
}
