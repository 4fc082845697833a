import { sql } from "drizzle-orm";
import { type FieldError, refuse } from "../../platform/errors.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { readVatId } from "../vat-id.ts";
import { forgetTaxRules } from "./read-rules.ts";
import type { TaxSettings, TaxSettingsChange } from "./schemas.ts";

interface SettingsRow extends Omit<TaxSettings, "tax_codes"> {
  tax_codes: string;
}

const columns = sql`
  rounding_mode, rounding_level, provider, tax_codes, vat_register, store_vat_id, version, updated_at`;

/** How amounts of tax are rounded from now on, and which outside services are asked. */
export async function readTaxSettings(store: Store): Promise<TaxSettings> {
  const [row] = await store.orders.all<SettingsRow>(sql`select ${columns} from tax_settings`);
  if (!row) throw new Error("The books have no tax settings.");
  return fromRow(row);
}

/**
 * Orders that were placed before keep what they were rounded by, and whose taxes they bear.
 * @param version the one that the caller has read
 * @throws changed-meanwhile, invalid-tax-settings pointing at each field
 */
export async function changeTaxSettings(
  store: Store,
  version: number,
  change: TaxSettingsChange,
): Promise<TaxSettings> {
  refuse("invalid-tax-settings", faultsOf(store, change));
  const before = await readTaxSettings(store);
  if (before.version !== version) throw changedMeanwhile();
  const { rounding_mode, rounding_level, provider, tax_codes, vat_register, store_vat_id } = { ...before, ...change };
  const [changed] = await store.orders.all<SettingsRow>(sql`
    update tax_settings set
      rounding_mode = ${rounding_mode}, rounding_level = ${rounding_level}, provider = ${provider},
      tax_codes = ${JSON.stringify(tax_codes)}, vat_register = ${vat_register},
      store_vat_id = ${store_vat_id ? readVatId(store_vat_id) : null},
      version = version + 1, updated_at = ${timestamp(store)}
    where version = ${version}
    returning ${columns}
  `);
  if (!changed) throw changedMeanwhile();
  forgetTaxRules();
  return fromRow(changed);
}

function faultsOf(store: Store, { provider, tax_codes, store_vat_id }: TaxSettingsChange): FieldError[] {
  const faults: FieldError[] = [];
  if (provider === "stripe" && !store.env.STRIPE_SECRET_KEY) {
    faults.push({ pointer: "/provider", detail: "Stripe Tax needs the secret STRIPE_SECRET_KEY. Set it first." });
  }
  for (const [taxClass, code] of Object.entries(tax_codes ?? {})) {
    if (/^txcd_\d{8}$/.test(code)) continue;
    faults.push({ pointer: `/tax_codes/${taxClass}`, detail: "A tax code of Stripe, as txcd_35010000." });
  }
  if (store_vat_id && !readVatId(store_vat_id)) {
    const detail = "This is no VAT identification number of the European Union. Look at its digits.";
    faults.push({ pointer: "/store_vat_id", detail });
  }
  return faults;
}

function fromRow(row: SettingsRow): TaxSettings {
  return { ...row, tax_codes: JSON.parse(row.tax_codes) as TaxSettings["tax_codes"] };
}
