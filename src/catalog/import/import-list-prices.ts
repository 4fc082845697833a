import { sql } from "drizzle-orm";
import { type Store, timestamp } from "../../platform/store.ts";
import { overlapWith, rivalsOf } from "../price-lists/overlaps.ts";
import { listPriceLists } from "../price-lists/price-lists.ts";
import type { PriceListRecord } from "../price-lists/schemas.ts";
import { mostOfVariant, soldIn, type Tiers, tooManyOfVariant } from "../price-lists/sold-in.ts";
import type { Knowledge } from "./known-products.ts";
import type { DraftListPrice, ReadProduct, RowNote } from "./product-drafts.ts";

/** What the store knows of the rows of a chunk that speak of price lists. */
export interface ListKnowledge {
  lists: readonly PriceListRecord[];
  /** By {@link rowKey}. */
  rows: ReadonlyMap<string, KnownRow>;
  /** Names of lists that are in the way, by list, variant and currency. */
  taken: ReadonlyMap<string, string>;
}

interface KnownRow {
  variant: string;
  /** Whether the variant is sold in the currency at all. */
  sold: boolean;
  /** What lists ask for it in the currency, by list. */
  held: Record<string, Tiers>;
}

/** What is to become of a variant's price in a list. */
export interface ListPricePlan {
  /** The variant. */
  id: string;
  list: string;
  currency: string;
  tiers: Tiers;
  outcome: "created" | "updated" | "unchanged";
  names: { name: string; line: number }[];
}

const rowKey = ({ sku, currency }: Pick<DraftListPrice, "sku" | "currency">): string => `${currency} ${sku}`;
const nameOf = ({ list, sku, currency }: DraftListPrice): string => `list:${list}:${currency}:${sku}`;

export function namesOfListPrice({ listPrice }: ReadProduct): string[] {
  return listPrice ? [nameOf(listPrice)] : [];
}

const nothing: ListKnowledge = { lists: [], rows: new Map(), taken: new Map() };

/** Looks up everything that the rows of a chunk may touch: nothing where none speaks of a price list. */
export async function findListPrices(store: Store, reads: readonly ReadProduct[]): Promise<ListKnowledge> {
  const asked = reads.flatMap(({ listPrice }) => listPrice ?? []);
  if (asked.length === 0) return nothing;
  const [lists, found] = await Promise.all([
    listPriceLists(store),
    store.catalog.all<{ sku: string; currency: string; variant: string; sold: number; held: string }>(sql`
      with asked as (
        select distinct value ->> 0 as sku, value ->> 1 as currency
        from json_each(${JSON.stringify(asked.map(({ sku, currency }) => [sku, currency]))})
      )
      select
        asked.sku, asked.currency, v.id as variant, ${soldIn(sql`v.id`, sql`asked.currency`)} as sold, (
          select json_group_object(price_list_id, json(tiers)) from (
            select h.price_list_id, json_group_array(
              json_object('min_quantity', h.min_quantity, 'amount', h.amount) order by h.min_quantity
            ) as tiers
            from price_list_prices h where h.variant_id = v.id and h.currency = asked.currency group by h.price_list_id
          )
        ) as held
      from asked cross join variants v on v.sku = asked.sku
    `),
  ]);
  const rows = new Map(
    found.map(({ sku, currency, variant, sold, held }) => [
      rowKey({ sku, currency }),
      { variant, sold: sold === 1, held: JSON.parse(held) as KnownRow["held"] },
    ]),
  );
  return { lists, rows, taken: await inTheWay(store, asked, lists) };
}

/** For each list that is asked of, the others of its priority that hold at the same time. */
async function inTheWay(
  store: Store,
  asked: readonly DraftListPrice[],
  lists: readonly PriceListRecord[],
): Promise<Map<string, string>> {
  const named = new Set(asked.map(({ list }) => list));
  const ours = lists.filter(
    ({ id, name, adjustment }) => adjustment.kind === "fixed" && (named.has(id) || named.has(name)),
  );
  const rivals = await Promise.all(
    ours.map(async (list) =>
      (await rivalsOf(store, list))
        .filter(({ kind }) => kind === "fixed")
        .map(({ id, name }): [string, string] => [`${list.id} ${id}`, name]),
    ),
  );
  return new Map(rivals.flat());
}

