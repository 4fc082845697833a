import { sql } from "drizzle-orm";
import { notFound } from "../../platform/errors.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import type { Store } from "../../platform/store.ts";
import type { FormerPricePage, PriceHistoryQuery } from "./schemas.ts";

/**
 * How long former prices are kept, in days: what an authority may ask about, and more than the thirty that a reduction looks
 * back. What an announced reduction looked back on stays as long as it is announced.
 */
export const keptDays = 365;
const reductionLooksBack = "-30 days";
const forgottenAtOnce = 1000;

interface FormerPriceRow {
  variant_id: string | null;
  currency: string | null;
  amount: number | null;
  until: string | null;
}

/** What a variant was offered for before, the latest first. @throws not-found, invalid-cursor */
export async function listFormerPrices(
  store: Store,
  variantId: string,
  { currency, limit, cursor }: PriceHistoryQuery,
): Promise<FormerPricePage> {
  const list = `prices ${variantId} ${currency ?? ""}`;
  const place = cursor === undefined ? null : readCursor(list, cursor, ["string", "string"]);
  // In the order of the key, backwards: currency by currency, each from its latest price down.
  const rows = await store.catalog.all<FormerPriceRow>(sql`
    select h.variant_id, h.currency, h.amount, h.until
    from variants v
    left join price_history h on h.variant_id = v.id
      ${currency === undefined ? sql`` : sql`and h.currency = ${currency}`}
      ${place ? sql`and (h.currency, h.until) < (${place[0]}, ${place[1]})` : sql``}
    where v.id = ${variantId}
    order by h.currency desc, h.until desc
    limit ${limit + 1}
  `);
  if (rows.length === 0) throw notFound("variant");
  const former = rows.flatMap(({ currency, amount, until }) =>
    currency === null || amount === null || until === null ? [] : [{ currency, amount, until }],
  );
  const data = former.slice(0, limit);
  const last = data.at(-1);
  return { data, next_cursor: former.length > limit && last ? writeCursor(list, [last.currency, last.until]) : null };
}

/** Forgets former prices that are older than they are kept, unless a reduction that is still announced looked back on them. */
export async function forgetFormerPrices(store: Store): Promise<void> {
  const oldest = new Date(store.now().getTime() - keptDays * 24 * 3600 * 1000).toISOString();
  let gone: unknown[];
  do {
    gone = await store.catalog.all(sql`
      delete from price_history
      where (variant_id, currency, until) in (
        select h.variant_id, h.currency, h.until
        from price_history h
        left join prices c on c.variant_id = h.variant_id and c.currency = h.currency
        where h.until < ${oldest}
          and (c.reduced_at is null or h.until < strftime('%Y-%m-%dT%H:%M:%fZ', c.reduced_at, ${reductionLooksBack}))
        limit ${forgottenAtOnce}
      )
      returning until
    `);
  } while (gone.length === forgottenAtOnce);
}
