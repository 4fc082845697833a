import { notFound } from "../platform/errors.ts";
import { isId } from "../platform/ids.ts";
import type { Store } from "../platform/store.ts";
import { opensOrder } from "./access.ts";
import { loadOrder, type OrderState } from "./load-order.ts";
import type { Order } from "./schemas.ts";
import { allThere, waitingLines } from "./waiting-lines.ts";

/**
 * An order for whoever may see it: staff, the customer whose it is, or a guest with its access token. To anyone else it
 * does not exist.
 * @throws not-found
 */
export async function findOrder(store: Store, orderId: string, accessToken: string | null = null): Promise<Order> {
  return toOrder(await loadOwnOrder(store, orderId, accessToken));
}

/** {@link findOrder}, for verbs that go on to do something with the order. @throws not-found */
export async function loadOwnOrder(store: Store, orderId: string, accessToken: string | null): Promise<OrderState> {
  if (!isId("ord", orderId)) throw notFound("order");
  const byToken = accessToken !== null && (await opensOrder(store, orderId, accessToken));
  const { actor } = store;
  if (!byToken && (actor.kind === "shopper" || actor.kind === "provider")) throw notFound("order");
  const order = await loadOrder(store, orderId);
  if (byToken || actor.kind !== "customer" || order.customer_id === actor.id) return order;
  throw notFound("order");
}

/** Steps that are staff's own affair; they read them at their desk. */
const deskSteps: ReadonlySet<string> = new Set(["review.begun", "review.refused", "order.cleared"]);

/** The order as it crosses the wire. */
export function toOrder(order: OrderState): Order {
  const {
    lines,
    payments,
    shipments,
    timeline,
    ahead: _ahead,
    checkout_key: _,
    version: __,
    review: ___,
    ...row
  } = order;
  const waiting = waitingLines(order);
  return {
    ...row,
    items: lines.map(({ order_id: _order, position: _position, weight_grams: _weight, ...line }) => ({
      ...line,
      ...(waiting.get(line.id) ?? allThere),
    })),
    payments: payments.map((payment) => ({
      id: payment.id,
      provider: payment.provider,
      status: payment.status,
      amount: payment.amount,
      captured: payment.captured,
      refunded: payment.refunded,
      currency: payment.currency,
      reference: payment.reference,
      redirect_url: payment.redirect_url,
      failure: payment.failure,
      capture: payment.capture,
      authorized_until: payment.authorized_until,
      transfer: payment.transfer,
    })),
    shipments: shipments.map(({ order_id: _order, parcel: _parcel, next_step_at: _step, ...shipment }) => shipment),
    timeline: timeline.filter(({ type }) => !deskSteps.has(type)).map(({ at, type, data }) => ({ at, type, data })),
  };
}
