import { type SQL, sql } from "drizzle-orm";
import { countries } from "../../platform/countries.ts";
import { DomainError, type FieldError, notFound, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import type { Market } from "../../platform/market.ts";
import { isCurrency } from "../../platform/money.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { wholeNumberFault } from "../../platform/whole-number.ts";
import { convert, readRate } from "../../pricing/conversion.ts";
import { forgetPriceRules } from "../prices/rules.ts";
import { type MarketChange, type MarketRecord, type NewMarket, steps, takenOff } from "./schemas.ts";

/** Markets that a store keeps at most: all of them are read at once. */
const most = 250;

interface MarketRow extends Omit<MarketRecord, "countries" | "conversion"> {
  countries: string;
  conversion: string | null;
}

const selected = sql`
  select
    m.id, m.code, m.name, m.currency, m.prices, m.version, m.created_at, m.updated_at,
    (select json_group_array(c.country) from market_countries c where c.market_code = m.code) as countries,
    case when m.convert_from is not null then
      json_object('from', m.convert_from, 'rate', m.convert_rate, 'step', m.convert_step, 'less', m.convert_less)
    end as conversion
  from markets m`;

/** All markets but the store's own, by code. */
export async function listMarkets(store: Store): Promise<MarketRecord[]> {
  return (await store.catalog.all<MarketRow>(sql`${selected} order by m.code`)).map(fromRow);
}

/** @param name its id or code @throws not-found */
export async function findMarket(store: Store, name: string): Promise<MarketRecord> {
  const [row] = await store.catalog.all<MarketRow>(sql`${selected} where m.id = ${name} or m.code = ${name}`);
  if (!row) throw notFound("market");
  return fromRow(row);
}

/** @throws invalid-market pointing at each field, market-exists */
export async function createMarket(store: Store, input: NewMarket): Promise<MarketRecord> {
  refuse("invalid-market", faultsOf(input));
  const id = store.newId("mkt");
  const at = timestamp(store);
  const { code, name, currency, prices } = input;
  const { from, rate, step, less } = input.conversion ?? noConversion;
  const [made] = await unlessTaken(
    store.catalog.batch([
      store.catalog.all<{ id: string }>(sql`
        insert into markets (
          id, code, name, currency, prices, convert_from, convert_rate, convert_step, convert_less, created_at, updated_at
        )
        select ${id}, ${code}, ${name}, ${currency}, ${prices}, ${from}, ${rate}, ${step}, ${less}, ${at}, ${at}
        where (select count(*) from markets) < ${most}
        returning id
      `),
      insertCountries(store, input.countries, sql`${code}`),
    ]),
  );
  if (made.length === 0) throw new DomainError("market-exists", `A store keeps at most ${most} markets.`);
  forgetPriceRules();
  return findMarket(store, id);
}

/**
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, invalid-market, market-exists
 */
export async function updateMarket(
  store: Store,
  id: string,
  version: number,
  change: MarketChange,
): Promise<MarketRecord> {
  const before = await findMarket(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const after: MarketRecord = {
    ...before,
    name: change.name ?? before.name,
    countries: change.countries ?? before.countries,
    currency: change.currency ?? before.currency,
    prices: change.prices ?? before.prices,
    conversion: change.conversion === undefined ? before.conversion : change.conversion,
  };
  refuse("invalid-market", faultsOf(after));
  const { name, currency, prices } = after;
  const { from, rate, step, less } = after.conversion ?? noConversion;
  // The version of a market that was changed meanwhile is null, which its column refuses: nothing of the batch is done.
  const changing = store.catalog.batch([
    store.catalog.run(sql`
      update markets set
        name = ${name}, currency = ${currency}, prices = ${prices}, convert_from = ${from}, convert_rate = ${rate},
        convert_step = ${step}, convert_less = ${less}, updated_at = ${timestamp(store)},
        version = case when version = ${version} then version + 1 end
      where id = ${before.id}
    `),
    store.catalog.run(sql`delete from market_countries where market_code = ${before.code}`),
    insertCountries(store, after.countries, sql`${before.code}`),
  ]);
  await unlessTaken(changing);
  forgetPriceRules();
  return findMarket(store, before.id);
}

/** @throws not-found, changed-meanwhile, market-in-use naming the price lists that are for it */
export async function deleteMarket(store: Store, id: string, version: number): Promise<void> {
  const { code, ...found } = await findMarket(store, id);
  const named = await store.catalog.all<{ id: string; name: string }>(sql`
    select l.id, l.name from price_lists l
    where exists (select 1 from json_each(l.markets) one where one.value = ${code})
    order by l.name limit 20
  `);
  const [first] = named;
  if (first) {
    const detail = `The price list ${first.name} is for this market. Take the market out of it first.`;
    throw new DomainError("market-in-use", detail, { price_lists: named });
  }
  const gone = await store.catalog.all<{ id: string }>(
    sql`delete from markets where id = ${found.id} and version = ${version} returning id`,
  );
  if (gone.length === 0) throw changedMeanwhile();
  forgetPriceRules();
}

const noConversion = { from: null, rate: null, step: 1, less: 0 };

function insertCountries(store: Store, wanted: readonly string[], code: SQL) {
  return store.catalog.run(sql`
    insert into market_countries (country, market_code)
    select value, ${code} from json_each(${JSON.stringify(wanted)})
  `);
}

function faultsOf({ countries: wanted, currency, conversion }: Omit<Market, "code" | "name" | "prices">): FieldError[] {
  const faults = wanted.flatMap((country, index): FieldError[] => {
    const pointer = `/countries/${index}`;
    if (!countries.has(country)) return [{ pointer, detail: `${country} is no country of ISO 3166-1.` }];
    return wanted.indexOf(country) < index ? [{ pointer, detail: `${country} is there twice.` }] : [];
  });
  if (!isCurrency(currency)) faults.push({ pointer: "/currency", detail: `${currency} is no currency of ISO 4217.` });
  if (!conversion) return faults;
  const { from, rate, step, less } = conversion;
  if (!isCurrency(from)) faults.push({ pointer: "/conversion/from", detail: `${from} is no currency of ISO 4217.` });
  if (from === currency) {
    faults.push({
      pointer: "/conversion/from",
      detail: "Prices are converted from another currency than the market's.",
    });
  }
  const ofStep = wholeNumberFault(step, steps.least, steps.most);
  if (ofStep) faults.push({ pointer: "/conversion/step", detail: ofStep });
  const ofLess =
    wholeNumberFault(less, takenOff.least, takenOff.most) ??
    (!ofStep && less >= step ? "Less than the step is taken off." : null);
  if (ofLess) faults.push({ pointer: "/conversion/less", detail: ofLess });
  if (!readRate(rate)) {
    const detail = "A number above zero with at most eight decimals and eleven digits, as 0.8431.";
    faults.push({ pointer: "/conversion/rate", detail });
  } else if (ofStep || ofLess) {
    return faults;
  } else if (convert(100, conversion, currency) === null) {
    faults.push({ pointer: "/conversion/rate", detail: "Prices would be too large or too small to be kept exactly." });
  }
  return faults;
}

async function unlessTaken<Rows>(writing: Promise<Rows>): Promise<Rows> {
  try {
    return await writing;
  } catch (thrown) {
    const text = failureText(thrown);
    if (text.includes("markets.version")) throw changedMeanwhile();
    if (text.includes("market_countries.country")) {
      throw new DomainError("market-exists", "One of these countries lies in another market. Take it out there first.");
    }
    if (text.includes("markets.code")) throw new DomainError("market-exists", "Another market has this code.");
    throw thrown;
  }
}

function fromRow({ countries: wanted, conversion, ...row }: MarketRow): MarketRecord {
  return {
    ...row,
    countries: JSON.parse(wanted) as string[],
    conversion: conversion === null ? null : (JSON.parse(conversion) as MarketRecord["conversion"]),
  };
}
