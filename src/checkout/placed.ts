import { toOrder } from "../orders/find-order.ts";
import type { OrderState } from "../orders/load-order.ts";
import type { Placed } from "./schemas.ts";

/** An order and one of its attempts to be paid, as they cross the wire. */
export function placedOf(order: OrderState, paymentId: string): Placed {
  const wire = toOrder(order);
  const payment = wire.payments.find(({ id }) => id === paymentId);
  if (!payment) throw new Error(`The payment ${paymentId} is none of the order ${order.id}`);
  const { id, provider, status, amount, currency, reference, redirect_url } = payment;
  return { order: wire, payment: { id, provider, status, amount, currency, reference, redirect_url } };
}
