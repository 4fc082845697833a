import { sql } from "drizzle-orm";
import { type Store, timestamp } from "../../platform/store.ts";
import type { Assessment, TaxInquiry } from "../assessment.ts";
import { openTaxProvider } from "./open-provider.ts";
import type { TaxProvider } from "./provider.ts";

/** How long a checkout may take the taxes that its quote was told. Seconds. */
const goodFor = 1800;

/** How long the store's own rules stand in for a service that was of no use, before it is asked again. Seconds. */
const fallbackFor = 600;

/** Calculations that are too old are forgotten so many at a time, whenever one is kept. */
const forgottenAtOnce = 50;

interface KeptRow {
  calculation: string | null;
  taxes: string | null;
}

/**
 * What an outside service says of a sale: what it said before while that is good, else it is asked now. Never called in a batch or
 * while a cart is held.
 * @returns null where it was of no use, and the store's own rules stand in for a while
 */
export async function assessTaxes(
  store: Store,
  service: TaxProvider["name"],
  inquiry: TaxInquiry,
): Promise<Assessment | null> {
  const fingerprint = await fingerprintOf(service, inquiry);
  const kept = await readKept(store, fingerprint);
  if (kept !== "unasked") return kept;
  const provider = await openTaxProvider(service);
  let answer: Assessment | null = null;
  try {
    answer = await provider.assess(store, inquiry);
  } catch (thrown) {
    // The sale goes on by the store's own rules; quote and order say so.
    store.log.error("tax-service.no-use", thrown, { service });
  }
  await keep(store, fingerprint, service, answer);
  return answer;
}

/** What {@link assessTaxes} was told of this very sale a moment ago; null where nothing is known of it. Calls nobody. */
export async function assessedBefore(
  store: Store,
  service: TaxProvider["name"],
  inquiry: TaxInquiry,
): Promise<Assessment | null> {
  const kept = await readKept(store, await fingerprintOf(service, inquiry));
  return kept === "unasked" ? null : kept;
}

async function readKept(store: Store, fingerprint: string): Promise<Assessment | null | "unasked"> {
  const [row] = await store.orders.all<KeptRow>(sql`
    select calculation, taxes from tax_calculations where fingerprint = ${fingerprint} and good_until > ${timestamp(store)}
  `);
  if (!row) return "unasked";
  if (row.calculation === null || row.taxes === null) return null;
  return { calculation: row.calculation, ...(JSON.parse(row.taxes) as Omit<Assessment, "calculation">) };
}

async function keep(
  store: Store,
  fingerprint: string,
  service: TaxProvider["name"],
  answer: Assessment | null,
): Promise<void> {
  const now = timestamp(store);
  const good_until = new Date(store.now().getTime() + (answer ? goodFor : fallbackFor) * 1000).toISOString();
  const source = answer ? service : "own_fallback";
  const taxes = answer && JSON.stringify({ lines: answer.lines, shipping: answer.shipping });
  await store.orders.batch([
    store.orders.run(sql`
      delete from tax_calculations where fingerprint in (
        select fingerprint from tax_calculations where good_until <= ${now} order by good_until limit ${forgottenAtOnce}
      )
    `),
    // Two windows that ask at once are answered apart: the first answer stays, so that both are charged the same.
    store.orders.run(sql`
      insert into tax_calculations (fingerprint, source, calculation, taxes, good_until, created_at)
      values (${fingerprint}, ${source}, ${answer?.calculation ?? null}, ${taxes}, ${good_until}, ${now})
      on conflict (fingerprint) do nothing
    `),
  ]);
}

async function fingerprintOf(service: string, inquiry: TaxInquiry): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify([service, inquiry])));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
