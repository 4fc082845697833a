import { and, eq, sql } from "drizzle-orm";
import { readBody } from "../events/envelope.ts";
import { announced, relaySoon } from "../events/outbox.ts";
import { DomainError } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { settleFile } from "./arrive.ts";
import { findFile, masterKey, originals, readOriginal, streamOriginal, uploads } from "./files.ts";
import { readHeader, refused } from "./header.ts";
import { notify } from "./notify.ts";
import { announcePictures, announceUploads } from "./product-changes.ts";
import { keepMaster, makeMaster, makePlaceholder, makeWidths } from "./renditions.ts";
import { objectNotification } from "./schemas.ts";
import { images, pictureFiles } from "./tables.ts";

/** One grey pixel, a GIF: what any image service can read, and the placeholder where there is none. */
const greyPixel = "R0lGODlhAQABAIAAAMzMzAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

/** How long the narrower widths of a picture let other pictures go first. Seconds. */
const widthsWait = 30;

const masters = /^pictures\/([^/]+)\/master$/;

type File = typeof pictureFiles.$inferSelect;

interface Prepared {
  /** Pixels of the original, upright. */
  width: number;
  height: number;
  placeholder: string;
}

/**
 * Does what a notification of the media bucket calls for. Of an original: prepares and shows the picture. Of a master, which
 * comes next: makes the narrower widths, after the pictures that wait to be seen at all.
 * @param message the body of the message
 * @param lastAttempt whether the queue gives up after this one; then a picture that nothing can read is refused, too
 * @throws whatever kept it from being done, so that the message is tried again
 */
export async function followNotification(store: Store, message: unknown, lastAttempt: boolean): Promise<void> {
  const { action, object } = readBody(objectNotification, message);
  if (action === "DeleteObject" || action === "LifecycleDeletion") return;
  const fileId = masters.exec(object.key)?.[1];
  if (fileId) await makeWidths(store, fileId);
  if (object.key.startsWith(originals) || object.key.startsWith(uploads)) {
    await prepareFile(store, object.key, lastAttempt);
  }
}

/**
 * Turns an original upright, strips its metadata, notes size and placeholder, and shows it wherever a product has it. One that
 * cannot be used is marked `refused` with the reason, and is done with. What is prepared, refused or gone already is passed
 * over, however often it is told; but a master that is missing is made again.
 */
async function prepareFile(store: Store, key: string, lastAttempt: boolean): Promise<void> {
  const known = await findFile(store, key);
  const status = known && (await statusOf(store, known.id));
  if (!known || status === "refused") return;
  try {
    const file = await settleFile(store, known);
    if (!file) return;
    if (status === "ready") {
      const whole = !store.env.IMAGES || (await store.env.MEDIA.head(masterKey(file.id)));
      if (!whole) await prepare(store, file);
    } else {
      await show(store, file.id, await prepare(store, file));
    }
    await notify(store, masterKey(file.id), widthsWait);
  } catch (thrown) {
    const reason = thrown instanceof DomainError && thrown.code === "refused-picture" ? thrown.detail : null;
    if (reason === null && !lastAttempt) throw thrown;
    await refuse(store, known.id, reason ?? "The picture could not be read. Save it again as JPEG and upload that.");
    if (reason === null) throw thrown;
  }
}

/** How far the pictures of a file are: they are always equally far. */
async function statusOf(store: Store, fileId: string) {
  const [image] = await store.catalog
    .select({ status: images.status })
    .from(images)
    .where(eq(images.file_id, fileId))
    .limit(1);
  return image?.status;
}

async function prepare(store: Store, file: File): Promise<Prepared> {
  const stored = await readOriginal(store, file.key, file.size);
  if (!store.env.IMAGES) {
    return { width: stored.width, height: stored.height, placeholder: `data:image/gif;base64,${greyPixel}` };
  }
  const master = await decode(store, file);
  const upright = readHeader(master);
  const [placeholder] = await Promise.all([
    makePlaceholder(store, master),
    keepMaster(store, file.id, master, upright.width),
  ]);
  const turned = stored.width > stored.height !== upright.width > upright.height;
  const [width, height] = turned ? [stored.height, stored.width] : [stored.width, stored.height];
  return { width, height, placeholder };
}

/**
 * The master of an original. The Images service has one error for pictures that it cannot decode and for troubles of its
 * own, so after a failure it is asked for something that it certainly can do: only when that goes well is the picture to
 * blame, and else the message is tried again later.
 */
async function decode(store: Store, { id, key }: File) {
  const original = await streamOriginal(store, key);
  try {
    return await makeMaster(store, original.body);
  } catch (thrown) {
    await makeMaster(store, new Blob([Uint8Array.from(atob(greyPixel), (byte) => byte.charCodeAt(0))]).stream());
    store.log.warn("media.undecodable", { file_id: id, error: String(thrown).slice(0, 300) });
    throw refused(
      "The picture is damaged: it begins well but cannot be read to its end. Save it again and upload that.",
    );
  }
}

/** Shows a file wherever a product waits for it: the rows, the products' times of change and the events together, once. */
async function show(store: Store, fileId: string, prepared: Prepared): Promise<void> {
  const still = sql`images.status = 'processing'`;
  const waiting = await store.catalog
    .select({ id: images.id })
    .from(images)
    .where(and(eq(images.file_id, fileId), eq(images.status, "processing")));
  const imageIds = waiting.map(({ id }) => id);
  const [, changes, arrivals] = await store.catalog.batch([
    ...announcePictures(store, imageIds, still),
    announceUploads(store, imageIds, still),
    store.catalog
      .update(images)
      .set({ status: "ready", ...prepared, updated_at: timestamp(store) })
      .where(and(eq(images.file_id, fileId), eq(images.status, "processing"))),
  ]);
  relaySoon(store, "catalog", announced(changes, arrivals));
}

/** Refuses a file wherever it is waited for. Its bytes are forgotten, so that the next upload of the same is tried anew. */
async function refuse(store: Store, fileId: string, reason: string): Promise<void> {
  store.log.warn("media.refused", { file_id: fileId, reason });
  await store.catalog.batch([
    store.catalog
      .update(images)
      .set({ status: "refused", reason, updated_at: timestamp(store) })
      .where(and(eq(images.file_id, fileId), eq(images.status, "processing"))),
    store.catalog.update(pictureFiles).set({ sha256: null, arrives_by: null }).where(eq(pictureFiles.id, fileId)),
  ]);
}
