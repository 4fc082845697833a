import { type SQL, sql } from "drizzle-orm";
import { readCursor, writeCursor } from "../platform/http/pages.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { type Booked, type Charge, compareCharges, type Difference } from "./compare-charges.ts";
import type { ProviderName } from "./provider.ts";
import { adapterOf, providersWithKeys } from "./providers.ts";
import type { DifferenceQuery, PaymentDifference, Reconciliation } from "./schemas.ts";

const dayLong = 24 * 60 * 60 * 1000;

/**
 * Holds yesterday's books against what each payment service says of yesterday, and looks once more at older differences that
 * still stand. A service that does not answer does not hold up the others.
 */
export async function reconcilePayments(store: Store): Promise<void> {
  const day = new Date(store.now().getTime() - dayLong).toISOString().slice(0, 10);
  for (const provider of providersWithKeys(store)) {
    const days = new Set([day, ...(await daysThatDiffer(store, provider))]);
    for (const each of days) await reconcileDay(store, provider, each);
  }
}

/** Days of which differences still stand, the oldest first; a week's worth, so that one night stays short. */
async function daysThatDiffer(store: Store, provider: ProviderName): Promise<string[]> {
  const rows = await store.orders.all<{ day: string }>(sql`
    select distinct day from payment_differences where gone_at is null and provider = ${provider} order by day limit 7
  `);
  return rows.map(({ day }) => day);
}

async function reconcileDay(store: Store, provider: ProviderName, day: string): Promise<void> {
  try {
    const { listCharges } = await adapterOf(provider);
    if (!listCharges) return;
    const from = new Date(`${day}T00:00:00.000Z`);
    const charges = await listCharges(store, from, new Date(from.getTime() + dayLong));
    const { booked, expected } = await findBooked(store, provider, from, charges);
    const differences = compareCharges(charges, booked, expected);
    await keepDifferences(store, provider, day, differences, new Set([...expected, ...charges.map(subjectOf)]).size);
    if (differences.length > 0) {
      store.log.error("reconciliation.differences", new Error("The books and a payment service do not agree."), {
        ...{ provider, day, count: differences.length, first: differences[0]?.subject },
      });
    }
  } catch (thrown) {
    store.log.error("reconciliation.failed", thrown, { provider, day });
    await store.orders.run(sql`
      insert into reconciliations values (${provider}, ${day}, 0, 'The service did not answer as it should.', ${timestamp(store)})
      on conflict do update set failure = excluded.failure, at = excluded.at
    `);
  }
}

function subjectOf({ payment_id, reference }: Charge): string {
  return payment_id ?? reference;
}

/** The payments that the charges name, and those that the books heard of well within the day: the service must know them. */
async function findBooked(
  store: Store,
  provider: ProviderName,
  from: Date,
  charges: readonly Charge[],
): Promise<{ booked: Booked[]; expected: Set<string> }> {
  // A payment at midnight may be of either day to the service.
  const [begin, end] = [60 * 60 * 1000, dayLong - 60 * 60 * 1000].map((after) =>
    new Date(from.getTime() + after).toISOString(),
  );
  const columns = sql`p.id, p.reference, p.captured, p.refunded, p.currency`;
  const [named, heard] = await Promise.all([
    store.orders.all<Booked>(sql`
      select ${columns} from json_each(${JSON.stringify(charges.flatMap(({ payment_id }) => payment_id ?? []))}) w
      join payments p on p.id = w.value where p.provider = ${provider}
      union
      select ${columns} from json_each(${JSON.stringify(charges.map(({ reference }) => reference))}) w
      join payments p on p.provider = ${provider} and p.reference = w.value
    `),
    store.orders.all<Booked>(sql`
      select distinct ${columns} from payment_events e join payments p on p.id = e.payment_id and p.captured > 0
      where e.provider = ${provider} and e.type = 'captured' and e.at >= ${begin} and e.at < ${end}
    `),
  ]);
  return { booked: [...new Map([...named, ...heard].map((one) => [one.id, one])).values()], expected: idsOf(heard) };
}

function idsOf(payments: readonly Booked[]): Set<string> {
  return new Set(payments.map(({ id }) => id));
}

async function keepDifferences(
  store: Store,
  provider: ProviderName,
  day: string,
  differences: readonly Difference[],
  compared: number,
): Promise<void> {
  const at = timestamp(store);
  const found = JSON.stringify(differences);
  await store.orders.batch([
    store.orders.run(sql`
      update payment_differences set gone_at = ${at}
      where provider = ${provider} and day = ${day} and gone_at is null
        and (subject, kind) not in (select value ->> 'subject', value ->> 'kind' from json_each(${found}))
    `),
    store.orders.run(sql`
      insert into payment_differences (provider, subject, day, kind, payment_id, ours, theirs, currency, found_at)
      select ${provider}, value ->> 'subject', ${day}, value ->> 'kind', value ->> 'payment_id', value ->> 'ours',
        value ->> 'theirs', value ->> 'currency', ${at}
      from json_each(${found}) where true
      on conflict do update set ours = excluded.ours, theirs = excluded.theirs, gone_at = null
    `),
    store.orders.run(sql`
      insert into reconciliations values (${provider}, ${day}, ${compared}, null, ${at})
      on conflict do update set compared = excluded.compared, failure = null, at = excluded.at
    `),
  ]);
}

/** The nights of late, newest first. */
export async function listReconciliations(store: Store): Promise<Reconciliation[]> {
  return store.orders.all<Reconciliation>(sql`
    select provider, day, compared, failure, at from reconciliations order by day desc, provider limit 60
  `);
}

/** Differences that stand, newest first. */
export async function listDifferences(
  store: Store,
  { limit, cursor }: DifferenceQuery,
): Promise<{ data: PaymentDifference[]; next_cursor: string | null }> {
  const after: SQL =
    cursor === undefined
      ? sql`true`
      : sql`(found_at, subject) < ${tuple(readCursor("differences", cursor, ["string", "string"]))}`;
  const rows = await store.orders.all<PaymentDifference>(sql`
    select provider, subject, day, kind, payment_id, ours, theirs, currency, found_at from payment_differences
    where gone_at is null and ${after} order by found_at desc, subject desc limit ${limit + 1}
  `);
  const data = rows.slice(0, limit);
  const last = rows.length > limit ? data.at(-1) : undefined;
  return { data, next_cursor: last ? writeCursor("differences", [last.found_at, last.subject]) : null };
}

function tuple([foundAt, subject]: readonly [string, string]): SQL {
  return sql`(${foundAt}, ${subject})`;
}
