import { sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";
import { indexProducts } from "../../search/index-products.ts";

/** Products that one step looks at, and of those at most so many that it indexes anew. */
const lookedAtAtOnce = 1000;
const indexedAtOnce = 200;

/** What goes to the queue of jobs while products are still to be looked at. */
interface IndexAttributes {
  kind: "index-attributes";
  /** The attributes whose values are called otherwise now. */
  codes: string[];
  /** `products.no` of the last one looked at. */
  after: number;
}

/**
 * Has products found by what the values of their attributes are called now: the first at once, and where there are many the
 * rest in the next seconds, each step in a message of its own.
 */
export async function indexAttributes(store: Store, { codes, after }: IndexAttributes): Promise<void> {
  if (codes.length === 0) return;
  // Without texts in another language a product is in no index that the names of values stand in.
  const rows = await store.catalog.all<{ id: string | null; no: number | null }>(sql`
    with looked as materialized (
      select no, id, attributes from products where no > ${after} order by no limit ${lookedAtAtOnce}
    ),
    concerned as materialized (
      select looked.id, looked.no from looked
      where exists (
          select 1 from json_each(looked.attributes) one
          where one.key in (select value from json_each(${JSON.stringify(codes)}))
        )
        and exists (select 1 from translations t where t.kind = 'product' and t.id = looked.id)
      order by looked.no limit ${indexedAtOnce}
    )
    select id, no from concerned
    union all
    select null, case
      when (select count(*) from concerned) = ${indexedAtOnce} then (select max(no) from concerned)
      when (select count(*) from looked) = ${lookedAtAtOnce} then (select max(no) from looked)
    end
  `);
  const ids = rows.flatMap(({ id }) => id ?? []);
  if (ids.length > 0) await store.catalog.batch([...indexProducts(store, ids)]);
  const last = rows.find(({ id }) => id === null)?.no ?? null;
  if (last !== null) await store.env.IMPORTS_QUEUE.send({ kind: "index-attributes", codes, after: last });
}
