import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { owedOf } from "./attempts.ts";
import type { ProviderEvent } from "./provider.ts";

/**
 * What came of a provider's word:
 * - `paid`: the order is billed
 * - `paid-late`: billed after it had expired; its stock and its uses of promotions were taken again
 * - `part-paid`: the money is booked, and more is owed
 * - `authorized`: the money is held, or promised at the door; the order may be sent
 * - `lapsed`: the money is held no longer, and was not taken
 * - `unneeded`: the money that is held is let go, for nothing is owed
 * - `refunding`: the money came too late, or twice, and goes back
 * - `failed`, `closed`: this attempt is over; the order still waits for another
 * - `already-settled`: nothing new
 * - `amount-mismatch`, `unknown-payment`: written down, logged, and nothing was moved
 * - `ignored`: not about the money of an order
 */
export type Settlement =
  | "paid"
  | "paid-late"
  | "part-paid"
  | "authorized"
  | "lapsed"
  | "unneeded"
  | "refunding"
  | "failed"
  | "closed"
  | "already-settled"
  | "amount-mismatch"
  | "unknown-payment"
  | "ignored";

/** How an order is closed before its time; only one that was given up for want of money may come back with it. */
const closings = new Set(["order.expired", "order.cancelled"]);

const settled: ReadonlySet<PaymentRow["status"]> = new Set(["captured", "refunded", "partially_refunded"]);

/**
 * The rule: what a provider's word means for an order that stands so. Pure.
 * @param mayTakeStock whether an expired order may try to take its stock again
 */
export function judge(order: OrderState, payment: PaymentRow, event: ProviderEvent, mayTakeStock: boolean): Settlement {
  if (settled.has(payment.status)) return "already-settled";
  if (event.type === "captured") return judgeMoney(order, payment, event, mayTakeStock);
  if (event.type === "authorized") return judgeHold(order, payment, event);
  if (payment.status === "failed" || payment.status === "expired") return "already-settled";
  if (payment.status === "authorized") return "lapsed";
  return event.type === "failed" ? "failed" : "closed";
}

function judgeMoney(order: OrderState, payment: PaymentRow, event: ProviderEvent, mayTakeStock: boolean): Settlement {
  if (!fits(payment, event)) return "amount-mismatch";
  if (order.status === "cancelled") {
    const expired = order.timeline.findLast(({ type }) => closings.has(type))?.type === "order.expired";
    return expired && order.payment_status === "failed" && mayTakeStock ? "paid-late" : "refunding";
  }
  const owed = owedOf(order);
  if (order.payment_status !== "pending" && order.payment_status !== "authorized") return "refunding";
  // An order that costs nothing is paid by nothing.
  if (owed <= 0 && order.total > 0) return "refunding";
  return (event.amount ?? 0) < owed ? "part-paid" : "paid";
}

/** Of held money less may be taken than is held, but never more; any other comes as it was asked for. */
function fits(payment: PaymentRow, { amount, currency }: ProviderEvent): boolean {
  if (currency !== payment.currency || amount === null) return false;
  return payment.status === "authorized" ? amount > 0 && amount <= payment.amount : amount === payment.amount;
}

function judgeHold(order: OrderState, payment: PaymentRow, event: ProviderEvent): Settlement {
  if (payment.status === "authorized") return "already-settled";
  if (event.amount !== payment.amount || event.currency !== payment.currency) return "amount-mismatch";
  // What was held for a sum that the order has outgrown since is of no use.
  const waits = order.status === "open" && order.payment_status === "pending" && payment.amount >= owedOf(order);
  return waits ? "authorized" : "unneeded";
}
