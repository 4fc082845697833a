import { sql } from "drizzle-orm";
import type { Store } from "../platform/store.ts";

/**
 * The statements that put products into the full-text index, each with its words and with its marks as ./query.ts writes
 * them. They read the products, their categories and the shelves that they lie on, so they go into the batch that changed
 * those, after the statements of the shelves.
 */
export function indexProducts(store: Store, productIds: readonly string[]) {
  const ids = JSON.stringify(productIds);
  return [
    store.catalog.run(sql`
      delete from search_index
      where rowid in (select no from products where id in (select value from json_each(${ids})))
    `),
    store.catalog.run(sql`
      insert into search_index (rowid, title, brand, categories, attributes, codes, description, marks)
      select
        p.no,
        p.title,
        coalesce(p.brand, ''),
        coalesce((select group_concat(c.name, ' ') from json_each(p.filed_under) filed join categories c on c.id = filed.value), ''),
        coalesce(
          (
            select group_concat(distinct each_value.value) from json_each(p.attributes) one
            join json_each(
              case one.type when 'array' then one.value when 'true' then '["true"]' when 'false' then '["false"]' else json_array(one.value) end
            ) each_value
          ),
          ''
        ),
        coalesce(
          (select group_concat(v.sku || coalesce(' ' || v.barcode, ''), ' ') from variants v where v.product_id = p.id), ''
        ),
        p.description,
        'qqq' || hex('status:' || p.status) || coalesce(
          (
            select group_concat(' qqq' || hex(substr(s.name, length('any||') + 1)), '')
            from listings l cross join shelves s on s.no = l.shelf_no
            where l.product_no = p.no and s.name > 'any||' and s.name < 'any|}'
          ),
          ''
        )
      from json_each(${ids}) given cross join products p on p.id = given.value
    `),
  ] as const;
}
