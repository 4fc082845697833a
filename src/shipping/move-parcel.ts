import { eq } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import { loadOrder } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { shipments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { Parcel, ParcelStatus } from "./carrier.ts";
import { carrierNamed } from "./carriers.ts";
import { nextStepAt, wakeLater } from "./next-step.ts";

const way: readonly ParcelStatus[] = ["booked", "in_transit", "out_for_delivery", "delivered"];

/** Whether a parcel may get from here to there: only forwards, over stops that nobody told of; what has arrived stays. */
export function mayGo(from: ParcelStatus, to: ParcelStatus): boolean {
  if (from === "delivered" || from === "failed") return false;
  return to === "failed" || way.indexOf(to) > way.indexOf(from);
}

/**
 * Writes down where an order's parcel is, and tells of it. Does nothing where there is no parcel, or where it has been there
 * already. The order itself is moved by whoever knows that the parcel has left or arrived.
 */
export async function moveParcel(store: Store, orderId: string, to: ParcelStatus): Promise<void> {
  let followed: Parcel | null = null;
  const { moved } = await moveOrder(store, orderId, (order) => {
    const parcel = order.shipments.find(({ status }) => mayGo(status, to));
    if (!parcel) return null;
    followed = { ...parcel, status: to };
    const { id: shipment_id, carrier, tracking_number, tracking_url } = parcel;
    const event = newEvent(store, "shipment.updated", order.id, {
      order_id: order.id,
      shipment_id,
      carrier,
      tracking_number,
      tracking_url,
      status: to,
    });
    return {
      set: {},
      told: [tell(event, { shipment_id, status: to })],
      statements: [
        store.orders
          .update(shipments)
          .set({ status: to, next_step_at: nextStepAt(store, followed), updated_at: timestamp(store) })
          .where(eq(shipments.id, shipment_id)),
      ],
    };
  });
  if (moved && followed) wakeLater(store, followed);
}

/**
 * Calls off the parcel of a cancelled order that has not left yet. The carrier is told first: should that fail, the whole is
 * tried again.
 */
export async function callOffParcel(store: Store, orderId: string): Promise<void> {
  const order = await loadOrder(store, orderId);
  const parcel = order.shipments.find(({ status }) => status === "booked");
  if (!parcel || order.status !== "cancelled") return;
  await carrierNamed(parcel.carrier).cancel(store, parcel);
  await moveParcel(store, orderId, "failed");
}
