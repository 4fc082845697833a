import { and, asc, eq, sql } from "drizzle-orm";
import { announced, relaySoon } from "../events/outbox.ts";
import { notFound } from "../platform/errors.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { imageUrl } from "./address.ts";
import { announcePicture } from "./product-changes.ts";
import { folderOf } from "./renditions.ts";
import type { Picture, PictureEdit } from "./schemas.ts";
import { imageLeftovers, images } from "./tables.ts";

const largeWidth = 960;
const sweepSize = 100;

/** A row as staff see it. */
export function pictureOf(image: typeof images.$inferSelect): Picture {
  const { id, product_id, variant_id, alt, position, width, height, placeholder } = image;
  const { status, reason, version, created_at } = image;
  const url = imageUrl(id, largeWidth);
  return {
    id,
    product_id,
    variant_id,
    url,
    alt,
    position,
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
    store.catalog
      .select()
      .from(images)
      .where(eq(images.product_id, productId))
      .orderBy(asc(images.position), asc(images.id)),
  ]);
  if (product.length === 0) throw notFound("product");
  return rows.map(pictureOf);
}

/**
 * Changes what a picture is said to show, or its place among the product's pictures: the others make room.
 * @param version the one that staff saw
 * @throws not-found, changed-meanwhile
 */
export async function editPicture(
  store: Store,
  productId: string,
  imageId: string,
  version: number,
  edit: PictureEdit,
): Promise<Picture> {
  const unchanged = sql`images.version = ${version} and images.product_id = ${productId}`;
  const [, events, , [image]] = await store.catalog.batch([
    ...announcePicture(store, imageId, unchanged),
    makeRoom(store, productId, imageId, version, edit.position ?? null),
    store.catalog
      .update(images)
      .set({
        version: version + 1,
        updated_at: timestamp(store),
        ...(edit.alt !== undefined && { alt: edit.alt }),
      })
      .where(and(eq(images.id, imageId), eq(images.product_id, productId), eq(images.version, version)))
      .returning(),
  ]);
  if (!image) {
    const known = await store.catalog
      .select({ id: images.id })
      .from(images)
      .where(and(eq(images.id, imageId), eq(images.product_id, productId)));
    throw known.length > 0 ? changedMeanwhile() : notFound("picture");
  }
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

/** Takes a picture off its product, and its original and all that was made of it out of R2. @throws not-found */
export async function removePicture(store: Store, productId: string, imageId: string): Promise<void> {
  const [, events, removed] = await store.catalog.batch([
    ...announcePicture(store, imageId, sql`images.product_id = ${productId}`),
    store.catalog
      .delete(images)
      .where(and(eq(images.id, imageId), eq(images.product_id, productId)))
      .returning({ id: images.id, key: images.key }),
  ]);
  const [image] = removed;
  if (!image) throw notFound("picture");
  relaySoon(store, "catalog", announced(events));
  store.after(
    removeObjects(store, image.id, image.key).catch((thrown) =>
      store.log.error("media.removal-failed", thrown, { image_id: imageId }),
    ),
  );
}

/**
 * Removes from R2 what belonged to pictures that are gone: with their product, or by a removal that was cut short.
 * @returns how many pictures, at most 100 at a time.
 */
export async function clearLeftovers(store: Store): Promise<number> {
  const leftovers = await store.catalog.select().from(imageLeftovers).limit(sweepSize);
  for (const { image_id, key } of leftovers) await removeObjects(store, image_id, key);
  return leftovers.length;
}

async function removeObjects(store: Store, imageId: string, key: string): Promise<void> {
  const made = await store.env.MEDIA.list({ prefix: folderOf(imageId) });
  await store.env.MEDIA.delete([key, ...made.objects.map((object) => object.key)]);
  await store.catalog.delete(imageLeftovers).where(eq(imageLeftovers.image_id, imageId));
}
