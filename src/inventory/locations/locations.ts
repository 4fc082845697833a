import { sql } from "drizzle-orm";
import { countries } from "../../platform/countries.ts";
import { DomainError, notFound, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import type { Location, LocationChange, NewLocation, StockSettings, StockSettingsChange } from "./schemas.ts";
import { forgetStockRules } from "./stock-rules.ts";

/** Places that a store keeps at most: all of them are read at once. */
const most = 100;

interface LocationRow extends Omit<Location, "serves" | "active" | "pickup"> {
  serves: string;
  active: 0 | 1;
  pickup: 0 | 1;
}

/** All places, those that orders are served from first. */
export async function listLocations(store: Store): Promise<Location[]> {
  const rows = await store.orders.all<LocationRow>(sql`
    select
      p.id, p.name, p.line1, p.postal_code, p.city, p.country, p.serves, p.active, p.pickup, p.priority, p.version,
      coalesce((select sum(l.on_hand) from stock_levels l where l.location_id = p.id), 0) as units
    from stock_locations p order by p.active desc, p.priority, p.id
  `);
  return rows.map((row) => ({
    ...row,
    serves: JSON.parse(row.serves) as string[],
    active: row.active === 1,
    pickup: row.pickup === 1,
  }));
}

/** @throws not-found */
export async function findLocation(store: Store, id: string): Promise<Location> {
  const found = (await listLocations(store)).find((location) => location.id === id);
  if (!found) throw notFound("location");
  return found;
}

/** @throws invalid-location, location-exists */
export async function createLocation(store: Store, input: NewLocation): Promise<Location> {
  refuseStrangeCountries(input);
  const id = store.newId("loc");
  const { name, line1, postal_code, city, country, serves, active, pickup, priority } = input;
  const [made] = await named(() =>
    store.orders.all<{ id: string }>(sql`
      insert into stock_locations
        (id, name, line1, postal_code, city, country, serves, active, pickup, priority, updated_at)
      select
        ${id}, ${name}, ${line1}, ${postal_code}, ${city}, ${country}, ${JSON.stringify(serves)}, ${Number(active)},
        ${Number(pickup)}, ${priority}, ${timestamp(store)}
      where (select count(*) from stock_locations) < ${most}
      returning id
    `),
  );
  if (!made) throw new DomainError("invalid-location", `A store keeps at most ${most} locations.`);
  forgetStockRules();
  return { id, ...input, units: 0, version: 1 };
}

/**
 * Orders are served from a place only while it is active; who is promised something that lies there still gets it from there.
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-location, location-exists, last-location
 */
export async function updateLocation(
  store: Store,
  id: string,
  version: number,
  change: LocationChange,
): Promise<Location> {
  const before = await findLocation(store, id);
  const after: Location = {
    ...before,
    name: change.name ?? before.name,
    line1: change.line1 ?? before.line1,
    postal_code: change.postal_code ?? before.postal_code,
    city: change.city ?? before.city,
    country: change.country ?? before.country,
    serves: change.serves ?? before.serves,
    active: change.active ?? before.active,
    pickup: change.pickup ?? before.pickup,
    priority: change.priority ?? before.priority,
  };
  refuseStrangeCountries(change);
  const [changed] = await named(() =>
    store.orders.all<{ id: string }>(sql`
      update stock_locations set
        name = ${after.name}, line1 = ${after.line1}, postal_code = ${after.postal_code}, city = ${after.city},
        country = ${after.country}, serves = ${JSON.stringify(after.serves)}, active = ${Number(after.active)},
        pickup = ${Number(after.pickup)}, priority = ${after.priority}, version = version + 1, updated_at = ${timestamp(store)}
      where id = ${id} and version = ${version}
      returning id
    `),
  );
  if (!changed) throw changedMeanwhile();
  forgetStockRules();
  return { ...after, version: version + 1 };
}

/** Tells what the schema refuses in words for people. */
async function named<Answer>(write: () => Promise<Answer>): Promise<Answer> {
  try {
    return await write();
  } catch (thrown) {
    const text = failureText(thrown);
    if (text.includes("UNIQUE constraint failed"))
      throw new DomainError("location-exists", "Another location has this name. Give it one of its own.");
    if (text.includes("last_active_location"))
      throw new DomainError("last-location", "Orders are served from here alone. Open another location first.");
    throw thrown;
  }
}

function refuseStrangeCountries({ country, serves = [] }: LocationChange): void {
  const unknown = (code: string) => `${code} is no country of ISO 3166-1.`;
  refuse("invalid-location", [
    ...(country && !countries.has(country) ? [{ pointer: "/country", detail: unknown(country) }] : []),
    ...serves.flatMap((code, index) =>
      countries.has(code) ? [] : [{ pointer: `/serves/${index}`, detail: unknown(code) }],
    ),
  ]);
}

const settings = sql`strategy, low_stock_at, version, updated_at`;

export async function readStockSettings(store: Store): Promise<StockSettings> {
  const [row] = await store.orders.all<StockSettings>(sql`select ${settings} from stock_settings`);
  if (!row) throw new Error("The books have no settings of stock.");
  return row;
}

/** @param version the one that the caller has read @throws changed-meanwhile */
export async function changeStockSettings(
  store: Store,
  version: number,
  change: StockSettingsChange,
): Promise<StockSettings> {
  const [changed] = await store.orders.all<StockSettings>(sql`
    update stock_settings set
      strategy = coalesce(${change.strategy ?? null}, strategy), low_stock_at = coalesce(${change.low_stock_at ?? null}, low_stock_at),
      version = version + 1, updated_at = ${timestamp(store)}
    where version = ${version}
    returning ${settings}
  `);
  if (!changed) throw changedMeanwhile();
  forgetStockRules();
  return changed;
}
