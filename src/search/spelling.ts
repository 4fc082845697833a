import { type SQL, sql } from "drizzle-orm";
import type { Store } from "../platform/store.ts";
import { fold, languageOf, translationIndexOf } from "./languages.ts";

/** How many words of the dictionary are compared with an unknown one, for each way in which it may have gone wrong. */
const compared = 300;
/** Words shorter than this have too many neighbours to guess from. */
const shortest = 4;
/** From this length on two letters may be wrong. */
const longFrom = 7;
/** More words than this are not guessed at once. */
const mostGuessed = 6;
/** Letters of each part of a word that is two. */
const shortestPart = 3;

interface DictionaryRow {
  word: string;
  /** Null where the word itself is in the dictionary. */
  near: string | null;
  /** The other part, where it may be two words. */
  rest: string | null;
  products: number;
}

/** What joins words to one, as in `linen-apron`; where it is looked for as one, its parts must stand side by side. */
const joints = /(?<=\p{L}{2})[-\u2010-\u2015_/.+&](?=\p{L}{2})/u;

/**
 * Words that nobody's texts hold together, as they may have been meant: what is joined by hyphens is parted, and each word that
 * is not in the dictionary is replaced by the nearest that is, one or two letters away, the commoner of two; or parted into two
 * that are.
 * @returns null where there is nothing better to offer
 */
export async function correctSpelling(store: Store, typed: readonly string[], locale: string): Promise<string | null> {
  const words = typed.flatMap((word) => word.split(joints));
  const languages = languagesOf(store, locale);
  const language = languages[0] ?? "";
  const plain = words.map((word) => fold(word, language));
  const guessed = plain.filter((word) => /^\p{L}+$/u.test(word) && word.length >= shortest).slice(0, mostGuessed);
  if (guessed.length === 0) return words.length > typed.length ? words.join(" ") : null;
  const rows = await store.catalog.all<DictionaryRow>(neighbours(languages, guessed));
  const known = new Set(rows.filter((row) => row.near === null).map((row) => row.word));
  const corrected = plain.map((word, index) => {
    if (known.has(word) || !guessed.includes(word)) return words[index] ?? word;
    return nearest(
      word,
      rows.filter((row) => row.word === word),
    );
  });
  const changed = words.length > typed.length || corrected.some((word, index) => word !== words[index]);
  return changed ? corrected.join(" ") : null;
}

/** The languages whose dictionaries a caller's words may come from, their own first. */
export function languagesOf(store: Store, locale: string): string[] {
  const translations = translationIndexOf(locale, store.env);
  return [...(translations ? [translations] : []), languageOf(store.env.STORE_LOCALE)];
}

/**
 * Words of the dictionary that may have been meant. A slip leaves either the first letters as they are, or, where it is in
 * those, the ones after them.
 */
function neighbours(languages: readonly string[], guessed: readonly string[]): SQL {
  const wanted = guessed.map((word) => {
    const letters = Array.from(word);
    const [a = "", b = "", c = "", d = ""] = letters;
    const parts = letters.flatMap((_, at) =>
      at < shortestPart || at > letters.length - shortestPart
        ? []
        : [{ left: letters.slice(0, at).join(""), right: letters.slice(at).join("") }],
    );
    return {
      word,
      beginnings: [...new Set([a + b, b + a, b + c, a + c])],
      inner: [...new Set([b + c + d, a + b + c])],
      parts,
      least: letters.length - 2,
      most: letters.length + 2,
    };
  });
  const among = sql`d.language in (select value from json_each(${JSON.stringify(languages)}))`;
  const near = (list: string, key: SQL) => sql`
    select * from (
      select wanted.value ->> 'word' as word, d.word as near, null as rest, d.products
      from json_each(${JSON.stringify(wanted)}) wanted
      cross join json_each(wanted.value, ${sql.raw(`'$.${list}'`)}) part
      cross join search_dictionary d on ${among} and ${key} = part.value
      where length(d.word) between wanted.value ->> 'least' and wanted.value ->> 'most'
      limit ${sql.raw(String(compared * guessed.length * 4))}
    )`;
  return sql`
    select wanted.value as word, null as near, null as rest, d.products
    from json_each(${JSON.stringify(guessed)}) wanted cross join search_dictionary d on ${among} and d.word = wanted.value
    union all
    ${near("beginnings", sql`substr(d.word, 1, 2)`)}
    union all
    ${near("inner", sql`substr(d.word, 2, 3)`)}
    union all
    select wanted.value ->> 'word', part.value ->> 'left', part.value ->> 'right', min(d.products, other.products)
    from json_each(${JSON.stringify(wanted)}) wanted
    cross join json_each(wanted.value, '$.parts') part
    cross join search_dictionary d on ${among} and d.word = part.value ->> 'left'
    cross join search_dictionary other on other.language = d.language and other.word = part.value ->> 'right'`;
}

function nearest(word: string, candidates: readonly DictionaryRow[]): string {
  let best = { text: word, distance: Array.from(word).length >= longFrom ? 2 : 1, products: -1 };
  for (const { near, rest, products } of candidates) {
    if (near === null) continue;
    const distance = rest === null ? editDistance(word, near) : 1;
    if (distance < best.distance || (distance === best.distance && products > best.products)) {
      best = { text: rest === null ? near : `${near} ${rest}`, distance, products };
    }
  }
  return best.text;
}

/** Letters to insert, delete, change or swap with a neighbour (optimal string alignment). */
export function editDistance(from: string, to: string): number {
  const a = Array.from(from);
  const b = Array.from(to);
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(changed, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
