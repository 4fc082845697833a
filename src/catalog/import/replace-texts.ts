import { sql } from "drizzle-orm";
import { type Store, timestamp } from "../../platform/store.ts";
import type { Texts, TranslatedKind } from "../translations/schemas.ts";

/** The statement that makes these the texts of things of one kind. */
export function upsertTexts<Kind extends TranslatedKind>(
  store: Store,
  kind: Kind,
  rows: readonly { id: string; locale: string; texts: Texts<Kind> }[],
) {
  return store.catalog.run(sql`
    insert into translations (kind, id, locale, texts, updated_at)
    select ${kind}, value ->> 'id', value ->> 'locale', value -> 'texts', ${timestamp(store)}
    from json_each(${JSON.stringify(rows)}) where true
    on conflict (kind, id, locale) do update set
      texts = excluded.texts, updated_at = excluded.updated_at, version = version + 1
    where json(texts) <> json(excluded.texts)
  `);
}

/** The statements that make these the texts of things of one kind, and no others. */
export function replaceTexts<Kind extends TranslatedKind>(
  store: Store,
  kind: Kind,
  things: readonly { id: string; translations: Readonly<Record<string, Texts<Kind>>> }[],
) {
  const rows = things.flatMap(({ id, translations }) =>
    Object.entries(translations).map(([locale, texts]) => ({ id, locale, texts })),
  );
  const ids = JSON.stringify(things.map(({ id }) => id));
  const told = JSON.stringify(rows.map(({ id, locale }) => ({ id, locale })));
  return [
    store.catalog.run(sql`
      delete from translations
      where kind = ${kind} and id in (select value from json_each(${ids})) and (id, locale) not in (
        select value ->> 'id', value ->> 'locale' from json_each(${told})
      )
    `),
    upsertTexts(store, kind, rows),
  ] as const;
}
