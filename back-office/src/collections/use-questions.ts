import { useQuery } from "@tanstack/react-query";
import { useAttributes } from "../attributes/definitions.ts";
import { questions } from "./asking.ts";
import { knownValues } from "./collection-api.ts";

/** Values that products have, to choose from. */
export function useKnownValues(): ReadonlyMap<string, string[]> {
  const { data } = useQuery({ queryKey: ["known-values"], queryFn: knownValues, staleTime: 60_000 });
  return data ?? new Map();
}

/** What rules can ask of products; undefined until it is known. */
export function useQuestions() {
  const { data, error, refetch } = useAttributes();
  const known = useKnownValues();
  return { all: data && questions(data, [...known.keys()]), error, refetch };
}
