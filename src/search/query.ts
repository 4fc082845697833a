/** The columns of the index that hold words of people, in the order of the table. */
const wordColumns = "{title brand categories attributes codes description}";

/**
 * Weights of bm25 for title, brand, categories, attributes, codes, description and marks: what a product is called says
 * more of it than what is told about it.
 */
export const weights = "10.0, 4.0, 3.0, 2.0, 8.0, 1.0, 0.0";

/** More words than this add nothing to a search. */
const mostWords = 12;
/** Characters of one word that count. */
const longestWord = 60;
/** Letters from which the last word may be the beginning of a longer one. */
const shortestPrefix = 2;

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

/**
 * The full-text expression for words, all of which must be there, the last one perhaps only begun.
 * @param within `words` looks everywhere, `title` in titles alone
 */
export function matchWords(words: readonly string[], within: "words" | "title" = "words"): string {
  const phrases = words.map((word, index) => {
    const phrase = `"${word.replaceAll('"', '""')}"`;
    return index === words.length - 1 && Array.from(word).length >= shortestPrefix ? `${phrase} *` : phrase;
  });
  return `(${within === "title" ? "title" : wordColumns} : (${phrases.join(" AND ")}))`;
}

/** The token that stands in the index for a shelf (`brand:Acme`): hexadecimal, so that no word of a text is like it. */
export function markOf(what: string): string {
  const bytes = new TextEncoder().encode(what);
  return `qqq${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** The expression for products that carry a mark. */
export function matchMark(mark: string): string {
  return `marks : "${mark}"`;
}
