import { sql } from "drizzle-orm";
import { countries } from "../../platform/countries.ts";
import { DomainError, type FieldError, notFound, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import type { Certificate } from "../certificate.ts";
import { faultOfDays } from "../days.ts";
import type { Exemption, ExemptionChange, ExemptionQuery, NewExemption } from "./schemas.ts";

interface ExemptionRow extends Omit<Exemption, "places"> {
  places: string;
}

const selected = sql`
  select x.id, x.customer_id, u.email, x.number, x.reason, x.places, x.since, x.until, x.version, x.created_at, x.updated_at
  from tax_exemptions x join users u on u.id = x.customer_id`;

/** Certificates, the newest first. @throws invalid-cursor */
export async function listExemptions(store: Store, { limit, cursor, customer }: ExemptionQuery) {
  const list = `tax-exemptions:${customer ?? ""}`;
  const [before] = cursor === undefined ? [null] : readCursor(list, cursor, ["string"]);
  const rows = await store.customers.all<ExemptionRow>(sql`
    ${selected}
    where (${before} is null or x.id < ${before})
      and (${customer ?? null} is null or u.id = ${customer ?? null} or u.email = lower(${customer ?? null}))
    order by x.id desc limit ${limit + 1}
  `);
  const last = rows[limit - 1];
  return {
    data: rows.slice(0, limit).map(fromRow),
    next_cursor: rows.length > limit && last ? writeCursor(list, [last.id]) : null,
  };
}

/** @throws not-found */
export async function findExemption(store: Store, id: string): Promise<Exemption> {
  const [row] = await store.customers.all<ExemptionRow>(sql`${selected} where x.id = ${id}`);
  if (!row) throw notFound("tax exemption");
  return fromRow(row);
}

/** @throws invalid-tax-exemption pointing at each field, tax-exemption-exists */
export async function createExemption(store: Store, input: NewExemption): Promise<Exemption> {
  refuse("invalid-tax-exemption", faultsOf(input));
  const id = store.newId("exm");
  const at = timestamp(store);
  const { customer, number, reason, places, since, until } = input;
  const made = await unlessTaken(
    store.customers.all<{ id: string }>(sql`
      insert into tax_exemptions (id, customer_id, number, reason, places, since, until, created_at, updated_at)
      select ${id}, u.id, ${number}, ${reason}, ${JSON.stringify(places)}, ${since}, ${until}, ${at}, ${at}
      from users u where u.id = ${customer} or u.email = lower(${customer})
      returning id
    `),
  );
  const detail = "There is no such account. Guests are never exempt: the customer has to sign up first.";
  if (made.length === 0) refuse("invalid-tax-exemption", [{ pointer: "/customer", detail }]);
  return findExemption(store, id);
}

/**
 * Orders that were placed before keep what freed them.
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-tax-exemption, tax-exemption-exists
 */
export async function updateExemption(
  store: Store,
  id: string,
  version: number,
  change: ExemptionChange,
): Promise<Exemption> {
  const before = await findExemption(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const after = {
    number: change.number ?? before.number,
    reason: change.reason ?? before.reason,
    places: change.places ?? before.places,
    since: change.since ?? before.since,
    until: change.until === undefined ? before.until : change.until,
  };
  refuse("invalid-tax-exemption", faultsOf(after));
  const { number, reason, places, since, until } = after;
  const changed = await unlessTaken(
    store.customers.all<{ id: string }>(sql`
      update tax_exemptions set
        number = ${number}, reason = ${reason}, places = ${JSON.stringify(places)}, since = ${since}, until = ${until},
        version = version + 1, updated_at = ${timestamp(store)}
      where id = ${id} and version = ${version}
      returning id
    `),
  );
  if (changed.length === 0) throw changedMeanwhile();
  return findExemption(store, id);
}

/** @throws not-found, changed-meanwhile */
export async function deleteExemption(store: Store, id: string, version: number): Promise<void> {
  await findExemption(store, id);
  const gone = await store.customers.all<{ id: string }>(
    sql`delete from tax_exemptions where id = ${id} and version = ${version} returning id`,
  );
  if (gone.length === 0) throw changedMeanwhile();
}

/** Every certificate of whoever calls, whether it holds today or not; a guest has none, and nothing is read for one. */
export async function ownCertificates(store: Store): Promise<Certificate[]> {
  const { actor } = store;
  if (actor.kind !== "customer" && actor.kind !== "staff") return [];
  const rows = await store.customers.all<Omit<Certificate, "places"> & { places: string }>(
    sql`select id, number, reason, places, since, until from tax_exemptions where customer_id = ${actor.id}`,
  );
  return rows.map((row) => ({ ...row, places: JSON.parse(row.places) as Certificate["places"] }));
}

function faultsOf({ places, since, until }: Pick<Exemption, "places" | "since" | "until">): FieldError[] {
  const faults = places.flatMap(({ country }, index) =>
    countries.has(country)
      ? []
      : [{ pointer: `/places/${index}/country`, detail: `${country} is no country of ISO 3166-1.` }],
  );
  const days = faultOfDays(since, until);
  return days ? [...faults, { pointer: `/${days.field}`, detail: days.text }] : faults;
}

/** One number of one account begins once a day: the schema refuses the second. */
async function unlessTaken<Rows>(writing: Promise<Rows>): Promise<Rows> {
  try {
    return await writing;
  } catch (thrown) {
    if (!/tax_exemptions\.customer_id/.test(failureText(thrown))) throw thrown;
    throw new DomainError("tax-exemption-exists", "This customer has a certificate with this number already.");
  }
}

function fromRow(row: ExemptionRow): Exemption {
  return { ...row, places: JSON.parse(row.places) as Exemption["places"] };
}
