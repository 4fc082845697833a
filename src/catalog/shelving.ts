import { type SQL, sql } from "drizzle-orm";
import type { Store } from "../platform/store.ts";
import { indexProducts } from "../search/index-products.ts";

/** Attribute values longer than this are shown, but not filtered by. Characters. */
const longestFilter = 100;

/** What stands on shelves of their own: a category, a brand, an attribute's value, or everything. */
export const everything = "";
export const shelfOfCategory = (categoryId: string): string => `category:${categoryId}`;
export const shelfOfBrand = (brand: string): string => `brand:${brand}`;
export const shelfOfAttribute = (name: string, value: string): string => `attribute:${name}=${value}`;

/**
 * The beginning of the names of shelves. Shoppers look where what is active and priced in their currency lies; staff look
 * where everything lies (`any`), or all that has one status.
 */
export const shoppersScope = (currency: string): string => `active|${currency}|`;
export const staffScope = "any||";
export const shelfOfStatus = (status: string): string => `${status}||`;

let shelvings = 0;

/** How often this isolate has put products on shelves: what is remembered of lists from before may be wrong now. */
export function shelvingsSoFar(): number {
  return shelvings;
}

/**
 * The statements that put products where they belong after any change of them: on their shelves and into the full-text
 * index. They read the truth from the tables, so they go last into the batch that changed it, and they are the only place
 * where the derived tables are written.
 */
export function reshelve(store: Store, productIds: readonly string[]) {
  shelvings += 1;
  const ids = JSON.stringify(productIds);
  const target = sql`target as materialized (
    select no, id, status, brand, title, attributes
    from products where id in (select value from json_each(${ids}))
  )`;
  const lying = sql`with ${target}, ${belonging}, ${placed(store.env.STORE_CURRENCY)}`;
  return [
    store.catalog.run(
      sql`${lying} insert into shelves (name) select distinct name from lying where true on conflict do nothing`,
    ),
    store.catalog.run(sql`
      ${lying}
      delete from listings
      where product_no in (select no from target)
        and (shelf_no, product_no) not in (select s.no, lying.no from lying join shelves s on s.name = lying.name)
    `),
    store.catalog.run(sql`
      ${lying}
      insert into listings (shelf_no, product_no, price, title)
      select s.no, lying.no, lying.price, lying.title from lying join shelves s on s.name = lying.name where true
      on conflict (shelf_no, product_no) do update set price = excluded.price, title = excluded.title
      where price <> excluded.price or title <> excluded.title
    `),
    store.catalog.run(sql`
      with ${target}, ${belonging}
      update products
      set filed_under = (select json_group_array(category_id) from filed where filed.no = products.no)
      where no in (select no from target)
    `),
    ...indexProducts(store, productIds),
  ] as const;
}

/** Which shelves, by what they are for, each product belongs on: those of its categories and of all above them too. */
const belonging = sql`
  filed as materialized (
    select distinct target.no, above.value as category_id
    from target
    join product_categories pc on pc.product_id = target.id
    join categories c on c.id = pc.category_id
    join json_each('["' || replace(rtrim(c.lineage, '/'), '/', '","') || '"]') above
  ),
  described as materialized (
    select distinct target.no, one.key as name, each_value.value as value
    from target
    join json_each(target.attributes) one
    join json_each(
      case one.type when 'array' then one.value when 'true' then '["true"]' when 'false' then '["false"]' else json_array(one.value) end
    ) each_value
  ),
  belonging as materialized (
    select no, '' as what from target
    union all
    select no, 'brand:' || brand from target where brand is not null
    union all
    select no, 'category:' || category_id from filed
    union all
    select no, 'attribute:' || name || '=' || value from described where length(value) between 1 and ${sql.raw(String(longestFilter))}
  )`;

/** The names of those shelves, and the keys that lists are sorted by. */
function placed(storeCurrency: string): SQL {
  return sql`
  priced as materialized (
    select target.no, c.currency, min(c.amount) as price
    from target
    join variants v on v.product_id = target.id
    join prices c on c.variant_id = v.id
    group by target.no, c.currency
  ),
  lying as materialized (
    select target.no, 'active|' || priced.currency || '|' || belonging.what as name, priced.price, lower(substr(target.title, 1, 80)) as title
    from target
    join belonging on belonging.no = target.no
    join priced on priced.no = target.no
    where target.status = 'active'
    union all
    select target.no, 'any||' || belonging.what, coalesce(priced.price, -1), lower(substr(target.title, 1, 80))
    from target
    join belonging on belonging.no = target.no
    left join priced on priced.no = target.no and priced.currency = ${storeCurrency}
    union all
    select target.no, target.status || '||', coalesce(priced.price, -1), lower(substr(target.title, 1, 80))
    from target
    left join priced on priced.no = target.no and priced.currency = ${storeCurrency}
  )`;
}
