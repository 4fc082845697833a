import { sql } from "drizzle-orm";
import { DomainError, notFound } from "../../platform/errors.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { forgetPriceRules } from "../prices/rules.ts";
import { refuseFaults } from "./check.ts";
import { refuseOverlaps } from "./overlaps.ts";
import type { NewPriceList, PriceListChange, PriceListRecord } from "./schemas.ts";
import { followLists } from "./shelve-prices.ts";

/** Lists that a store keeps at most: all that are active are read at once. */
const most = 500;

interface ListRow extends Omit<PriceListRecord, "groups" | "markets" | "rules" | "adjustment"> {
  groups: string;
  markets: string;
  rules: string;
  kind: "fixed" | "percent";
  percent: string | null;
}

const counted = 10_000;

const selected = sql`
  select
    l.id, l.name, l.status, l.priority, l.starts_at, l.ends_at, l.groups, l.markets, l.rules, l.kind, l.percent, l.version,
    l.created_at, l.updated_at,
    (select count(*) from (select 1 from price_list_prices p where p.price_list_id = l.id limit ${sql.raw(String(counted))}))
      as price_count
  from price_lists l`;

/** All lists, in the order in which they are asked. */
export async function listPriceLists(store: Store): Promise<PriceListRecord[]> {
  return (await store.catalog.all<ListRow>(sql`${selected} order by l.priority desc, l.name, l.id`)).map(fromRow);
}

/** @throws not-found */
export async function findPriceList(store: Store, id: string): Promise<PriceListRecord> {
  const [row] = await store.catalog.all<ListRow>(sql`${selected} where l.id = ${id}`);
  if (!row) throw notFound("price list");
  return fromRow(row);
}

/** @throws invalid-price-list pointing at each field, and naming the other where two lists of one priority overlap */
export async function createPriceList(store: Store, given: NewPriceList): Promise<PriceListRecord> {
  const at = timestamp(store);
  const input = begun(given, at);
  await refuseFaults(store, input);
  const id = store.newId("plist");
  await refuseOverlaps(store, { ...input, id });
  const { name, status, priority, starts_at, ends_at, groups, markets, rules, adjustment } = input;
  const made = await store.catalog.all<{ id: string }>(sql`
    insert into price_lists (
      id, name, status, priority, starts_at, ends_at, groups, markets, rules, kind, percent, created_at, updated_at
    )
    select
      ${id}, ${name}, ${status}, ${priority}, ${starts_at}, ${ends_at}, ${JSON.stringify(groups)},
      ${JSON.stringify(markets)}, ${JSON.stringify(rules)}, ${adjustment.kind}, ${percentOf(input)}, ${at}, ${at}
    where (select count(*) from price_lists) < ${most}
    returning id
  `);
  if (made.length === 0) {
    throw new DomainError("invalid-price-list", `A store keeps at most ${most} price lists. Remove one that is over.`);
  }
  forgetPriceRules();
  await followLists(store);
  return findPriceList(store, id);
}

/**
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-price-list
 */
export async function updatePriceList(
  store: Store,
  id: string,
  version: number,
  change: PriceListChange,
): Promise<PriceListRecord> {
  const before = await findPriceList(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const at = timestamp(store);
  const wanted: PriceListRecord = {
    ...before,
    name: change.name ?? before.name,
    status: change.status ?? before.status,
    priority: change.priority ?? before.priority,
    starts_at: change.starts_at === undefined ? before.starts_at : change.starts_at,
    ends_at: change.ends_at === undefined ? before.ends_at : change.ends_at,
    groups: change.groups ?? before.groups,
    markets: change.markets ?? before.markets,
    rules: change.rules ?? before.rules,
    adjustment: change.adjustment ?? before.adjustment,
  };
  const after = begun(wanted, at);
  await refuseFaults(store, after, before);
  await refuseOverlaps(store, after);
  const { name, status, priority, starts_at, ends_at, groups, markets, rules } = after;
  const changed = await store.catalog.all<{ shelved: number }>(sql`
    update price_lists set
      name = ${name}, status = ${status}, priority = ${priority}, starts_at = ${starts_at}, ends_at = ${ends_at},
      groups = ${JSON.stringify(groups)}, markets = ${JSON.stringify(markets)}, rules = ${JSON.stringify(rules)},
      percent = ${percentOf(after)}, version = version + 1, updated_at = ${at}
    where id = ${id} and version = ${version}
    returning shelved
  `);
  if (changed.length === 0) throw changedMeanwhile();
  forgetPriceRules();
  await followLists(store, changed[0]?.shelved === 1);
  return findPriceList(store, id);
}

/** Takes a list away with its prices; orders keep what they were bought at. @throws not-found, changed-meanwhile */
export async function deletePriceList(store: Store, id: string, version: number): Promise<void> {
  await findPriceList(store, id);
  // The prices go first, so that what was offered is remembered; nothing goes where somebody was faster.
  const [, gone] = await store.catalog.batch([
    store.catalog.run(sql`
      delete from price_list_prices
      where price_list_id = ${id} and exists (select 1 from price_lists where id = ${id} and version = ${version})
    `),
    store.catalog.all<{ shelved: number }>(
      sql`delete from price_lists where id = ${id} and version = ${version} returning shelved`,
    ),
  ]);
  if (gone.length === 0) throw changedMeanwhile();
  forgetPriceRules();
  if (gone[0]?.shelved === 1) await followLists(store, true);
}

/** A list that is made active without saying from when begins at once: what is reduced then can be told by the days before. */
function begun<List extends Pick<PriceListRecord, "status" | "starts_at">>(list: List, now: string): List {
  return list.status === "active" && list.starts_at === null ? { ...list, starts_at: now } : list;
}

function percentOf({ adjustment }: Pick<PriceListRecord, "adjustment">): string | null {
  return adjustment.kind === "percent" ? adjustment.percent : null;
}

function fromRow({ kind, percent, groups, markets, rules, ...row }: ListRow): PriceListRecord {
  return {
    ...row,
    groups: JSON.parse(groups) as string[],
    markets: JSON.parse(markets) as string[],
    rules: JSON.parse(rules) as PriceListRecord["rules"],
    adjustment: kind === "percent" ? { kind, percent: percent ?? "0" } : { kind },
  };
}
