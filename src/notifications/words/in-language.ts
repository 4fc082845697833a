import { fallbackChain } from "../../platform/locales.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en, type LetterWords } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";

export type { LetterWords };

const languages: Readonly<Record<string, LetterWords>> = { en, de, fr, es, ar };

/** The language that a letter to a reader of this locale is written in; English where its own is none of the letters'. */
export function letterLanguage(locale: string): string {
  return fallbackChain(locale, "").find((each) => Object.hasOwn(languages, each)) ?? "en";
}

export function letterWords(locale: string): LetterWords {
  return languages[letterLanguage(locale)] ?? en;
}
