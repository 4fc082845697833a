import { eq, sql } from "drizzle-orm";
import { announced, relaySoon } from "../events/outbox.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { type FocalPoint, middle } from "./address.ts";
import { fingerprint, largestInMemory, originals, type uploads } from "./files.ts";
import { readHeader } from "./header.ts";
import { notify } from "./notify.ts";
import { otherVariants, pictureOf, pictureRow, type ReadPicture } from "./pictures.ts";
import { announcePictures, announceUploads } from "./product-changes.ts";
import type { Picture, PictureOutcome } from "./schemas.ts";
import { images } from "./tables.ts";

/** The largest picture that comes by form, or is fetched, in bytes: 20 MiB. */
export const largestPicture = largestInMemory;

/** What is said of a picture that comes in. */
export interface PictureFacts {
  /** What is to be seen, for those who cannot see it. */
  alt: string;
  /** 0 comes first; last when left out. */
  position?: number | undefined;
  /** The variants of the product that it shows; the product itself when left out. */
  variantIds?: readonly string[] | undefined;
  /** The middle when left out. */
  focalPoint?: FocalPoint | undefined;
}

/** A picture as it comes in. What it is its bytes say; what the uploader calls it is not asked. */
interface PictureUpload extends PictureFacts {
  /** Its id, where whoever brings it wrote that down before; a new one when left out. */
  id?: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Takes in a picture of a product: the rows, then the original in R2, then the message that has it prepared. Shoppers see it
 * when it is `ready`: a moment later, or at once where the store has the same bytes already, which are not stored again.
 * @throws refused-picture when it plainly cannot be shown, too-large, not-found for the product, invalid-input for a variant
 *   of another product.
 */
export async function addImage(store: Store, productId: string, upload: PictureUpload): Promise<Picture> {
  const { bytes } = upload;
  if (bytes.length > largestPicture) throw new DomainError("too-large", "At most 20 MB for a picture.");
  const { format } = readHeader(bytes);
  const sha256 = await fingerprint(bytes);
  const image = await writeRows(store, productId, upload, {
    size: bytes.length,
    sha256,
    folder: originals,
    arrivesBy: null,
  });
  if (image.status !== "processing") return pictureOf(image);
  const key = originals + image.file_id;
  try {
    const stored = image.file_id !== image.id && (await store.env.MEDIA.head(key));
    if (!stored) await store.env.MEDIA.put(key, bytes, { httpMetadata: { contentType: format } });
  } catch (thrown) {
    await store.catalog.delete(images).where(eq(images.id, image.id));
    throw thrown;
  }
  await notify(store, key).catch((thrown) => store.log.error("media.notify-failed", thrown, { image_id: image.id }));
  return pictureOf(image);
}

/**
 * Takes in several pictures, one after the other, so that they stand in this order.
 * @param factsOf what is said of the picture at an index
 * @returns what became of each: one that cannot be used is told with the reason, and the others are taken in
 * @throws not-found for the product, invalid-input for a variant of another product
 */
export async function addImages(
  store: Store,
  productId: string,
  files: readonly File[],
  factsOf: (index: number) => PictureFacts,
): Promise<PictureOutcome[]> {
  const outcomes: PictureOutcome[] = [];
  for (const [index, file] of files.entries()) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    try {
      const picture = await addImage(store, productId, { ...factsOf(index), bytes });
      outcomes.push({ file_name: file.name, picture, reason: null });
    } catch (thrown) {
      if (!(thrown instanceof DomainError) || !refusals.has(thrown.code)) throw thrown;
      outcomes.push({ file_name: file.name, picture: null, reason: thrown.detail });
    }
  }
  return outcomes;
}

/** What is wrong with one file, and not with what was asked. */
const refusals: ReadonlySet<string> = new Set(["refused-picture", "too-large"]);

/** The bytes of a picture, as the row of their file is to tell of them. */
interface NewFile {
  size: number;
  /** null while nobody has seen the bytes. */
  sha256: string | null;
  folder: typeof originals | typeof uploads;
  arrivesBy: string | null;
}

/**
 * Writes the rows of a picture in one batch: its file where the bytes are new, the picture, what it shows. One whose file is
 * prepared already is what the others of that file are.
 * @throws not-found for the product, invalid-input for a variant of another product
 */
export async function writeRows(
  store: Store,
  productId: string,
  { id = store.newId("img"), alt, position, variantIds = [], focalPoint = middle }: PictureFacts & { id?: string },
  file: NewFile,
): Promise<ReadPicture> {
  const now = timestamp(store);
  const wanted = JSON.stringify(variantIds);
  const fits = sql`exists (select 1 from products where id = ${productId}) and not exists (
    select 1 from json_each(${wanted}) w
    where not exists (select 1 from variants v where v.id = w.value and v.product_id = ${productId})
  )`;
  const shown = sql`images.status = 'ready'`;
  const [, , , rows, , changes, arrivals] = await store.catalog.batch([
    store.catalog.run(sql`
      insert into picture_files (id, sha256, key, size, arrives_by, created_at)
      select ${id}, ${file.sha256}, ${file.folder + id}, ${file.size}, ${file.arrivesBy}, ${now} where ${fits}
      on conflict (sha256) do nothing
    `),
    store.catalog.run(sql`
      insert into images (
        id, product_id, file_id, position, alt, focal_x, focal_y, status, width, height, placeholder, created_at, updated_at
      )
      select ${id}, ${productId}, file.id,
        coalesce(${position ?? null}, (select max(position) + 1 from images where product_id = ${productId}), 0),
        ${alt}, ${focalPoint.x}, ${focalPoint.y}, coalesce(twin.status, 'processing'), twin.width, twin.height, twin.placeholder, ${now}, ${now}
      from (select id from picture_files where id = ${id} or sha256 = ${file.sha256}) file
      left join images twin on twin.id = (select id from images where file_id = file.id limit 1)
      where ${fits}
    `),
    store.catalog.run(sql`
      insert into picture_variants (image_id, variant_id)
      select ${id}, value from json_each(${wanted}) where exists (select 1 from images where id = ${id})
    `),
    store.catalog.all<ReadPicture>(sql`${pictureRow} where images.id = ${id}`),
    ...announcePictures(store, [id], shown),
    announceUploads(store, [id], shown),
  ]);
  const [image] = rows;
  if (image) {
    relaySoon(store, "catalog", announced(changes, arrivals));
    return image;
  }
  const [product] = await store.catalog.all(sql`select 1 from products where id = ${productId}`);
  throw product ? otherVariants() : notFound("product");
}
