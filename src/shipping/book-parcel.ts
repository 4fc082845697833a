import { newEvent } from "../events/outbox.ts";
import { legalShippingMoves } from "../orders/life.ts";
import type { OrderState } from "../orders/load-order.ts";
import { type Move, moveOrder, tell } from "../orders/move-order.ts";
import { shipments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { Booked } from "./carrier.ts";
import { carrierForNew } from "./carriers.ts";
import { nextStepAt, wakeLater } from "./next-step.ts";

/**
 * Books the parcel of a paid order, once, however often it is asked for. Does nothing for an order that may not be
 * shipped, or has goods still to come.
 * What is picked up needs no parcel: staff mark it shipped when it is ready, and delivered when it was handed over.
 */
export async function bookParcel(store: Store, orderId: string): Promise<void> {
  const id = store.newId("shp");
  const { moved } = await moveOrder(store, orderId, async (order) => {
    if (!needsParcel(order)) return null;
    const booked = await carrierForNew.book(store, { shipment_id: id, service: order.shipping_option });
    return booking(store, order, id, booked);
  });
  if (moved) wakeLater(store, { id, carrier: carrierForNew.name, status: "booked" });
}

function needsParcel(order: OrderState): boolean {
  if (order.shipments.length > 0 || order.shipping_kind === "pickup" || order.ahead.length > 0) return false;
  return order.status === "open" && legalShippingMoves(order).includes("shipped");
}

function booking(store: Store, order: OrderState, id: string, booked: Booked): Move {
  const at = timestamp(store);
  const carrier = carrierForNew.name;
  const { tracking_number, tracking_url } = booked;
  const facts = { order_id: order.id, shipment_id: id, carrier, tracking_number, tracking_url };
  return {
    set: {},
    told: [tell(newEvent(store, "shipment.created", order.id, facts), { shipment_id: id, carrier, tracking_number })],
    statements: [
      store.orders.insert(shipments).values({
        id,
        order_id: order.id,
        carrier,
        service: order.shipping_option,
        tracking_number,
        tracking_url,
        status: "booked",
        next_step_at: nextStepAt(store, { carrier, status: "booked" }),
        created_at: at,
        updated_at: at,
      }),
    ],
  };
}
