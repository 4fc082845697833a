import type { Store } from "../platform/store.ts";
import { Warm } from "../platform/warm.ts";
import { type ShippingRules, shippingRulesFrom } from "./methods.ts";
import { readStoredRules } from "./rules/stored.ts";

/** How old an isolate's copy of the rules may get, in seconds: a change by staff is heard of everywhere by then. */
const freshness = 60;
const warm = new Warm<ShippingRules>(freshness, 1);
const only = "all";

/** Every rule of shipping of the store: read once a minute in an isolate, in one statement, however many carts ask. */
export async function shippingRules(store: Store): Promise<ShippingRules> {
  const now = store.now().getTime();
  const known = warm.get(only, now);
  if (known) return known;
  const { zones, methods } = await readStoredRules(store);
  const rules = shippingRulesFrom(
    zones,
    methods.filter(({ active }) => active),
  );
  warm.set(only, rules, now);
  return rules;
}

/** Forgets what this isolate remembers, when the rules were changed here. */
export function forgetShippingRules(): void {
  warm.delete(only);
}
