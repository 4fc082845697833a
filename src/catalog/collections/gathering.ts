import { type SQL, sql } from "drizzle-orm";
import { type Store, timestamp } from "../../platform/store.ts";
import { lowestPrices, ownShelves } from "../lists/shelf-names.ts";

/**
 * The common table expressions that end in `gathering`: which of the products in `target` fit the rule of which collection,
 * as rows `(no, collection_id)`. `target` and `filed` stand before them. Where no collection has a rule, nothing is looked at.
 * @param only the one collection that is asked about; null: all of them
 */
export function gathering(store: Store, only: string | null = null): SQL {
  const asked = only === null ? sql`true` : sql`k.collection_id = ${only}`;
  return sql`
  judged as materialized (select * from target where exists (select 1 from collection_conditions k where ${asked})),
  ${ownShelves(sql`judged`)},
  ${lowestPrices(sql`judged`)},
  ${hits(timestamp(store), asked)},
  asked as materialized (
    select
      k.collection_id, c.rules ->> 'match' as match,
      count(distinct case k.excluded when 0 then k.condition end) as wanted,
      count(distinct case k.excluded when 1 then k.condition end) as unwanted
    from collection_conditions k join collections c on c.id = k.collection_id
    where ${asked}
    group by k.collection_id
  ),
  candidates as (
    select no, collection_id from hits
    union
    -- What fits by being none of something has perhaps hit nothing.
    select judged.no, asked.collection_id from asked cross join judged
    where asked.unwanted > 0 and (asked.match = 'any' or asked.wanted = 0)
  ),
  gathering as materialized (
    select candidates.no, candidates.collection_id
    from candidates
    join asked on asked.collection_id = candidates.collection_id
    left join hits on hits.no = candidates.no and hits.collection_id = candidates.collection_id
    group by candidates.no, candidates.collection_id
    having case asked.match
      when 'all' then count(*) filter (where hits.excluded = 0) = asked.wanted and count(*) filter (where hits.excluded = 1) = 0
      else count(*) filter (where hits.excluded = 0) > 0 or count(*) filter (where hits.excluded = 1) < asked.unwanted
    end
  )`;
}

/** Which conditions hold for which product, `excluded` ones too: each once, whichever of its alternatives hold. */
function hits(now: string, asked: SQL): SQL {
  return sql`
  hits as materialized (
    select own.no, k.collection_id, k.condition, k.excluded
    from own cross join collection_conditions k on k.kind = 'shelf' and k.what = own.what and ${asked}
    union
    select judged.no, k.collection_id, k.condition, k.excluded
    from collection_conditions k
    cross join judged
    cross join product_measures m on m.product_no = judged.no and m.code = k.what
      and m.value between coalesce(k.low, m.value) and coalesce(k.high, m.value)
    where k.kind = 'number' and ${asked}
    union
    select priced.no, k.collection_id, k.condition, k.excluded
    from collection_conditions k cross join priced on priced.currency = k.currency
    where k.kind = 'price' and ${asked} and priced.price between coalesce(k.low, priced.price) and coalesce(k.high, priced.price)
    union
    select judged.no, k.collection_id, k.condition, k.excluded
    from collection_conditions k cross join judged
    where ${asked} and case k.kind
      when 'title' then instr(lower(judged.title), lower(k.what)) > 0
      when 'age' then julianday(${now}) - julianday(judged.created_at) between coalesce(k.low, 0) and coalesce(k.high, 1e6)
      when 'in_stock' then exists (
        select 1 from variants v where v.product_id = judged.id and (v.available is null or v.in_stock > 0)
      )
      when 'reduced' then exists (
        select 1 from variants v join prices c on c.variant_id = v.id and c.currency = k.currency
        where v.product_id = judged.id and c.compare_at_amount is not null
      )
    end
  )`;
}
