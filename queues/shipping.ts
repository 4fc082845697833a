import { z } from "@hono/zod-openapi";
import { assessBeforeShipping } from "../src/checkout/assess-order.ts";
import { readBody } from "../src/events/envelope.ts";
import { collectOnDelivery } from "../src/payments/by-hand/receive.ts";
import { captureOrder } from "../src/payments/capture.ts";
import type { Store } from "../src/platform/store.ts";
import { bookParcel } from "../src/shipping/book-parcel.ts";
import { callOffParcel, moveParcel } from "../src/shipping/move-parcel.ts";
import { stepParcel } from "../src/shipping/walk-parcel.ts";
import { type Consumer, consumeEach, storeOf } from "./consumer.ts";

const traceparent = z.string();
const data = z.object({ order_id: z.string() });

/** What shipping hears: what became of an order, and that a parcel of its own is due. */
const heard = z.discriminatedUnion("type", [
  z.object({ type: z.literal("order.confirmed"), traceparent, data }),
  z.object({ type: z.literal("order.billed"), traceparent, data }),
  z.object({ type: z.literal("order.ready"), traceparent, data }),
  z.object({ type: z.literal("order.cleared"), traceparent, data }),
  z.object({ type: z.literal("order.shipped"), traceparent, data }),
  z.object({ type: z.literal("order.delivered"), traceparent, data }),
  z.object({ type: z.literal("order.cancelled"), traceparent, data }),
  z.object({ type: z.literal("parcel.due"), traceparent, shipment_id: z.string() }),
]);

/** Books parcels and keeps them in step with their orders. */
export const consumeShipping: Consumer = (store, batch) =>
  consumeEach(store, batch, "together", async (message) => {
    const word = readBody(heard, message.body);
    await follow(storeOf(store, word.traceparent), word);
  });

async function follow(store: Store, word: z.infer<typeof heard>): Promise<void> {
  switch (word.type) {
    case "order.confirmed":
    case "order.billed":
    case "order.ready":
    case "order.cleared":
      await assessBeforeShipping(store, word.data.order_id);
      return bookParcel(store, word.data.order_id);
    case "order.shipped":
      await captureOrder(store, word.data.order_id);
      return moveParcel(store, word.data.order_id, "in_transit");
    case "order.delivered":
      await collectOnDelivery(store, word.data.order_id);
      return moveParcel(store, word.data.order_id, "delivered");
    case "order.cancelled":
      return callOffParcel(store, word.data.order_id);
    case "parcel.due":
      return stepParcel(store, word.shipment_id);
  }
}
