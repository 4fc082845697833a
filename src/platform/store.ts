import { type Database, openDatabase } from "./database.ts";
import { beginEdition, tellingWrites } from "./edition.ts";
import { type IdPrefix, makeId } from "./ids.ts";
import { type Log, type LogFields, makeLog } from "./log.ts";
import { homeMarket, type Market } from "./market.ts";
import type { Currency } from "./money.ts";
import { continueTrace, type Trace } from "./trace.ts";

/**
 * Who is calling.
 * - `shopper`: no account; known by the cart alone, and `cartId` is null until there is one.
 * - `customer`: signed in; the cart is named by the customer.
 * - `staff`: signed in with the group `admins`.
 * - `system`: the clock, a queue, an alarm.
 * - `provider`: an outside service whose signature was verified.
 */
export type Actor =
  | { kind: "shopper"; cartId: string | null }
  | { kind: "customer"; id: string; email: string; groups: readonly string[] }
  | { kind: "staff"; id: string; email: string; groups: readonly string[] }
  | { kind: "system" }
  | { kind: "provider"; name: string };

export type { Database };

/**
 * What one call may touch, made once a request, message, alarm or cron tick. Everything that is not deterministic comes
 * through it, so that a test can drive a whole store by a seed.
 */
export interface Store {
  readonly env: Env;
  readonly catalog: Database;
  readonly orders: Database;
  readonly customers: Database;
  readonly activity: Database;
  readonly actor: Actor;
  /** BCP 47. */
  readonly locale: string;
  /** Where the caller shops: what they are offered, and in which currency. */
  readonly market: Market;
  /** The market's. */
  readonly currency: Currency;
  readonly trace: Trace;
  readonly log: Log;
  now(): Date;
  newId(prefix: IdPrefix): string;
  /** Lets work go on after the answer is sent. What must not be lost does not belong here. */
  after(work: Promise<unknown>): void;
  /** Reaches outside services. */
  fetch: typeof fetch;
  /** The same call, on behalf of somebody else. */
  as(actor: Actor): Store;
  /** The same call, told in another language. @param locale BCP 47 */
  in(locale: string): Store;
  /** The same call, in another market. */
  at(market: Market): Store;
}

/** What the transport knows of the call; everything has a default that fits the clock and queues. */
export interface StoreOptions {
  actor?: Actor;
  traceparent?: string | null;
  locale?: string;
  market?: Market;
  now?: () => Date;
  random?: (bytes: Uint8Array) => void;
  after?: (work: Promise<unknown>) => void;
  fetch?: typeof fetch;
  log?: Log;
  /** Fields that every line of the log carries beside the trace: a request's id. */
  logged?: LogFields;
}

/** Opens the store for one call. */
export function openStore(env: Env, options: StoreOptions = {}): Store {
  let trace: Trace | undefined;
  const now = options.now ?? (() => new Date());
  const databases = new Map<D1Database, Database>();
  const open = (binding: D1Database, written?: () => Promise<void>): Database => {
    const database = databases.get(binding) ?? openDatabase(written ? tellingWrites(binding, written) : binding);
    databases.set(binding, database);
    return database;
  };
  // What is kept at the edge goes old with every change of the catalogue. One that is committed does not fail for it.
  const changed = (): Promise<void> =>
    beginEdition(env).catch((thrown: unknown) => log.error("edition.not-begun", thrown));
  // Ids of one call sort as they were made, though many are made in one millisecond: each takes a time of its own.
  let lastId = 0;
  const newId = (prefix: IdPrefix): string => {
    lastId = Math.max(now().getTime(), lastId + 1);
    return makeId(prefix, lastId, options.random);
  };
  const log = options.log ?? makeLog(() => ({ ...options.logged, trace_id: store.trace.id }));
  const on = (actor: Actor, locale: string, market: Market): Store => ({
    env,
    get catalog() {
      return open(env.CATALOG, changed);
    },
    get orders() {
      return open(env.ORDERS);
    },
    get customers() {
      return open(env.CUSTOMERS);
    },
    get activity() {
      return open(env.ACTIVITY);
    },
    actor,
    locale,
    market,
    currency: market.currency,
    get trace() {
      // Made when it is asked for: most requests publish nothing and log nothing.
      trace ??= continueTrace(options.traceparent);
      return trace;
    },
    log,
    now,
    newId,
    after: options.after ?? ((work) => void work),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    as: (other) => on(other, locale, market),
    in: (other) => on(actor, other, market),
    at: (other) => on(actor, locale, other),
  });
  const market = options.market ?? homeMarket(env);
  const store = on(options.actor ?? { kind: "system" }, options.locale ?? env.STORE_LOCALE, market);
  return store;
}

/** Now, as it is stored: UTC, ISO 8601, milliseconds. */
export function timestamp(store: Store): string {
  return store.now().toISOString();
}

/** Who did it, as ledgers name them: an account's or a cart's id, a provider's name, or the kind. */
export function actorName(actor: Actor): string {
  if ("id" in actor) return actor.id;
  return actor.kind === "provider" ? actor.name : actor.kind;
}
