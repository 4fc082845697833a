import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { opensOrder } from "../orders/access.ts";
import { orderEvents, orders, shipments } from "../orders/tables.ts";
import { notFound } from "../platform/errors.ts";
import { isId } from "../platform/ids.ts";
import type { Store } from "../platform/store.ts";
import type { ParcelStatus } from "./carrier.ts";
import { carrierNames } from "./carriers.ts";
import type { Shipment } from "./schemas.ts";
import { isTrackingNumber } from "./tracking-number.ts";

/**
 * A parcel for whoever may see its order: staff, the customer whose it is, or a guest with the order's access token.
 * @throws not-found, also for everybody else
 */
export async function findShipment(store: Store, id: string, accessToken: string | null): Promise<Shipment> {
  if (!isId("shp", id)) throw notFound("shipment");
  const [found] = await store.orders
    .select({ shipment: shipments, customer_id: orders.customer_id })
    .from(shipments)
    .innerJoin(orders, eq(orders.id, shipments.order_id))
    .where(eq(shipments.id, id));
  if (!found || !(await maySee(store, found.shipment.order_id, found.customer_id, accessToken))) {
    throw notFound("shipment");
  }
  const { parcel: _parcel, next_step_at: _step, ...shipment } = found.shipment;
  return shipment;
}

async function maySee(
  store: Store,
  orderId: string,
  customerId: string | null,
  accessToken: string | null,
): Promise<boolean> {
  const { actor } = store;
  if (actor.kind === "staff" || actor.kind === "system") return true;
  if (actor.kind === "customer" && actor.id === customerId) return true;
  return accessToken !== null && opensOrder(store, orderId, accessToken);
}

/** Where a parcel has been: nothing of whose it is. */
export interface Track {
  carrier: string;
  service: string;
  tracking_number: string;
  status: ParcelStatus;
  steps: { status: ParcelStatus; at: string }[];
}

/** A parcel's way so far, for whoever knows its number. @throws not-found */
export async function findTrack(store: Store, trackingNumber: string): Promise<Track> {
  if (!isTrackingNumber(trackingNumber)) throw notFound("parcel");
  const itself = and(inArray(shipments.carrier, [...carrierNames]), eq(shipments.tracking_number, trackingNumber));
  const [[parcel], told] = await store.orders.batch([
    store.orders.select().from(shipments).where(itself),
    store.orders
      .select({ at: orderEvents.at, data: orderEvents.data })
      .from(orderEvents)
      .where(
        and(
          sql`${orderEvents.order_id} = (${store.orders.select({ id: shipments.order_id }).from(shipments).where(itself)})`,
          eq(orderEvents.type, "shipment.updated"),
        ),
      )
      .orderBy(asc(orderEvents.version)),
  ]);
  if (!parcel) throw notFound("parcel");
  const { id, carrier, service, tracking_number, status, created_at } = parcel;
  const steps = told
    .filter(({ data }) => data.shipment_id === id)
    .map(({ at, data }) => ({ status: data.status as ParcelStatus, at }));
  return { carrier, service, tracking_number, status, steps: [{ status: "booked", at: created_at }, ...steps] };
}
