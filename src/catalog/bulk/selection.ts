import { type SQL, sql } from "drizzle-orm";
import { isId } from "../../platform/ids.ts";
import { heldRules } from "../lists/held-values.ts";
import { everything, shelfOfBrand, shelfOfStatus, staffScope } from "../lists/shelf-names.ts";
import type { BulkFilter } from "./schemas.ts";

/**
 * The numbers of the products that lie everywhere a filter says, as a statement `select product_no ...`: those of the emptiest
 * of its shelves that lie on the others too and have the attributes that it names.
 */
export function selectFiltered(filter: BulkFilter): SQL {
  const names = [
    ...(filter.brand === undefined ? [] : [staffScope + shelfOfBrand(filter.brand)]),
    ...(filter.status === undefined ? [] : [shelfOfStatus(filter.status)]),
  ].map((name) => sql`${name}`);
  if (filter.category !== undefined)
    names.push(sql`${`${staffScope}category:`} || ${idOf("cat", "categories", filter.category)}`);
  if (filter.collection !== undefined)
    names.push(sql`${`${staffScope}collection:`} || ${idOf("col", "collections", filter.collection)}`);
  if (names.length === 0) names.push(sql`${staffScope + everything}`);
  const wanted = sql`(select no, products from shelves where name in (${sql.join(names, sql`, `)}))`;
  return sql`
    select l.product_no from listings l
    where l.shelf_no = (
        select no from ${wanted} where (select count(*) from ${wanted}) = ${names.length} order by products limit 1
      )
      and (
        select count(*) from ${wanted} other cross join listings also on also.shelf_no = other.no and also.product_no = l.product_no
      ) = ${names.length} ${heldRules(Object.entries(filter.attributes ?? {}), sql`l.product_no`)}`;
}

function idOf(prefix: "cat" | "col", table: "categories" | "collections", idOrSlug: string): SQL {
  return isId(prefix, idOrSlug) ? sql`${idOrSlug}` : sql`(select id from ${sql.raw(table)} where slug = ${idOrSlug})`;
}
