import { type Placeholder, type SQL, sql } from "drizzle-orm";

/** A variant's own prices as a JSON list, the given currency first. */
export function pricesJson(variantId: SQL, first: string | Placeholder = ""): SQL {
  return sql`(
    select json_group_array(
      json_object(
        'currency', c.currency, 'amount', c.amount, 'compare_at_amount', c.compare_at_amount, 'lowest_before', c.lowest_before
      )
      order by c.currency <> ${first}, c.currency
    )
    from prices c where c.variant_id = ${variantId}
  )`;
}

/**
 * What active lists ask for a variant, as a JSON list.
 * @param since ISO 8601 UTC: lists that were over by then are left out
 */
export function listPricesJson(variantId: SQL, since: string | Placeholder): SQL {
  return sql`(
    select json_group_array(
      json_object('price_list_id', t.price_list_id, 'currency', t.currency, 'min_quantity', t.min_quantity, 'amount', t.amount)
    )
    from price_list_prices t cross join price_lists l on l.id = t.price_list_id
    where t.variant_id = ${variantId} and l.status = 'active' and (l.ends_at is null or l.ends_at > ${since})
  )`;
}

/** Former prices that are looked at of one variant; its latest. */
const mostFormer = 100;

/**
 * What a variant cost before, as a JSON list. Nothing is looked for where nothing can have been reduced since.
 * @param since and @param now ISO 8601 UTC
 */
export function formerPricesJson(variantId: SQL, since: string | Placeholder, now: string | Placeholder): SQL {
  return sql`(
    select json_group_array(json_object('currency', h.currency, 'until', h.until, 'amount', h.amount)) from (
      select h.currency, h.until, h.amount from price_history h
      where ${since} < ${now} and h.variant_id = ${variantId} and h.until > ${since}
      order by h.until desc limit ${sql.raw(String(mostFormer))}
    ) h
  )`;
}
