import { sql } from "drizzle-orm";
import { DomainError, notFound } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { wordsOf } from "./asked-words.ts";
import { languageOf } from "./languages.ts";
import { ruleKey } from "./rule-key.ts";
import type { NewSearchRule, SearchRule, SearchRuleChange } from "./schemas.ts";

interface RuleRow extends Omit<SearchRule, "pinned" | "buried"> {
  pinned: string;
  buried: string;
}

/** All rules, those that were changed last first; so many at most. */
export async function listSearchRules(store: Store, limit = 500): Promise<SearchRule[]> {
  return (await store.catalog.all<RuleRow>(sql`${selected} order by r.updated_at desc, r.id limit ${limit}`)).map(
    fromRow,
  );
}

/** @throws not-found */
export async function findSearchRule(store: Store, id: string): Promise<SearchRule> {
  const [row] = await store.catalog.all<RuleRow>(sql`${selected} where r.id = ${id}`);
  if (!row) throw notFound("search rule");
  return fromRow(row);
}

const placings = sql`search_placings p where p.language = r.language and p.words = r.words`;
const selected = sql`
  select
    r.id, r.language, r.query, r.version, r.created_at, r.updated_at,
    (select json_group_array(p.product_id order by p.place) from ${placings} and p.place is not null) as pinned,
    (select json_group_array(p.product_id order by p.product_id) from ${placings} and p.place is null) as buried
  from search_rules r`;

function fromRow(row: RuleRow): SearchRule {
  return { ...row, pinned: JSON.parse(row.pinned) as string[], buried: JSON.parse(row.buried) as string[] };
}

/** @throws search-rule-exists, unknown-product */
export async function createSearchRule(store: Store, input: NewSearchRule): Promise<SearchRule> {
  const id = store.newId("rule");
  const language = input.language ?? languageOf(store.env.STORE_LOCALE);
  const at = timestamp(store);
  const words = ruleKey(wordsOf(input.query), language);
  try {
    await store.catalog.batch([
      store.catalog.run(sql`
        insert into search_rules (id, language, words, query, created_at, updated_at)
        values (${id}, ${language}, ${words}, ${input.query}, ${at}, ${at})
      `),
      ...place(store, id, 1, input),
    ]);
  } catch (thrown) {
    throw ruleFailure(thrown);
  }
  return findSearchRule(store, id);
}

/**
 * @param version the one that the caller has read
 * @throws not-found, changed-meanwhile, unknown-product
 */
export async function updateSearchRule(
  store: Store,
  id: string,
  version: number,
  change: SearchRuleChange,
): Promise<SearchRule> {
  const before = await findSearchRule(store, id);
  if (before.version !== version) throw changedMeanwhile();
  const pinned = change.pinned ?? before.pinned;
  const buried = (change.buried ?? before.buried).filter((product) => !pinned.includes(product));
  try {
    const [changed] = await store.catalog.batch([
      store.catalog.all<{ id: string }>(sql`
        update search_rules set version = version + 1, updated_at = ${timestamp(store)}
        where id = ${id} and version = ${version} returning id
      `),
      ...place(store, id, version + 1, { pinned, buried }),
    ]);
    if (changed.length === 0) throw changedMeanwhile();
  } catch (thrown) {
    throw ruleFailure(thrown);
  }
  return findSearchRule(store, id);
}

/** @param version null removes it whatever has changed @throws not-found, changed-meanwhile */
export async function deleteSearchRule(store: Store, id: string, version: number | null): Promise<void> {
  const before = await findSearchRule(store, id);
  if (version !== null && before.version !== version) throw changedMeanwhile();
  await store.catalog.run(sql`
    delete from search_rules where id = ${id} ${version === null ? sql`` : sql`and version = ${version}`}
  `);
}

/** The statements that place products as a rule says, while it has a version: a lost race writes nothing. */
function place(store: Store, id: string, version: number, { pinned, buried }: Pick<SearchRule, "pinned" | "buried">) {
  const rows = [
    ...pinned.map((product_id, index) => ({ product_id, place: index + 1 })),
    ...buried.map((product_id) => ({ product_id, place: null })),
  ];
  const rule = sql`search_rules r where r.id = ${id} and r.version = ${version}`;
  return [
    store.catalog.run(sql`
      delete from search_placings where (language, words) in (select r.language, r.words from ${rule})
    `),
    store.catalog.run(sql`
      insert into search_placings (language, words, product_id, place)
      select r.language, r.words, each.value ->> 'product_id', each.value ->> 'place'
      from json_each(${JSON.stringify(rows)}) each cross join ${rule}
    `),
  ] as const;
}

function ruleFailure(thrown: unknown): unknown {
  const text = failureText(thrown);
  if (text.includes("search_rules.language"))
    return new DomainError("search-rule-exists", "There is a rule for this search already. Change that one.");
  if (text.includes("FOREIGN KEY"))
    return new DomainError("unknown-product", "One of the products does not exist. Choose it again.");
  return thrown;
}
