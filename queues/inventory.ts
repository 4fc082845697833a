import { z } from "@hono/zod-openapi";
import { tellCarts } from "../src/cart/notices.ts";
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

const productChanged = z.object({
  type: z.literal("product.changed"),
  data: catalogue["product.changed"].pick({ product_id: true }),
});

const message = z.discriminatedUnion("type", [stockChanged, productChanged]);

/**
 * Shows changes of stock in the catalogue, all of a batch in one statement, tells them and changes of products to the carts that
 * somebody looks at, and notices what has become low, and whose goods have all come.
 */
export const consumeInventory: Consumer = (store, batch) =>
  consumeTogether(
    store,
    batch,
    (body) => readBody(message, body),
    async (messages) => {
      const changes = messages.flatMap((one) => (one.type === "stock.changed" ? [changeIn(one)] : []));
      const products = messages.flatMap((one) => (one.type === "product.changed" ? [one.data.product_id] : []));
      const shown = await showAvailability(store, changes);
      await tellCarts(store, shown, products);
      if (changes.length === 0) return;
      await noticeLow(
        store,
        changes.map(({ variant_id }) => variant_id),
      );
      await tellReadyOrders(store);
    },
  );

function changeIn({ data, time }: z.infer<typeof stockChanged>): Availability {
  const { in_stock = data.available, sold_ahead = null, ships_at = null } = data;
  return { ...data, in_stock, sold_ahead, ships_at, at: time };
}
