import { type SQL, sql } from "drizzle-orm";
import { type Store, timestamp } from "../platform/store.ts";
import { functionWordsOf, languageOf, translatedLanguages } from "./languages.ts";

/** Words that are compared with the index at once. */
const slice = 4000;
/** For each so many words the dictionary waits a minute until it is made anew; a smaller one waits for nothing. */
const wordsAMinute = 10_000;
const minute = 60_000;

/**
 * Makes the dictionary anew where it is behind the index: the words, and how many products have each. A large one waits some
 * minutes between two times, whoever asks: the clock, or an import that has come to its end.
 */
export async function refreshDictionary(store: Store): Promise<void> {
  const [progress] = await store.catalog.all<{ behind: number; words: number; made_at: string | null }>(
    sql`select behind, words, made_at from search_progress`,
  );
  if (!progress?.behind) return;
  const wait = Math.floor(progress.words / wordsAMinute) * minute;
  if (progress.made_at && store.now().getTime() - Date.parse(progress.made_at) < wait - minute / 2) return;
  await makeDictionary(store);
}

/** Makes the dictionary anew. What is indexed meanwhile is in the next one. */
export async function makeDictionary(store: Store): Promise<void> {
  await store.catalog.run(sql`update search_progress set behind = 0`);
  await compare(store, languageOf(store.env.STORE_LOCALE), "search_exact_words");
  for (const language of translatedLanguages(store.env)) await compare(store, language, `search_${language}_words`);
  await store.catalog.run(sql`
    update search_progress set made_at = ${timestamp(store)}, words = (select count(*) from search_dictionary)
  `);
}

/** Goes through the words of one index in their order, slice by slice. */
async function compare(store: Store, language: string, vocabulary: string): Promise<void> {
  const index = sql.raw(vocabulary);
  for (let from = ""; ; ) {
    const [end] = await store.catalog.all<{ term: string }>(
      sql`select term from ${index} where term > ${from} order by term limit 1 offset ${slice - 1}`,
    );
    const within = (word: SQL) => (end ? sql`${word} > ${from} and ${word} <= ${end.term}` : sql`${word} > ${from}`);
    await store.catalog.batch([
      store.catalog.run(sql`
        with there as materialized (select term, doc from ${index} where ${within(sql`term`)} and ${isWord(language)})
        insert into search_dictionary (language, word, products) select ${language}, term, doc from there where true
        on conflict (language, word) do update set products = excluded.products where products <> excluded.products
      `),
      store.catalog.run(sql`
        delete from search_dictionary
        where language = ${language} and ${within(sql`word`)}
          and word not in (select term from ${index} where ${within(sql`term`)})
      `),
    ]);
    if (!end) return;
    from = end.term;
  }
}

/** Letters alone, three at least, and none of the little words: numbers, codes and marks complete nothing. */
function isWord(language: string): SQL {
  const little = JSON.stringify(functionWordsOf(language));
  return sql`
    length(term) between 3 and 40 and term not glob '*[0-9]*' and term not in (select value from json_each(${little}))`;
}
