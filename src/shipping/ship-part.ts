import { eq } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import { takePartOffShelf } from "../inventory/reservations.ts";
import { toOrder } from "../orders/find-order.ts";
import { checkMove, heldUpBy, legalShippingMoves } from "../orders/life.ts";
import type { OrderState } from "../orders/load-order.ts";
import { type Move, moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { shipmentLines, shipments } from "../orders/tables.ts";
import { DomainError, type FieldError, refuse } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { carrierForNew } from "./carriers.ts";
import type { PartShipment } from "./schemas.ts";

/**
 * A parcel with a part of an order leaves: its pieces are taken off the shelf, the buyer is told what is on its way, and the order is
 * `partially_shipped` until the rest has left. A parcel that takes all that is left ships the order.
 * @param seen the version that staff saw
 * @throws not-found; changed-meanwhile; illegal-transition naming the legal moves; invalid-shipment pointing at each item
 */
export async function shipPart(store: Store, orderId: string, given: PartShipment, seen: number): Promise<OrderState> {
  const id = store.newId("shp");
  const booked = given.tracking_number
    ? { carrier: given.carrier ?? carrierForNew.name, ...labelOf(given.tracking_number, given.tracking_url) }
    : { carrier: carrierForNew.name, ...(await carrierForNew.book(store, { shipment_id: id, service: "part" })) };
  try {
    const { order } = await moveOrder(store, orderId, (order) => {
      if (order.version !== seen) throw changedMeanwhile();
      return partMove(store, order, { id, ...booked }, given.items);
    });
    return order;
  } catch (thrown) {
    const text = failureText(thrown);
    if (text.includes("shipments.carrier, shipments.tracking_number")) {
      throw new DomainError("invalid-shipment", "Another parcel has this tracking number.", {
        errors: [{ pointer: "/tracking_number", detail: "Another parcel has this tracking number." }],
      });
    }
    if (/back_order_waits|waiting/.test(text)) {
      throw new DomainError("invalid-shipment", "Some of it was sold ahead and is not there yet.");
    }
    throw thrown;
  }
}

/** {@link shipPart}, with the order as staff read it. */
export async function shipPartAndShow(store: Store, orderId: string, given: PartShipment, seen: number) {
  const shipped = await shipPart(store, orderId, given, seen);
  return { order: toOrder(shipped), version: shipped.version };
}

interface Parcel {
  id: string;
  carrier: string;
  tracking_number: string;
  tracking_url: string;
}

function labelOf(tracking_number: string, tracking_url = "") {
  return { tracking_number, tracking_url };
}

/** How many pieces of each line have not left yet. */
export function piecesLeft({ lines, shipments: parcels }: OrderState): Map<string, number> {
  const gone = parcels.filter(({ status }) => status !== "failed").flatMap(({ items }) => items);
  const left = new Map(lines.map(({ id, quantity }) => [id, quantity]));
  for (const { item_id, quantity } of gone) left.set(item_id, (left.get(item_id) ?? 0) - quantity);
  return left;
}

function partMove(store: Store, order: OrderState, parcel: Parcel, items: PartShipment["items"]): Move {
  const legal = legalShippingMoves(order);
  if (!legal.includes("shipped")) {
    checkMove(order.shipping_status, "partially_shipped", legal, "shipping status", heldUpBy(order));
  }
  const left = piecesLeft(order);
  refuse("invalid-shipment", faultsOf(items, left));
  refuse("invalid-shipment", notThereYet(order, items, left));
  for (const { item_id, quantity } of items) left.set(item_id, (left.get(item_id) ?? 0) - quantity);
  const whole = [...left.values()].every((pieces) => pieces === 0);
  const at = timestamp(store);
  const { id: shipment_id, ...label } = parcel;
  const parts = items.flatMap(({ item_id, quantity }) => {
    const line = order.lines.find((one) => one.id === item_id);
    return line ? [{ line, quantity }] : [];
  });
  const shown = { shipment_id, ...label };
  const story = { ...label, shipment_id, items: parts.map(({ line, quantity }) => ({ sku: line.sku, quantity })) };
  const { carrier, tracking_number, tracking_url } = parcel;
  const snapshot = orderSnapshot(order);
  return {
    set: { shipping_status: whole ? "shipped" : "partially_shipped" },
    told: [
      whole
        ? tell(newEvent(store, "order.shipped", order.id, { ...snapshot, parcel: shown }), story)
        : tell(
            newEvent(store, "order.partially_shipped", order.id, {
              ...snapshot,
              items: snapshot.items.flatMap((item, index) => {
                const part = parts.find(({ line }) => line.id === order.lines[index]?.id);
                return part ? [{ ...item, quantity: part.quantity }] : [];
              }),
              parcel: shown,
            }),
            story,
          ),
    ],
    statements: [
      ...(whole ? callOffRest(store, order) : []),
      store.orders.insert(shipments).values({
        id: shipment_id,
        order_id: order.id,
        parcel: order.shipments.length + 1,
        service: order.shipping_option,
        ...{ carrier, tracking_number, tracking_url },
        status: "in_transit",
        next_step_at: null,
        ...{ created_at: at, updated_at: at },
      }),
      store.orders
        .insert(shipmentLines)
        .values(items.map(({ item_id, quantity }) => ({ shipment_id, line_id: item_id, quantity }))),
      ...takePartOffShelf(
        store,
        order.id,
        parts.map(({ line, quantity }) => ({ variant_id: line.variant_id, quantity })),
      ),
    ],
    stockChanges: true,
  };
}

/** The parcel that was booked for all that is left has nothing left to bring. */
function callOffRest(store: Store, { shipments: parcels }: OrderState) {
  return parcels
    .filter(({ status, items }) => status === "booked" && items.length === 0)
    .map((parcel) =>
      store.orders
        .update(shipments)
        .set({ status: "failed", next_step_at: null, updated_at: timestamp(store) })
        .where(eq(shipments.id, parcel.id)),
    );
}

/** Items of which more is to leave than is there: the rest has still to come, or may not be sent yet. */
function notThereYet(
  { lines, ahead }: OrderState,
  items: PartShipment["items"],
  left: ReadonlyMap<string, number>,
): FieldError[] {
  const there = new Map(ahead.map(({ variant_id, waiting }) => [variant_id, -waiting]));
  for (const { id, variant_id } of lines) {
    const units = there.get(variant_id);
    if (units !== undefined) there.set(variant_id, units + (left.get(id) ?? 0));
  }
  return items.flatMap(({ item_id, quantity }, index) => {
    const variantId = lines.find(({ id }) => id === item_id)?.variant_id ?? "";
    const units = there.get(variantId) ?? quantity;
    there.set(variantId, units - quantity);
    if (quantity <= units) return [];
    const ready = Math.max(0, units);
    const detail = ready === 0 ? "It has still to come." : `Only ${ready} of it are there; the rest has still to come.`;
    return [{ pointer: `/items/${index}/quantity`, detail }];
  });
}

function faultsOf(items: PartShipment["items"], left: ReadonlyMap<string, number>): FieldError[] {
  return items.flatMap(({ item_id, quantity }, index) => {
    const pieces = left.get(item_id);
    if (pieces === undefined) {
      return [{ pointer: `/items/${index}/item_id`, detail: "This is no item of the order." }];
    }
    if (quantity <= pieces) return [];
    const detail = pieces === 0 ? "All of it has left already." : `Only ${pieces} of it have not left yet.`;
    return [{ pointer: `/items/${index}/quantity`, detail }];
  });
}
