import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { getPath } from "hono/utils/url";
import { canonicalLocale, nearestOffered, offeredLocales, preferredLocale } from "../locales.ts";
import type { AppEnv } from "./router.ts";

const cookieName = "__Host-locale";
/** Days that a browser remembers the language that somebody chose. */
const cookieDays = 365;

/** What is the same in every language, and has no address in each. */
const withoutLanguage = /^\/(?:api|media|pay|dev|track|healthz|readyz|\.well-known)(?:\/|$)/;
/** Pages that are reached by a link in a mail or from a payment, and belong to one person. */
const reachedFromOutside = /^\/(?:orders\/|checkout\/return|confirm|reset-password)/;

/**
 * The path that routes are looked up by: without the language that it begins with, so that `/de/cart` is answered as `/cart`.
 * The store's own language has no prefix.
 */
export function pathWithoutLocale(request: Request, options?: { env?: unknown }): string {
  const path = getPath(request);
  const prefix = prefixOf(path, options?.env as Env | undefined);
  return prefix === "" ? path : path.slice(prefix.length) || "/";
}

/** `/de` of `/de/cart`; empty where the path begins with no other language that is offered. */
function prefixOf(path: string, env: Env | undefined): string {
  const second = path.indexOf("/", 1);
  const prefix = second < 0 ? path : path.slice(0, second);
  if (!env || prefix.length < 3 || !offeredLocales(env).includes(prefix.slice(1))) return "";
  return withoutLanguage.test(path.slice(prefix.length)) ? "" : prefix;
}

/** How addresses of pages begin in a locale: `/de`, and empty in the store's own. */
export function localePrefix(env: Env, locale: string): string {
  return locale === env.STORE_LOCALE || !offeredLocales(env).includes(locale) ? "" : `/${locale}`;
}

/** Where a page is read in a locale: `/cart` is `/de/cart`, and the front door `/de`. */
export function pathIn(env: Env, locale: string, path: string): string {
  const prefix = localePrefix(env, locale);
  return prefix === "" ? path : prefix + path.replace(/^\/(?=$|[?#])/, "");
}

/**
 * Chooses the language of the answer. A page is in the language that its path begins with; programs ask by `?locale=` or
 * `Accept-Language`. Staff read the catalogue as it is written unless they ask for a language, for they save what they read.
 * The front door leads whoever comes for the first time to the language that their browser asks for, and later to the one
 * that they chose; no other page is left because of what a browser asks for.
 */
export const knowLocale: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { store } = c.var;
  if (c.req.path.startsWith("/api/")) {
    c.set("store", store.in(localeOfProgram(c)));
    return next();
  }
  if (withoutLanguage.test(c.req.path)) return next();
  const reads = c.req.method === "GET" || c.req.method === "HEAD";
  const away = reads ? leadElsewhere(c) : null;
  if (away) return away;
  const locale = prefixOf(getPath(c.req.raw), c.env).slice(1) || c.env.STORE_LOCALE;
  if (locale !== store.locale) c.set("store", store.in(locale));
  await next();
  // Whoever does something here reads this language: the way back from the payment leads to it.
  if (!reads && (getCookie(c, cookieName) ?? c.env.STORE_LOCALE) !== locale) remember(c, locale);
};

function localeOfProgram(c: Context<AppEnv>): string {
  const { store } = c.var;
  const asked = c.req.query("locale");
  if (asked !== undefined) return canonicalLocale(asked) ?? store.locale;
  if (store.actor.kind === "staff") return store.locale;
  return preferredLocale(c.req.header("accept-language"), offeredLocales(c.env)) ?? store.locale;
}

/** Where a page is rather to be read; null where it is in the right place. */
function leadElsewhere(c: Context<AppEnv>): Response | null {
  const { env } = c;
  const url = new URL(c.req.url);
  const offered = offeredLocales(env);
  const prefix = prefixOf(url.pathname, env);
  const path = url.pathname.slice(prefix.length) || "/";
  const chosen = url.searchParams.get("locale");
  if (chosen !== null) {
    url.searchParams.delete("locale");
    const locale = nearestOffered(canonicalLocale(chosen) ?? "", offered) ?? (prefix.slice(1) || env.STORE_LOCALE);
    remember(c, locale);
    return redirect(c, pathIn(env, locale, path) + url.search, 302);
  }
  // The store's own language has one address only.
  if (prefix === `/${env.STORE_LOCALE}`) return redirect(c, path + url.search, 301);
  if (prefix !== "") return null;
  const isFrontDoor = c.req.path === "/";
  if (!isFrontDoor && !reachedFromOutside.test(c.req.path)) return null;
  const remembered = getCookie(c, cookieName);
  const known = remembered !== undefined && offered.includes(remembered) ? remembered : null;
  const locale = known ?? (isFrontDoor ? preferredLocale(c.req.header("accept-language"), offered) : null);
  if (locale === null || locale === env.STORE_LOCALE) return null;
  if (known === null) remember(c, locale);
  return redirect(c, pathIn(env, locale, path) + url.search, 302);
}

function redirect(c: Context<AppEnv>, path: string, status: 301 | 302): Response {
  // Another visitor may be led elsewhere.
  if (status === 302) c.header("Cache-Control", "private, no-store");
  // A path may begin with two slashes, which browsers would take for a host.
  return c.redirect(path.replace(/^\/{2,}/, "/"), status);
}

function remember(c: Context<AppEnv>, locale: string): void {
  setCookie(c, cookieName, locale, {
    path: "/",
    secure: true,
    httpOnly: true,
    sameSite: "Lax",
    maxAge: cookieDays * 24 * 3600,
  });
}
