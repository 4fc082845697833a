import { useQuery } from "@tanstack/react-query";
import * as api from "../api.ts";
import type { Category } from "../wire.ts";

/** The tree of categories to choose from, each by its way from the top: `Kitchen › Pots & pans`. */
export function useCategoryChoices() {
  const { data, isPending } = useQuery({ queryKey: ["categories"], queryFn: api.categories, staleTime: 60_000 });
  return { choices: choicesOf(data ?? []), isPending };
}

function choicesOf(categories: Category[]): { id: string; name: string }[] {
  const ways = new Map<string, string>();
  for (const { id, parent_id, name } of categories) {
    const above = parent_id === null ? undefined : ways.get(parent_id);
    ways.set(id, above ? `${above} › ${name}` : name);
  }
  return [...ways].map(([id, name]) => ({ id, name }));
}
