import type { Context, MiddlewareHandler } from "hono";
import { currentEdition } from "../edition.ts";
import { inStep } from "./in-step.ts";
import type { AppEnv } from "./router.ts";

/**
 * How a route says that its answer is the same for everybody and may be kept at the edge for so many seconds (RFC 9213). The
 * header is taken off again: what stands before the store, and browsers, go by `Cache-Control`.
 */
const permission = "CDN-Cache-Control";

/** Seconds that an answer made from the catalogue is kept: so old may a price be at a location where nobody changed it. */
const keptLife = 30;

/** The header that lets an answer be kept at the edge, where {@link keepAnswers} stands before its route. */
export const keepable = (seconds = keptLife) => ({ [permission]: `max-age=${seconds}` });

/** Above this an address is one of a kind. Characters. */
const longestAddress = 1500;

/** Says where a visitor came from and changes nothing of the page. */
export const tracking = /^(utm_\w+|gclid|gbraid|wbraid|fbclid|msclkid|mc_[ce]id|srsltid|ref)$/;

/** Whether and how an answer came from what is kept (RFC 9211). */
const statusHeader = "Cache-Status";

/** Under which the kept copy remembers the headers of the answer; its own are for the cache. */
const answerHeadersOfCopy = "X-Kept-Headers";

interface Keeping {
  /** Whether a new edition of the catalogue makes the answer old; where not, only its age does. */
  byEdition: boolean;
  /** Whether an answer may be longer than what a Worker holds: it is kept while its reader takes it, and no faster. */
  isLong: boolean;
}

/**
 * Answers from what is kept at this location, and keeps what the route lets it ({@link keepable}). A kept answer asks no
 * database. It is kept by address, language, market, edition of the catalogue and version of the store, and never with a
 * cookie; staff neither get one nor leave one. An answer with an `ETag` that the caller has already is sent as a 304.
 */
export function keepAnswers(
  { byEdition, isLong }: Keeping = { byEdition: true, isLong: false },
): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
    const key = c.var.store.actor.kind === "staff" ? null : await keyOf(c, byEdition);
    const copy = key === null ? undefined : await caches.default.match(key);
    if (copy) {
      const answer = answerFrom(copy);
      return notModified(c, answer) ?? answer;
    }
    await next();
    const life = takePermission(c.res);
    const mayKeep = key !== null && life !== null && c.res.status === 200 && !c.res.headers.has("Set-Cookie");
    if (mayKeep && isLong) keepInStep(c, key, life);
    else if (mayKeep) c.var.store.after(keep(c, key, copyOf(c.res.clone(), life)));
    if (life !== null) c.res.headers.set(statusHeader, key === null ? "Souk; fwd=bypass" : "Souk; fwd=miss");
    const unchanged = notModified(c, c.res);
    if (unchanged) c.res = unchanged;
  };
}

/** What an answer is kept under; null for one that is not worth it. */
async function keyOf(c: Context<AppEnv>, byEdition: boolean): Promise<string | null> {
  const { env, locale, market, currency } = c.var.store;
  const asked = new URL(c.req.url);
  if (asked.pathname.length + asked.search.length > longestAddress) return null;
  if (!asked.pathname.startsWith("/api/")) {
    for (const name of [...asked.searchParams.keys()]) if (tracking.test(name)) asked.searchParams.delete(name);
  }
  asked.searchParams.sort();
  const made = [env.VERSION.id, byEdition ? await currentEdition(env) : "any", locale, market.code, currency].join("/");
  return `${env.STORE_URL}/.kept/${made}${asked.pathname}?${asked.searchParams}`;
}

/** An answer that cannot be kept was given all the same. */
async function keep(c: Context<AppEnv>, key: string, copy: Response): Promise<void> {
  const { log } = c.var.store;
  await caches.default.put(key, copy).catch((thrown: unknown) => log.error("answer.not-kept", thrown));
}

/** Keeps an answer as it is taken; one that nobody takes to its end is not kept. */
function keepInStep(c: Context<AppEnv>, key: string, life: number): void {
  const { store } = c.var;
  // Of a HEAD the body is never taken.
  if (!c.res.body || c.req.method === "HEAD") return;
  const { first, second, whole } = inStep(c.res.body);
  const copy = copyOf(new Response(second, c.res), life);
  c.res = new Response(first, c.res);
  // Where there is no cache nothing of the copy is read, and the answer must not wait for that.
  const kept = keep(c, key, copy).finally(() => second.locked || second.cancel());
  store.after(Promise.all([whole, kept]).then(async ([isWhole]) => isWhole || caches.default.delete(key)));
}

function copyOf({ body, headers }: Response, life: number): Response {
  return new Response(body, {
    headers: { "Cache-Control": `max-age=${life}`, [answerHeadersOfCopy]: JSON.stringify([...headers]) },
  });
}

function answerFrom(copy: Response): Response {
  const headers = new Headers(JSON.parse(copy.headers.get(answerHeadersOfCopy) ?? "[]") as [string, string][]);
  headers.set(statusHeader, "Souk; hit");
  return new Response(copy.body, { headers });
}

/** The seconds that a route lets its answer be kept, taken off the answer; null where it does not. */
function takePermission(answer: Response): number | null {
  const seconds = /^max-age=(\d+)$/.exec(answer.headers.get(permission) ?? "")?.[1];
  if (seconds === undefined) return null;
  answer.headers.delete(permission);
  return Number(seconds);
}

/** A 304 for a caller who has exactly this answer already. */
function notModified(c: Context<AppEnv>, answer: Response): Response | null {
  const etag = answer.headers.get("ETag");
  const known = c.req.header("if-none-match")?.split(",");
  if (etag === null || answer.status !== 200 || !known) return null;
  if (!known.some((one) => one.trim() === etag || one.trim() === "*")) return null;
  const headers = new Headers(answer.headers);
  headers.delete("Content-Type");
  return new Response(null, { status: 304, headers });
}
