import { sql } from "drizzle-orm";
import { DomainError, notFound, refuse } from "../../platform/errors.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { forgetShippingRules } from "../read-rules.ts";
import { faultsOfZone } from "./check-zone.ts";
import type { NewShippingZone, ShippingZoneChange, StoredZone } from "./schemas.ts";
import { countChange, readStoredRules, type StoredRules, stillAt } from "./stored.ts";

/** Zones that a store keeps at most: all of them are read at once. */
const most = 500;

/** All zones, the store's own country first and everywhere else last. */
export async function listShippingZones(store: Store): Promise<StoredZone[]> {
  return (await readStoredRules(store)).zones;
}

/** @throws not-found */
export async function findShippingZone(store: Store, id: string): Promise<StoredZone> {
  return zoneOf(await readStoredRules(store), id);
}

/** @throws invalid-shipping-zone pointing at each field, too-many-shipping-rules, changed-meanwhile in a race with another change */
export async function createShippingZone(store: Store, input: NewShippingZone): Promise<StoredZone> {
  const rules = await readStoredRules(store);
  if (rules.zones.length >= most) {
    throw new DomainError("too-many-shipping-rules", `A store keeps at most ${most} shipping zones. Remove one.`);
  }
  const zone = plain(input);
  refuse("invalid-shipping-zone", faultsOfZone(zone, rules.zones, store.env.STORE_COUNTRY));
  const id = store.newId("shz");
  const at = timestamp(store);
  const [made] = await store.orders.batch([
    store.orders.all<{ id: string }>(sql`
      insert into shipping_zones (id, name, reach, countries, regions, postal_codes, created_at, updated_at)
      select
        ${id}, ${zone.name}, ${zone.reach}, ${JSON.stringify(zone.countries)}, ${JSON.stringify(zone.regions)},
        ${JSON.stringify(zone.postal_codes)}, ${at}, ${at}
      where ${stillAt(rules.revision)}
      returning id
    `),
    store.orders.run(countChange(rules.revision)),
  ]);
  if (made.length === 0) throw changedMeanwhile();
  forgetShippingRules();
  return { ...zone, id, version: 1, created_at: at, updated_at: at };
}

/**
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-shipping-zone
 */
export async function updateShippingZone(
  store: Store,
  id: string,
  version: number,
  change: ShippingZoneChange,
): Promise<StoredZone> {
  const rules = await readStoredRules(store);
  const before = zoneOf(rules, id);
  if (before.version !== version) throw changedMeanwhile();
  const after: StoredZone = {
    ...before,
    ...plain({
      name: change.name ?? before.name,
      reach: change.reach ?? before.reach,
      countries: change.countries ?? before.countries,
      regions: change.regions ?? before.regions,
      postal_codes: change.postal_codes ?? before.postal_codes,
    }),
    version: version + 1,
    updated_at: timestamp(store),
  };
  const others = rules.zones.filter((zone) => zone.id !== id);
  refuse("invalid-shipping-zone", faultsOfZone(after, others, store.env.STORE_COUNTRY));
  const [changed] = await store.orders.batch([
    store.orders.all<{ id: string }>(sql`
      update shipping_zones set
        name = ${after.name}, reach = ${after.reach}, countries = ${JSON.stringify(after.countries)},
        regions = ${JSON.stringify(after.regions)}, postal_codes = ${JSON.stringify(after.postal_codes)},
        version = ${after.version}, updated_at = ${after.updated_at}
      where id = ${id} and version = ${version} and ${stillAt(rules.revision)}
      returning id
    `),
    store.orders.run(countChange(rules.revision)),
  ]);
  if (changed.length === 0) throw changedMeanwhile();
  forgetShippingRules();
  return after;
}

/**
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, shipping-zone-in-use naming the methods that lead there
 */
export async function deleteShippingZone(store: Store, id: string, version: number): Promise<void> {
  const rules = await readStoredRules(store);
  if (zoneOf(rules, id).version !== version) throw changedMeanwhile();
  const methods = rules.methods.filter(({ zones }) => zones.some(({ zone_id }) => zone_id === id));
  if (methods.length > 0) {
    const names = methods.map(({ name }) => `"${name}"`).join(", ");
    throw new DomainError("shipping-zone-in-use", `${names} leads there. Take the zone out of the method first.`, {
      methods: methods.map((method) => ({ id: method.id, code: method.code })),
    });
  }
  const [gone] = await store.orders.batch([
    store.orders.all<{ id: string }>(sql`
      delete from shipping_zones where id = ${id} and version = ${version} and ${stillAt(rules.revision)} returning id
    `),
    store.orders.run(countChange(rules.revision)),
  ]);
  if (gone.length === 0) throw changedMeanwhile();
  forgetShippingRules();
}

function zoneOf({ zones }: StoredRules, id: string): StoredZone {
  const found = zones.find((zone) => zone.id === id);
  if (!found) throw notFound("shipping zone");
  return found;
}

/** A zone with its places as they are kept: postal codes in capitals and once each. */
function plain({ name, reach, countries, regions, postal_codes }: NewShippingZone): NewShippingZone {
  const codes = [...new Set(postal_codes.map((code) => code.trim().toUpperCase()))];
  return { name, reach, countries, regions: [...new Set(regions)], postal_codes: codes };
}
