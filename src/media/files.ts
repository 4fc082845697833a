import { eq } from "drizzle-orm";
import { hexOf } from "../platform/bytes.ts";
import type { Store } from "../platform/store.ts";
import { readHeader, refused } from "./header.ts";
import { pictureFiles } from "./tables.ts";

/** Where the parts of a file lie in the bucket. */
export const originals = "originals/";
export const uploads = "uploads/";
export const prepared = "pictures/";

export const folderOf = (fileId: string): string => `${prepared}${fileId}/`;
export const masterKey = (fileId: string): string => `${folderOf(fileId)}master`;

/** Files up to this size are read whole, and by form: 20 MiB. Larger ones pass through, for a Worker has 128 MB. */
export const largestInMemory = 20 * 1024 * 1024;

/** Of a larger file the beginning and the end are looked at: 1 MiB each. */
const excerpt = 1024 * 1024;

/** SHA-256 of bytes, in hex. */
export async function fingerprint(bytes: BufferSource | ReadableStream<Uint8Array>): Promise<string> {
  const digest = bytes instanceof ReadableStream ? await digestOf(bytes) : await crypto.subtle.digest("SHA-256", bytes);
  return hexOf(digest);
}

async function digestOf(stream: ReadableStream<Uint8Array>): Promise<ArrayBuffer> {
  const digest = new crypto.DigestStream("SHA-256");
  await stream.pipeTo(digest);
  return digest.digest;
}

/** Reads an original's header without holding a large file. @throws refused-picture, also where there is no such object */
export async function readOriginal(store: Store, key: string, size: number) {
  if (size <= largestInMemory) {
    const object = await store.env.MEDIA.get(key);
    if (!object) throw notThere();
    return readHeader(new Uint8Array(await object.arrayBuffer()));
  }
  const [head, tail] = await Promise.all([
    store.env.MEDIA.get(key, { range: { length: excerpt } }),
    store.env.MEDIA.get(key, { range: { suffix: excerpt } }),
  ]);
  if (!head || !tail) throw notThere();
  return readHeader(new Uint8Array(await head.arrayBuffer()), {
    size,
    tail: new Uint8Array(await tail.arrayBuffer()),
  });
}

/** The bytes of an original, as they come. @throws refused-picture where there is no such object */
export async function streamOriginal(store: Store, key: string): Promise<R2ObjectBody> {
  const object = await store.env.MEDIA.get(key);
  if (!object) throw notThere();
  return object;
}

/** An original that is not in the bucket. */
export const notThere = () => refused("The upload did not finish. Upload the picture again.");

/** The file that lies under a key; null where no picture has it. */
export async function findFile(store: Store, key: string): Promise<typeof pictureFiles.$inferSelect | null> {
  const [file] = await store.catalog.select().from(pictureFiles).where(eq(pictureFiles.key, key));
  return file ?? null;
}
