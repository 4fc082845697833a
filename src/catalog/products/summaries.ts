import { sql } from "drizzle-orm";

/**
 * What a product says of its variants altogether, for an `update products set`: how many there are, and the lowest and highest
 * price in each currency.
 */
export const variantSummary = sql`
  variant_count = (select count(*) from variants v where v.product_id = products.id),
  price_ranges = (
    select json_group_object(currency, json_array(lowest, highest)) from (
      select c.currency, min(c.amount) as lowest, max(c.amount) as highest
      from variants v join prices c on c.variant_id = v.id
      where v.product_id = products.id group by c.currency
    )
  )`;
