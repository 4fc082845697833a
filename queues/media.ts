import { largestPicture } from "../src/media/add-image.ts";
import { followNotification } from "../src/media/prepare-picture.ts";
import { objectNotification } from "../src/media/schemas.ts";
import { type Consumer, consumeEach } from "./consumer.ts";

/** `max_retries` of the media queue in wrangler.toml, and the first attempt. */
const attempts = 4;

/** Prepares uploaded pictures: small ones together, large ones one by one, for a Worker has 128 MB. */
export const consumeMedia: Consumer = (store, batch) => {
  const bytes = batch.messages.reduce((sum, { body }) => sum + sizeOf(body), 0);
  return consumeEach(store, batch, bytes <= largestPicture ? "together" : "in turn", (message) =>
    followNotification(store, message.body, message.attempts >= attempts),
  );
};

function sizeOf(body: unknown): number {
  return objectNotification.safeParse(body).data?.object.size ?? largestPicture;
}
