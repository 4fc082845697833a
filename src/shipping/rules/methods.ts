import { type SQL, sql } from "drizzle-orm";
import { DomainError, notFound, refuse } from "../../platform/errors.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { offeredLocales } from "../../platform/locales.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { forgetShippingRules } from "../read-rules.ts";
import { faultsOfMethod } from "./check-method.ts";
import type { NewShippingMethod, ShippingMethodChange, StoredMethod } from "./schemas.ts";
import { countChange, readStoredRules, type StoredRules, stillAt } from "./stored.ts";

/** Methods that a store keeps at most: all of them are read at once. */
const most = 100;

/** All methods, in the order in which shoppers see them. */
export async function listShippingMethods(store: Store): Promise<StoredMethod[]> {
  return (await readStoredRules(store)).methods;
}

/** @throws not-found */
export async function findShippingMethod(store: Store, id: string): Promise<StoredMethod> {
  return methodOf(await readStoredRules(store), id);
}

/** @throws invalid-shipping-method pointing at each field, shipping-method-exists, too-many-shipping-rules, changed-meanwhile */
export async function createShippingMethod(store: Store, input: NewShippingMethod): Promise<StoredMethod> {
  const rules = await readStoredRules(store);
  if (rules.methods.length >= most) {
    throw new DomainError("too-many-shipping-rules", `A store keeps at most ${most} shipping methods. Remove one.`);
  }
  if (rules.methods.some(({ code }) => code === input.code)) {
    const detail = `There is a method "${input.code}" already. Change that one, or choose another code.`;
    throw new DomainError("shipping-method-exists", detail, { errors: [{ pointer: "/code", detail }] });
  }
  refuseFaults(store, rules, input);
  const at = timestamp(store);
  const made: StoredMethod = { ...input, id: store.newId("shm"), version: 1, created_at: at, updated_at: at };
  await write(store, rules, made, [
    sql`
      insert into shipping_methods (id, code, name, kind, min_days, max_days, created_at, updated_at)
      select ${made.id}, ${made.code}, ${made.name}, ${made.kind}, ${made.min_days}, ${made.max_days}, ${at}, ${at}
      where ${stillAt(rules.revision)}
    `,
  ]);
  return made;
}

/**
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-shipping-method
 */
export async function updateShippingMethod(
  store: Store,
  id: string,
  version: number,
  change: ShippingMethodChange,
): Promise<StoredMethod> {
  const rules = await readStoredRules(store);
  const before = methodOf(rules, id);
  if (before.version !== version) throw changedMeanwhile();
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: StoredMethod = { ...before, ...named, version: version + 1, updated_at: timestamp(store) };
  refuseFaults(store, rules, after);
  await write(store, rules, after, []);
  return after;
}

/** Orders that were placed keep its name and price. @throws not-found, changed-meanwhile */
export async function deleteShippingMethod(store: Store, id: string, version: number): Promise<void> {
  const rules = await readStoredRules(store);
  if (methodOf(rules, id).version !== version) throw changedMeanwhile();
  const [gone] = await store.orders.batch([
    store.orders.all<{ id: string }>(sql`
      delete from shipping_methods where id = ${id} and version = ${version} and ${stillAt(rules.revision)} returning id
    `),
    store.orders.run(countChange(rules.revision)),
  ]);
  if (gone.length === 0) throw changedMeanwhile();
  forgetShippingRules();
}

/** Writes a method with its zones and rates in one batch, after what must come first; nothing where the rules have changed. */
async function write(store: Store, rules: StoredRules, method: StoredMethod, first: readonly SQL[]): Promise<void> {
  const here = stillAt(rules.revision);
  const zones = JSON.stringify(method.zones);
  const { pickup } = method;
  const [changed] = await store.orders.batch([
    store.orders.all<{ revision: number }>(sql`select revision from shipping_settings where ${here}`),
    ...first.map((statement) => store.orders.run(statement)),
    store.orders.run(sql`
      update shipping_methods set
        name = ${method.name}, description = ${method.description}, translations = ${JSON.stringify(method.translations)},
        kind = ${method.kind}, pickup = ${pickup && JSON.stringify(pickup)}, carrier = ${method.carrier},
        min_days = ${method.min_days}, max_days = ${method.max_days}, tax_class = ${method.tax_class},
        max_grams = ${method.max_grams}, max_length_mm = ${method.max_length_mm}, max_width_mm = ${method.max_width_mm},
        max_height_mm = ${method.max_height_mm}, volumetric_divisor = ${method.volumetric_divisor},
        position = ${method.position}, active = ${method.active ? 1 : 0}, version = ${method.version},
        updated_at = ${method.updated_at}
      where id = ${method.id} and ${here}
    `),
    store.orders.run(sql`delete from shipping_method_zones where method_id = ${method.id} and ${here}`),
    store.orders.run(sql`
      insert into shipping_method_zones (method_id, zone_id, position, min_days, max_days)
      select ${method.id}, z.value ->> 'zone_id', z.key, z.value ->> 'min_days', z.value ->> 'max_days'
      from json_each(${zones}) z where ${here}
    `),
    store.orders.run(sql`
      insert into shipping_rates
        (method_id, zone_id, currency, position, kind, price, bands, free_from, further_parcel, source, service)
      select
        ${method.id}, z.value ->> 'zone_id', r.value ->> 'currency', r.key, r.value ->> 'kind', r.value ->> 'price',
        r.value -> 'bands', r.value ->> 'free_from', r.value ->> 'further_parcel', r.value ->> 'source',
        r.value ->> 'service'
      from json_each(${zones}) z, json_each(z.value, '$.rates') r where ${here}
    `),
    store.orders.run(countChange(rules.revision)),
  ]);
  if (changed.length === 0) throw changedMeanwhile();
  forgetShippingRules();
}

function refuseFaults(store: Store, { zones }: StoredRules, method: NewShippingMethod): void {
  const { STORE_LOCALE, STORE_CURRENCY } = store.env;
  const around = {
    zoneIds: new Set(zones.map(({ id }) => id)),
    currency: STORE_CURRENCY,
    locales: offeredLocales(store.env).filter((locale) => locale !== STORE_LOCALE),
  };
  refuse("invalid-shipping-method", faultsOfMethod(method, around));
}

function methodOf({ methods }: StoredRules, id: string): StoredMethod {
  const found = methods.find((method) => method.id === id);
  if (!found) throw notFound("shipping method");
  return found;
}
