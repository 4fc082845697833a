import { fold, type Stemmer } from "./languages.ts";

/**
 * Endings of nouns and adjectives, folded. A form is believed only where it has the stem of the word it was made from, so an
 * ending too many does no harm.
 */
const endings: Readonly<Record<string, readonly string[]>> = {
  en: ["", "s", "es", "ed", "ing", "er", "y", "ies"],
  de: ["", "e", "en", "er", "n", "s", "es", "ern", "em", "se", "sen"],
  fr: ["", "s", "e", "es", "x", "al", "aux", "ale", "ales", "eux", "euse"],
  es: ["", "s", "es", "a", "as", "o", "os", "e"],
};

/** Plurals whose stem is another one: an ending, and what stands in its place. */
const irregular: Readonly<Record<string, readonly (readonly [ending: string, other: string])[]>> = {
  en: [
    ["f", "ves"],
    ["fe", "ves"],
  ],
  fr: [
    ["ou", "oux"],
    ["eu", "eux"],
    ["ail", "aux"],
  ],
  es: [["z", "ces"]],
};

/** Letters of a stem that may be a word by itself. */
const shortestStem = 3;

const arabicArticles = ["وال", "بال", "كال", "فال", "لل", "ال"];
const arabicEndings = ["ات", "ون", "ين", "ان", "يه", "ه", "ي"];
/** Letters that must be left of an Arabic word. */
const shortestArabic = 3;

/**
 * The forms in which a word may stand in a text: `Pfanne` for `Pfannen`, `القهوة` for `قهوة`. The first is the word itself.
 * @returns folded words, each once
 */
export function formsOf(word: string, language: string, stem: Stemmer): string[] {
  const own = fold(language === "fr" ? withoutArticle(word) : word, language);
  if (!/^[\p{L}\p{M}]+$/u.test(own)) return [own];
  if (language === "ar") return [...new Set([own, ...arabicForms(own)])];
  // Cut down with its accents and without them: shoppers leave them out.
  const stems = new Set([own, stem(own), fold(stem(word.normalize("NFC").toLowerCase()), language)]);
  const ends = endings[language] ?? [];
  const trunks = new Set([
    ...stems,
    ...ends.filter((end) => own.endsWith(end)).map((end) => own.slice(0, own.length - end.length)),
  ]);
  const likely = [...trunks].flatMap((trunk) => (trunk.length < 2 ? [] : ends.map((end) => trunk + end)));
  const forms = likely.filter((form) => stems.has(stem(form)));
  return [...new Set([own, ...[...stems].filter(isLong), ...forms, ...irregularForms(own, language)])];
}

function isLong(stem: string): boolean {
  return stem.length >= shortestStem;
}

/** `animal` of `l'animal`. */
function withoutArticle(word: string): string {
  return word.replace(/^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\p{L})/iu, "");
}

function irregularForms(word: string, language: string): string[] {
  return (irregular[language] ?? []).flatMap(([ending, other]) => [
    ...(word.endsWith(ending) ? [word.slice(0, word.length - ending.length) + other] : []),
    ...(word.endsWith(other) ? [word.slice(0, word.length - other.length) + ending] : []),
  ]);
}

/** With and without the article, and the common endings. Broken plurals are words of their own. */
function arabicForms(word: string): string[] {
  const article = arabicArticles.find((one) => word.startsWith(one) && word.length - one.length >= shortestArabic);
  const bare = article ? word.slice(article.length) : word;
  const ending = arabicEndings.find((one) => bare.endsWith(one) && bare.length - one.length >= shortestArabic);
  const trunk = ending ? bare.slice(0, bare.length - ending.length) : bare;
  const bodies = new Set([bare, ...["", "ه", "ات", "ين", "ون"].map((end) => trunk + end)]);
  return [...bodies].flatMap((body) => ["", ...arabicArticles].map((one) => one + body));
}
