import { newEvent } from "../events/outbox.ts";
import { takeOffShelf } from "../inventory/reservations.ts";
import { DomainError } from "../platform/errors.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import type { Store } from "../platform/store.ts";
import { checkMove, heldUpBy, legalShippingMoves, type ShippingStatus } from "./life.ts";
import type { OrderState } from "./load-order.ts";
import { type Move, moveOrder, tell } from "./move-order.ts";
import { orderSnapshot } from "./snapshot.ts";

/**
 * Moves the shipping status: what leaves is taken off the shelf with it, and what arrives finishes the order. Asking for
 * where the order already is does nothing.
 * @param seen the version that staff saw; null from a carrier, who has seen none
 * @throws illegal-transition naming the legal moves; changed-meanwhile
 */
export async function moveShipping(
  store: Store,
  orderId: string,
  to: ShippingStatus,
  seen: number | null = null,
): Promise<OrderState> {
  const { order } = await moveOrder(store, orderId, (order) => {
    if (seen !== null && order.version !== seen) throw changedMeanwhile();
    if (order.shipping_status === to) return null;
    // A part is shipped by saying which: as a parcel of its own.
    const legal = legalShippingMoves(order).filter((one) => one !== "partially_shipped");
    checkMove(order.shipping_status, to, legal, "shipping status", heldUpBy(order));
    if (to === "shipped") refuseToShipAhead(order);
    return shippingMove(store, order, to);
  });
  return order;
}

/** What has not come, or is not released yet, does not leave. @throws illegal-transition */
function refuseToShipAhead(order: OrderState): void {
  if (order.ahead.length === 0) return;
  const skus = order.lines.filter((line) => order.ahead.some((one) => one.variant_id === line.variant_id));
  const told = [...new Set(skus.map(({ sku }) => sku))].join(", ");
  throw new DomainError(
    "illegal-transition",
    `Some of it has still to come: ${told}. It can be sent when it is there.`,
    {
      ...{ from: order.shipping_status, to: "shipped", legal: [] },
      waiting: order.ahead,
    },
  );
}

function shippingMove(store: Store, order: OrderState, to: ShippingStatus): Move {
  const snapshot = orderSnapshot(order);
  const parcel = order.shipments.find(({ items }) => items.length === 0);
  if (to === "shipped") {
    const shown = parcel && {
      shipment_id: parcel.id,
      carrier: parcel.carrier,
      tracking_number: parcel.tracking_number,
      tracking_url: parcel.tracking_url,
    };
    return {
      set: { shipping_status: to },
      told: [
        tell(
          newEvent(store, "order.shipped", order.id, { ...snapshot, parcel: shown ?? null }),
          shown ? { carrier: shown.carrier, tracking_number: shown.tracking_number } : {},
        ),
      ],
      statements: takeOffShelf(store, order.id),
      stockChanges: true,
    };
  }
  if (to === "delivered") {
    return {
      set: { shipping_status: to, status: "finished" },
      told: [
        tell(newEvent(store, "order.delivered", order.id, snapshot)),
        tell(newEvent(store, "order.finished", order.id, snapshot)),
      ],
    };
  }
  return {
    set: { shipping_status: to },
    told: [tell(newEvent(store, "order.returned", order.id, snapshot))],
  };
}
