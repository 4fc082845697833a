import { sql } from "drizzle-orm";
import { countries } from "../../platform/countries.ts";
import { refuse } from "../../platform/errors.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import type { Address } from "../../platform/schemas.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { forgetShippingRules } from "../read-rules.ts";
import type { ShippingSettings, ShippingSettingsChange } from "./schemas.ts";

interface SettingsRow extends Omit<ShippingSettings, "ship_from"> {
  ship_from: string | null;
}

/** Where parcels leave. */
export async function readShippingSettings(store: Store): Promise<ShippingSettings> {
  const [row] = await store.orders.all<SettingsRow>(sql`select ship_from, version, updated_at from shipping_settings`);
  if (!row) throw new Error("The books have no shipping settings.");
  return fromRow(row);
}

/**
 * @param version the one that the caller has read
 * @throws changed-meanwhile, invalid-shipping-method for a country that is none
 */
export async function changeShippingSettings(
  store: Store,
  version: number,
  { ship_from }: ShippingSettingsChange,
): Promise<ShippingSettings> {
  if (ship_from && !countries.has(ship_from.country)) {
    const detail = `${ship_from.country} is no country of ISO 3166-1.`;
    refuse("invalid-shipping-method", [{ pointer: "/ship_from/country", detail }]);
  }
  const [changed] = await store.orders.all<SettingsRow>(sql`
    update shipping_settings set
      ship_from = ${ship_from && JSON.stringify(ship_from)}, version = version + 1, updated_at = ${timestamp(store)}
    where version = ${version}
    returning ship_from, version, updated_at
  `);
  if (!changed) throw changedMeanwhile();
  forgetShippingRules();
  return fromRow(changed);
}

function fromRow({ ship_from, ...row }: SettingsRow): ShippingSettings {
  return { ...row, ship_from: ship_from === null ? null : (JSON.parse(ship_from) as Address) };
}
