import type { Carrier, ParcelStatus } from "./carrier.ts";
import { trackingNumber } from "./tracking-number.ts";

/** A parcel's way, and how many seconds it stays at each stop when it is simulated: less than a minute in all. */
const way: Partial<Record<ParcelStatus, { status: ParcelStatus; in_seconds: number }>> = {
  booked: { status: "in_transit", in_seconds: 15 },
  in_transit: { status: "out_for_delivery", in_seconds: 15 },
  out_for_delivery: { status: "delivered", in_seconds: 15 },
};

/**
 * The carrier that is built in: the store's own people. In a local store the parcels walk by themselves; in a live one they
 * stand where staff say they are. It has no outside service, so there is nothing to call.
 */
export const houseCarrier: Carrier = {
  name: "Souk Post",
  async book(store, { shipment_id }) {
    const tracking_number = await trackingNumber(shipment_id);
    return { tracking_number, tracking_url: `${store.env.STORE_URL}/track/${tracking_number}` };
  },
  next(store, status) {
    return store.env.STORE_MODE === "local" ? (way[status] ?? null) : null;
  },
  async cancel() {},
};
