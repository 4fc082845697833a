import { sql } from "drizzle-orm";
import { refuse } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import type { NewPriceList } from "./schemas.ts";

/** What must be known of a list to tell whether it gets in another's way. */
type Placed = Pick<
  NewPriceList,
  "name" | "status" | "priority" | "starts_at" | "ends_at" | "groups" | "markets" | "rules" | "adjustment"
> & { id: string };

interface PlacedRow {
  id: string;
  name: string;
  starts_at: string | null;
  ends_at: string | null;
  groups: string;
  markets: string;
  rules: string;
  kind: "fixed" | "percent";
}

/**
 * Refuses an active list that shares its priority, its time, a market and a group of customers with another active one, where both
 * would have a price for the same thing: nobody could say which of them was meant.
 * @throws invalid-price-list naming the other
 */
export async function refuseOverlaps(store: Store, list: Placed): Promise<void> {
  const rivals = await rivalsOf(store, list);
  const [first] =
    list.adjustment.kind === "percent"
      ? rivals.filter((other) => other.kind === "percent" && sameGoods(list, other))
      : await sharing(store, list.id, rivals);
  if (!first) return;
  refuse("invalid-price-list", [{ pointer: "/priority", detail: overlapWith(first.name) }]);
}

/** Tells staff which list is in the way, and what to do. */
export function overlapWith(name: string): string {
  return `${name} has a price for the same at the same time, for the same buyers. Give one of the two a higher priority.`;
}

/** Active lists of the same priority that hold at some same time, for some same buyer, in some same market. */
export async function rivalsOf(store: Store, list: Placed): Promise<PlacedRow[]> {
  if (list.status !== "active") return [];
  const rows = await store.catalog.all<PlacedRow>(sql`
    select id, name, starts_at, ends_at, groups, markets, rules, kind from price_lists
    where status = 'active' and priority = ${list.priority} and id <> ${list.id}
      and (ends_at is null or ${list.starts_at} is null or ends_at > ${list.starts_at})
      and (starts_at is null or ${list.ends_at} is null or starts_at < ${list.ends_at})
    order by name
  `);
  const meet = (one: readonly string[], other: readonly string[]): boolean =>
    one.length === 0 || other.length === 0 || one.some((each) => other.includes(each));
  return rows.filter(
    ({ groups, markets }) =>
      meet(list.groups, JSON.parse(groups) as string[]) && meet(list.markets, JSON.parse(markets) as string[]),
  );
}

/** Lists by percent meet where either is for everything, or both say the same of what they are for. */
function sameGoods({ rules }: Placed, other: PlacedRow): boolean {
  const theirs = JSON.parse(other.rules) as Placed["rules"];
  if (rules.conditions.length === 0 || theirs.conditions.length === 0) return true;
  return JSON.stringify(rules) === JSON.stringify(theirs);
}

/** Those of the rivals with fixed prices that have one for a variant that this list has one for. */
async function sharing(store: Store, id: string, rivals: readonly PlacedRow[]): Promise<PlacedRow[]> {
  const fixed = rivals.filter(({ kind }) => kind === "fixed");
  if (fixed.length === 0) return [];
  const rows = await store.catalog.all<{ id: string }>(sql`
    select value as id from json_each(${JSON.stringify(fixed.map((rival) => rival.id))}) rival
    where exists (
      select 1 from price_list_prices own
      join price_list_prices theirs
        on theirs.variant_id = own.variant_id and theirs.currency = own.currency and theirs.price_list_id = rival.value
      where own.price_list_id = ${id}
    )
  `);
  const there = new Set(rows.map((row) => row.id));
  return fixed.filter((rival) => there.has(rival.id));
}
