import { sql } from "drizzle-orm";
import { DomainError, notFound } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { faultsOfZone } from "../check-zone.ts";
import { forgetTaxRules } from "./read-rules.ts";
import type { NewTaxZone, TaxZone, TaxZoneChange } from "./schemas.ts";

/** Zones that a store keeps at most: all of them are read at once. */
const most = 1000;

interface ZoneRow extends Omit<TaxZone, "postal_codes" | "rates"> {
  postal_codes: string;
  rates: string;
}

const selected = sql`
  select id, name, country, region, postal_codes, prices, shipping_class, rates, version, created_at, updated_at
  from tax_zones`;

/** All zones, by country, whole countries first. */
export async function listTaxZones(store: Store): Promise<TaxZone[]> {
  const rows = await store.orders.all<ZoneRow>(
    sql`${selected} order by country, region is not null, postal_codes <> '[]', name, id`,
  );
  return rows.map(fromRow);
}

/** @throws not-found */
export async function findTaxZone(store: Store, id: string): Promise<TaxZone> {
  const [row] = await store.orders.all<ZoneRow>(sql`${selected} where id = ${id}`);
  if (!row) throw notFound("tax zone");
  return fromRow(row);
}

/** @throws invalid-tax-zone pointing at each field, tax-zone-exists */
export async function createTaxZone(store: Store, input: NewTaxZone): Promise<TaxZone> {
  refuseFaults(input);
  const id = store.newId("zone");
  const at = timestamp(store);
  const { name, country, region, prices, shipping_class } = input;
  const made = await unlessTaken(
    store.orders.all<{ id: string }>(sql`
      insert into tax_zones
        (id, name, country, region, postal_codes, prices, shipping_class, rates, created_at, updated_at)
      select
        ${id}, ${name}, ${country}, ${region}, ${placesOf(input)}, ${prices}, ${shipping_class},
        ${JSON.stringify(input.rates)}, ${at}, ${at}
      where (select count(*) from tax_zones) < ${most}
      returning id
    `),
  );
  if (made.length === 0) {
    throw new DomainError("tax-zone-exists", `A store keeps at most ${most} tax zones. Remove one that nobody needs.`);
  }
  forgetTaxRules();
  return findTaxZone(store, id);
}

/**
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-tax-zone, tax-zone-exists
 */
export async function updateTaxZone(
  store: Store,
  id: string,
  version: number,
  change: TaxZoneChange,
): Promise<TaxZone> {
  const before = await findTaxZone(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const after: TaxZone = {
    ...before,
    name: change.name ?? before.name,
    country: change.country ?? before.country,
    region: change.region === undefined ? before.region : change.region,
    postal_codes: change.postal_codes ?? before.postal_codes,
    prices: change.prices ?? before.prices,
    shipping_class: change.shipping_class ?? before.shipping_class,
    rates: change.rates ?? before.rates,
  };
  refuseFaults(after);
  const { name, country, region, prices, shipping_class } = after;
  const changed = await unlessTaken(
    store.orders.all<{ id: string }>(sql`
      update tax_zones set
        name = ${name}, country = ${country}, region = ${region}, postal_codes = ${placesOf(after)}, prices = ${prices},
        shipping_class = ${shipping_class}, rates = ${JSON.stringify(after.rates)}, version = version + 1,
        updated_at = ${timestamp(store)}
      where id = ${id} and version = ${version}
      returning id
    `),
  );
  if (changed.length === 0) throw changedMeanwhile();
  forgetTaxRules();
  return findTaxZone(store, id);
}

/** @throws not-found, changed-meanwhile */
export async function deleteTaxZone(store: Store, id: string, version: number): Promise<void> {
  await findTaxZone(store, id);
  const gone = await store.orders.all<{ id: string }>(
    sql`delete from tax_zones where id = ${id} and version = ${version} returning id`,
  );
  if (gone.length === 0) throw changedMeanwhile();
  forgetTaxRules();
}

function refuseFaults(zone: Parameters<typeof faultsOfZone>[0]): void {
  const errors = faultsOfZone(zone);
  const [first] = errors;
  if (first) throw new DomainError("invalid-tax-zone", `${first.pointer}: ${first.detail}`, { errors });
}

/** Two zones of one place are told apart by nothing: the schema refuses the second. */
async function unlessTaken<Rows>(writing: Promise<Rows>): Promise<Rows> {
  try {
    return await writing;
  } catch (thrown) {
    if (!/tax_zones_by_place/.test(failureText(thrown))) throw thrown;
    throw new DomainError("tax-zone-exists", "Another zone holds this very place. Change that one.");
  }
}

/** The codes of a zone as they are kept: in order, so that the same codes are the same text. */
function placesOf({ postal_codes }: Pick<TaxZone, "postal_codes">): string {
  return JSON.stringify([...new Set(postal_codes.map((code) => code.trim().toUpperCase()))].toSorted());
}

function fromRow(row: ZoneRow): TaxZone {
  return {
    ...row,
    postal_codes: JSON.parse(row.postal_codes) as string[],
    rates: JSON.parse(row.rates) as TaxZone["rates"],
  };
}
