import { sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../../events/outbox.ts";
import { DomainError, type FieldError, invalidInput, pointerTo } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { codesOf } from "../attributes/attributes.ts";
import { indexAttributes } from "../attributes/index-attributes.ts";
import { reshelveCategory } from "../categories/categories.ts";
import { reshelve } from "../lists/shelving.ts";
import { type NewTranslation, textsByKind } from "./schemas.ts";

/**
 * Adds translations of many things in many languages, all of them or none.
 * @throws invalid-input naming each that does not fit or whose thing does not exist, own-language, if-match-required where there
 * is one already: that is changed by itself, with its version
 */
export async function addTranslations(store: Store, added: readonly NewTranslation[]): Promise<void> {
  const fitting = added.map((one, index) => ({ ...one, texts: fittingTexts(one, index) }));
  if (fitting.some(({ locale }) => locale === store.env.STORE_LOCALE)) {
    throw new DomainError(
      "own-language",
      `${store.env.STORE_LOCALE} is the store's own language: it is written there.`,
    );
  }
  const products = await translatedProducts(store, fitting);
  const changed = products.map(({ id, slug }) => newEvent(store, "product.changed", id, { product_id: id, slug }));
  const ids = products.map(({ id }) => id);
  try {
    await store.catalog.batch([
      store.catalog.run(sql`
        insert into translations (kind, id, locale, texts, updated_at)
        select value ->> 'kind', value ->> 'id', value ->> 'locale', value ->> 'texts', ${timestamp(store)}
        from json_each(${JSON.stringify(fitting)})
      `),
      ...(ids.length > 0 ? reshelve(store, ids) : []),
      publish(store.catalog, changed),
    ]);
  } catch (thrown) {
    if (!failureText(thrown).includes("UNIQUE constraint failed: translations")) throw thrown;
    throw new DomainError("if-match-required", "One of them is there already. Change it by itself, with its ETag.");
  }
  relaySoon(store, "catalog", changed);
  for (const category_id of idsOf(fitting, "category")) {
    await reshelveCategory(store, { kind: "reshelve-category", category_id, after: 0 });
  }
  const attributes = idsOf(fitting, "attribute");
  if (attributes.length > 0)
    await indexAttributes(store, { kind: "index-attributes", codes: await codesOf(store, attributes), after: 0 });
}

/** The ids of the things of one kind among them, each once. */
function idsOf(added: readonly NewTranslation[], kind: NewTranslation["kind"]): string[] {
  return [...new Set(added.flatMap((one) => (one.kind === kind ? [one.id] : [])))];
}

/** @throws invalid-input */
function fittingTexts({ kind, texts }: NewTranslation, index: number) {
  const result = textsByKind[kind].safeParse(texts);
  if (result.success) return result.data;
  throw invalidInput(
    result.error.issues.map(({ path, message }) => ({
      pointer: pointerTo(["data", index, "texts", ...path]),
      detail: message,
    })),
  );
}

/** The products among them, each once. @throws invalid-input naming those whose thing does not exist */
async function translatedProducts(
  store: Store,
  added: readonly NewTranslation[],
): Promise<{ id: string; slug: string }[]> {
  const known = await store.catalog.all<{ kind: string; id: string; slug: string }>(sql`
    with asked as (
      select distinct value ->> 'kind' as kind, value ->> 'id' as id from json_each(${JSON.stringify(added)})
    )
    select asked.kind, asked.id, coalesce(p.slug, '') as slug
    from asked
    left join products p on asked.kind = 'product' and p.id = asked.id
    where p.id is not null
      or (asked.kind = 'category' and exists (select 1 from categories c where c.id = asked.id))
      or (asked.kind = 'collection' and exists (select 1 from collections c where c.id = asked.id))
      or (asked.kind = 'attribute' and exists (select 1 from attribute_definitions d where d.id = asked.id))
  `);
  const there = new Set(known.map(({ kind, id }) => `${kind} ${id}`));
  const strays = added.flatMap(({ kind, id }, index): FieldError[] =>
    there.has(`${kind} ${id}`) ? [] : [{ pointer: `/data/${index}/id`, detail: `There is no such ${kind}.` }],
  );
  if (strays.length > 0) throw invalidInput(strays);
  return known.filter(({ kind }) => kind === "product");
}
