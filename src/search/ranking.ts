import { type SQL, sql } from "drizzle-orm";
import type { AskedWord } from "./asked-words.ts";
import type { IndexedLanguage } from "./languages.ts";

/**
 * How far a search looks, in products that have its words, the newest first; so that what it reads does not grow with the
 * catalogue.
 */
export const reach = {
  /** With all words. */
  all: 2000,
  /** With all words, the last one begun. */
  begun: 500,
  /** With some of the words: shared among the words. */
  some: 1500,
} as const;

/** Where fewer products than these have all the words, those with some follow them. */
const few = 20;
/** At most so many of these. */
const mostOthers = 100;

/**
 * A score is the sum of bm25 over the indexes (the less, the better; never near -10,000) and the tier: what has all the words
 * stands before what has all of them with the last one begun, and this before what has some. What staff pinned stands before
 * all, what they buried behind all.
 */
const tiers = { pinned: -1_000_000, begun: 10_000, some: 20_000, buried: 100_000 } as const;
/** Scores from here on are of products without all the words. */
export const withoutAllWords = tiers.begun / 2;

/**
 * Weights of bm25 for title, brand, categories, attributes, codes, description and marks; and for title, brand and description.
 * A title counts twice: more would drown how often a word stands in a text, how long this is, and how rare the word.
 */
const weights = "2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0";
const exactWeights = "2.0, 1.0, 1.0";
const columns = "{title brand categories attributes codes description}";

/** What is looked for. */
export interface Search {
  words: readonly AskedWord[];
  /** The language that synonyms, pins and burials are looked up in. */
  language: string;
  /** What pins and burials are looked up by. */
  key: string;
  /** The index of translations to look in besides the store's own. */
  translations: IndexedLanguage | null;
  /** The full-text expression of the marks that a product must bear besides, as ` AND marks : "..."`. */
  marks: SQL;
  /** Whether what is chosen besides the words leaves out some products. */
  narrowed: boolean;
  /** Whether products with some of the words follow few with all; otherwise they are found only where none has all. */
  fills: boolean;
}

/** The forms of a word in {@link AskedWord}, by the index that they are looked for in. */
type Form = "own" | "exact" | "translated";

/** One index, and what its findings are worth. */
interface Index {
  name: string;
  form: Form;
  weights: string;
  /** Whether what it finds is found; otherwise it only adds to the score of what others find. */
  counts: boolean;
}

/**
 * The common table expressions that end in `found`: rows `(product_no, score)` of what has the words. `strict` are those with
 * all of them.
 */
export function findWords(search: Search): SQL {
  const { words, narrowed } = search;
  const lacking = sql.raw(`when (select products from amount) < ${search.fills ? few : 1}`);
  const each = Math.floor(reach.some / words.length);
  const all = indexesOf(search, false).map((index) => arm(index, everyWord(index), 0, reach.all));
  // A word that is begun may stand in the exact index alone, for stems hide their endings; but that one knows no marks.
  const begun = indexesOf(search, !narrowed)
    .filter(isOfAllTexts)
    .map((index) => arm(index, everyWord(index, "begun"), tiers.begun, reach.begun, lacking));
  const some = indexesOf(search, false)
    .filter(isOfAllTexts)
    .flatMap((index) =>
      words.length < 2 ? [] : words.map((_, at) => arm(index, oneWord(index, at), tiers.some, each, lacking)),
    );
  return sql`
    asked as materialized (${ask(search)}),
    bearing as materialized (select ${search.marks} as marks),
    strict as materialized (
      select product_no, sum(score) as score from (${either(all)}) group by product_no having max(counts) = 1
    ),
    amount as materialized (select count(*) as products from strict),
    others as materialized (
      select product_no, min(tier) + sum(score) as score from (${either([...begun, ...some])})
      group by product_no having max(counts) = 1
      order by 2
      limit ${sql.raw(String(mostOthers))}
    ),
    placed as materialized (
      select p.no as product_no, placing.place
      from search_placings placing cross join products p on p.id = placing.product_id
      where placing.language = ${search.language} and placing.words = ${search.key}
    ),
    found as (
      select strict.product_no, ${scoreOf("strict")} as score from strict
      union all
      select others.product_no, ${scoreOf("others")} from others where product_no not in (
        select product_no from strict where (select products from amount) < ${sql.raw(String(few))}
      )
      union all
      select placed.product_no, ${sql.raw(String(tiers.pinned))} + placed.place from placed
      where ${narrowed ? sql`false` : sql`place is not null`}
        and product_no not in (select product_no from strict) and product_no not in (select product_no from others)
    )`;
}

