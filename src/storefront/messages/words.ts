import { fallbackChain } from "../../platform/locales.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en, type Messages } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";

export type { Messages };

const languages: Readonly<Record<string, Messages>> = { en, de, fr, es, ar };

/** The storefront's words in a locale: those of its language; English where it speaks none of the locale's. */
export function wordsIn(locale: string): Messages {
  const known = fallbackChain(locale, "").find((each) => Object.hasOwn(languages, each));
  return (known && languages[known]) || en;
}
