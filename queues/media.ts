import { z } from "@hono/zod-openapi";
import { largestPicture } from "../src/media/add-image.ts";
import { followNotification } from "../src/media/prepare-picture.ts";
import { objectNotification } from "../src/media/schemas.ts";
import { sweepStep } from "../src/media/sweep.ts";
import { type Consumer, consumeEach } from "./consumer.ts";

/** `max_retries` of the media queue in wrangler.toml, and the first attempt. */
const attempts = 4;

const sweep = z.object({ kind: z.literal("sweep"), sweep_id: z.string() });

/**
 * Prepares uploaded pictures and goes on with sweeps of the bucket: small pictures together, large ones one by one, for a Worker
 * has 128 MB.
 */
export const consumeMedia: Consumer = (store, batch) => {
  const bytes = batch.messages.reduce((sum, { body }) => sum + sizeOf(body), 0);
  return consumeEach(store, batch, bytes <= largestPicture ? "together" : "in turn", (message) => {
    const asked = sweep.safeParse(message.body);
    return asked.success
      ? sweepStep(store, asked.data.sweep_id)
      : followNotification(store, message.body, message.attempts >= attempts);
  });
};

function sizeOf(body: unknown): number {
  if (sweep.safeParse(body).success) return 0;
  return objectNotification.safeParse(body).data?.object.size ?? largestPicture;
}
