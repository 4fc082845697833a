import { type Store, timestamp } from "../platform/store.ts";
import type { ObjectNotification } from "./schemas.ts";

/**
 * Tells the media queue of an object in the bucket as R2 itself would.
 * @param delaySeconds how long others go first
 * @returns whether the object is there
 */
export async function notify(store: Store, key: string, delaySeconds = 0): Promise<boolean> {
  const object = await store.env.MEDIA.head(key);
  if (!object) return false;
  const notification: ObjectNotification = {
    account: "souk",
    action: "PutObject",
    bucket: "souk-media",
    object: { key, size: object.size, eTag: object.etag },
    eventTime: timestamp(store),
  };
  await store.env.MEDIA_QUEUE.send(notification, { delaySeconds });
  return true;
}
