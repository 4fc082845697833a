import { sql } from "drizzle-orm";
import { DomainError, type FieldError, notFound, refuse } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { CustomerGroup, Membership, NewGroup } from "./group-schemas.ts";
import { knownGroups, ownGroups } from "./known-groups.ts";

/** Groups that a store keeps at most. */
const most = 200;

/** The store's own groups, by name. */
export function listGroups(store: Store): Promise<CustomerGroup[]> {
  return store.customers.all<CustomerGroup>(
    sql`select code, name, version, created_at, updated_at from customer_groups order by name, code`,
  );
}

/** @throws group-exists */
export async function createGroup(store: Store, { code, name }: NewGroup): Promise<CustomerGroup> {
  const at = timestamp(store);
  try {
    const [made] = await store.customers.all<CustomerGroup>(sql`
      insert into customer_groups (code, name, created_at, updated_at)
      select ${code}, ${name}, ${at}, ${at} where (select count(*) from customer_groups) < ${most}
      returning code, name, version, created_at, updated_at
    `);
    if (made) return made;
    throw new DomainError("group-exists", `A store keeps at most ${most} groups. Remove one that nobody needs.`);
  } catch (thrown) {
    if (/UNIQUE|CHECK/.test(failureText(thrown))) {
      throw new DomainError("group-exists", `There is a group ${code} already. Choose another code.`);
    }
    throw thrown;
  }
}

/** @param version the one that the caller has read @throws not-found, changed-meanwhile */
export async function renameGroup(store: Store, code: string, version: number, name: string): Promise<CustomerGroup> {
  const [changed] = await store.customers.all<CustomerGroup>(sql`
    update customer_groups set name = ${name}, version = version + 1, updated_at = ${timestamp(store)}
    where code = ${code} and version = ${version}
    returning code, name, version, created_at, updated_at
  `);
  if (changed) return changed;
  throw await whyNot(store, code);
}

/**
 * Takes a group away; whoever was in it no longer is.
 * @throws not-found, changed-meanwhile, group-in-use naming the price lists that are for it
 */
export async function deleteGroup(store: Store, code: string, version: number): Promise<void> {
  const named = await store.catalog.all<{ id: string; name: string }>(sql`
    select id, name from price_lists l
    where exists (select 1 from json_each(l.groups) one where one.value = ${code}) order by name limit 20
  `);
  const [first] = named;
  if (first) {
    const detail = `The price list ${first.name} is for this group. Take the group out of it first.`;
    throw new DomainError("group-in-use", detail, { price_lists: named });
  }
  const gone = await store.customers.all<{ code: string }>(
    sql`delete from customer_groups where code = ${code} and version = ${version} returning code`,
  );
  if (gone.length === 0) throw await whyNot(store, code);
}

async function whyNot(store: Store, code: string): Promise<DomainError> {
  const [row] = await store.customers.all(sql`select 1 from customer_groups where code = ${code}`);
  return row ? changedMeanwhile() : notFound("group of customers");
}

interface MemberRow {
  groups: string;
  version: number;
}

/** The store's own groups that a customer is in. @throws not-found */
export async function findMembership(store: Store, customerId: string): Promise<Membership> {
  const [row] = await store.customers.all<MemberRow>(
    sql`select groups, groups_version as version from users where id = ${customerId}`,
  );
  if (!row) throw notFound("customer");
  return toMembership(customerId, row);
}

/**
 * Puts a customer into these of the store's own groups, and no others. They are told to prices by the access token, so it counts
 * from the next one on: within fifteen minutes.
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, unknown-group pointing at each
 */
export async function setMembership(
  store: Store,
  customerId: string,
  version: number,
  groups: readonly string[],
): Promise<Membership> {
  const known = await knownGroups(store);
  const own = new Set<string>(ownGroups);
  refuse(
    "unknown-group",
    groups.flatMap((code, index): FieldError[] => {
      const pointer = `/groups/${index}`;
      if (own.has(code)) return [{ pointer, detail: `${code} is not given here: it says what somebody may do.` }];
      return known.has(code) ? [] : [{ pointer, detail: `There is no group ${code}.` }];
    }),
  );
  const wanted = JSON.stringify([...new Set(groups)].toSorted());
  const [row] = await store.customers.all<MemberRow>(sql`
    update users set
      groups = (
        select json_group_array(value) from (
          select value from json_each(users.groups) where value in (select value from json_each(${JSON.stringify(ownGroups)}))
          union all select value from json_each(${wanted})
        )
      ),
      groups_version = groups_version + 1, updated_at = ${timestamp(store)}
    where id = ${customerId} and groups_version = ${version}
    returning groups, groups_version as version
  `);
  if (row) return toMembership(customerId, row);
  await findMembership(store, customerId);
  throw changedMeanwhile();
}

function toMembership(customer_id: string, { groups, version }: MemberRow): Membership {
  const all = JSON.parse(groups) as string[];
  return { customer_id, groups: all.filter((code) => !ownGroups.some((own) => own === code)), version };
}
