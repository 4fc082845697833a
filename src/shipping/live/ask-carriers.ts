import { sql } from "drizzle-orm";
import { hexOf } from "../../platform/bytes.ts";
import type { Currency } from "../../platform/money.ts";
import type { Address } from "../../platform/schemas.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import type { LivePrice, RateSourceName } from "../methods.ts";
import type { ShippedItem } from "../parcels.ts";
import { shippedFrom, shippingRules } from "../read-rules.ts";
import { type CarrierQuestion, carrierQuestions } from "./inquiries.ts";
import type { Destination, RateInquiry, RateSource, SaidRate } from "./rate-source.ts";

/** How long a shopper waits for carriers at most. Milliseconds. */
const deadline = 1500;

/** How long a checkout may take what its quote was told. Seconds. */
const goodFor = 1800;

/** How long another price stands in for a carrier that was of no use, before it is asked again. Seconds. */
const standInFor = 120;

/** How old an answer may be that stands in for a carrier that is silent. Seconds. */
const oldest = 24 * 3600;

/** Answers that are too old are forgotten so many at a time, whenever one is kept. */
const forgottenAtOnce = 50;

/** What is to be shipped, and where. */
export interface LiveSale {
  to: Destination;
  currency: Currency;
  items: readonly ShippedItem[];
}

/**
 * What carriers take for a sale, by the codes of the methods that they price: what they said before while that is good, else they are
 * asked now. A method that is not in the answer has its own price stand in. Without live methods there, nothing is read and
 * nobody asked.
 * @param ask whether they may be called: never in a batch or while a cart is held
 */
export async function askCarriers(
  store: Store,
  sale: LiveSale,
  ask: "ask" | "as-quoted",
): Promise<ReadonlyMap<string, LivePrice>> {
  const rules = await shippingRules(store);
  const questions = carrierQuestions(rules, { ...sale, home_country: store.env.STORE_COUNTRY });
  const from = questions.length > 0 ? await shippedFrom(store) : null;
  if (!from) return new Map();
  const answers = await Promise.all(
    questions.map((question) => answerTo(store, question, { parcels: question.parcels, from, to: sale.to }, ask)),
  );
  const prices = questions.flatMap(({ services }, index) => {
    const { kind, rates } = answers[index] ?? noAnswer;
    return [...services].flatMap(([code, service]): [string, LivePrice][] => {
      const said = rates.find((rate) => rate.service === service && rate.currency === sale.currency);
      return said ? [[code, { kind, price: said.amount, days: said.days }]] : [];
    });
  });
  return new Map(prices);
}

interface Answer {
  kind: LivePrice["kind"];
  rates: readonly SaidRate[];
}

const noAnswer: Answer = { kind: "cached", rates: [] };

async function answerTo(
  store: Store,
  { source }: CarrierQuestion,
  inquiry: RateInquiry,
  ask: "ask" | "as-quoted",
): Promise<Answer> {
  const fingerprint = await fingerprintOf(source, inquiry);
  const kept = await readKept(store, fingerprint);
  if (kept && kept.good_until > timestamp(store)) return { ...noAnswer, rates: kept.rates ?? [] };
  if (ask === "as-quoted") return noAnswer;
  try {
    const opened = await openRateSource(source);
    const rates = await opened.quote(store, inquiry, AbortSignal.timeout(deadline));
    return { kind: "live", rates: await keep(store, fingerprint, source, rates) };
  } catch (thrown) {
    // The sale goes on by what was said before, or by the store's own price; quote and order say so.
    store.log.error("carrier-rates.no-use", thrown, { source });
    return { ...noAnswer, rates: await keep(store, fingerprint, source, null) };
  }
}

async function openRateSource(name: RateSourceName): Promise<RateSource> {
  switch (name) {
    case "shippo":
      return (await import("./shippo.ts")).shippo;
  }
}

interface KeptRow {
  rates: string | null;
  good_until: string;
}

/** What was said of this before, as far as it may still stand in. */
async function readKept(
  store: Store,
  fingerprint: string,
): Promise<{ rates: SaidRate[] | null; good_until: string } | null> {
  const since = new Date(store.now().getTime() - oldest * 1000).toISOString();
  const [row] = await store.activity.all<KeptRow>(
    sql`select rates, good_until from live_rates where fingerprint = ${fingerprint} and asked_at > ${since}`,
  );
  return row ? { rates: readRates(row.rates), good_until: row.good_until } : null;
}

/**
 * Keeps an answer; without one, what was said before is good for a little longer. Two windows that ask at once are told the same: the
 * first answer stays while it is good.
 * @returns what is kept now
 */
async function keep(
  store: Store,
  fingerprint: string,
  source: RateSourceName,
  rates: readonly SaidRate[] | null,
): Promise<SaidRate[]> {
  const now = timestamp(store);
  const later = (seconds: number): string => new Date(store.now().getTime() + seconds * 1000).toISOString();
  const good_until = later(rates && rates.length > 0 ? goodFor : standInFor);
  const written = rates && JSON.stringify(rates);
  const [, , rows] = await store.activity.batch([
    store.activity.run(sql`
      delete from live_rates where fingerprint in (
        select fingerprint from live_rates where asked_at <= ${later(-oldest)} order by asked_at limit ${forgottenAtOnce}
      )
    `),
    store.activity.run(sql`
      insert into live_rates (fingerprint, source, rates, asked_at, good_until)
      values (${fingerprint}, ${source}, ${written}, ${now}, ${good_until})
      on conflict (fingerprint) do update set
        rates = coalesce(excluded.rates, rates), good_until = excluded.good_until,
        asked_at = case when excluded.rates is null then asked_at else excluded.asked_at end
      where good_until <= ${now}
    `),
    store.activity.all<KeptRow>(sql`select rates, good_until from live_rates where fingerprint = ${fingerprint}`),
  ]);
  return readRates(rows[0]?.rates ?? null) ?? [];
}

function readRates(written: string | null): SaidRate[] | null {
  return written === null ? null : (JSON.parse(written) as SaidRate[]);
}

async function fingerprintOf(source: RateSourceName, { parcels, from, to }: RateInquiry): Promise<string> {
  const asked = JSON.stringify([source, parcels, placeOf(from), [to.country, to.postal_code, to.region, to.city]]);
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(asked));
  return hexOf(bytes);
}

function placeOf({ country, postal_code, region, city, line1 }: Address): (string | undefined)[] {
  return [country, postal_code, region, city, line1];
}
