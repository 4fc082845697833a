import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import * as catalog from "../catalog-api.ts";
import type { Category } from "../catalog-wire.ts";

/** The tree of categories, each after its parent. */
export function useCategories() {
  return useQuery({ queryKey: ["categories"], queryFn: catalog.categories });
}

/** The tree of categories to choose from, each by its way from the top: `Kitchen › Pots & pans`. */
export function useCategoryChoices() {
  const { data, isPending } = useCategories();
  const choices = useMemo(() => choicesOf(data ?? []), [data]);
  return { choices, isPending };
}

/** Categories by their way from the top, as a field to choose from takes them. */
export function choicesOf(categories: readonly Category[]): { id: string; name: string }[] {
  const ways = new Map<string, string>();
  for (const { id, parent_id, name } of categories) {
    const above = parent_id === null ? undefined : ways.get(parent_id);
    ways.set(id, above ? `${above} › ${name}` : name);
  }
  return [...ways].map(([id, name]) => ({ id, name }));
}

/** These categories and all above them. */
export function withThoseAbove(categories: readonly Category[], ids: readonly string[]): Set<string> {
  const parents = new Map(categories.map(({ id, parent_id }) => [id, parent_id]));
  const found = new Set<string>();
  for (const start of ids) {
    for (let id: string | null | undefined = start; id && !found.has(id); id = parents.get(id)) found.add(id);
  }
  return found;
}
