import { z } from "@hono/zod-openapi";
import { countSales, type Sale } from "../src/catalog/lists/best-sellers.ts";
import { readBody } from "../src/events/envelope.ts";
import { type Consumer, consumeTogether } from "./consumer.ts";

const data = z.object({
  order_id: z.string(),
  items: z.array(z.object({ variant_id: z.string(), quantity: z.int().positive() })),
});
const time = z.iso.datetime();

/** What insights hear: that an order was paid, and that it came to nothing after all. */
const heard = z.discriminatedUnion("type", [
  z.object({ type: z.literal("order.billed"), time, data }),
  z.object({ type: z.literal("order.cancelled"), time, data }),
  z.object({ type: z.literal("order.returned"), time, data }),
  z.object({ type: z.literal("order.refunded"), time, data: data.extend({ refunded: z.int(), total: z.int() }) }),
]);

/** Counts what sells, all orders of a batch in one round trip. */
export const consumeInsights: Consumer = (store, batch) =>
  consumeTogether(
    store,
    batch,
    (body) => saleIn(readBody(heard, body)),
    (sales) => countSales(store, sales.flat()),
  );

/** A part of the money given back is a favour to somebody who keeps the goods: only the whole of it undoes the sale. */
function saleIn(event: z.infer<typeof heard>): Sale[] {
  if (event.type === "order.refunded" && event.data.refunded < event.data.total) return [];
  const { order_id, items } = event.data;
  return [{ order_id, items, day: event.time.slice(0, 10), taken_back: event.type !== "order.billed" }];
}
