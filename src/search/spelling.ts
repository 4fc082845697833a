import { sql } from "drizzle-orm";
import type { Store } from "../platform/store.ts";

/** How many words of the index are compared with one that was not found. */
const compared = 400;
/** Words shorter than this have too many neighbours to guess from. */
const shortest = 4;

interface IndexWord {
  word: string;
  near: string;
  found_in: number;
}

/**
 * Another spelling for words that were not found together: each one that is not in the index is replaced by the nearest that
 * is, one or two letters away; the commoner of two.
 * @returns null where there is nothing better to offer
 */
export async function suggestSpelling(store: Store, words: readonly string[]): Promise<string | null> {
  const plain = words.map((word) => fold(word));
  const guessed = plain.filter((word) => Array.from(word).length >= shortest);
  if (guessed.length === 0) return null;
  // Neighbours share the first two letters; a slip in those is not mended.
  const wanted = JSON.stringify(
    guessed.map((word) => {
      const beginning = Array.from(word).slice(0, 2).join("");
      return { word, from: beginning, to: `${beginning}\u{10ffff}`, least: word.length - 2, most: word.length + 2 };
    }),
  );
  const rows = await store.catalog.all<IndexWord>(sql`
    select wanted.value ->> 'word' as word, near.term as near, near.doc as found_in
    from json_each(${wanted}) wanted
    cross join search_words near on near.term >= wanted.value ->> 'from' and near.term < wanted.value ->> 'to'
    where length(near.term) between wanted.value ->> 'least' and wanted.value ->> 'most'
    limit ${compared * guessed.length}
  `);
  const mended = plain.map((word) =>
    nearest(
      word,
      rows.filter((row) => row.word === word),
    ),
  );
  const suggestion = mended.join(" ");
  return suggestion === plain.join(" ") ? null : suggestion;
}

/** As the index writes words: lower case, without accents. */
function fold(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function nearest(word: string, candidates: readonly IndexWord[]): string {
  let best = { near: word, distance: word.length > 6 ? 2 : 1, found_in: -1 };
  for (const { near, found_in } of candidates) {
    const distance = editDistance(word, near);
    if (distance < best.distance || (distance === best.distance && found_in > best.found_in)) {
      best = { near, distance, found_in };
    }
  }
  return best.near;
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
