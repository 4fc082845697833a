import { type SQL, sql } from "drizzle-orm";
import type { Store } from "../../platform/store.ts";
import { indexProducts } from "../../search/index-products.ts";
import { gathering } from "../collections/gathering.ts";
import { variantSummary } from "../products/summaries.ts";
import { filed, ownShelves, targetOf } from "./shelf-names.ts";
import { shownPrices } from "./shown-prices.ts";

let shelvings = 0;

/** How often this isolate has put products on shelves: what is remembered of lists from before may be wrong now. */
export function shelvingsSoFar(): number {
  return shelvings;
}

/**
 * The statements that put products where they belong after any change of them: under their categories, into the collections
 * whose rule they fit, on their shelves and into the full-text index. They read the truth from the tables, so they go last
 * into the batch that changed it, and they are the only place where the derived tables are written.
 */
export function reshelve(store: Store, productIds: readonly string[]) {
  shelvings += 1;
  const target = targetOf(sql`id in (select value from json_each(${JSON.stringify(productIds)}))`);
  return [
    store.catalog.run(sql`
      with ${target}, ${filed}, ${gathering(store)}
      update products
      set
        filed_under = (select json_group_array(category_id) from filed where filed.no = products.no),
        gathered = (select json_group_array(collection_id) from gathering where gathering.no = products.no),
        ${variantSummary}
      where no in (select no from target)
    `),
    store.catalog.run(sql`
      with ${target}, ${filed}, ${belonging}, ${placed(store.env.STORE_CURRENCY)}
      insert into shelf_places (name, product_no, price, title, rank, sold)
      select name, no, price, title, rank, sold from lying
    `),
    store.catalog.run(sql`
      with ${target}
      insert into attribute_names (name) select distinct one.key from target cross join json_each(target.attributes) one
      where true on conflict do nothing
    `),
    store.catalog.run(
      sql`insert into shelves (name) select distinct name from shelf_places where true on conflict do nothing`,
    ),
    store.catalog.run(sql`
      with ${target}
      delete from listings
      where product_no in (select no from target)
        and (shelf_no, product_no) not in (
          select s.no, place.product_no from shelf_places place join shelves s on s.name = place.name
        )
    `),
    store.catalog.run(sql`
      insert into listings (shelf_no, product_no, price, title, rank, sold)
      select s.no, place.product_no, place.price, place.title, place.rank, place.sold
      from shelf_places place cross join shelves s on s.name = place.name where true
      on conflict (shelf_no, product_no) do update set
        price = excluded.price, title = excluded.title, rank = excluded.rank, sold = excluded.sold
      where price <> excluded.price or title <> excluded.title or rank <> excluded.rank or sold <> excluded.sold
    `),
    store.catalog.run(sql`delete from shelf_places`),
    ...indexProducts(store, productIds),
  ] as const;
}

/**
 * Which shelves, by what they are for, each product belongs on; `rank` is its place where the shelf has an order of its own.
 * Staff have none for the values of attributes (./held-values.ts).
 */
const belonging = sql`
  ${ownShelves(sql`target`)},
  belonging as materialized (
    select no, what, 0 as rank, what not glob 'attribute:*' as for_staff from own
    union all
    select target.no, 'collection:' || picked.collection_id, picked.position + 1, 1
    from target join collection_products picked on picked.product_id = target.id
    union all
    select target.no, 'collection:' || fitting.value, 1, 1 from target join json_each(target.gathered) fitting
  )`;

/** The names of those shelves, and the keys that lists are sorted by. */
function placed(storeCurrency: string): SQL {
  return sql`
  ${shownPrices(sql`target`, storeCurrency)},
  lying as materialized (
    select
      target.no, 'active|' || priced.currency || '|' || belonging.what as name, priced.price,
      lower(substr(target.title, 1, 80)) as title, belonging.rank, target.sold
    from target
    join belonging on belonging.no = target.no
    join priced on priced.no = target.no
    where target.status = 'active'
    union all
    select
      target.no, 'any||' || belonging.what, coalesce(priced.price, -1), lower(substr(target.title, 1, 80)), belonging.rank,
      target.sold
    from target
    join belonging on belonging.no = target.no and belonging.for_staff
    left join priced on priced.no = target.no and priced.currency = ${storeCurrency}
    union all
    select target.no, target.status || '||', coalesce(priced.price, -1), lower(substr(target.title, 1, 80)), 0, target.sold
    from target
    left join priced on priced.no = target.no and priced.currency = ${storeCurrency}
  )`;
}
