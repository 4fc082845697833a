import { type SQL, sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";
import { filed, shelfOfCollection, staffScope, targetOf } from "../lists/shelf-names.ts";
import { reshelve } from "../lists/shelving.ts";
import { gathering } from "./gathering.ts";

/** Products that one step holds against the rules, and of those at most so many that it moves. */
const lookedAtAtOnce = 1000;
const movedAtOnce = 200;

/** What goes to the queue of jobs while products are still to be looked at. */
export interface GatherProducts {
  kind: "gather-products";
  /** The collection that has changed; null: all of them. */
  collection_id: string | null;
  /** `products.no` of the last one done. */
  after: number;
}

/**
 * Looks which products lie in a collection and should not, or should and do not, and puts them right; sends itself the rest.
 * A collection that is gone should have none.
 */
export async function gatherProducts(store: Store, { collection_id, after }: GatherProducts): Promise<void> {
  const next = sql`select no from products where no > ${after} order by no limit ${lookedAtAtOnce}`;
  const [misplaced, seen] = await store.catalog.batch([
    store.catalog.all<{ id: string; no: number }>(misplacedAmong(store, next, collection_id)),
    store.catalog.all<{ last: number | null; count: number }>(sql`
      select max(no) as last, count(*) as count from (${next})
    `),
  ]);
  if (misplaced.length > 0) {
    await store.catalog.batch([
      ...reshelve(
        store,
        misplaced.map((product) => product.id),
      ),
    ]);
  }
  const [{ last, count } = { last: null, count: 0 }] = seen;
  const reached = misplaced.length === movedAtOnce ? misplaced.at(-1)?.no : last;
  const done = misplaced.length < movedAtOnce && count < lookedAtAtOnce;
  if (done || reached == null) return;
  const rest: GatherProducts = { kind: "gather-products", collection_id, after: reached };
  await store.env.IMPORTS_QUEUE.send(rest);
}

/** Of the given products those that lie in a collection and should not, or should and do not. */
function misplacedAmong(store: Store, nos: SQL, collectionId: string | null): SQL {
  const shelved =
    collectionId === null
      ? sql`
        select target.no, s.collection_id
        from target
        cross join listings l on l.product_no = target.no
        cross join shelves s on s.no = l.shelf_no
        where s.collection_id is not null and s.name glob ${`${staffScope}*`}`
      : sql`
        select target.no, ${collectionId}
        from target
        cross join listings l on l.product_no = target.no
          and l.shelf_no = (select no from shelves where name = ${staffScope + shelfOfCollection(collectionId)})`;
  return sql`
    with ${targetOf(sql`no in (${nos})`)}, ${filed}, ${gathering(store, collectionId)},
    belonging as materialized (
      select no, collection_id from gathering
      union
      select target.no, picked.collection_id from target join collection_products picked on picked.product_id = target.id
      ${collectionId === null ? sql`` : sql`where picked.collection_id = ${collectionId}`}
    ),
    shelved (no, collection_id) as materialized (${shelved})
    select id, no from target
    where no in (
      select no from (select * from belonging except select * from shelved)
      union
      select no from (select * from shelved except select * from belonging)
    )
    order by no
    limit ${movedAtOnce}
  `;
}

/** Holds every product against every rule: what depends on the date, and what was cut short, is put right. */
export async function gatherAll(store: Store): Promise<void> {
  await gatherProducts(store, { kind: "gather-products", collection_id: null, after: 0 });
}

/** Puts products that were picked for a collection, or were and are not, where they belong. */
export async function reshelvePicked(store: Store, productIds: readonly string[]): Promise<void> {
  for (let first = 0; first < productIds.length; first += movedAtOnce) {
    await store.catalog.batch([...reshelve(store, productIds.slice(first, first + movedAtOnce))]);
  }
}

/** Holds products that came into stock, or went out of it, against the rules that ask for it. */
export async function followStock(store: Store): Promise<void> {
  let turned: { no: number; id: string }[];
  do {
    turned = await store.catalog.all<{ no: number; id: string }>(sql`
      select p.no, p.id from stock_turns join products p on p.no = stock_turns.product_no limit ${movedAtOnce}
    `);
    if (turned.length === 0) return;
    const nos = JSON.stringify(turned.map(({ no }) => no));
    await store.catalog.batch([
      store.catalog.run(sql`delete from stock_turns where product_no in (select value from json_each(${nos}))`),
      ...reshelve(
        store,
        turned.map(({ id }) => id),
      ),
    ]);
  } while (turned.length === movedAtOnce);
}
