import { sql } from "drizzle-orm";
import type { Market } from "../../platform/market.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { Warm } from "../../platform/warm.ts";
import type { PriceList } from "../../pricing/price-list.ts";
import { readPercent } from "../../tax/rate.ts";

/** How old an isolate's copy may get, in seconds: a change by staff is heard of everywhere by then. */
const freshness = 60;
const warm = new Warm<PriceRules>(freshness, 1);
const only = "all";

/** A reduction looks back thirty days from when it began, so lists that are over are known for twice that. Milliseconds. */
const remembered = 60 * 24 * 3600 * 1000;

/** What the catalogue says of prices beside each variant's own. */
export interface PriceRules {
  /** By code; without the store's own. */
  markets: ReadonlyMap<string, Market>;
  /** Those that are active: they hold now, are to come, or were over lately. */
  lists: readonly PriceList[];
}

interface MarketRow extends Pick<Market, "code" | "name" | "currency" | "prices"> {
  countries: string;
  convert_from: string | null;
  convert_rate: string | null;
  convert_step: number;
  convert_less: number;
}

interface ListRow extends Pick<PriceList, "id" | "name" | "priority" | "starts_at" | "ends_at"> {
  groups: string;
  markets: string;
  rules: string;
  percent: string | null;
}

/** Markets and price lists: read once a minute in an isolate, in one round trip, however many ask. */
export async function priceRules(store: Store): Promise<PriceRules> {
  const now = store.now().getTime();
  const known = warm.get(only, now);
  if (known) return known;
  const since = new Date(Date.parse(timestamp(store)) - remembered).toISOString();
  const [markets, lists] = await store.catalog.batch([
    store.catalog.all<MarketRow>(sql`
      select
        m.code, m.name, m.currency, m.prices, m.convert_from, m.convert_rate, m.convert_step, m.convert_less,
        (select json_group_array(c.country) from market_countries c where c.market_code = m.code) as countries
      from markets m order by m.code
    `),
    store.catalog.all<ListRow>(sql`
      select id, name, priority, starts_at, ends_at, groups, markets, rules, percent
      from price_lists where status = 'active' and (ends_at is null or ends_at > ${since}) order by id
    `),
  ]);
  const rules = { markets: new Map(markets.map((row) => [row.code, toMarket(row)])), lists: lists.map(toList) };
  warm.set(only, rules, now);
  return rules;
}

/** Forgets what this isolate remembers, when markets or lists were changed here. */
export function forgetPriceRules(): void {
  warm.delete(only);
}

function toMarket({ code, name, currency, prices, countries, ...row }: MarketRow): Market {
  const { convert_from: from, convert_rate: rate, convert_step: step, convert_less: less } = row;
  const conversion = from === null || rate === null ? null : { from, rate, step, less };
  return { code, name, currency, prices, countries: JSON.parse(countries) as string[], conversion };
}

function toList({ groups, markets, rules, percent, ...row }: ListRow): PriceList {
  return {
    ...row,
    groups: JSON.parse(groups) as string[],
    markets: JSON.parse(markets) as string[],
    rules: JSON.parse(rules) as PriceList["rules"],
    percent: percent === null ? null : readPercent(percent),
  };
}
