import { sql } from "drizzle-orm";
import { knownGroups } from "../../customers/known-groups.ts";
import { type FieldError, refuse } from "../../platform/errors.ts";
import { homeCode } from "../../platform/market.ts";
import { momentFault } from "../../platform/moments.ts";
import { isCurrency } from "../../platform/money.ts";
import type { Store } from "../../platform/store.ts";
import { wholeNumberFault } from "../../platform/whole-number.ts";
import { type ListFact, listFacts, listOperators } from "../../pricing/price-list.ts";
import { readPercent } from "../../tax/rate.ts";
import { type NewPriceList, priorities } from "./schemas.ts";

/** Ten-thousandths of a percent. */
const bounds = { least: -1_000_000, most: 10_000_000 };

/** What a list names, and where. */
interface Naming {
  fact: ListFact;
  value: string;
  pointer: string;
}

/**
 * Refuses a list that names what does not exist or that could never hold.
 * @param before the list as it is; left out for a new one
 * @throws invalid-price-list
 */
export async function refuseFaults(
  store: Store,
  list: NewPriceList,
  before?: Pick<NewPriceList, "adjustment">,
): Promise<void> {
  const faults = [...ownFaults(list, before)];
  for (const { fact, value, pointer } of await strangers(store, namings(list))) {
    faults.push({ pointer, detail: `There is no ${called[fact]} ${value}.` });
  }
  refuse("invalid-price-list", faults);
}

const called: Record<ListFact, string> = {
  group: "group of customers",
  market: "market",
  currency: "currency of ISO 4217",
  category: "category",
  brand: "brand",
  product: "product",
  variant: "variant",
};

function ownFaults(
  { priority, starts_at, ends_at, rules, adjustment }: NewPriceList,
  before?: Pick<NewPriceList, "adjustment">,
) {
  const faults = Object.entries({ starts_at, ends_at }).flatMap(([field, moment]): FieldError[] => {
    const detail = momentFault(moment);
    return detail ? [{ pointer: `/${field}`, detail }] : [];
  });
  if (faults.length === 0 && starts_at !== null && ends_at !== null && ends_at <= starts_at) {
    faults.push({ pointer: "/ends_at", detail: "It would end before it begins." });
  }
  const ofPriority = wholeNumberFault(priority, priorities.least, priorities.most);
  if (ofPriority) faults.push({ pointer: "/priority", detail: ofPriority });
  faults.push(...faultsOfRules(rules));
  if (before && before.adjustment.kind !== adjustment.kind) {
    faults.push({ pointer: "/adjustment/kind", detail: "A list stays what it was made as. Make another one." });
  }
  if (adjustment.kind === "fixed") return faults;
  const pointer = "/adjustment/percent";
  const percent = readPercent(adjustment.percent);
  if (percent === null) faults.push({ pointer, detail: "A plain number with at most four decimals, as -12.5." });
  else if (percent === 0) faults.push({ pointer, detail: "Nothing would change. Say how much is added or taken off." });
  else if (percent < bounds.least) faults.push({ pointer, detail: "No more than 100 % can be taken off." });
  else if (percent > bounds.most) faults.push({ pointer, detail: "At most 1000 % is added." });
  return faults;
}

function faultsOfRules({ conditions }: NewPriceList["rules"]): FieldError[] {
  return conditions.flatMap(({ attribute, operator }, index) => {
    const at = `/rules/conditions/${index}`;
    const faults: FieldError[] = [];
    if (!factCalled(attribute)) {
      faults.push({ pointer: `${at}/attribute`, detail: `A rule asks for one of ${listFacts.join(", ")}.` });
    }
    if (!listOperators.some((known) => known === operator)) {
      faults.push({ pointer: `${at}/operator`, detail: `It is compared by one of ${listOperators.join(", ")}.` });
    }
    return faults;
  });
}

function factCalled(attribute: string): ListFact | undefined {
  return listFacts.find((known) => known === attribute);
}

function namings({ groups, markets, rules }: NewPriceList): Naming[] {
  return [
    ...groups.map((value, index) => ({ fact: "group" as const, value, pointer: `/groups/${index}` })),
    ...markets.map((value, index) => ({ fact: "market" as const, value, pointer: `/markets/${index}` })),
    ...rules.conditions.flatMap(({ attribute, values }, index) => {
      const fact = factCalled(attribute);
      return fact
        ? values.map((value, at) => ({ fact, value, pointer: `/rules/conditions/${index}/values/${at}` }))
        : [];
    }),
  ];
}

/** Those that do not exist. Any text may be the name of a brand. */
async function strangers(store: Store, named: readonly Naming[]): Promise<Naming[]> {
  const asked = named.filter(({ fact }) => fact !== "brand");
  if (asked.length === 0) return [];
  const kept = JSON.stringify(asked.map(({ fact, value }) => ({ fact, value })));
  const [rows, groups] = await Promise.all([
    store.catalog.all<{ fact: ListFact; value: string }>(sql`
      select distinct one.value ->> 'fact' as fact, one.value ->> 'value' as value
      from json_each(${kept}) one
      where case one.value ->> 'fact'
        when 'market' then exists (select 1 from markets where code = one.value ->> 'value')
        when 'category' then exists (select 1 from categories where id = one.value ->> 'value')
        when 'product' then exists (select 1 from products where id = one.value ->> 'value')
        when 'variant' then exists (select 1 from variants where id = one.value ->> 'value')
      end
    `),
    knownGroups(store),
  ]);
  const there = new Set(rows.map(({ fact, value }) => `${fact} ${value}`));
  return asked.filter(({ fact, value }) => {
    if (fact === "group") return !groups.has(value);
    if (fact === "currency") return !isCurrency(value);
    if (fact === "market" && value === homeCode) return false;
    return !there.has(`${fact} ${value}`);
  });
}
