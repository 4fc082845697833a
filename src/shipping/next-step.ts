import { asc, lte } from "drizzle-orm";
import { shipments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { Parcel } from "./carrier.ts";
import { carrierNamed } from "./carriers.ts";

/** When the parcel is to be looked at next; null when nothing moves it but people. */
export function nextStepAt(store: Store, { carrier, status }: Pick<Parcel, "carrier" | "status">): string | null {
  const next = carrierNamed(carrier).next(store, status);
  return next && new Date(store.now().getTime() + next.in_seconds * 1000).toISOString();
}

/**
 * Sends word to the shipping queue for when the parcel's next step is due. The word is a hint: `next_step_at` in the books is
 * the promise, which the clock keeps.
 */
export function wakeLater(store: Store, parcel: Pick<Parcel, "id" | "carrier" | "status">): void {
  const next = carrierNamed(parcel.carrier).next(store, parcel.status);
  if (!next) return;
  const word = { type: "parcel.due", shipment_id: parcel.id, traceparent: store.trace.traceparent };
  store.after(
    store.env.SHIPPING_QUEUE.send(word, { delaySeconds: next.in_seconds }).catch((thrown) =>
      store.log.error("parcel.not-woken", thrown, { shipment_id: parcel.id }),
    ),
  );
}

/** Parcels whose next step is due, the longest waiting first; at most `limit`. */
export async function dueParcels(store: Store, limit: number): Promise<string[]> {
  const rows = await store.orders
    .select({ id: shipments.id })
    .from(shipments)
    .where(lte(shipments.next_step_at, timestamp(store)))
    .orderBy(asc(shipments.next_step_at))
    .limit(limit);
  return rows.map(({ id }) => id);
}
