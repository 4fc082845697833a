import { type SQL, sql } from "drizzle-orm";
import { homeCode } from "../../platform/market.ts";

/**
 * `priced`: the lowest price that everybody pays for one piece of each product's variants, in each currency, minor units: what the
 * lists that count on shelves ask (`price_lists.shelved`), else the variant's own. {@link filed} stands before it. It is what
 * `chooseUnitPrice` answers a stranger, in SQL.
 * @param products the expression that they are read from, as `targetOf` selects them
 */
export function shownPrices(products: SQL, storeCurrency: string): SQL {
  return sql`
  public_lists as materialized (
    select id, priority, kind, rules, markets, cast(round(cast(percent as real) * 10000) as integer) as parts
    from price_lists
    where shelved = 1
      -- Markets share the shelves of a currency: what asks which market a sale is in has no place there.
      and not exists (select 1 from json_each(rules, '$.conditions') k where k.value ->> 'attribute' = 'market')
  ),
  priced as materialized (
    select one_of.no, c.currency, min(coalesce((
      select case l.kind
        when 'fixed' then asked.amount
        else cast((c.amount * max(0, 1000000 + l.parts) + 500000) / 1000000 as integer)
      end as asks
      from public_lists l
      left join price_list_prices asked
        on asked.variant_id = v.id and asked.price_list_id = l.id and asked.currency = c.currency and asked.min_quantity = 1
      where (l.kind = 'percent' or asked.amount is not null) and ${isEverywhere(storeCurrency)} and ${meetsRules}
      order by l.priority desc, asks limit 1
    ), c.amount)) as price
    from ${products} one_of
    join variants v on v.product_id = one_of.id
    join prices c on c.variant_id = v.id
    group by one_of.no, c.currency
  )`;
}

/** Whether a list holds in every market that reads the shelves of the price's currency: they have only one order. */
function isEverywhere(storeCurrency: string): SQL {
  return sql`(
    l.markets = '[]' or not exists (
      select 1 from (
        select ${homeCode} as code, ${storeCurrency} as currency
        union all
        select code, coalesce(convert_from, currency) from markets
      ) m
      where m.currency = c.currency and m.code not in (select value from json_each(l.markets))
    )
  )`;
}

const meets = sql`(
  exists (
    select 1 from json_each(k.value, '$.values') wanted
    where case k.value ->> 'attribute'
      when 'category' then exists (select 1 from filed where filed.no = one_of.no and filed.category_id = wanted.value)
      when 'brand' then wanted.value = one_of.brand
      when 'product' then wanted.value = one_of.id
      when 'variant' then wanted.value = v.id
      when 'currency' then wanted.value = c.currency
      -- A stranger is in no group.
      else false
    end
  ) = (k.value ->> 'operator' = 'in')
)`;

const meetsRules = sql`
  case
    when json_array_length(l.rules, '$.conditions') = 0 then true
    when l.rules ->> 'match' = 'any' then exists (select 1 from json_each(l.rules, '$.conditions') k where ${meets})
    else not exists (select 1 from json_each(l.rules, '$.conditions') k where not ${meets})
  end`;
