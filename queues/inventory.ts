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
  // One from before stock was sold ahead tells less.
  data: catalogue["stock.changed"].omit({ sku: true }).partial({ in_stock: true, sold_ahead: true, ships_at: true }),
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
  const { in_stock = data.available, sold_ahead = null, ships_at = null } = data;
  return { ...data, in_stock, sold_ahead, ships_at, at: time };
}
