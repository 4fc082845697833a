import { type SQL, sql } from "drizzle-orm";
import { newEvent, publish, relaySoon } from "../../events/outbox.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { codesOf } from "../attributes/attributes.ts";
import { indexAttributes } from "../attributes/index-attributes.ts";
import { reshelveCategory } from "../categories/categories.ts";
import { reshelve } from "../lists/shelving.ts";
import type { Texts, TranslatedKind, Translation } from "./schemas.ts";
import { findTranslation } from "./translations.ts";

/**
 * Makes these the texts of a thing in a locale, in place of all that were there.
 * @param version the one that the caller has read; null where there is none yet
 * @throws not-found, if-match-required where there is one already, changed-meanwhile, own-language for the store's own locale
 */
export async function putTranslation<Kind extends TranslatedKind>(
  store: Store,
  { kind, id, locale }: { kind: Kind; id: string; locale: string },
  texts: Texts<Kind>,
  version: number | null,
): Promise<Translation> {
  if (locale === store.env.STORE_LOCALE) {
    throw new DomainError("own-language", `${locale} is the store's own language. Change the texts where they stand.`);
  }
  await mustExist(store, kind, id);
  const at = timestamp(store);
  const values = sql`${kind}, ${id}, ${locale}, ${JSON.stringify(texts)}, ${at}`;
  const write =
    version === null
      ? sql`insert into translations (kind, id, locale, texts, updated_at) values (${values})`
      : // No such version is null, which the table refuses: the batch then undoes itself.
        sql`
          insert into translations (kind, id, locale, texts, updated_at, version)
          values (${values}, (
            select version + 1 from translations where kind = ${kind} and id = ${id} and locale = ${locale} and version = ${version}
          ))
          on conflict (kind, id, locale) do update set
            texts = excluded.texts, updated_at = excluded.updated_at, version = excluded.version`;
  await change(store, kind, id, write);
  return findTranslation(store, kind, id, locale);
}

/**
 * Takes the texts of a thing in a locale away: it is told in the next language of the chain.
 * @throws not-found, changed-meanwhile
 */
export async function removeTranslation(
  store: Store,
  { kind, id, locale }: { kind: TranslatedKind; id: string; locale: string },
  version: number | null,
): Promise<void> {
  const before = await findTranslation(store, kind, id, locale);
  if (version !== null && before.version !== version) throw changedMeanwhile();
  const row = sql`kind = ${kind} and id = ${id} and locale = ${locale}`;
  await change(store, kind, id, sql`delete from translations where ${row} and version = ${before.version}`);
}

/**
 * Writes, and has what is derived from the texts written anew: of a product in the same batch, of the products of a category or
 * with an attribute right afterwards, or in the next seconds where there are many.
 */
async function change(store: Store, kind: TranslatedKind, id: string, write: SQL): Promise<void> {
  const [product] = kind === "product" ? await slugOf(store, id) : [];
  const changed = product ? [newEvent(store, "product.changed", id, { product_id: id, slug: product.slug })] : [];
  try {
    await store.catalog.batch([
      store.catalog.run(write),
      ...(product ? reshelve(store, [id]) : []),
      publish(store.catalog, changed),
    ]);
  } catch (thrown) {
    const text = failureText(thrown);
    if (text.includes("UNIQUE constraint failed: translations"))
      throw new DomainError("if-match-required", "There is one already. Send If-Match with the ETag that you read.");
    if (text.includes("translations.version")) throw changedMeanwhile();
    throw thrown;
  }
  relaySoon(store, "catalog", changed);
  if (kind === "category") await reshelveCategory(store, { kind: "reshelve-category", category_id: id, after: 0 });
  if (kind === "attribute")
    await indexAttributes(store, { kind: "index-attributes", codes: await codesOf(store, [id]), after: 0 });
}

function slugOf(store: Store, productId: string): Promise<{ slug: string }[]> {
  return store.catalog.all<{ slug: string }>(sql`select slug from products where id = ${productId}`);
}

/** Where each kind is kept. */
const tables: Record<TranslatedKind, SQL> = {
  product: sql`products`,
  category: sql`categories`,
  collection: sql`collections`,
  attribute: sql`attribute_definitions`,
};

async function mustExist(store: Store, kind: TranslatedKind, id: string): Promise<void> {
  const [row] = await store.catalog.all(sql`select 1 from ${tables[kind]} where id = ${id}`);
  if (!row) throw notFound(kind);
}
