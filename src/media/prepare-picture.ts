import { and, eq, sql } from "drizzle-orm";
import { readBody } from "../events/envelope.ts";
import { announced, relaySoon } from "../events/outbox.ts";
import { DomainError } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { originals } from "./add-image.ts";
import { readHeader, refused } from "./header.ts";
import { notify } from "./notify.ts";
import { announcePicture, announceUpload } from "./product-changes.ts";
import { keepMaster, makeMaster, makePlaceholder, makeWidths, masterKey } from "./renditions.ts";
import { objectNotification } from "./schemas.ts";
import { images } from "./tables.ts";

/** One grey pixel, a GIF: what any image service can read, and the placeholder where there is none. */
const greyPixel = "R0lGODlhAQABAIAAAMzMzAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

/** How long the narrower widths of a picture let other pictures go first. Seconds. */
const widthsWait = 30;

const masters = /^pictures\/([^/]+)\/master$/;

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
  const imageId = masters.exec(object.key)?.[1];
  if (imageId) await makeWidths(store, imageId);
  if (object.key.startsWith(originals)) await preparePicture(store, object.key, lastAttempt);
}

/**
 * Turns an original upright, strips its metadata, notes size and placeholder, and shows the picture on its product. One that
 * cannot be used is marked `refused` with the reason, and is done with. What is prepared, refused or gone already is passed
 * over, however often it is told.
 */
async function preparePicture(store: Store, key: string, lastAttempt: boolean): Promise<void> {
  const [image] = await store.catalog.select().from(images).where(eq(images.key, key));
  if (image?.status !== "processing") return;
  try {
    await show(store, image.id, await prepare(store, image.id, key));
  } catch (thrown) {
    const reason = thrown instanceof DomainError && thrown.code === "refused-picture" ? thrown.detail : null;
    if (reason === null && !lastAttempt) throw thrown;
    await refuse(store, image.id, reason ?? "The picture could not be read. Save it again as JPEG and upload that.");
    if (reason === null) throw thrown;
    return;
  }
  await notify(store, masterKey(image.id), widthsWait);
}

async function prepare(store: Store, imageId: string, key: string): Promise<Prepared> {
  const object = await store.env.MEDIA.get(key);
  if (!object) throw refused("The upload did not finish. Upload the picture again.");
  const original = new Uint8Array(await object.arrayBuffer());
  const stored = readHeader(original);
  if (!store.env.IMAGES) {
    await keepMaster(store, imageId, original, stored.format, stored.width);
    return { width: stored.width, height: stored.height, placeholder: `data:image/gif;base64,${greyPixel}` };
  }
  const master = await decode(store, imageId, original);
  const upright = readHeader(master);
  const [placeholder] = await Promise.all([
    makePlaceholder(store, master),
    keepMaster(store, imageId, master, upright.format, upright.width),
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
async function decode(store: Store, imageId: string, original: Uint8Array<ArrayBuffer>) {
  try {
    return await makeMaster(store, original);
  } catch (thrown) {
    await makeMaster(
      store,
      Uint8Array.from(atob(greyPixel), (character) => character.charCodeAt(0)),
    );
    store.log.warn("media.undecodable", { image_id: imageId, error: String(thrown).slice(0, 300) });
    throw refused(
      "The picture is damaged: it begins well but cannot be read to its end. Save it again and upload that.",
    );
  }
}

/** Shows the picture: the row, the product's time of change and the events together, once. */
async function show(store: Store, imageId: string, prepared: Prepared): Promise<void> {
  const still = sql`images.status = 'processing'`;
  const { width, height, placeholder } = prepared;
  const [, changes, uploads] = await store.catalog.batch([
    ...announcePicture(store, imageId, still),
    announceUpload(store, imageId, still),
    store.catalog
      .update(images)
      .set({ status: "ready", width, height, placeholder, updated_at: timestamp(store) })
      .where(and(eq(images.id, imageId), eq(images.status, "processing"))),
  ]);
  relaySoon(store, "catalog", announced(changes, uploads));
}

async function refuse(store: Store, imageId: string, reason: string): Promise<void> {
  store.log.warn("media.refused", { image_id: imageId, reason });
  await store.catalog
    .update(images)
    .set({ status: "refused", reason, updated_at: timestamp(store) })
    .where(and(eq(images.id, imageId), eq(images.status, "processing")));
}
