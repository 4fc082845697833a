import { type SQL, sql } from "drizzle-orm";
import { notFound } from "../../platform/errors.ts";
import { fallbackChain } from "../../platform/locales.ts";
import type { Store } from "../../platform/store.ts";
import type { Texts, TranslatedKind, Translation } from "./schemas.ts";

/** The locales whose texts the call is told in, nearest first, as one JSON value for {@link textsJson}; `[]` for the store's own. */
export function localeChain(store: Store): string {
  return JSON.stringify(fallbackChain(store.locale, store.env.STORE_LOCALE));
}

/**
 * The translations of one thing inside a statement: a JSON array of texts, nearest locale first, for {@link mergeTexts}.
 * @param id the SQL of the thing's id
 * @param chain what {@link localeChain} wrote
 */
export function textsJson(kind: TranslatedKind, id: SQL, chain: SQL | string): SQL<string> {
  return sql<string>`(
    select json_group_array(json(t.texts) order by asked.key)
    from json_each(${chain}) asked
    join translations t on t.kind = ${sql.raw(`'${kind}'`)} and t.id = ${id} and t.locale = asked.value
  )`;
}

/** One set of texts of several: each text from the nearest locale that has it. Names within options and values too. */
export function mergeTexts<Kind extends TranslatedKind>(nearestFirst: readonly Texts<Kind>[]): Texts<Kind> {
  return nearestFirst.reduceRight<Texts<Kind>>(
    (merged, texts) => merge(merged, texts) as Texts<Kind>,
    {} as Texts<Kind>,
  );
}

function merge(below: unknown, above: unknown): unknown {
  if (!isRecord(below) || !isRecord(above)) return above;
  const merged: Record<string, unknown> = { ...below };
  for (const [name, value] of Object.entries(above)) merged[name] = merge(below[name], value);
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every translation of one thing, by locale. */
export async function listTranslations(store: Store, kind: TranslatedKind, id: string): Promise<Translation[]> {
  const rows = await store.catalog.all<TranslationRow>(sql`
    select kind, id, locale, texts, version, updated_at from translations where kind = ${kind} and id = ${id} order by locale
  `);
  return rows.map(fromRow);
}

/** @throws not-found */
export async function findTranslation(
  store: Store,
  kind: TranslatedKind,
  id: string,
  locale: string,
): Promise<Translation> {
  const found = (await listTranslations(store, kind, id)).find((each) => each.locale === locale);
  if (!found) throw notFound("translation");
  return found;
}

interface TranslationRow extends Omit<Translation, "texts"> {
  texts: string;
}

function fromRow({ texts, ...row }: TranslationRow): Translation {
  return { ...row, texts: JSON.parse(texts) as Texts };
}
