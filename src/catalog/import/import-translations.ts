import { sql } from "drizzle-orm";
import { newEvent, publish } from "../../events/outbox.ts";
import type { Store } from "../../platform/store.ts";
import { reshelve } from "../lists/shelving.ts";
import { formerOwner } from "../slugs.ts";
import type { ProductTexts } from "../translations/schemas.ts";
import type { Knowledge } from "./known-products.ts";
import type { DraftTexts, ReadProduct, RowNote } from "./product-drafts.ts";
import { upsertTexts } from "./replace-texts.ts";

/** A product that a row tells texts of, as the store has it. */
interface ToldProduct {
  id: string;
  slug: string;
  translations: Record<string, ProductTexts>;
}

/** What is to become of the texts of a product. */
export interface TextsPlan {
  id: string;
  slug: string;
  outcome: "updated" | "unchanged";
  /** Texts by locale that are new, whole. */
  changed: Record<string, ProductTexts>;
  names: { name: string; line: number }[];
}

/** What a product is named by in a file of texts. */
const keyOf = ({ knownBy, handle }: ReadProduct): string => `${knownBy}:${handle}`;
const textName = (read: ReadProduct, { locale }: DraftTexts): string => `text:${locale}:${keyOf(read)}`;

export function namesOfTexts(read: ReadProduct): string[] {
  return (read.texts ?? []).map((told) => textName(read, told));
}

/** The products that a chunk tells texts of, by what it names them; a slug that a product had once counts. */
export async function findTold(store: Store, reads: readonly ReadProduct[]): Promise<Map<string, ToldProduct>> {
  const keys = JSON.stringify(reads.filter(({ texts }) => texts).map(keyOf));
  if (keys === "[]") return new Map();
  const rows = await store.catalog.all<{ name: string; id: string; slug: string; translations: string }>(sql`
    with named as (
      select w.value as name, coalesce(
        (select id from products where slug = substr(w.value, length('slug:') + 1)),
        ${formerOwner("product", sql`substr(w.value, length('slug:') + 1)`)}
      ) as id
      from json_each(${keys}) w where w.value like 'slug:%'
      union all
      select w.value, v.product_id from json_each(${keys}) w
      cross join variants v on v.sku = substr(w.value, length('sku:') + 1) where w.value like 'sku:%'
    )
    select named.name, p.id, p.slug, (
      select json_group_object(locale, json(texts)) from translations t where t.kind = 'product' and t.id = p.id
    ) as translations
    from named cross join products p on p.id = named.id
  `);
  return new Map(
    rows.map(({ name, id, slug, translations }) => [name, { id, slug, translations: JSON.parse(translations) }]),
  );
}

/** Decides what becomes of texts that were read, against those that the store has; what is refused goes into `notes`. */
export function planTexts(
  store: Store,
  read: ReadProduct,
  told: ReadonlyMap<string, ToldProduct>,
  { lines }: Knowledge,
  notes: RowNote[],
): TextsPlan | null {
  const { handle, knownBy, texts } = read;
  if (!texts) return null;
  const known = told.get(keyOf(read));
  const free = texts.filter((each) => {
    const reason = refusal(each);
    if (reason !== null) notes.push({ line: each.line, kind: "refused", handle, reason });
    return reason === null;
  });
  if (!known || free.length === 0) return null;
  const names = free.map((each) => ({ name: textName(read, each), line: each.line }));
  const changed: Record<string, ProductTexts> = {};
  for (const { locale, texts: own } of free) {
    const before = known.translations[locale] ?? {};
    const differs = Object.entries(own).some(([name, text]) => before[name as keyof ProductTexts] !== text);
    // Another name of the product, further down, may tell other texts of the same language.
    if (differs) known.translations[locale] = changed[locale] = { ...before, ...own };
  }
  const outcome = Object.keys(changed).length > 0 ? "updated" : "unchanged";
  return { id: known.id, slug: known.slug, outcome, changed, names };

  function refusal(each: DraftTexts): string | null {
    if (each.locale === store.env.STORE_LOCALE)
      return `${each.locale} is the store's own language: its texts stand in the file of products.`;
    if (!known) return `There is no product with the ${knownBy} ${handle}. Import the products first.`;
    const name = textName(read, each);
    const before = lines.get(name);
    if (before !== undefined) return `Line ${before} has its texts in ${each.locale} already.`;
    lines.set(name, each.line);
    return null;
  }
}

/** The statements that write texts, with what is derived from them, and the events that tell of it. */
export function writeTexts(store: Store, plans: readonly TextsPlan[]) {
  const changed = new Map(plans.filter(({ outcome }) => outcome === "updated").map((plan) => [plan.id, plan]));
  if (changed.size === 0) return { statements: [], events: [] };
  const rows = plans.flatMap(({ id, changed: texts }) =>
    Object.entries(texts).map(([locale, own]) => ({ id, locale, texts: own })),
  );
  const events = [...changed.values()].map(({ id, slug }) =>
    newEvent(store, "product.changed", id, { product_id: id, slug }),
  );
  const statements = [
    upsertTexts(store, "product", rows),
    ...reshelve(store, [...changed.keys()]),
    publish(store.catalog, events),
  ];
  return { statements, events };
}
