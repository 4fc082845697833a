import { z } from "@hono/zod-openapi";
import { type Availability, showAvailability } from "../src/catalog/products/availability.ts";
import { catalogue } from "../src/events/catalogue.ts";
import { readBody } from "../src/events/envelope.ts";
import { type Consumer, consumeTogether } from "./consumer.ts";

const stockChanged = z.object({
  type: z.literal("stock.changed"),
  time: z.iso.datetime(),
  data: catalogue["stock.changed"].pick({ variant_id: true, available: true }),
});

/** Shows changes of stock in the catalogue, all of a batch in one statement. */
export const consumeInventory: Consumer = (store, batch) =>
  consumeTogether(store, batch, changeIn, (changes) => showAvailability(store, changes));

function changeIn(body: unknown): Availability {
  const { data, time } = readBody(stockChanged, body);
  return { ...data, at: time };
}
