import { sql } from "drizzle-orm";
import type { RoundingMode } from "../../platform/money.ts";
import type { Store } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import { type TaxClass, type TaxRounding, type TaxRules, taxRulesFrom, type Zone, type ZoneRate } from "../rules.ts";

/** How old an isolate's copy of the rules may get, in seconds: a change by staff is heard of everywhere by then. */
const freshness = 60;
const warm = new Warm<Known>(freshness, 1);
const only = "all";

/** Which outside services are asked about taxes, as staff have set it. */
export interface TaxServices {
  /** Who works taxes out; `own`: nobody else. */
  provider: "own" | "stripe";
  /** What that service calls goods of a class. */
  tax_codes: Readonly<Partial<Record<TaxClass, string>>>;
  vat_register: "off" | "vies";
  /** The store's own VAT number, in whose name the register is asked. */
  store_vat_id: string | null;
}

interface Known {
  rules: TaxRules;
  services: TaxServices;
}

interface ZoneRow extends Omit<Zone, "postal_codes" | "rates"> {
  postal_codes: string;
  rates: string;
  rounding_mode: RoundingMode;
  rounding_level: TaxRounding["level"];
  provider: TaxServices["provider"];
  tax_codes: string;
  vat_register: TaxServices["vat_register"];
  store_vat_id: string | null;
}

/** Every tax rule of the store: read once a minute in an isolate, in one statement, however many carts ask. */
export async function taxRules(store: Store): Promise<TaxRules> {
  return (await known(store)).rules;
}

/** Which outside services are asked: read with the rules. */
export async function taxServices(store: Store): Promise<TaxServices> {
  return (await known(store)).services;
}

async function known(store: Store): Promise<Known> {
  const now = store.now().getTime();
  const remembered = warm.get(only, now);
  if (remembered) return remembered;
  const rows = await store.orders.all<ZoneRow>(sql`
    select
      s.rounding_mode, s.rounding_level, s.provider, s.tax_codes, s.vat_register, s.store_vat_id, z.country, z.region, z.postal_codes, z.prices, z.shipping_class, z.rates
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
  const { provider, tax_codes, vat_register, store_vat_id } = first;
  const codes = JSON.parse(tax_codes) as TaxServices["tax_codes"];
  const read: Known = { rules, services: { provider, tax_codes: codes, vat_register, store_vat_id } };
  warm.set(only, read, now);
  return read;
}

/** Forgets what this isolate remembers, when the rules were changed here. */
export function forgetTaxRules(): void {
  warm.delete(only);
}
