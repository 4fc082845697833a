/** How the places of an order are chosen. */
export const strategies = ["nearest", "most_stock", "fewest_parcels"] as const;
export type Strategy = (typeof strategies)[number];

/** A place that orders are served from. */
export interface ServingLocation {
  id: string;
  /** ISO 3166-1 alpha-2; empty where it was never said. */
  country: string;
  postal_code: string;
  /** Countries that parcels from here reach sooner than from elsewhere. */
  serves: readonly string[];
  pickup: boolean;
  /** The smaller comes first where nothing else decides. */
  priority: number;
}

/** Where an order goes; whether it is fetched by its buyer. */
export interface Destination {
  country: string;
  postal_code: string;
  pickup: boolean;
}

/** What can be taken of a variant at a place. Units. */
export interface Shelf {
  variant_id: string;
  location_id: string;
  /** On the shelf, and promised to nobody. */
  free: number;
  /** May be sold there before they are there. */
  ahead: number;
}

/** So many of a variant, from one place. */
export interface Allocation {
  variant_id: string;
  location_id: string;
  quantity: number;
}

/** What is chosen among: beyond so many places the search for the fewest parcels takes the fullest first. */
const mostCombined = 10;

/**
 * Chooses where each piece of an order comes from. What no place has stays with the first of them, so that whoever writes it down
 * is refused by the books and not by a guess.
 * @param wanted one entry a variant; quantities of at least 1
 * @param locations those that are active; at least one
 */
export function allocate(
  wanted: readonly { variant_id: string; quantity: number }[],
  shelves: readonly Shelf[],
  locations: readonly ServingLocation[],
  strategy: Strategy,
  to: Destination,
): Allocation[] {
  const ranked = rank(locations, strategy, to);
  const shelf = (variant: string, location: string) =>
    shelves.find(({ variant_id, location_id }) => variant_id === variant && location_id === location);
  const free = (variant: string, location: string) => Math.max(0, shelf(variant, location)?.free ?? 0);
  const chosen = strategy === "fewest_parcels" ? fewest(wanted, ranked, free) : ranked;
  return wanted.flatMap(({ variant_id, quantity }) => {
    const order = strategy === "most_stock" ? fullestFirst(variant_id, ranked, free) : chosen;
    const whole = strategy === "nearest" ? undefined : order.find(({ id }) => free(variant_id, id) >= quantity);
    return takeInTurn(variant_id, quantity, whole ? [whole] : [...order, ...ranked], free, (id) =>
      Math.max(0, shelf(variant_id, id)?.ahead ?? 0),
    );
  });
}

type UnitsAt = (variantId: string, locationId: string) => number;

/** First what lies there, then what may be sold ahead; what is missing after that is left with the first place that keeps any. */
function takeInTurn(
  variant_id: string,
  quantity: number,
  order: readonly ServingLocation[],
  free: UnitsAt,
  ahead: (locationId: string) => number,
): Allocation[] {
  const taken = new Map<string, number>();
  let missing = quantity;
  const take = (id: string, most: number): void => {
    const units = Math.min(most, missing);
    if (units <= 0) return;
    taken.set(id, (taken.get(id) ?? 0) + units);
    missing -= units;
  };
  const ids = [...new Set(order.map(({ id }) => id))];
  for (const id of ids) take(id, free(variant_id, id));
  for (const id of ids) take(id, ahead(id));
  const [first] = taken.size > 0 ? taken.keys() : ids;
  if (first !== undefined) take(first, missing);
  return [...taken].map(([location_id, units]) => ({ variant_id, location_id, quantity: units }));
}

/** Places in the order in which they are asked: for what is fetched those that buyers may come to, and then the nearest. */
function rank(
  locations: readonly ServingLocation[],
  strategy: Strategy,
  { country, postal_code, pickup }: Destination,
): ServingLocation[] {
  const keys = (one: ServingLocation) => [
    pickup && one.pickup ? 0 : 1,
    ...(strategy === "most_stock" ? [] : [distance(one, country, postal_code)]),
    one.priority,
  ];
  return locations.toSorted((a, b) => compare(keys(a), keys(b)) || (a.id < b.id ? -1 : 1));
}

/**
 * How far a place is, by what is known for certain: the same country is nearer than one that staff said it serves, and that nearer than
 * any other; within a country postal codes that begin alike are neighbours, the more the nearer.
 */
function distance(one: ServingLocation, country: string, postalCode: string): number {
  if (one.country !== country) return one.serves.includes(country) ? 1000 : 2000;
  const [here, there] = [one.postal_code, postalCode].map((code) => code.toUpperCase().replace(/[^A-Z0-9]/g, ""));
  let alike = 0;
  while (here?.[alike] !== undefined && here[alike] === there?.[alike]) alike++;
  return 100 - alike;
}

/** The fewest places that have all of it together; of equally few those that are asked first. All of them where none do. */
function fewest(
  wanted: readonly { variant_id: string; quantity: number }[],
  ranked: readonly ServingLocation[],
  free: UnitsAt,
): readonly ServingLocation[] {
  const useful = (one: ServingLocation) =>
    wanted.reduce((sum, w) => sum + Math.min(w.quantity, free(w.variant_id, one.id)), 0);
  const stocked = ranked.filter((one) => useful(one) > 0);
  const asked =
    stocked.length <= mostCombined ? stocked : stocked.toSorted((a, b) => useful(b) - useful(a)).slice(0, mostCombined);
  const suffices = (some: readonly ServingLocation[]) =>
    wanted.every((w) => some.reduce((sum, { id }) => sum + free(w.variant_id, id), 0) >= w.quantity);
  for (let size = 1; size <= asked.length; size++) {
    const found = combinations(asked, size).find(suffices);
    if (found) return found;
  }
  return ranked;
}

/** All choices of so many, in the order of the list. */
function combinations<One>(list: readonly One[], size: number): One[][] {
  if (size === 0) return [[]];
  return list.flatMap((one, at) => combinations(list.slice(at + 1), size - 1).map((rest) => [one, ...rest]));
}

function fullestFirst(variantId: string, ranked: readonly ServingLocation[], free: UnitsAt): ServingLocation[] {
  return ranked.toSorted((a, b) => free(variantId, b.id) - free(variantId, a.id));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((key, index) => key !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
