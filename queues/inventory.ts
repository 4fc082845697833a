import { z } from "@hono/zod-openapi";
import { type Availability, showAvailability } from "../src/catalog/availability.ts";
import { catalogue } from "../src/events/catalogue.ts";
import { readBody } from "../src/events/envelope.ts";
import { type Consumer, type Failed, giveBack } from "./consumer.ts";

const stockChanged = z.object({
  type: z.literal("stock.changed"),
  time: z.iso.datetime(),
  data: catalogue["stock.changed"].pick({ variant_id: true, available: true }),
});

/** Shows changes of stock in the catalogue, all of a batch in one statement. */
export const consumeInventory: Consumer = async (store, batch) => {
  const changes: Availability[] = [];
  const failed: Failed[] = [];
  const understood: Message[] = [];
  for (const message of batch.messages) {
    try {
      const { data, time } = readBody(stockChanged, message.body);
      changes.push({ ...data, at: time });
      understood.push(message);
    } catch (thrown) {
      failed.push({ message, thrown });
    }
  }
  try {
    await showAvailability(store, changes);
    for (const message of understood) message.ack();
  } catch (thrown) {
    failed.push(...understood.map((message) => ({ message, thrown })));
  }
  await giveBack(store, batch.queue, failed);
};
