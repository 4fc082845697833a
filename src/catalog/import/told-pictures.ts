import { sql } from "drizzle-orm";
import type { FocalPoint } from "../../media/address.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import type { ProductTexts } from "../translations/schemas.ts";
import type { DraftPicture, ProductDraft } from "./product-drafts.ts";

/** A picture of a product as the store has it. */
export interface KnownPicture {
  id: string;
  alt: string;
  focal_point: FocalPoint;
  /** The address that it was fetched from; null where somebody uploaded it. */
  source: string | null;
  skus: string[];
  /** Whether shoppers see it: 1 or 0. */
  ready: number;
}

/** {@link KnownPicture}s as a JSON array inside a statement, in order, where `p` is the row of the product. */
export const knownPicturesJson = sql`(
  select json_group_array(
    json_object(
      'id', i.id, 'alt', i.alt, 'focal_point', json_object('x', i.focal_x, 'y', i.focal_y), 'ready', i.status = 'ready',
      'source', (select url from import_pictures f where f.image_id = i.id),
      'skus', (
        select json_group_array(v.sku order by v.position)
        from picture_variants s cross join variants v on v.id = s.variant_id where s.image_id = i.id
      )
    )
    order by i.position, i.id
  )
  from images i where i.product_id = p.id
)`;

/** What a product has of texts and pictures before its file is read. */
export interface KnownTexts {
  translations: Record<string, ProductTexts>;
  pictures: KnownPicture[];
}

/** What a file says anew of a picture that is there. */
export interface PictureChange {
  id: string;
  alt: string;
  focal_point: FocalPoint;
}

/** The picture that an address stands for: the one that was fetched from there, or that this store serves there. */
function pictureAt(url: string, known: readonly KnownPicture[]): KnownPicture | undefined {
  return known.find(({ id, source }) => source === url || url.includes(`/media/${id}/`));
}

/** The pictures that are there, and of which the file says something else. */
export function changedPictures(named: readonly DraftPicture[], known: readonly KnownPicture[]): PictureChange[] {
  return named.flatMap(({ url, says }) => {
    const before = says && pictureAt(url, known);
    if (!before) return [];
    const { id, alt, focal_point } = before;
    const after = { id, alt: says.alt ?? alt, focal_point: says.focal_point ?? focal_point };
    const same = after.alt === alt && after.focal_point.x === focal_point.x && after.focal_point.y === focal_point.y;
    return same ? [] : [after];
  });
}

/**
 * The texts of a product after its file: those that it tells, with what it tells beside its pictures. Of pictures that it does
 * not name, or names and says nothing of, the texts stay.
 */
export function textsAfter(
  { translations, pictures: named = [] }: Pick<ProductDraft, "translations" | "pictures">,
  known: KnownTexts | undefined,
): Record<string, ProductTexts> {
  const before = known?.translations ?? {};
  const said = new Map(
    named.flatMap(({ url, says }) => {
      const picture = says?.alts && pictureAt(url, known?.pictures ?? []);
      return picture ? [[picture.id, says.alts]] : [];
    }),
  );
  if (!translations && said.size === 0) return before;
  const told = translations ?? before;
  const there = new Set(known?.pictures.map(({ id }) => id));
  const altsIn = (locale: string): Record<string, string> => {
    const old = before[locale]?.alts ?? {};
    const own = Object.entries(told[locale]?.alts ?? {}).filter(([id]) => there.has(id) || id in old);
    const merged = { ...old, ...Object.fromEntries(own) };
    for (const [id, alts] of said) {
      const alt = alts?.[locale];
      if (alt === undefined) delete merged[id];
      else merged[id] = alt;
    }
    return merged;
  };
  const locales = new Set([
    ...Object.keys(told),
    ...Object.keys(before),
    ...[...said.values()].flatMap((alts) => Object.keys(alts ?? {})),
  ]);
  return Object.fromEntries(
    [...locales].flatMap((locale) => {
      const { alts: _, ...texts } = told[locale] ?? {};
      const alts = altsIn(locale);
      if (Object.keys(alts).length > 0) return [[locale, { ...texts, alts }]];
      return told[locale] ? [[locale, texts]] : [];
    }),
  );
}

/** A product's texts as a file has them: what is to be seen on its pictures stands beside those, by their id. */
export function partAlts(translations: Readonly<Record<string, ProductTexts>>) {
  const alts = new Map<string, Record<string, string>>();
  const texts = Object.entries(translations).flatMap(([locale, { alts: own, ...others }]): [string, ProductTexts][] => {
    for (const [id, alt] of Object.entries(own ?? {})) alts.set(id, { ...alts.get(id), [locale]: alt });
    return own && Object.keys(others).length === 0 ? [] : [[locale, others]];
  });
  return { texts: Object.fromEntries(texts), alts };
}

/** The statement that writes what files say of pictures that are there. */
export function writePictures(store: Store, changes: readonly PictureChange[]) {
  if (changes.length === 0) return [];
  return [
    store.catalog.run(sql`
      update images set
        alt = told.value ->> 'alt', focal_x = told.value ->> '$.focal_point.x', focal_y = told.value ->> '$.focal_point.y',
        version = version + 1, updated_at = ${timestamp(store)}
      from json_each(${JSON.stringify(changes)}) told where images.id = told.value ->> 'id'
    `),
  ];
}

/** The statement that tells in other languages what is to be seen on a picture that has come in. */
export function tellAlts(store: Store, productId: string, imageId: string, alts: Readonly<Record<string, string>>) {
  if (Object.keys(alts).length === 0) return [];
  return [
    store.catalog.run(sql`
      insert into translations (kind, id, locale, texts, updated_at)
      select 'product', ${productId}, key, json_object('alts', json_object(${imageId}, value)), ${timestamp(store)}
      from json_each(${JSON.stringify(alts)})
      where exists (select 1 from products where id = ${productId})
      on conflict (kind, id, locale) do update set
        texts = json_patch(texts, excluded.texts), updated_at = excluded.updated_at, version = version + 1
    `),
  ];
}
