import { sql } from "drizzle-orm";
import { DomainError, type FieldError, refuse } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { readCursor, writeCursor } from "../../platform/http/pages.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { isCurrency, largestAmount } from "../../platform/money.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { wholeNumberFault } from "../../platform/whole-number.ts";
import { forgetOffers } from "../prices/offers.ts";
import { forgetPriceRules } from "../prices/rules.ts";
import { overlapWith, rivalsOf } from "./overlaps.ts";
import { findPriceList } from "./price-lists.ts";
import {
  type ListPricePage,
  type ListPricesChange,
  type ListPricesQuery,
  largestTier,
  type PriceListRecord,
} from "./schemas.ts";
import { shelveVariants } from "./shelve-prices.ts";
import { soldIn, tooManyOfVariant } from "./sold-in.ts";

type Given = ListPricesChange["prices"][number];

interface PriceRow extends Omit<ListPricePage["data"][number], "options" | "tiers"> {
  options: string;
  tiers: string;
}

/** A page of what a list asks for, variant by variant. @throws not-found, invalid-cursor */
export async function listPrices(
  store: Store,
  id: string,
  { variant_id, currency, limit, cursor }: ListPricesQuery,
): Promise<ListPricePage> {
  const list = `list-prices ${id} ${variant_id ?? ""} ${currency ?? ""}`;
  const place = cursor === undefined ? null : readCursor(list, cursor, ["string", "string"]);
  await findPriceList(store, id);
  const rows = await store.catalog.all<PriceRow>(sql`
    with held as materialized (
      select variant_id, currency from price_list_prices
      where price_list_id = ${id} ${variant_id === undefined ? sql`` : sql`and variant_id = ${variant_id}`}
        ${currency === undefined ? sql`` : sql`and currency = ${currency}`}
        ${place ? sql`and (variant_id, currency) > (${place[0]}, ${place[1]})` : sql``}
      group by variant_id, currency order by variant_id, currency limit ${limit + 1}
    )
    select
      held.variant_id, held.currency, v.product_id, v.sku, v.options, p.title,
      (select amount from prices c where c.variant_id = held.variant_id and c.currency = held.currency) as base_amount,
      (
        select json_group_array(json_object('min_quantity', t.min_quantity, 'amount', t.amount) order by t.min_quantity)
        from price_list_prices t
        where t.price_list_id = ${id} and t.variant_id = held.variant_id and t.currency = held.currency
      ) as tiers
    from held join variants v on v.id = held.variant_id join products p on p.id = v.product_id
    order by held.variant_id, held.currency
  `);
  const data = rows.slice(0, limit).map(({ options, tiers, ...row }) => ({
    ...row,
    options: JSON.parse(options) as Record<string, string>,
    tiers: JSON.parse(tiers) as Given["tiers"],
  }));
  const last = data.at(-1);
  return {
    data,
    next_cursor: rows.length > limit && last ? writeCursor(list, [last.variant_id, last.currency]) : null,
  };
}

/** A given price whose variant is known. */
interface Found extends Given {
  variant: string;
  pointer: string;
}

/**
 * Sets the prices of so many variants, each by all its tiers; what is not named stays.
 * @param version of the list, the one that the caller has read
 * @returns how many prices are another now, and the list's version
 * @throws not-found, changed-meanwhile, invalid-list-prices pointing at each
 */
export async function setListPrices(
  store: Store,
  id: string,
  version: number,
  { prices }: ListPricesChange,
): Promise<{ changed: number; version: number }> {
  const list = await findPriceList(store, id);
  if (list.version !== version) throw changedMeanwhile();
  if (list.adjustment.kind === "percent") {
    throw new DomainError(
      "invalid-list-prices",
      "This list is a percentage. Only a list of fixed prices holds prices.",
    );
  }
  refuse("invalid-list-prices", ownFaults(prices));
  const found = await findVariants(store, prices);
  await refuseRivals(store, list, found);
  const changed = await write(store, list, found);
  const variants = found.map(({ variant }) => variant);
  forgetPriceRules();
  forgetOffers(variants);
  if (changed > 0) await shelveVariants(store, list.id, variants);
  return { changed, version: version + 1 };
}

function ownFaults(prices: readonly Given[]): FieldError[] {
  const seen = new Set<string>();
  return prices.flatMap(({ variant_id, sku, currency, tiers }, index) => {
    const faults: FieldError[] = [];
    const at = `/prices/${index}`;
    if (!isCurrency(currency)) faults.push({ pointer: `${at}/currency`, detail: `${currency} is no currency.` });
    const key = `${variant_id ?? ""} ${sku ?? ""} ${currency}`;
    if (seen.has(key)) faults.push({ pointer: at, detail: "This variant is there twice in this currency." });
    seen.add(key);
    for (const [place, tier] of tiers.entries()) {
      const pointer = `${at}/tiers/${place}`;
      const outside = [
        { pointer: `${pointer}/min_quantity`, detail: wholeNumberFault(tier.min_quantity, 1, largestTier) },
        { pointer: `${pointer}/amount`, detail: wholeNumberFault(tier.amount, 0, largestAmount) },
      ].flatMap(({ pointer, detail }) => (detail === null ? [] : [{ pointer, detail }]));
      faults.push(...outside);
      const before = tiers[place - 1];
      if (!before || outside.length > 0) continue;
      if (tier.min_quantity === before.min_quantity) {
        faults.push({ pointer: `${pointer}/min_quantity`, detail: `${tier.min_quantity} pieces are there twice.` });
      } else if (tier.min_quantity < before.min_quantity) {
        faults.push({ pointer: `${pointer}/min_quantity`, detail: "Begin with the fewest pieces." });
      }
      if (tier.amount > before.amount) {
        faults.push({ pointer: `${pointer}/amount`, detail: "Who takes more pays no more for each." });
      }
    }
    return faults;
  });
}

