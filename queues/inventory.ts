import { z } from "@hono/zod-openapi";
import { type Availability, showAvailability } from "../src/catalog/availability.ts";
import { catalogue } from "../src/events/catalogue.ts";
import type { Consumer } from "./consumer.ts";

const stockChanged = z.object({
  type: z.literal("stock.changed"),
  time: z.iso.datetime(),
  data: catalogue["stock.changed"].pick({ variant_id: true, available: true }),
});

/** Shows changes of stock in the catalogue, all of a batch in one statement; what cannot be understood ends as a dead letter. */
export const consumeInventory: Consumer = async (store, batch) => {
  const changes: Availability[] = [];
  const understood: Message[] = [];
  for (const message of batch.messages) {
    const event = stockChanged.safeParse(message.body);
    if (!event.success) {
      store.log.error("inventory.not-understood", event.error, { message_id: message.id });
      message.retry();
      continue;
    }
    changes.push({ ...event.data.data, at: event.data.time });
    understood.push(message);
  }
  await showAvailability(store, changes);
  for (const message of understood) message.ack();
};
