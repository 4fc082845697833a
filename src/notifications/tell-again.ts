import type { SoukEvent } from "../events/catalogue.ts";
import { newEvent } from "../events/outbox.ts";
import { loadOrder, type OrderState } from "../orders/load-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { awaitedOf } from "../payments/attempts.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { isId } from "../platform/ids.ts";
import type { Store } from "../platform/store.ts";
import type { Queued } from "./schemas.ts";

/** What staff may tell a shopper of an order once more. */
type Telling = Queued["template"];

/**
 * Tells a shopper of an order once more, by a fresh event for the notifications alone: nothing else of the store hears of it.
 * @throws not-found; nothing-to-tell when the order is not where the mail would say it is
 */
export async function tellAgain(store: Store, orderId: string, telling: Telling): Promise<Queued> {
  if (!isId("ord", orderId)) throw notFound("order");
  const order = await loadOrder(store, orderId);
  const event = eventFor(store, order, telling);
  await store.env.NOTIFICATIONS_QUEUE.send(event);
  return { order_id: order.id, template: telling, event_id: event.id };
}

function eventFor(store: Store, order: OrderState, telling: Telling): SoukEvent {
  const snapshot = orderSnapshot(order);
  switch (telling) {
    case "confirmation":
      if (order.timeline.some(({ type }) => type === "order.billed"))
        return newEvent(store, "order.billed", order.id, { ...snapshot, confirmed: false });
      if (order.payment_status === "authorized") {
        const provider = order.payments.find(({ status }) => status === "authorized")?.provider ?? "";
        return newEvent(store, "order.confirmed", order.id, { ...snapshot, provider });
      }
      throw nothing("It is not paid yet.");
    case "dispatched": {
      if (order.shipping_status === "unfulfilled") throw nothing("It has not left yet.");
      const [parcel] = order.shipments;
      const shown = parcel && {
        shipment_id: parcel.id,
        carrier: parcel.carrier,
        tracking_number: parcel.tracking_number,
        tracking_url: parcel.tracking_url,
      };
      return newEvent(store, "order.shipped", order.id, { ...snapshot, parcel: shown ?? null });
    }
    case "payment-reminder": {
      const { expires_at } = order;
      if (order.payment_status !== "pending" || expires_at === null) throw nothing("It does not wait for a payment.");
      return newEvent(store, "order.expiring", order.id, { ...snapshot, expires_at, ...awaitedOf(order) });
    }
  }
}

function nothing(why: string): DomainError {
  return new DomainError("nothing-to-tell", `${why} Nothing was sent.`);
}
