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
 * The common table expressions that end in `found`: rows `(product_no, score)` of what has the words; and in `amount`: one row
 * with how many `products` have all of them.
 *
 * Each step is one row that holds its finds as JSON and is read by the next step alone. SQLite compiles a table expression
 * anew for every mention of it, with all that it mentions itself: with plain ones the statement took longer to compile than to run.
 */
export function findWords(search: Search): SQL {
  const { words, narrowed } = search;
  const lacking = sql.raw(`when measured.products < ${search.fills ? few : 1}`);
  const each = Math.floor(reach.some / words.length);
  const all = indexesOf(search, false).map((index) => arm(index, expressionOf(index, "planned", "all"), 0, reach.all));
  // A word that is begun may stand in the exact index alone, for stems hide their endings; but that one knows no marks.
  const begun = indexesOf(search, !narrowed)
    .filter(isOfAllTexts)
    .map((index) => arm(index, expressionOf(index, "measured", "begun"), tiers.begun, reach.begun, lacking));
  const some = indexesOf(search, false)
    .filter(isOfAllTexts)
    .flatMap((index) =>
      words.length < 2
        ? []
        : words.map((_, at) => arm(index, expressionOf(index, "measured", at), tiers.some, each, lacking)),
    );
  return sql`
    planned as materialized (select ${expressions(search)} from (${ask(search)})),
    strict as materialized (
      select planned.*, (
        select ${asJson} from (
          select product_no, sum(score) as score from (${either(all)}) group by product_no having max(counts) = 1
        )
      ) as finds
      from planned
    ),
    measured as materialized (select strict.*, json_array_length(strict.finds) as products from strict),
    filled as materialized (
      select measured.products, measured.finds, (
        select ${asJson} from (
          select product_no, min(tier) + sum(score) as score from (${either([...begun, ...some])})
          group by product_no having max(counts) = 1
          order by 2
          limit ${sql.raw(String(mostOthers))}
        )
      ) as others
      from measured
    ),
    placed as materialized (
      select p.no as product_no, placing.place
      from search_placings placing cross join products p on p.id = placing.product_id
      where placing.language = ${search.language} and placing.words = ${search.key}
    ),
    searched as materialized (
      select filled.products, case
        when filled.others = '[]' and not exists (select 1 from placed) then filled.finds
        else (
        select json_group_array(json_array(each_find.product_no, ${placedScore})) from (
          select product_no, min(tier), score from (
            select value ->> 0 as product_no, 0 as tier, value ->> 1 as score from json_each(filled.finds)
            union all
            select value ->> 0, 1, value ->> 1 from json_each(filled.others)
            union all
            select product_no, 2, null from placed where ${narrowed ? sql`false` : sql`place is not null`}
          ) group by product_no
        ) each_find
        left join placed on placed.product_no = each_find.product_no
        ) end as finds
      from filled
    ),
    found as (
      select value ->> 0 as product_no, value ->> 1 as score from searched cross join json_each(searched.finds)
    ),
    amount as (select products from searched)`;
}

const asJson = sql`json_group_array(json_array(product_no, score))`;

/** The score that a product was found with, or the place that staff gave it. */
const placedScore = sql.raw(`case
  when placed.product_no is null then each_find.score
  when placed.place is null then ${tiers.buried} + each_find.score
  else ${tiers.pinned} + placed.place end`);

/** The full-text expressions of a search, each a column, and its `marks`, from the words of {@link ask}. */
function expressions(search: Search): SQL {
  const forms = [...new Set(indexesOf(search, false).map(({ form }) => form))];
  const columns = forms.flatMap((form) => [
    sql`group_concat(${within(form)} || ' (' || ${sql.raw(form)} || ')', ' AND ' order by at) as ${sql.raw(`${form}_all`)}`,
    sql`group_concat(${within(form)} || ' (' || ${sql.raw(form)} || begun || ')', ' AND ' order by at) as ${sql.raw(`${form}_begun`)}`,
    ...search.words.map(
      (_, at) =>
        sql`max(case at when ${sql.raw(String(at))} then ${within(form)} || ' (' || ${sql.raw(form)} || ')' end) as ${sql.raw(`${form}_${at}`)}`,
    ),
  ]);
  return sql.join([...columns, sql`${search.marks} as marks`], sql`, `);
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

/** One of {@link expressions}, with the marks where the index has them. @param row the table expression that hands it on */
function expressionOf({ form }: Index, row: "planned" | "measured", which: "all" | "begun" | number): SQL {
  return sql.raw(form === "exact" ? `${row}.${form}_${which}` : `${row}.${form}_${which} || ${row}.marks`);
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
  const looked = when ? sql`case ${when} then ${expression} else ${sql.raw(nobodysWord)} end` : expression;
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