/** The variants of the given prices. @throws invalid-list-prices where there is none, or it is not sold in that currency */
async function findVariants(store: Store, prices: readonly Given[]): Promise<Found[]> {
  const asked = JSON.stringify(
    prices.map(({ variant_id, sku, currency }) => [variant_id ?? null, sku ?? null, currency]),
  );
  const rows = await store.catalog.all<{ at: number; variant: string | null; sold: number }>(sql`
    select
      one.key as at, v.id as variant,
      ${soldIn(sql`v.id`, sql`one.value ->> 2`)} as sold
    from json_each(${asked}) one
    left join variants v on v.id = coalesce(one.value ->> 0, (select id from variants where sku = one.value ->> 1))
    order by one.key
  `);
  const seen = new Set<string>();
  const faults: FieldError[] = [];
  const found = rows.flatMap(({ at, variant, sold }): Found[] => {
    const given = prices[at];
    const pointer = `/prices/${at}`;
    const named = given?.variant_id === undefined ? "sku" : "variant_id";
    if (!given || variant === null) {
      faults.push({ pointer: `${pointer}/${named}`, detail: "There is no such variant." });
      return [];
    }
    if (seen.has(`${variant} ${given.currency}`)) {
      faults.push({ pointer, detail: "This variant is there twice in this currency." });
    }
    seen.add(`${variant} ${given.currency}`);
    if (sold === 0 && given.tiers.length > 0) {
      const detail = `The variant has no price of its own in ${given.currency}. Give it one first.`;
      faults.push({ pointer: `${pointer}/currency`, detail });
    }
    return [{ ...given, variant, pointer }];
  });
  refuse("invalid-list-prices", faults);
  return found;
}

/** @throws invalid-list-prices where another list of the same priority has a price for one of them */
async function refuseRivals(store: Store, list: PriceListRecord, found: readonly Found[]): Promise<void> {
  const rivals = (await rivalsOf(store, list)).filter(({ kind }) => kind === "fixed");
  if (rivals.length === 0) return;
  const asked = JSON.stringify(found.map(({ variant, currency, tiers }) => [variant, currency, tiers.length]));
  const taken = await store.catalog.all<{ at: number; name: string }>(sql`
    select one.key as at, min(l.name) as name
    from json_each(${asked}) one
    join price_list_prices held on held.variant_id = one.value ->> 0 and held.currency = one.value ->> 1
    join price_lists l on l.id = held.price_list_id
    where one.value ->> 2 > 0
      and held.price_list_id in (select value from json_each(${JSON.stringify(rivals.map(({ id }) => id))}))
    group by one.key order by one.key limit 100
  `);
  refuse(
    "invalid-list-prices",
    taken.map(({ at, name }) => ({ pointer: found[at]?.pointer ?? "", detail: overlapWith(name) })),
  );
}

async function write(store: Store, list: PriceListRecord, found: readonly Found[]): Promise<number> {
  const named = JSON.stringify(found.map(({ variant, currency }) => [variant, currency]));
  const wanted = JSON.stringify(
    found.flatMap(({ variant, currency, tiers }) =>
      tiers.map(({ min_quantity, amount }) => [variant, currency, min_quantity, amount]),
    ),
  );
  const same = sql`
    select 1 from json_each(${wanted}) w
    where w.value ->> 0 = held.variant_id and w.value ->> 1 = held.currency and w.value ->> 2 = held.min_quantity
      and w.value ->> 3 = held.amount`;
  try {
    const [, gone, set] = await store.catalog.batch([
      // The version of a list that was changed meanwhile is null, which its column refuses: nothing of the batch is done.
      store.catalog.run(sql`
        update price_lists set
          version = case when version = ${list.version} then version + 1 end, updated_at = ${timestamp(store)}
        where id = ${list.id}
      `),
      store.catalog.all<{ variant_id: string }>(sql`
        delete from price_list_prices as held
        where price_list_id = ${list.id}
          and (variant_id, currency) in (select n.value ->> 0, n.value ->> 1 from json_each(${named}) n)
          and not exists (${same})
        returning variant_id
      `),
      store.catalog.all<{ variant_id: string }>(sql`
        insert into price_list_prices (variant_id, price_list_id, currency, min_quantity, amount)
        select w.value ->> 0, ${list.id}, w.value ->> 1, w.value ->> 2, w.value ->> 3
        from json_each(${wanted}) w
        where not exists (
          select 1 from price_list_prices held
          where held.variant_id = w.value ->> 0 and held.price_list_id = ${list.id} and held.currency = w.value ->> 1
            and held.min_quantity = w.value ->> 2
        )
        returning variant_id
      `),
    ]);
    return Math.max(gone.length, set.length);
  } catch (thrown) {
    throw writeFailure(thrown);
  }
}

function writeFailure(thrown: unknown): unknown {
  const text = failureText(thrown);
  if (text.includes("price_lists.version")) return changedMeanwhile();
  if (text.includes("too many list prices")) {
    return new DomainError("invalid-list-prices", tooManyOfVariant);
  }
  return thrown;
}
