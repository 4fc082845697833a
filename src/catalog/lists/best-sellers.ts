import { type SQL, sql } from "drizzle-orm";
import { openDatabase } from "../../platform/database.ts";
import type { Store } from "../../platform/store.ts";

/** Best sellers are those of the last so many days, today among them: what sold well years ago does not. */
const soldWithin = 90;
const forgottenAtOnce = 500;

/** An order that was paid, or that came to nothing after it was. */
export interface Sale {
  order_id: string;
  items: readonly { variant_id: string; quantity: number }[];
  /** When that was, UTC: `2026-11-21`. */
  day: string;
  taken_back: boolean;
}

/**
 * Counts the units of each product that orders sold, and takes back those of orders that came to nothing. Each order counts
 * once, and is taken back once, whatever is told again; one that is taken back before it is told of never counts. What is
 * kept at the edge is not made old by it: a shop sells all the time, and an order of best sellers may be half a minute late.
 */
export async function countSales(store: Store, sales: readonly Sale[]): Promise<void> {
  const oldest = firstDay(store);
  const current = sales.filter((sale) => sale.day >= oldest);
  if (current.length === 0) return;
  const told = JSON.stringify(current);
  const catalog = openDatabase(store.env.CATALOG);
  await catalog.batch([
    catalog.run(sql`
      insert into sold_orders (order_id, day, lines)
      select sale.value ->> 'order_id', sale.value ->> 'day', (
        select json_group_array(json_object('product_id', product_id, 'units', units)) from (
          select v.product_id, sum(item.value ->> 'quantity') as units
          from json_each(sale.value, '$.items') item join variants v on v.id = item.value ->> 'variant_id'
          group by v.product_id
        )
      )
      from json_each(${told}) sale
      where not sale.value ->> 'taken_back'
      on conflict (order_id) do nothing
    `),
    catalog.run(sql`
      insert into sold_orders (order_id, day, lines, taken_back)
      select value ->> 'order_id', value ->> 'day', '[]', 1 from json_each(${told})
      where value ->> 'taken_back'
      on conflict (order_id) do update set taken_back = 1
    `),
    ...showSold(
      store,
      sql`
        select line.value ->> 'product_id'
        from json_each(${told}) sale
        cross join sold_orders o on o.order_id = sale.value ->> 'order_id'
        cross join json_each(o.lines) line`,
    ),
  ]);
}

/** Lets the sales of days that are no longer counted go, from the numbers and from the shelves. */
export async function forgetOldSales(store: Store): Promise<void> {
  const oldest = firstDay(store);
  for (;;) {
    const old = await store.catalog.all<{ product_id: string }>(sql`
      select distinct product_id from product_sales where day < ${oldest} limit ${forgottenAtOnce}
    `);
    if (old.length === 0) break;
    const ids = sql`select value from json_each(${JSON.stringify(old.map((row) => row.product_id))})`;
    await store.catalog.batch([
      store.catalog.run(sql`delete from product_sales where product_id in (${ids}) and day < ${oldest}`),
      ...showSold(store, ids),
    ]);
  }
  await store.catalog.run(sql`delete from sold_orders where day < ${oldest}`);
}

/** The statements that sum up what was sold of some products, and write it where lists are sorted by it. */
function showSold(store: Store, productIds: SQL) {
  return [
    store.catalog.run(sql`
      update products
      set sold = (
        select coalesce(sum(units), 0) from product_sales s where s.product_id = products.id and s.day >= ${firstDay(store)}
      )
      where id in (${productIds})
    `),
    store.catalog.run(sql`
      update listings set sold = p.sold
      from products p
      where listings.product_no = p.no and p.id in (${productIds}) and listings.sold <> p.sold
    `),
  ] as const;
}

function firstDay(store: Store): string {
  return new Date(store.now().getTime() - (soldWithin - 1) * 24 * 3600 * 1000).toISOString().slice(0, 10);
}
