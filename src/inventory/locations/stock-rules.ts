import { sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import type { ServingLocation, Strategy } from "./allocate.ts";

/** How old an isolate's copy may get, in seconds: a change by staff is heard of everywhere by then. */
const freshness = 60;
const warm = new Warm<StockRules>(freshness, 1);
const only = "all";

/** How orders are served. */
export interface StockRules {
  strategy: Strategy;
  /** Those that are active, by priority; at least one. */
  locations: readonly ServingLocation[];
}

interface RuleRow extends Omit<ServingLocation, "serves" | "pickup"> {
  strategy: Strategy;
  serves: string;
  pickup: 0 | 1;
}

/** Where orders are served from: read once a minute in an isolate, however many checkouts ask. */
export async function stockRules(store: Store): Promise<StockRules> {
  const now = store.now().getTime();
  const remembered = warm.get(only, now);
  if (remembered) return remembered;
  const rows = await store.orders.all<RuleRow>(sql`
    select s.strategy, l.id, l.country, l.postal_code, l.serves, l.pickup, l.priority
    from stock_settings s join stock_locations l on l.active = 1
    order by l.priority, l.id
  `);
  const [first] = rows;
  if (!first) throw new Error("The books have no place that orders are served from.");
  const read: StockRules = {
    strategy: first.strategy,
    locations: rows.map(({ strategy: _, serves, pickup, ...location }) => ({
      ...location,
      serves: JSON.parse(serves) as string[],
      pickup: pickup === 1,
    })),
  };
  warm.set(only, read, now);
  return read;
}

/** Forgets what this isolate remembers, when it was changed here. */
export function forgetStockRules(): void {
  warm.delete(only);
}
