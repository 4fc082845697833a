import { z } from "@hono/zod-openapi";
import { type Availability, showAvailability } from "../src/catalog/products/availability.ts";
import { catalogue } from "../src/events/catalogue.ts";
import { readBody } from "../src/events/envelope.ts";
import { noticeLow } from "../src/inventory/low-stock.ts";
import { tellReadyOrders } from "../src/orders/back-orders.ts";
import { type Consumer, consumeTogether } from "./consumer.ts";

const stockChanged = z.object({
  type: z.literal("stock.changed"),
  time: z.iso.datetime(),
  data: catalogue["stock.changed"].omit({ sku: true }),
});

/** Shows changes of stock in the catalogue, all of a batch in one statement, notices what has become low, and whose goods have all come. */
export const consumeInventory: Consumer = (store, batch) =>
  consumeTogether(store, batch, changeIn, async (changes) => {
    await showAvailability(store, changes);
    await noticeLow(
      store,
      changes.map(({ variant_id }) => variant_id),
    );
    await tellReadyOrders(store);
  });

function changeIn(body: unknown): Availability {
  const { data, time } = readBody(stockChanged, body);
  return { ...data, at: time };
}
