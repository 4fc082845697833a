import { sql } from "drizzle-orm";
import { beginEdition } from "../../platform/edition.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { reshelvePicked } from "../collections/regather.ts";
import { everything, filed, staffScope, targetOf } from "../lists/shelf-names.ts";
import { shownPrices } from "../lists/shown-prices.ts";

/** Products that one step looks at, and of those at most so many that it moves. */
const lookedAtAtOnce = 1000;
const movedAtOnce = 200;

/** What goes to the queue of jobs while products are still to be looked at. */
export interface ShelvePrices {
  kind: "shelve-prices";
  /** `products.no` of the last one done. */
  after: number;
}

/**
 * Notes which price lists count on shelves: those for everybody that hold now. Where that has changed, products are put where their
 * price belongs.
 * @returns whether a list has begun to hold, or holds no longer
 * @param anyway whether products are to be looked at though none has turned: what a list asks has changed
 */
export async function followLists(store: Store, anyway = false): Promise<boolean> {
  const now = timestamp(store);
  const turned = await store.catalog.all(sql`
    update price_lists set shelved = 1 - shelved
    where shelved <> (
      status = 'active' and groups = '[]'
      and (starts_at is null or starts_at <= ${now}) and (ends_at is null or ends_at > ${now})
    )
    returning id
  `);
  if (turned.length > 0 || anyway) {
    await store.env.IMPORTS_QUEUE.send({ kind: "shelve-prices", after: 0 } satisfies ShelvePrices);
  }
  return turned.length > 0;
}

/** Looks which products lie on shelves at another price than everybody pays, and puts them right; sends itself the rest. */
export async function shelvePrices(store: Store, { after }: ShelvePrices): Promise<void> {
  const currency = store.env.STORE_CURRENCY;
  const next = sql`select no from products where no > ${after} order by no limit ${lookedAtAtOnce}`;
  const [misplaced, [seen]] = await store.catalog.batch([
    store.catalog.all<{ id: string; no: number }>(sql`
      with ${targetOf(sql`no in (${next})`)}, ${filed}, ${shownPrices(sql`target`, currency)}
      select distinct target.id, target.no
      from target
      join priced on priced.no = target.no
      join shelves s on s.name in (
        'active|' || priced.currency || '|', case when priced.currency = ${currency} then ${staffScope + everything} end
      )
      join listings l on l.shelf_no = s.no and l.product_no = target.no
      where l.price <> priced.price
      order by target.no limit ${movedAtOnce}
    `),
    store.catalog.all<{ last: number | null; count: number }>(
      sql`select max(no) as last, count(*) as count from (${next})`,
    ),
  ]);
  await reshelvePicked(
    store,
    misplaced.map(({ id }) => id),
  );
  if (misplaced.length > 0) await beginEdition(store.env);
  const cut = misplaced.length === movedAtOnce;
  const reached = cut ? misplaced.at(-1)?.no : seen?.last;
  if (reached == null || (!cut && (seen?.count ?? 0) < lookedAtAtOnce)) return;
  await store.env.IMPORTS_QUEUE.send({ kind: "shelve-prices", after: reached } satisfies ShelvePrices);
}

/** Puts the products of variants where their price belongs, after a list's prices for them have changed. */
export async function shelveVariants(store: Store, listId: string, variantIds: readonly string[]): Promise<void> {
  const products = await store.catalog.all<{ id: string }>(sql`
    select distinct v.product_id as id from json_each(${JSON.stringify(variantIds)}) one cross join variants v on v.id = one.value
    where (select shelved from price_lists where id = ${listId}) = 1
  `);
  if (products.length > movedAtOnce) {
    await followLists(store, true);
    return;
  }
  await reshelvePicked(
    store,
    products.map(({ id }) => id),
  );
}
