import { and, asc, eq, lt, sql } from "drizzle-orm";
import { announced, relaySoon } from "../events/outbox.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { fingerprint, notThere, originals, readOriginal, streamOriginal } from "./files.ts";
import { clearLeftover } from "./leftovers.ts";
import { notify } from "./notify.ts";
import { announcePictures, announceUploads } from "./product-changes.ts";
import { images, pictureFiles } from "./tables.ts";

type File = typeof pictureFiles.$inferSelect;

/** Uploads that wait longer than this have lost their message. Seconds. */
const patience = 300;
const sweepSize = 100;

/**
 * Makes sure that a file's bytes are known and lie where originals do. What came straight to the bucket is read, and moved to
 * where nobody holds a signed address. Bytes that the store has already become the file that has them, and go.
 * @returns the file, or null where another has taken its place
 * @throws refused-picture where the bytes are not there or plainly no picture
 */
export async function settleFile(store: Store, file: File): Promise<File | null> {
  if (file.sha256 !== null) return file;
  const object = await store.env.MEDIA.head(file.key);
  if (!object) throw notThere();
  const { format } = await readOriginal(store, file.key, object.size);
  const sha256 = await fingerprint((await streamOriginal(store, file.key)).body);
  const [twin] = await store.catalog
    .select({ id: pictureFiles.id })
    .from(pictureFiles)
    .where(eq(pictureFiles.sha256, sha256));
  if (twin) {
    await becomeTwin(store, file.id, twin.id);
    return null;
  }
  const key = originals + file.id;
  if (file.key !== key) {
    const { body } = await streamOriginal(store, file.key);
    await store.env.MEDIA.put(key, body, { httpMetadata: { contentType: format } });
  }
  const settled = { sha256, key, size: object.size, arrives_by: null };
  await store.catalog.update(pictureFiles).set(settled).where(eq(pictureFiles.id, file.id));
  if (file.key !== key) await store.env.MEDIA.delete(file.key);
  return { ...file, ...settled };
}

/** Makes the pictures of a file show another file with the same bytes, as far as that is; the first goes, by a trigger. */
async function becomeTwin(store: Store, fileId: string, twinId: string): Promise<void> {
  const waiting = await store.catalog
    .select({ id: images.id })
    .from(images)
    .where(and(eq(images.file_id, fileId), eq(images.status, "processing")));
  const imageIds = waiting.map(({ id }) => id);
  const nowShown = sql`images.status = 'processing'
    and exists (select 1 from images twin where twin.file_id = ${twinId} and twin.status = 'ready')`;
  const [, changes, arrivals] = await store.catalog.batch([
    ...announcePictures(store, imageIds, nowShown),
    announceUploads(store, imageIds, nowShown),
    store.catalog.run(sql`
      update images set file_id = ${twinId}, status = twin.status, reason = twin.reason, width = twin.width,
        height = twin.height, placeholder = twin.placeholder, updated_at = ${timestamp(store)}
      from (select * from images where file_id = ${twinId} limit 1) twin
      where images.file_id = ${fileId}
    `),
  ]);
  relaySoon(store, "catalog", announced(changes, arrivals));
  await clearLeftover(store, fileId);
}

/**
 * Sends the message again for uploads that nobody prepared, and refuses those whose original never arrived.
 * @returns how many waited.
 */
export async function resumeUploads(store: Store): Promise<number> {
  const now = store.now();
  const before = new Date(now.getTime() - patience * 1000).toISOString();
  const waiting = await store.catalog
    .select({ id: images.id, key: pictureFiles.key, arrives_by: pictureFiles.arrives_by })
    .from(images)
    .innerJoin(pictureFiles, eq(pictureFiles.id, images.file_id))
    .where(and(eq(images.status, "processing"), lt(images.updated_at, before)))
    .orderBy(asc(images.updated_at))
    .limit(sweepSize);
  for (const { id, key, arrives_by } of waiting) {
    const arrived = await notify(store, key);
    const late = !arrived && (arrives_by ?? "") < now.toISOString();
    await store.catalog
      .update(images)
      .set({
        updated_at: timestamp(store),
        ...(late && { status: "refused" as const, reason: notThere().detail }),
      })
      .where(and(eq(images.id, id), eq(images.status, "processing")));
  }
  return waiting.length;
}
