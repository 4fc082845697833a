import { and, asc, eq, lt, sql } from "drizzle-orm";
import { DomainError, invalidInput, notFound } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { readHeader } from "./header.ts";
import { notify } from "./notify.ts";
import { pictureOf } from "./pictures.ts";
import type { Picture } from "./schemas.ts";
import { images } from "./tables.ts";

/** The largest picture that can be uploaded, in bytes: 20 MiB. */
export const largestPicture = 20 * 1024 * 1024;

/** Originals lie under this prefix; nothing else in the bucket is looked at by the consumer. */
export const originals = "originals/";

/** Uploads that wait longer than this have lost their message. Seconds. */
const patience = 300;
const sweepSize = 100;

/** A picture as it comes in. */
interface PictureUpload {
  bytes: Uint8Array<ArrayBuffer>;
  /** What the uploader says that it is; kept, but never believed. */
  contentType: string;
  /** What is to be seen, for those who cannot see it. */
  alt: string;
  /** 0 comes first; last when left out. */
  position?: number | undefined;
  /** The variant of the product that it shows; the product itself when left out. */
  variantId?: string | undefined;
}

/**
 * Takes in a picture of a product: the row, then the original in R2, then the message that has it prepared. Shoppers see it
 * when it is `ready`, a moment later.
 * @throws refused-picture when it plainly cannot be shown, too-large, not-found for the product, invalid-input for a variant
 *   of another product.
 */
export async function addImage(store: Store, productId: string, upload: PictureUpload): Promise<Picture> {
  if (upload.bytes.length > largestPicture) throw new DomainError("too-large", "At most 20 MB for a picture.");
  readHeader(upload.bytes);
  const image = await writeRow(store, productId, upload);
  try {
    await store.env.MEDIA.put(image.key, upload.bytes, { httpMetadata: { contentType: upload.contentType } });
  } catch (thrown) {
    await store.catalog.delete(images).where(eq(images.id, image.id));
    throw thrown;
  }
  await notify(store, image.key).catch((thrown) =>
    store.log.error("media.notify-failed", thrown, { image_id: image.id }),
  );
  return pictureOf(image);
}

/**
 * Sends the message again for uploads that nobody prepared, and refuses those whose original never arrived.
 * @returns how many waited.
 */
export async function resumeUploads(store: Store): Promise<number> {
  const before = new Date(store.now().getTime() - patience * 1000).toISOString();
  const waiting = await store.catalog
    .select({ id: images.id, key: images.key })
    .from(images)
    .where(and(eq(images.status, "processing"), lt(images.updated_at, before)))
    .orderBy(asc(images.updated_at))
    .limit(sweepSize);
  for (const { id, key } of waiting) {
    const arrived = await notify(store, key);
    await store.catalog
      .update(images)
      .set({
        updated_at: timestamp(store),
        ...(!arrived && { status: "refused" as const, reason: "The upload did not finish. Upload the picture again." }),
      })
      .where(and(eq(images.id, id), eq(images.status, "processing")));
  }
  return waiting.length;
}

async function writeRow(store: Store, productId: string, upload: PictureUpload): Promise<typeof images.$inferSelect> {
  const id = store.newId("img");
  const now = timestamp(store);
  const variantId = upload.variantId ?? null;
  const [image] = await store.catalog.all<typeof images.$inferSelect>(sql`
    insert into images (id, product_id, variant_id, position, alt, key, content_type, size, created_at, updated_at)
    select ${id}, products.id, ${variantId},
      coalesce(${upload.position ?? null}, (select max(position) + 1 from images where product_id = products.id), 0),
      ${upload.alt}, ${originals + id}, ${upload.contentType}, ${upload.bytes.length}, ${now}, ${now}
    from products
    where products.id = ${productId}
      and (${variantId} is null
        or exists (select 1 from variants where variants.id = ${variantId} and variants.product_id = products.id))
    returning *
  `);
  if (image) return image;
  const [product] = await store.catalog.all(sql`select 1 from products where id = ${productId}`);
  throw product
    ? invalidInput([{ pointer: "/variant_id", detail: "This product has no such variant." }])
    : notFound("product");
}
