/**
 * The languages that have an index for translations of their own, as migrations/catalog/0007_search.sql makes them. A store's
 * own language may be any other: it is indexed too, and found by the words as they are written.
 */
const indexedLanguages = ["en", "de", "fr", "es", "ar"] as const;
export type IndexedLanguage = (typeof indexedLanguages)[number];

/** `de` of `de-AT`. */
export function languageOf(locale: string): string {
  return locale.split("-", 1)[0]?.toLowerCase() ?? "";
}

/** The language whose translations are searched for a caller; null where it is the store's own, or has no index. */
export function translationIndexOf(locale: string, env: Env): IndexedLanguage | null {
  const language = languageOf(locale);
  if (language === languageOf(env.STORE_LOCALE)) return null;
  return indexedLanguages.find((one) => one === language) ?? null;
}

/** The languages that the store offers besides its own, as far as they have an index. */
export function translatedLanguages({ STORE_LOCALE, STORE_LOCALES }: Env): IndexedLanguage[] {
  const offered = STORE_LOCALES.split(",").map((locale) => languageOf(locale.trim()));
  return indexedLanguages.filter((one) => offered.includes(one) && one !== languageOf(STORE_LOCALE));
}

const arabicMarks = ["\u064b", "\u064c", "\u064d", "\u064e", "\u064f", "\u0650", "\u0651", "\u0652", "\u0640"];

/**
 * Letters that are written in several ways beyond case and accents, which the index folds by itself: German ß, Arabic
 * letters that bear a hamza or not, and Arabic vowel signs. Applied alike to texts and to what is searched.
 */
const foldings: Readonly<Record<string, readonly (readonly [letter: string, as: string])[]>> = {
  de: [["ß", "ss"]],
  ar: [
    ...["أ", "إ", "آ", "ٱ"].map((letter) => [letter, "ا"] as const),
    ["ى", "ي"],
    ["ة", "ه"],
    ["ؤ", "و"],
    ["ئ", "ي"],
    ...arabicMarks.map((mark) => [mark, ""] as const),
  ],
};

export function foldingsOf(language: string): readonly (readonly [letter: string, as: string])[] {
  return foldings[language] ?? [];
}

/** A word as the index of a language writes it: small letters, without accents. */
export function fold(word: string, language: string): string {
  const folded = foldingsOf(language).reduce(
    (text, [letter, as]) => text.replaceAll(letter, as),
    word.normalize("NFC"),
  );
  return folded
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase();
}

/** Words that say nothing of a product; never suggested. */
const functionWords: Readonly<Record<string, string>> = {
  en: "and are for from has its not our that the their this these those was with you your can all any per but",
  de: "als auch auf aus bei das dem den der des die ein eine einem einen einer für fur ist mit nicht oder sich sie sind und vom von war wie wird zum zur",
  fr: "aux avec ces cet cette dans des deux elle est les leur mais nos ont par pas plus pour que qui sans ses son sont sur une vos vous",
  es: "con del desde donde ella ellos entre esta este esto las los mas más muy para pero por que sin sobre sus una unas uno unos",
  ar: "في من على الى عن مع هذا هذه التي الذي كل او",
};

/** The function words of a language, folded; none of a language that is not known. */
export function functionWordsOf(language: string): string[] {
  return (functionWords[language]?.split(" ") ?? []).map((word) => fold(word, language));
}

export type Stemmer = (word: string) => string;

const stemmers: Readonly<Record<IndexedLanguage, () => Promise<{ stemmer: Stemmer }>>> = {
  en: () => import("@orama/stemmers/english"),
  de: () => import("@orama/stemmers/german"),
  fr: () => import("@orama/stemmers/french"),
  es: () => import("@orama/stemmers/spanish"),
  ar: () => import("@orama/stemmers/arabic"),
};

/** What cuts a word of a language down to its stem (Snowball); words of other languages are left as they are. */
export async function stemmerOf(language: string): Promise<Stemmer> {
  const known = indexedLanguages.find((one) => one === language);
  return known ? (await stemmers[known]()).stemmer : (word) => word;
}
