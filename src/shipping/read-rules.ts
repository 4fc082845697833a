import type { Address } from "../platform/schemas.ts";
import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { type ShippingRules, shippingRulesFrom } from "./methods.ts";
import { readStoredRules } from "./rules/stored.ts";

/** How old an isolate's copy of the rules may get, in seconds: a change by staff is heard of everywhere by then. */
const freshness = 60;
const warm = new Warm<Known>(freshness, 1);
const only = "all";

interface Known {
  rules: ShippingRules;
  from: Address | null;
}

/** Every rule of shipping of the store: read once a minute in an isolate, in one statement, however many carts ask. */
export async function shippingRules(store: Store): Promise<ShippingRules> {
  return (await readKnown(store)).rules;
}

/** Where parcels leave; null while nobody has said. Read with the rules. */
export async function shippedFrom(store: Store): Promise<Address | null> {
  return (await readKnown(store)).from;
}

async function readKnown(store: Store): Promise<Known> {
  const now = store.now().getTime();
  const known = warm.get(only, now);
  if (known) return known;
  const { zones, methods, ship_from: from } = await readStoredRules(store);
  const offered = methods.filter(({ active }) => active);
  const read = { rules: shippingRulesFrom(zones, offered), from };
  warm.set(only, read, now);
  return read;
}

/** Forgets what this isolate remembers, when the rules were changed here. */
export function forgetShippingRules(): void {
  warm.delete(only);
}
