import { DomainError } from "../platform/errors.ts";
import type { orderStatuses, paymentStatuses, reviewStates, shippingStatuses } from "./tables.ts";

export type OrderStatus = (typeof orderStatuses)[number];
export type PaymentStatus = (typeof paymentStatuses)[number];
export type ShippingStatus = (typeof shippingStatuses)[number];
export type ReviewState = (typeof reviewStates)[number];

/** Where each status may go. What is not here cannot happen, at whichever door it is asked for. */
export const paymentMoves: Record<PaymentStatus, readonly PaymentStatus[]> = {
  pending: ["authorized", "paid", "failed"],
  // Back to pending where the money was held no longer before it was taken.
  authorized: ["paid", "pending", "failed"],
  // Money that comes late, after the order was given up.
  failed: ["paid"],
  // Back to pending where an edit made it cost more.
  paid: ["pending", "partially_refunded", "refunded"],
  partially_refunded: ["partially_refunded", "refunded"],
  refunded: [],
};

export const shippingMoves: Record<ShippingStatus, readonly ShippingStatus[]> = {
  unfulfilled: ["partially_shipped", "shipped"],
  partially_shipped: ["partially_shipped", "shipped"],
  shipped: ["delivered", "returned"],
  delivered: ["returned"],
  returned: [],
};

/** What of an order a rule looks at. */
export interface Standing {
  status: OrderStatus;
  payment_status: PaymentStatus;
  shipping_status: ShippingStatus;
  review: ReviewState;
}

/** Where enough of the money is there, or sure to come, that goods may leave. */
const sure: ReadonlySet<PaymentStatus> = new Set(["authorized", "paid", "partially_refunded"]);

/**
 * What shipping may do next to an order that stands so: nothing leaves before it is paid or its money is held or promised, after all
 * of it was given back, after it is cancelled, or while somebody still has to look at it.
 */
export function legalShippingMoves(standing: Standing): readonly ShippingStatus[] {
  if (standing.status === "cancelled") return [];
  const leaves = standing.shipping_status === "unfulfilled" || standing.shipping_status === "partially_shipped";
  if (leaves && standing.review === "held") return [];
  if (leaves && !sure.has(standing.payment_status)) return [];
  return shippingMoves[standing.shipping_status];
}

/** Why nothing of an order can leave that is not closed and not away; null where something can. For people. */
export function heldUpBy({ status, payment_status, shipping_status, review }: Standing): string | null {
  if (status === "cancelled" || (shipping_status !== "unfulfilled" && shipping_status !== "partially_shipped")) {
    return null;
  }
  if (review === "held") return "Somebody has to look at it and let it go first.";
  if (payment_status === "refunded") return "All of its money went back.";
  return sure.has(payment_status) ? null : "It is not paid yet.";
}

/**
 * @param heldUp why none is legal, where that can pass
 * @throws illegal-transition naming the legal ones
 */
export function checkMove<Status extends string>(
  from: Status,
  to: Status,
  legal: readonly Status[],
  what: string,
  heldUp: string | null = null,
): void {
  if (legal.includes(to)) return;
  const nothing = heldUp ?? "Nothing can change it any more.";
  const ways = legal.length > 0 ? `From there it can become: ${legal.join(", ")}.` : nothing;
  throw new DomainError("illegal-transition", `The ${what} is ${from} and cannot become ${to}. ${ways}`, {
    from,
    to,
    legal,
  });
}

/** Whether an order may still be cancelled: until its parcel has left. */
export function canCancel(standing: Standing): boolean {
  return standing.status === "open" && standing.shipping_status === "unfulfilled";
}
