import { type SQL, sql } from "drizzle-orm";
import { type FocalPoint, imageUrl } from "./address.ts";

/** The width that `images[].url` leads to; any other of the served widths can be asked for in its place. Pixels. */
const urlWidth = 960;

/** A product's picture as shoppers get it. */
interface ProductPicture {
  id: string;
  url: string;
  alt: string;
  width: number;
  height: number;
  placeholder: string;
  focal_point: FocalPoint;
}

/** A picture as {@link picturesJson} writes it. */
export type StoredPicture = Omit<ProductPicture, "url"> & {
  /** The variants that it shows. */
  variant_ids: string[];
};

/**
 * A product's pictures as a JSON array, in order, for a statement that reads products.
 * @param productId the product's id in the surrounding statement, `p.id`
 */
export function picturesJson(productId: SQL): SQL {
  return sql`(
    select json_group_array(
      json_object(
        'id', i.id, 'alt', i.alt, 'width', i.width, 'height', i.height, 'placeholder', i.placeholder,
        'focal_point', json_object('x', i.focal_x, 'y', i.focal_y),
        'variant_ids', (select json_group_array(variant_id) from picture_variants where image_id = i.id)
      )
      order by i.position, i.id
    )
    from images i where i.product_id = ${productId} and i.status = 'ready'
  )`;
}

/** The pictures as they cross the wire. Which variants each shows is told by the variants. */
export function picturesOnTheWire(pictures: readonly StoredPicture[]): ProductPicture[] {
  return pictures.map(({ variant_ids: _, ...picture }) => ({ ...picture, url: imageUrl(picture.id, urlWidth) }));
}

/**
 * Which pictures show a variant, in order.
 * @returns for a variant's id: the pictures that show it, none of them for one that only the product's pictures show
 */
export function picturesByVariant(pictures: readonly StoredPicture[]): Map<string, string[]> {
  const shown = new Map<string, string[]>();
  for (const { id, variant_ids } of pictures) {
    for (const variantId of variant_ids) shown.set(variantId, [...(shown.get(variantId) ?? []), id]);
  }
  return shown;
}

/** A product's first picture, as a value in a statement; null without any. @param productId as in {@link picturesJson} */
export function firstPictureId(productId: SQL): SQL {
  return sql`(
    select i.id from images i where i.product_id = ${productId} and i.status = 'ready' order by i.position, i.id limit 1
  )`;
}

/**
 * The picture to show beside a variant, as a value in a statement: one of its own before the product's first; null without any.
 * @param variantId and @param productId the columns of the surrounding statement, `v.id` and `p.id`
 */
export function variantPictureId(variantId: SQL, productId: SQL): SQL {
  return sql`(
    select i.id from images i where i.product_id = ${productId} and i.status = 'ready'
    order by exists (select 1 from picture_variants s where s.image_id = i.id and s.variant_id = ${variantId}) desc,
      i.position, i.id
    limit 1
  )`;
}
