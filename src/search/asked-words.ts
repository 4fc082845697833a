import { fold, languageOf, stemmerOf, translationIndexOf } from "./languages.ts";
import { formsOf } from "./word-forms.ts";

/** More words than this add nothing to a search. */
const mostWords = 12;
/** Characters of one word that count. */
const longestWord = 60;
/** Letters from which the last word may be the beginning of a longer one. */
const shortestPrefix = 2;
/** Words of one synonym. */
export const longestSynonym = 3;

/** One word of a search, as the full-text phrases that are looked for. */
export interface AskedWord {
  /** As it was typed. */
  text: string;
  /** The word, and other ways of writing it, for the store's own index. */
  own: string;
  /** The same word for word: ranks what is written exactly so. */
  exact: string;
  /** In all its forms, for the index of a translation. */
  translated: string;
  /** All that begins so; only the last word has it. */
  begun: string | null;
  /** What synonyms are looked up by: the word, and the words of several that it is one of. */
  terms: string[];
}

/** What a shopper typed, as the words that are looked for; nothing in it is an operator any more. */
export function wordsOf(text: string): string[] {
  return text
    .toWellFormed()
    .normalize("NFC")
    .split(/[\s\p{C}\p{Z}]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .slice(0, mostWords)
    .map((word) => Array.from(word).slice(0, longestWord).join(""));
}

/** Makes words ready to be asked in a language. */
export async function askFor(words: readonly string[], locale: string, env: Env): Promise<AskedWord[]> {
  const home = languageOf(env.STORE_LOCALE);
  const other = translationIndexOf(locale, env);
  const [stemAtHome, stemThere] = await Promise.all([stemmerOf(home), other ? stemmerOf(other) : null]);
  const language = other ?? home;
  const terms = await synonymTerms(words, language);
  return words.map((word, index) => {
    const joined = joinedWith(words, index);
    // The store's own index cuts English words down to their stem itself.
    const atHome = home === "en" ? [fold(word, home)] : formsOf(word, home, stemAtHome);
    const there = other && stemThere ? formsOf(word, other, stemThere) : [];
    const last = index === words.length - 1 && Array.from(word).length >= shortestPrefix;
    return {
      text: word,
      own: anyOf([...atHome, ...spellings(word), ...joined]),
      exact: anyOf([fold(word, home), ...spellings(word), ...joined]),
      translated: anyOf([...there, ...spellings(word), ...joined]),
      begun: last ? `${phrase(fold(word, language))} *` : null,
      terms: terms[index] ?? [],
    };
  });
}

/** A text as one full-text phrase, in which nothing is an operator. */
export function phrase(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function anyOf(texts: readonly string[]): string {
  return [...new Set(texts)].map(phrase).join(" OR ");
}

/** Model numbers are written with and without what parts them: `TN-2110`, `TN 2110`, `TN2110`. */
function spellings(word: string): string[] {
  const parts = word.match(/\p{L}+|\p{N}+/gu) ?? [];
  const mixed = /\p{L}/u.test(word) && /\p{N}/u.test(word);
  const parted = /[\p{L}\p{N}][^\p{L}\p{N}\p{M}]+[\p{L}\p{N}]/u.test(word);
  return [
    ...(parted ? [word.replace(/[^\p{L}\p{N}\p{M}]+/gu, "")] : []),
    ...(mixed && parts.length > 1 && parts.length <= 6 ? [parts.join(" ")] : []),
  ];
}

/** Two words may be one in the texts: `play station`, `cat 6`. The one stands for both, so each of them finds it. */
function joinedWith(words: readonly string[], index: number): string[] {
  const own = words[index] ?? "";
  const neighbours = [words[index - 1], words[index + 1]];
  const [before, after] = neighbours.map((word) => (word && isPlain(word) && isPlain(own) ? word : null));
  return [...(before ? [before + own] : []), ...(after ? [own + after] : [])];
}

function isPlain(word: string): boolean {
  return /^[\p{L}\p{N}\p{M}]+$/u.test(word);
}

/** For each word, the terms that it is part of. */
async function synonymTerms(words: readonly string[], language: string): Promise<string[][]> {
  const stem = await stemmerOf(language);
  const keys = words.map((word) => keyOfWord(word, language, stem));
  return words.map((_, index) => {
    const terms: string[] = [];
    for (let first = Math.max(0, index - longestSynonym + 1); first <= index; first++) {
      for (let last = index; last < Math.min(words.length, first + longestSynonym); last++) {
        terms.push(keys.slice(first, last + 1).join(" "));
      }
    }
    return terms;
  });
}

/** What several words are compared by, whatever form each has. */
export async function keyOfWords(words: readonly string[], language: string): Promise<string> {
  const stem = await stemmerOf(language);
  return words.map((word) => keyOfWord(word, language, stem)).join(" ");
}

function keyOfWord(word: string, language: string, stem: (word: string) => string): string {
  return stem(fold(word, language));
}
