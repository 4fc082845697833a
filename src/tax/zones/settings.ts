import { sql } from "drizzle-orm";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { forgetTaxRules } from "./read-rules.ts";
import type { TaxSettings, TaxSettingsChange } from "./schemas.ts";

/** How amounts of tax are rounded from now on. */
export async function readTaxSettings(store: Store): Promise<TaxSettings> {
  const [settings] = await store.orders.all<TaxSettings>(
    sql`select rounding_mode, rounding_level, version, updated_at from tax_settings`,
  );
  if (!settings) throw new Error("The books have no tax settings.");
  return settings;
}

/**
 * Orders that were placed before keep what they were rounded by.
 * @param version the one that the caller has read
 * @throws changed-meanwhile
 */
export async function changeTaxSettings(
  store: Store,
  version: number,
  change: TaxSettingsChange,
): Promise<TaxSettings> {
  const [changed] = await store.orders.all<TaxSettings>(sql`
    update tax_settings set
      rounding_mode = coalesce(${change.rounding_mode ?? null}, rounding_mode),
      rounding_level = coalesce(${change.rounding_level ?? null}, rounding_level),
      version = version + 1, updated_at = ${timestamp(store)}
    where version = ${version}
    returning rounding_mode, rounding_level, version, updated_at
  `);
  if (!changed) throw changedMeanwhile();
  forgetTaxRules();
  return changed;
}
