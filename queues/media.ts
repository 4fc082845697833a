import { largestPicture } from "../src/media/add-image.ts";
import { followNotification } from "../src/media/prepare-picture.ts";
import { objectNotification } from "../src/media/schemas.ts";
import type { Consumer } from "./consumer.ts";

/** `max_retries` of the media queue in wrangler.toml, and the first attempt. */
const attempts = 4;

/** Prepares uploaded pictures: small ones together, large ones one by one, for a Worker has 128 MB. */
export const consumeMedia: Consumer = async (store, batch) => {
  const follow = async (message: Message<unknown>): Promise<void> => {
    try {
      await followNotification(store, message.body, message.attempts >= attempts);
      message.ack();
    } catch (thrown) {
      store.log.error("media.failed", thrown, { message_id: message.id, attempt: message.attempts });
      message.retry();
    }
  };
  const bytes = batch.messages.reduce((sum, { body }) => sum + sizeOf(body), 0);
  if (bytes <= largestPicture) await Promise.all(batch.messages.map(follow));
  else for (const message of batch.messages) await follow(message);
};

function sizeOf(body: unknown): number {
  return objectNotification.safeParse(body).data?.object.size ?? largestPicture;
}
