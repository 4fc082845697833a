import { and, eq, sql } from "drizzle-orm";
import { announced, relaySoon } from "../events/outbox.ts";
import { invalidInput, notFound } from "../platform/errors.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { imageUrl } from "./address.ts";
import { clearLeftover } from "./leftovers.ts";
import { announcePictures } from "./product-changes.ts";
import type { Picture, PictureEdit } from "./schemas.ts";
import { images } from "./tables.ts";

const largeWidth = 960;

/** A picture's row with the variants that it shows, as {@link pictureRow} reads it. */
export type ReadPicture = typeof images.$inferSelect & { variant_ids: string };

/** Reads pictures; a condition on `images` follows. */
export const pictureRow = sql`
  select images.*,
    (select json_group_array(variant_id) from picture_variants where image_id = images.id) as variant_ids
  from images
`;

/** A row as staff see it. */
export function pictureOf(image: ReadPicture): Picture {
  const { id, product_id, alt, position, focal_x, focal_y, width, height, placeholder } = image;
  const { status, reason, version, created_at } = image;
  return {
    id,
    product_id,
    variant_ids: JSON.parse(image.variant_ids) as string[],
    url: imageUrl(id, largeWidth),
    alt,
    position,
    focal_point: { x: focal_x, y: focal_y },
    width,
    height,
    placeholder,
    status,
    reason,
    version,
    created_at,
  };
}

/** Every picture of a product, those in preparation and those refused among them. @throws not-found */
export async function listPictures(store: Store, productId: string): Promise<Picture[]> {
  const [product, rows] = await store.catalog.batch([
    store.catalog.all(sql`select 1 from products where id = ${productId}`),
    store.catalog.all<ReadPicture>(
      sql`${pictureRow} where images.product_id = ${productId} order by images.position, images.id`,
    ),
  ]);
  if (product.length === 0) throw notFound("product");
  return rows.map(pictureOf);
}

/**
 * Changes what a picture is said to show and where its focal point lies, which variants it shows, or its place among the
 * product's pictures: the others make room.
 * @param version the one that staff saw
 * @throws not-found, changed-meanwhile, invalid-input for a variant of another product
 */
export async function editPicture(
  store: Store,
  productId: string,
  imageId: string,
  version: number,
  edit: PictureEdit,
): Promise<Picture> {
  if (edit.variant_ids && !(await areVariantsOf(store, productId, edit.variant_ids))) throw otherVariants();
  const unchanged = sql`images.version = ${version} and images.product_id = ${productId}`;
  const [, events, , , , changed, [image]] = await store.catalog.batch([
    ...announcePictures(store, [imageId], unchanged),
    makeRoom(store, productId, imageId, version, edit.position ?? null),
    ...showVariants(store, productId, imageId, version, edit.variant_ids ?? null),
    store.catalog
      .update(images)
      .set({
        version: version + 1,
        updated_at: timestamp(store),
        ...(edit.alt !== undefined && { alt: edit.alt }),
        ...(edit.focal_point && { focal_x: edit.focal_point.x, focal_y: edit.focal_point.y }),
      })
      .where(and(eq(images.id, imageId), eq(images.product_id, productId), eq(images.version, version)))
      .returning({ id: images.id }),
    store.catalog.all<ReadPicture>(
      sql`${pictureRow} where images.id = ${imageId} and images.product_id = ${productId}`,
    ),
  ]);
  if (!image) throw notFound("picture");
  if (changed.length === 0) throw changedMeanwhile();
  relaySoon(store, "catalog", announced(events));
  return pictureOf(image);
}

/** Numbers the pictures of a product anew, from 0, with one at `position`; nothing when that is null or the edit is stale. */
function makeRoom(store: Store, productId: string, imageId: string, version: number, position: number | null) {
  return store.catalog.run(sql`
    with others as (
      select id, row_number() over (order by position, id) - 1 as place
      from images where product_id = ${productId} and id <> ${imageId}
    )
    update images set position = case
      when id = ${imageId} then min(${position}, (select count(*) from others))
      else (select place + (place >= ${position}) from others where others.id = images.id)
    end
    where product_id = ${productId} and ${position} is not null
      and exists (select 1 from images edited where edited.id = ${imageId} and edited.version = ${version})
  `);
}

/** Makes a picture show these variants and no others; nothing when they are null or the edit is stale. */
function showVariants(
  store: Store,
  productId: string,
  imageId: string,
  version: number,
  variantIds: readonly string[] | null,
) {
  const wanted = variantIds && JSON.stringify(variantIds);
  const fresh = sql`${wanted} is not null and exists (
    select 1 from images where id = ${imageId} and product_id = ${productId} and version = ${version}
  )`;
  return [
    store.catalog.run(sql`delete from picture_variants where image_id = ${imageId} and ${fresh}`),
    store.catalog.run(sql`
      insert into picture_variants (image_id, variant_id)
      select ${imageId}, v.id from json_each(${wanted}) w
      join variants v on v.id = w.value and v.product_id = ${productId}
      where ${fresh}
    `),
  ] as const;
}

async function areVariantsOf(store: Store, productId: string, variantIds: readonly string[]): Promise<boolean> {
  const strangers = await store.catalog.all(sql`
    select 1 from json_each(${JSON.stringify(variantIds)}) w
    where exists (select 1 from products where id = ${productId})
      and not exists (select 1 from variants v where v.id = w.value and v.product_id = ${productId})
    limit 1
  `);
  return strangers.length === 0;
}

/** Variants that are not the product's own. */
export const otherVariants = () =>
  invalidInput([{ pointer: "/variant_ids", detail: "This product does not have all of these variants." }]);

/**
 * Takes a picture off its product. With the last picture that shows a file go its original and all that was made of it.
 * @throws not-found
 */
export async function removePicture(store: Store, productId: string, imageId: string): Promise<void> {
  const [, events, removed] = await store.catalog.batch([
    ...announcePictures(store, [imageId], sql`images.product_id = ${productId}`),
    store.catalog
      .delete(images)
      .where(and(eq(images.id, imageId), eq(images.product_id, productId)))
      .returning({ file_id: images.file_id }),
  ]);
  const [image] = removed;
  if (!image) throw notFound("picture");
  relaySoon(store, "catalog", announced(events));
  store.after(
    clearLeftover(store, image.file_id).catch((thrown) =>
      store.log.error("media.removal-failed", thrown, { image_id: imageId }),
    ),
  );
}
