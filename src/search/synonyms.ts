import { sql } from "drizzle-orm";
import { DomainError, invalidInput, notFound } from "../platform/errors.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { keyOfWords, phrase, wordsOf } from "./asked-words.ts";
import { fold, languageOf, stemmerOf } from "./languages.ts";
import type { NewSynonym, Synonym, SynonymChange } from "./schemas.ts";
import { formsOf } from "./word-forms.ts";

/** Sets of synonyms that a store keeps at most. */
const most = 2000;

interface SynonymRow extends Omit<Synonym, "words"> {
  words: string;
}

/** All sets, those that were changed last first. */
export async function listSynonyms(store: Store): Promise<Synonym[]> {
  return (await store.catalog.all<SynonymRow>(sql`${selected} order by updated_at desc, id`)).map(fromRow);
}

/** @throws not-found */
export async function findSynonym(store: Store, id: string): Promise<Synonym> {
  const [row] = await store.catalog.all<SynonymRow>(sql`${selected} where id = ${id}`);
  if (!row) throw notFound("synonym");
  return fromRow(row);
}

const selected = sql`select id, language, words, direction, version, created_at, updated_at from search_synonyms`;

function fromRow(row: SynonymRow): Synonym {
  return { ...row, words: JSON.parse(row.words) as string[] };
}

/** @throws too-many-synonyms, synonyms-exist, invalid-input where all words are one */
export async function createSynonym(store: Store, input: NewSynonym): Promise<Synonym> {
  const id = store.newId("syn");
  const language = input.language ?? languageOf(store.env.STORE_LOCALE);
  const at = timestamp(store);
  const sets = await listSynonyms(store);
  await mustBeNew(sets, { ...input, id, language });
  if (sets.length >= most)
    throw new DomainError("too-many-synonyms", `A store keeps at most ${most} sets. Remove one that nobody needs.`);
  await store.catalog.batch([
    store.catalog.run(sql`
      insert into search_synonyms (id, language, words, direction, created_at, updated_at)
      values (${id}, ${language}, ${JSON.stringify(input.words)}, ${input.direction}, ${at}, ${at})
    `),
    ...(await writeTerms(store, { ...input, id, language })),
  ]);
  return findSynonym(store, id);
}

/** Two sets that say the same would have to be changed twice, and who removes one would wonder why it still holds. */
async function mustBeNew(sets: readonly Synonym[], set: Said & { id: string }): Promise<void> {
  const own = await meaningOf(set);
  if (own.words.length < 2) {
    const detail = "These are one word to a search, which finds its forms anyway. Name another one.";
    throw invalidInput([{ pointer: "/words", detail }]);
  }
  for (const other of sets) {
    if (other.id === set.id || other.language !== set.language) continue;
    if ((await meaningOf(other)).key !== own.key) continue;
    throw new DomainError("synonyms-exist", `${other.words.join(", ")}: this set is there already. Change that one.`);
  }
}

type Said = Pick<Synonym, "language" | "words" | "direction">;

/** A set's words as searches compare them, each once, and what two sets that say the same have in common. */
async function meaningOf({ language, words, direction }: Said): Promise<{ words: string[]; key: string }> {
  const terms = await Promise.all(words.map((word) => keyOfWords(wordsOf(word), language)));
  const [asked = "", ...others] = [...new Set(terms)];
  const sorted = direction === "both" ? [asked, ...others].sort() : [asked, ...others.sort()];
  return { words: sorted, key: JSON.stringify([direction, sorted]) };
}

/**
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, synonyms-exist, invalid-input where all words are one
 */
export async function updateSynonym(
  store: Store,
  id: string,
  version: number,
  change: SynonymChange,
): Promise<Synonym> {
  const before = await findSynonym(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const after = { ...before, words: change.words ?? before.words, direction: change.direction ?? before.direction };
  await mustBeNew(await listSynonyms(store), after);
  const [changed] = await store.catalog.batch([
    store.catalog.all<{ id: string }>(sql`
      update search_synonyms set
        words = ${JSON.stringify(after.words)}, direction = ${after.direction}, version = version + 1,
        updated_at = ${timestamp(store)}
      where id = ${id} and version = ${version}
      returning id
    `),
    ...(await writeTerms(store, after, version + 1)),
  ]);
  if (changed.length === 0) throw changedMeanwhile();
  return findSynonym(store, id);
}

/** @param version null removes it whatever has changed @throws not-found, changed-meanwhile */
export async function deleteSynonym(store: Store, id: string, version: number | null): Promise<void> {
  const before = await findSynonym(store, id);
  if (version !== null && before.version !== version) throw changedMeanwhile();
  await store.catalog.run(sql`
    delete from search_synonyms where id = ${id} ${version === null ? sql`` : sql`and version = ${version}`}
  `);
}

/**
 * The statements that write what is looked for beside each word of a set.
 * @param version only where the set has it: a lost race writes nothing
 */
async function writeTerms(store: Store, set: Pick<Synonym, "id" | "language" | "words" | "direction">, version = 1) {
  const terms = await Promise.all(
    set.words.map(async (word) => ({ word, term: await keyOfWords(wordsOf(word), set.language) })),
  );
  const asked = set.direction === "both" ? terms : terms.slice(0, 1);
  const rows = await Promise.all(
    asked.map(async ({ term }) => ({
      term,
      others: (
        await Promise.all(terms.filter((one) => one.term !== term).map((one) => phrasesOf(one.word, set.language)))
      ).join(" OR "),
    })),
  );
  const written = rows.filter((row) => row.others !== "");
  const same = sql`exists (select 1 from search_synonyms where id = ${set.id} and version = ${version})`;
  return [
    store.catalog.run(sql`delete from search_synonym_terms where synonym_id = ${set.id} and ${same}`),
    store.catalog.run(sql`
      insert into search_synonym_terms (language, term, synonym_id, others)
      select ${set.language}, value ->> 'term', ${set.id}, value ->> 'others' from json_each(${JSON.stringify(written)})
      where ${same} on conflict do nothing
    `),
  ] as const;
}

/** A word in the forms that it may have, or several as they stand. The index cuts English words down itself. */
async function phrasesOf(text: string, language: string): Promise<string> {
  const words = wordsOf(text);
  const [word = ""] = words;
  if (words.length > 1) return phrase(words.map((one) => fold(one, language)).join(" "));
  const forms = language === "en" ? [fold(word, language)] : formsOf(word, language, await stemmerOf(language));
  return forms.map(phrase).join(" OR ");
}
