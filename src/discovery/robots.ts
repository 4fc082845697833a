import { localePrefix } from "../platform/http/locale.ts";
import { offeredLocales } from "../platform/locales.ts";

/** What is nobody's to find: pages of one person, and lists that are the same products in another order. */
const closed = ["/account", "/cart", "/checkout", "/orders/", "/search?", "/sign-in", "/sign-up"];
/** The same in every language. */
const closedToAll = ["/api/", "/pay/", "/dev/"];

/** `robots.txt` (RFC 9309): what search engines leave alone, and where the map of the rest is. */
export function robots(env: Env): string {
  const paths = [
    ...offeredLocales(env).flatMap((locale) => closed.map((path) => localePrefix(env, locale) + path)),
    ...closedToAll,
  ];
  return `User-agent: *\n${paths.map((path) => `Disallow: ${path}\n`).join("")}\nSitemap: ${env.STORE_URL}/sitemap.xml\n`;
}
