import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { invalidInput } from "../../platform/errors.ts";
import type { AppEnv } from "../../platform/http/router.ts";
import type { Market } from "../../platform/market.ts";
import { isCurrency } from "../../platform/money.ts";
import { marketIn, marketNamed, marketOfCountry } from "./which-market.ts";

const cookieName = "__Host-market";
/** Days that a browser remembers the market that somebody chose. */
const cookieDays = 365;

/** What nobody shops at. */
const withoutMarket = /^\/(?:media|dev|track|healthz|readyz|\.well-known|api\/v1\/openapi\.json)(?:\/|$)/;

/**
 * Chooses the market of the answer: the one that is asked for, else the one that was chosen in this browser, else the one that the
 * visitor's country lies in, else the store's own. Programs ask by `x-market`, `?market=` or `?currency=`; a page is asked by
 * `?market=`, which is remembered and led on from, so that a link of an advertisement shows the price that it promised. Staff are
 * at home unless they ask, for they save what they read.
 */
export const knowMarket: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (withoutMarket.test(c.req.path)) return next();
  const isProgram = c.req.path.startsWith("/api/");
  const away = isProgram ? null : await remembered(c);
  if (away) return away;
  const market = isProgram ? await marketOfProgram(c) : await marketOfVisitor(c);
  if (market !== c.var.store.market) c.set("store", c.var.store.at(market));
  await next();
  // Whoever does something here shops here, wherever they are next time.
  const acts = !isProgram && c.req.method === "POST" && c.var.store.actor.kind !== "staff";
  if (acts && getCookie(c, cookieName) === undefined && !c.res.headers.getSetCookie().some(isOurs)) {
    if ((await marketNamed(c.var.store, market.code)) === market) rememberMarket(c, market);
  }
};

/** @throws invalid-input for a market that there is not */
async function marketOfProgram(c: Context<AppEnv>): Promise<Market> {
  const { store } = c.var;
  const header = c.req.header("x-market");
  const code = header ?? c.req.query("market");
  if (code !== undefined) {
    const market = await marketNamed(store, code);
    if (market) return market;
    const pointer = header === undefined ? "/market" : "/x-market";
    throw invalidInput([{ pointer, detail: "There is no such market." }]);
  }
  const own = store.actor.kind === "staff" ? store.market : await marketOfVisitor(c);
  const currency = c.req.query("currency");
  if (currency === undefined || currency === own.currency || !isCurrency(currency)) return own;
  return (await marketIn(store.at(own), currency)) ?? own;
}

async function marketOfVisitor(c: Context<AppEnv>): Promise<Market> {
  const { store } = c.var;
  if (store.actor.kind === "staff") return store.market;
  const chosen = getCookie(c, cookieName);
  const market = chosen === undefined ? null : await marketNamed(store, chosen);
  if (market) return market;
  // On a laptop no edge tells the country: what stands in its place is made up.
  const country = c.env.STORE_MODE === "local" ? undefined : c.req.raw.cf?.country;
  return typeof country === "string" ? marketOfCountry(store, country) : store.market;
}

/** Remembers the market that the address of a page asks for, and leads to the page itself; null where it asks for none. */
async function remembered(c: Context<AppEnv>): Promise<Response | null> {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") return null;
  const url = new URL(c.req.url);
  const asked = url.searchParams.get("market");
  if (asked === null) return null;
  url.searchParams.delete("market");
  const market = await marketNamed(c.var.store, asked);
  if (market) rememberMarket(c, market);
  c.header("Cache-Control", "private, no-store");
  // A path may begin with two slashes, which browsers would take for a host.
  return c.redirect(url.pathname.replace(/^\/{2,}/, "/") + url.search, 302);
}

/** Lets this browser shop in a market from now on. */
export function rememberMarket(c: Context<AppEnv>, { code }: Market): void {
  const maxAge = cookieDays * 24 * 3600;
  setCookie(c, cookieName, code, { path: "/", secure: true, httpOnly: true, sameSite: "Lax", maxAge });
}

function isOurs(cookie: string): boolean {
  return cookie.startsWith(`${cookieName}=`);
}
