import type { shipmentStatuses, shipments } from "../orders/tables.ts";
import type { Store } from "../platform/store.ts";

export type ParcelStatus = (typeof shipmentStatuses)[number];
export type Parcel = typeof shipments.$inferSelect;

/** What a carrier is asked to carry. */
export interface Booking {
  /** Our own name for the parcel; a carrier that is asked twice under it books once. */
  shipment_id: string;
  /** The shipping option that the shopper chose. */
  service: string;
}

/** How a carrier names a parcel, and where it can be followed. */
export interface Booked {
  tracking_number: string;
  tracking_url: string;
}

/** Who brings parcels to shoppers. */
export interface Carrier {
  /** As people and the books call it. */
  readonly name: string;
  book(store: Store, booking: Booking): Promise<Booked>;
  /** Where the parcel goes from here, and how long it stays where it is; null when it stays until somebody says otherwise. */
  next(store: Store, status: ParcelStatus): { status: ParcelStatus; in_seconds: number } | null;
  /** Calls the parcel off before it has left. */
  cancel(store: Store, parcel: Pick<Parcel, "id" | "tracking_number">): Promise<void>;
}
