import { eq } from "drizzle-orm";
import type { Store } from "../platform/store.ts";
import { folderOf, originals, uploads } from "./files.ts";
import { pictureLeftovers } from "./tables.ts";

const atOnce = 100;

/**
 * Removes from R2 what belonged to files that no picture shows any more: they went with a product, or by a removal that was cut
 * short.
 * @returns how many files, at most 100 at a time.
 */
export async function clearLeftovers(store: Store): Promise<number> {
  const leftovers = await store.catalog.select().from(pictureLeftovers).limit(atOnce);
  for (const { file_id } of leftovers) await clearLeftover(store, file_id);
  return leftovers.length;
}

/** Removes one file's objects, and the note that they are to be removed. A file that a picture still shows is let be. */
export async function clearLeftover(store: Store, fileId: string): Promise<void> {
  const { MEDIA } = store.env;
  const [left] = await store.catalog.select().from(pictureLeftovers).where(eq(pictureLeftovers.file_id, fileId));
  if (!left) return;
  let made = await MEDIA.list({ prefix: folderOf(fileId) });
  while (made.truncated) {
    await MEDIA.delete(made.objects.map((object) => object.key));
    made = await MEDIA.list({ prefix: folderOf(fileId) });
  }
  await MEDIA.delete([originals + fileId, uploads + fileId, ...made.objects.map((object) => object.key)]);
  await store.catalog.delete(pictureLeftovers).where(eq(pictureLeftovers.file_id, fileId));
}
