import { useQuery } from "@tanstack/react-query";
import { call } from "./http.ts";

/** What the store was set up with. `locale` is the language of the catalogue itself, the first of `locales`. */
export interface Settings {
  name: string;
  currency: string;
  locale: string;
  locales: string[];
  /** false: pictures are served as they were uploaded. */
  pictures_prepared: boolean;
}

/** The store's settings, read once; undefined until they have come. */
export function useSettings(): Settings | undefined {
  const { data } = useQuery({
    queryKey: ["settings"],
    queryFn: async () => (await call<Settings>("/settings")).body,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** A language in its own words and in the reader's: `Deutsch (German)`. */
export function languageName(locale: string): string {
  const own = nameIn(locale, locale);
  const told = nameIn(locale, navigator.language);
  return own === told ? told : `${told} (${own})`;
}

function nameIn(locale: string, reader: string): string {
  return new Intl.DisplayNames([reader], { type: "language" }).of(locale) ?? locale;
}

/** The languages of locales, each once: `de` of `de-AT`. What staff say of searching goes by language. */
export function languagesOf(locales: readonly string[]): string[] {
  return [...new Set(locales.map((locale) => new Intl.Locale(locale).language))];
}

/** Whether a language is written from the right. */
export function fromTheRight(locale: string): boolean {
  return ["ar", "fa", "he", "ur"].includes(new Intl.Locale(locale).language);
}
