import { useQuery } from "@tanstack/react-query";
import { useSettings } from "../settings.ts";
import { readOriginals } from "./originals.ts";
import { type Thing, type Translation, translations } from "./translation-api.ts";

/** What is to be translated of a thing, what is translated, and into which languages. */
export function useTranslations(thing: Thing) {
  const settings = useSettings();
  const read = useQuery({
    queryKey: ["translations", thing.kind, thing.id],
    queryFn: async () => {
      const [originals, written] = await Promise.all([readOriginals(thing), translations(thing)]);
      return { originals, written: new Map(written.map((each): [string, Translation] => [each.locale, each])) };
    },
    // What is being typed belongs to the version that was read.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const locales = settings?.locales.filter((locale) => locale !== settings.locale) ?? [];
  return { ...read, settings, locales };
}
