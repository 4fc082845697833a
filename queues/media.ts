import { preparePicture } from "../src/media/prepare-picture.ts";
import type { Consumer } from "./consumer.ts";

/** `max_retries` of the media queue in wrangler.toml, and the first attempt. */
const attempts = 4;

/** Prepares uploaded pictures one by one: each may be 20 MB, and a Worker has 128 MB. */
export const consumeMedia: Consumer = async (store, batch) => {
  for (const message of batch.messages) {
    try {
      await preparePicture(store, message.body, message.attempts >= attempts);
      message.ack();
    } catch (thrown) {
      store.log.error("media.failed", thrown, { message_id: message.id, attempt: message.attempts });
      message.retry();
    }
  }
};
