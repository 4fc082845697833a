import { and, eq, sql } from "drizzle-orm";
import { DomainError, notFound } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { type PictureFacts, writeRows } from "./add-image.ts";
import { uploads } from "./files.ts";
import { notify } from "./notify.ts";
import { pictureOf, pictureRow, type ReadPicture } from "./pictures.ts";
import type { Picture } from "./schemas.ts";
import { images, pictureFiles } from "./tables.ts";

/** How long a signed address lets a picture in. Seconds. */
const addressLife = 3600;

interface DirectUpload {
  picture: Picture;
  upload: { method: "PUT"; url: string; expires_at: string };
}

/**
 * Makes room for a picture that is sent straight to the bucket, past the Worker: the rows, and an address that takes one file
 * of exactly this size, for an hour. What comes is looked at like every other upload.
 * @param size bytes of the file, at most 100 MB
 * @throws no-direct-upload where the store has no keys to its bucket, not-found, invalid-input
 */
export async function offerUpload(
  store: Store,
  productId: string,
  { size, ...facts }: PictureFacts & { size: number },
): Promise<DirectUpload> {
  const bucket = bucketOf(store.env);
  const expiresAt = new Date(store.now().getTime() + addressLife * 1000).toISOString();
  const image = await writeRows(store, productId, facts, { size, sha256: null, folder: uploads, arrivesBy: expiresAt });
  const url = await sign(store, bucket, uploads + image.id, size);
  return { picture: pictureOf(image), upload: { method: "PUT", url, expires_at: expiresAt } };
}

/**
 * Says that a picture has arrived in the bucket, where R2 does not say so itself. Told twice is told once.
 * @throws not-found, upload-missing while there is nothing in the bucket
 */
export async function arrive(store: Store, productId: string, imageId: string): Promise<Picture> {
  const [[row], [file]] = await store.catalog.batch([
    store.catalog.all<ReadPicture>(
      sql`${pictureRow} where images.id = ${imageId} and images.product_id = ${productId}`,
    ),
    store.catalog
      .select({ key: pictureFiles.key })
      .from(pictureFiles)
      .innerJoin(images, eq(images.file_id, pictureFiles.id))
      .where(and(eq(images.id, imageId), eq(images.product_id, productId))),
  ]);
  if (!row || !file) throw notFound("picture");
  if (row.status === "processing" && !(await notify(store, file.key))) {
    throw new DomainError("upload-missing", "The file has not arrived. Send it to the signed address first.");
  }
  return pictureOf(row);
}

interface Bucket {
  /** Of the S3 API, with the bucket's name. */
  url: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** What `local_dev` of wrangler.toml lets into the bucket on a laptop; it opens nothing else. */
const localKeys = { accessKeyId: "local", secretAccessKey: "local-and-no-secret" };

/** The way into the bucket from outside. @throws no-direct-upload */
function bucketOf(env: Env): Bucket {
  const { MEDIA_S3_URL, MEDIA_S3_ACCESS_KEY_ID, MEDIA_S3_SECRET_ACCESS_KEY } = env;
  if (MEDIA_S3_URL && MEDIA_S3_ACCESS_KEY_ID && MEDIA_S3_SECRET_ACCESS_KEY) {
    return { url: MEDIA_S3_URL, accessKeyId: MEDIA_S3_ACCESS_KEY_ID, secretAccessKey: MEDIA_S3_SECRET_ACCESS_KEY };
  }
  if (env.STORE_MODE === "local") return { url: `${env.STORE_URL}/cdn-cgi/local/r2/s3/souk-media`, ...localKeys };
  throw new DomainError("no-direct-upload", "This store takes pictures by form alone, up to 20 MB each.");
}

/**
 * The address that lets one file in, signed over its length (AWS Signature Version 4, in the query).
 * @see https://developers.cloudflare.com/r2/api/s3/presigned-urls/
 */
async function sign(store: Store, { url, ...keys }: Bucket, key: string, size: number): Promise<string> {
  const { AwsClient } = await import("aws4fetch");
  const client = new AwsClient({ ...keys, service: "s3", region: "auto" });
  const address = new URL(`${url}/${key}`);
  address.searchParams.set("X-Amz-Expires", String(addressLife));
  const datetime = store
    .now()
    .toISOString()
    .replace(/[:-]|\.\d{3}/g, "");
  const request = await client.sign(address, {
    method: "PUT",
    headers: { "content-length": String(size) },
    aws: { signQuery: true, allHeaders: true, datetime },
  });
  return request.url;
}