/** Decides what becomes of a row of a price list; why it is refused goes into `notes`. */
export function planListPrice(
  { listPrice, handle }: ReadProduct,
  { lists, rows, taken }: ListKnowledge,
  { lines }: Knowledge,
  notes: RowNote[],
): ListPricePlan | null {
  if (!listPrice) return null;
  const { line, tiers, currency } = listPrice;
  const name = nameOf(listPrice);
  const list = listNamed(listPrice.list, lists);
  const row = rows.get(rowKey(listPrice));
  const reason = typeof list === "string" ? list : refusal(list, row);
  if (reason !== null || typeof list === "string" || !row) {
    notes.push({ line, kind: "refused", handle, reason: reason ?? "" });
    return null;
  }
  lines.set(name, line);
  const before = row.held[list.id] ?? [];
  // Rows below are decided against what this one does.
  row.held[list.id] = tiers;
  const same = JSON.stringify(before) === JSON.stringify(tiers);
  const outcome = same ? "unchanged" : before.length === 0 ? "created" : "updated";
  return { id: row.variant, list: list.id, currency, tiers, outcome, names: [{ name, line }] };

  function refusal({ id, name: called, adjustment }: PriceListRecord, known: KnownRow | undefined): string | null {
    if (adjustment.kind === "percent") return `${called} is a percentage. Only a list of fixed prices holds prices.`;
    if (!known) return `There is no variant with the SKU ${handle}. Import the products first.`;
    const earlier = lines.get(name);
    if (earlier !== undefined) return `Line ${earlier} has its price in this list and currency already.`;
    if (tiers.length === 0) return null;
    if (!known.sold) return `The variant has no price of its own in ${currency}. Give it one first.`;
    const others = Object.entries(known.held).filter(([held, asks]) => held !== id && asks.length > 0);
    const rival = others.find(([held]) => taken.has(`${id} ${held}`));
    if (rival) return overlapWith(taken.get(`${id} ${rival[0]}`) ?? "");
    const all = others.reduce((sum, [, asks]) => sum + asks.length, tiers.length);
    return all > mostOfVariant ? tooManyOfVariant : null;
  }
}

/** The list of that id or name, or why it is none. */
function listNamed(named: string, lists: readonly PriceListRecord[]): PriceListRecord | string {
  const byId = lists.find(({ id }) => id === named);
  if (byId) return byId;
  const [list, other] = lists.filter(({ name }) => name === named);
  if (other) return `Several price lists are called ${named.slice(0, 80)}. Name the list by its id.`;
  return list ?? `There is no price list ${named.slice(0, 80)}. Make it first.`;
}

/** The statements that write prices of lists; a list's version rises with each chunk that changes it. */
export function writeListPrices(store: Store, plans: readonly ListPricePlan[]) {
  const changed = plans.filter(({ outcome }) => outcome !== "unchanged");
  if (changed.length === 0) return [];
  const named = JSON.stringify(changed.map(({ list, id, currency }) => [list, id, currency]));
  const wanted = JSON.stringify(
    changed.flatMap(({ list, id, currency, tiers }) =>
      tiers.map(({ min_quantity, amount }) => [list, id, currency, min_quantity, amount]),
    ),
  );
  return [
    store.catalog.run(sql`
      update price_lists set version = version + 1, updated_at = ${timestamp(store)}
      where id in (select value ->> 0 from json_each(${named}))
    `),
    // What changes goes first and comes in again: so the triggers keep what a price was before, and look at all tiers.
    store.catalog.run(sql`
      delete from price_list_prices as held
      where (price_list_id, variant_id, currency) in (
          select value ->> 0, value ->> 1, value ->> 2 from json_each(${named})
        )
        and (price_list_id, variant_id, currency, min_quantity, amount) not in (
          select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from json_each(${wanted})
        )
    `),
    store.catalog.run(sql`
      insert into price_list_prices (price_list_id, variant_id, currency, min_quantity, amount)
      select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 from json_each(${wanted}) where true
      on conflict do nothing
    `),
  ];
}