/** A row's score, or the place that staff gave the product. */
function scoreOf(table: "strict" | "others"): SQL {
  const { pinned, buried } = tiers;
  const own = sql.raw(`${table}.score`);
  return sql`coalesce(
    (
      select case when place is null then ${sql.raw(String(buried))} + ${own} else ${sql.raw(String(pinned))} + place end
      from placed where placed.product_no = ${sql.raw(`${table}.product_no`)}
    ),
    ${own}
  )`;
}

/** The words, one a row, each with what staff say is the same. */
function ask({ words, language }: Search): SQL {
  const asked = JSON.stringify(words.map(({ text: _, ...word }) => word));
  const form = (name: Form) => sql`(word.value ->> ${sql.raw(`'${name}'`)}) || synonyms.phrases as ${sql.raw(name)}`;
  return sql`
    select word.key as at, ${form("own")}, ${form("exact")}, ${form("translated")},
      coalesce(' OR ' || (word.value ->> 'begun'), '') as begun
    from json_each(${asked}) word
    join (
      select word.key as at, coalesce(group_concat(' OR ' || same.others, ''), '') as phrases
      from json_each(${asked}) word
      cross join json_each(word.value, '$.terms') term
      left join search_synonym_terms same on same.language = ${language} and same.term = term.value
      group by word.key
    ) synonyms on synonyms.at = word.key`;
}

function indexesOf({ translations }: Search, exactCounts: boolean): Index[] {
  return [
    { name: "search_index", form: "own", weights, counts: true },
    { name: "search_exact", form: "exact", weights: exactWeights, counts: exactCounts },
    { name: "search_titles", form: "exact", weights: "1.0", counts: false },
    ...(translations ? [{ name: `search_${translations}`, form: "translated", weights, counts: true } as const] : []),
  ];
}

/** A title that has all the words says more of a product than one with some. */
function isOfAllTexts({ name }: Index): boolean {
  return name !== "search_titles";
}

/** The full-text expression of all words. @param begun whether the last one may go on */
function everyWord({ form }: Index, begun?: "begun"): SQL {
  const word = sql.raw(begun ? `${form} || begun` : form);
  return sql`(select group_concat(${within(form)} || ' (' || ${word} || ')', ' AND ' order by at) from asked)`;
}

/** The full-text expression of one word. */
function oneWord({ form }: Index, at: number): SQL {
  return sql`(select ${within(form)} || ' (' || ${sql.raw(form)} || ')' from asked where at = ${sql.raw(String(at))})`;
}

/** Words are looked for among the words of people: marks are none. The exact index has no marks. */
function within(form: Form): SQL {
  return sql.raw(form === "exact" ? "''" : `'${columns} :'`);
}

/** A token that no product has. */
const nobodysWord = "'\"qqq\"'";

/**
 * What one index finds: `(product_no, tier, score, counts)`, the newest first.
 * @param when a condition; where it does not hold nothing is looked for, for a rule beside the expression would be held
 *   against every match
 */
function arm(index: Index, expression: SQL, tier: number, limit: number, when?: SQL): SQL {
  const name = sql.raw(index.name);
  const marked = index.form === "exact" ? expression : sql`${expression} || (select marks from bearing)`;
  const looked = when ? sql`case ${when} then ${marked} else ${sql.raw(nobodysWord)} end` : marked;
  return sql`
    select * from (
      select rowid as product_no, ${sql.raw(String(tier))} as tier, bm25(${name}, ${sql.raw(index.weights)}) as score,
        ${sql.raw(index.counts ? "1" : "0")} as counts
      from ${name} where ${name} match (${looked})
      order by rowid desc limit ${sql.raw(String(limit))}
    )`;
}

/** D1 takes at most five parts in one union, so many are unions of unions. */
const mostParts = 5;

function either(arms: readonly SQL[]): SQL {
  if (arms.length <= mostParts) return sql.join([...arms], sql` union all `);
  const each = Math.ceil(arms.length / mostParts);
  const groups = Array.from({ length: Math.ceil(arms.length / each) }, (_, at) =>
    arms.slice(at * each, (at + 1) * each),
  );
  return either(groups.map((group) => sql`select * from (${either(group)})`));
}
