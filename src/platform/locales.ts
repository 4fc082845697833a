/** What a BCP 47 tag looks like here: a language, perhaps a script, perhaps a region. */
const tag = /^([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?$/i;

const parsed = new Map<string, readonly string[]>();

/** The languages that the store offers, its own first. */
export function offeredLocales({ STORE_LOCALE, STORE_LOCALES }: Env): readonly string[] {
  const written = `${STORE_LOCALE},${STORE_LOCALES}`;
  let offered = parsed.get(written);
  if (!offered) {
    const locales = written.split(",").map((each) => each.trim());
    offered = [...new Set(locales.filter((each) => each !== ""))];
    parsed.set(written, offered);
  }
  return offered;
}

/** The tag as it is stored: `de-at` is `de-AT`; null where it is none. */
export function canonicalLocale(given: string): string | null {
  const match = tag.exec(given.trim());
  if (!match) return null;
  const [, language = "", script, region] = match;
  const capital = script && script.charAt(0).toUpperCase() + script.slice(1).toLowerCase();
  return [language.toLowerCase(), capital, region?.toUpperCase()].filter(Boolean).join("-");
}

/**
 * The locales whose texts are looked for, the nearest first: `de-AT`, `de`. The store's own is where a chain ends, for its
 * texts stand in the catalogue itself; so a chain of the store's own language is empty.
 */
export function fallbackChain(locale: string, storeLocale: string): string[] {
  const chain: string[] = [];
  for (let tag = locale; tag !== "" && tag !== storeLocale; tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")))) {
    chain.push(tag);
  }
  return chain;
}

/**
 * The offered locale that a visitor would like best, by `Accept-Language` (RFC 9110, 12.5.4; look-up of RFC 4647, 3.4).
 * @returns null where none of what they read is offered
 */
export function preferredLocale(acceptLanguage: string | undefined, offered: readonly string[]): string | null {
  if (!acceptLanguage) return null;
  const wishes = acceptLanguage
    .slice(0, 1000)
    .split(",")
    .map((part, order) => {
      const [name = "", ...settings] = part.split(";").map((each) => each.trim());
      const quality = settings.find((each) => each.startsWith("q="));
      return { locale: canonicalLocale(name), quality: quality ? Number(quality.slice(2)) : 1, order };
    })
    .filter((wish) => wish.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.order - b.order);
  for (const { locale } of wishes) {
    const found = locale && nearestOffered(locale, offered);
    if (found) return found;
  }
  return null;
}

/** The offered locale that a locale falls back to: `de` for `de-AT`; null where its language is not offered. */
export function nearestOffered(locale: string, offered: readonly string[]): string | null {
  return fallbackChain(locale, "").find((each) => offered.includes(each)) ?? null;
}

const rightToLeft = new Set(["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

/** The writing direction of a locale's language, for `dir`. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return rightToLeft.has(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}
