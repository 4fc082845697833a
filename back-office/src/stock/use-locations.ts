import { useQuery } from "@tanstack/react-query";
import { type StockLocation, stockLocations } from "./stock-api.ts";

/** All places where stock lies; none until they are known. */
export function useLocations(): { locations: StockLocation[]; nameOf: (id: string) => string } {
  const { data = [] } = useQuery({ queryKey: ["stock-locations"], queryFn: stockLocations, staleTime: 60_000 });
  return { locations: data, nameOf: (id) => data.find((location) => location.id === id)?.name ?? id };
}

/** Places as a field to choose among shows them. */
export const choicesOf = (locations: readonly StockLocation[]) =>
  locations.map(({ id, name, active }) => [id, active ? name : `${name} (closed)`] as const);
