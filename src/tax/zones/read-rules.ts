import { sql } from "drizzle-orm";
import type { RoundingMode } from "../../platform/money.ts";
import type { Store } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import { type TaxRounding, type TaxRules, taxRulesFrom, type Zone, type ZoneRate } from "../rules.ts";

/** How old an isolate's copy of the rules may get, in seconds: a change by staff is heard of everywhere by then. */
const freshness = 60;
const warm = new Warm<TaxRules>(freshness, 1);
const only = "all";

interface ZoneRow extends Omit<Zone, "postal_codes" | "rates"> {
  postal_codes: string;
  rates: string;
  rounding_mode: RoundingMode;
  rounding_level: TaxRounding["level"];
}

/** Every tax rule of the store: read once a minute in an isolate, in one statement, however many carts ask. */
export async function taxRules(store: Store): Promise<TaxRules> {
  const now = store.now().getTime();
  const known = warm.get(only, now);
  if (known) return known;
  const rows = await store.orders.all<ZoneRow>(sql`
    select s.rounding_mode, s.rounding_level, z.country, z.region, z.postal_codes, z.prices, z.shipping_class, z.rates
    from tax_settings s left join tax_zones z on true order by z.id
  `);
  const [first] = rows;
  if (!first) throw new Error("The books have no tax settings.");
  const zones = rows.flatMap(({ country, region, postal_codes, prices, shipping_class, rates }): Zone[] => {
    if (country === null) return [];
    const codes = JSON.parse(postal_codes) as string[];
    return [{ country, region, postal_codes: codes, prices, shipping_class, rates: JSON.parse(rates) as ZoneRate[] }];
  });
  const rules = taxRulesFrom({ mode: first.rounding_mode, level: first.rounding_level }, zones);
  warm.set(only, rules, now);
  return rules;
}

/** Forgets what this isolate remembers, when the rules were changed here. */
export function forgetTaxRules(): void {
  warm.delete(only);
}
