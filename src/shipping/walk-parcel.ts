import { and, eq } from "drizzle-orm";
import { moveShipping } from "../orders/ship-order.ts";
import { shipments } from "../orders/tables.ts";
import { DomainError } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { Parcel, ParcelStatus } from "./carrier.ts";
import { carrierNamed } from "./carriers.ts";
import { callOffParcel, moveParcel } from "./move-parcel.ts";
import { dueParcels } from "./next-step.ts";

/** How many due parcels one tick of the clock looks at; the rest wait a minute. */
const dueAtOnce = 50;

/**
 * Takes a parcel one step on its way, if that step is due: whoever wakes it, and however often, it walks once. The order
 * moves first, so that a parcel which may not leave stays where it is.
 */
export async function stepParcel(store: Store, shipmentId: string): Promise<void> {
  const [parcel] = await store.orders.select().from(shipments).where(eq(shipments.id, shipmentId));
  if (!parcel?.next_step_at || parcel.next_step_at > timestamp(store)) return;
  const next = carrierNamed(parcel.carrier).next(store, parcel.status);
  if (!next) return stand(store, parcel);
  try {
    await moveOrderWith(store, parcel.order_id, next.status);
  } catch (thrown) {
    if (!(thrown instanceof DomainError && thrown.code === "illegal-transition")) throw thrown;
    // Cancelled, given its money back, or returned: the parcel goes no further.
    await callOffParcel(store, parcel.order_id);
    return stand(store, parcel);
  }
  await moveParcel(store, parcel.order_id, next.status);
}

async function moveOrderWith(store: Store, orderId: string, to: ParcelStatus): Promise<void> {
  if (to === "in_transit") await moveShipping(store, orderId, "shipped");
  if (to === "delivered") await moveShipping(store, orderId, "delivered");
}

/** Leaves the parcel where it is until somebody moves it. */
async function stand(store: Store, { id, status }: Parcel): Promise<void> {
  await store.orders
    .update(shipments)
    .set({ next_step_at: null })
    .where(and(eq(shipments.id, id), eq(shipments.status, status)));
}

/** Takes every parcel whose step is due: the clock's promise behind the queue's hint. */
export async function sweepParcels(store: Store): Promise<void> {
  for (const id of await dueParcels(store, dueAtOnce)) {
    await stepParcel(store, id).catch((thrown) => store.log.error("parcel.step-failed", thrown, { shipment_id: id }));
  }
}
