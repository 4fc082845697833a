import { and, eq, inArray, sql } from "drizzle-orm";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { payments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import type { Begun } from "./provider.ts";
import { adapterOf } from "./providers.ts";

/** An attempt to be paid, about to be written and told to its provider. `amount`: minor units. */
export function newAttempt(
  store: Store,
  attempt: Pick<PaymentRow, "order_id" | "provider" | "amount" | "currency" | "capture">,
): PaymentRow {
  const at = timestamp(store);
  return {
    id: store.newId("pay"),
    ...attempt,
    status: "initiating",
    captured: 0,
    refunded: 0,
    reference: null,
    redirect_url: null,
    failure: null,
    authorized_until: null,
    transfer: null,
    created_at: at,
    updated_at: at,
  };
}

/** Attempts whose outcome is not known yet. In the very words of its index, without which every payment would be read. */
export const undecided = sql`${payments.status} in ('initiating', 'pending')`;

/** {@link undecided}, of an attempt that was read. */
export function isUndecided({ status }: Pick<PaymentRow, "status">): boolean {
  return status === "initiating" || status === "pending";
}

/** What begins an attempt, as it is written with it. */
export function begunFields({ reference, redirect_url, transfer }: Begun) {
  return { reference, redirect_url, transfer: transfer ?? null, status: "pending" as const };
}

/** Whether an attempt is settled by the word of its provider, which is ready as soon as it is asked for. */
export function isPromised({ provider, amount, status }: PaymentRow): boolean {
  return status === "pending" && (amount === 0 || provider === "cash_on_delivery" || provider === "manual");
}

/** Whether all that can be told of an attempt as it begins is known: where it is to be paid, and nobody has to be asked for their word. */
export function isBegun(payment: PaymentRow): boolean {
  return payment.status === "pending" && !isPromised(payment);
}

/**
 * What an order's buyer owes: minor units, below nothing where more came than was asked. What an order that was paid gave back is not
 * owed again.
 */
export function owedOf(order: Pick<OrderState, "total" | "payment_status" | "payments">): number {
  if (order.payment_status !== "pending" && order.payment_status !== "authorized" && order.payment_status !== "failed")
    return 0;
  return order.payments.reduce((owed, { captured, refunded }) => owed - captured + refunded, order.total);
}

/** What a reminder tells beside the order: what is still to be paid, and where a transfer that is awaited goes. */
export function awaitedOf(order: OrderState) {
  const transfer = order.payments.find(({ status, transfer }) => status === "pending" && transfer)?.transfer ?? null;
  return { owed: owedOf(order), transfer };
}

/**
 * The statement that ends an order's attempts to be paid that wait, or hold money that was not taken. One that took a part of its money
 * is done with that.
 */
export function endAttempts(store: Store, orderId: string) {
  return store.orders
    .update(payments)
    .set({ status: sql`iif(${payments.captured} > 0, 'captured', 'expired')`, updated_at: timestamp(store) })
    .where(and(eq(payments.order_id, orderId), inArray(payments.status, ["initiating", "pending", "authorized"])));
}

/** Asks providers to take no money for ended attempts. Where one does not answer, late money finds its way back by itself. */
export async function closeAttempts(store: Store, order: OrderState): Promise<void> {
  for (const payment of order.payments.filter(({ status }) => status === "expired")) {
    try {
      await (await adapterOf(payment.provider)).close(store, payment);
    } catch (thrown) {
      store.log.warn("payment.close-failed", { payment_id: payment.id, error: String(thrown) });
    }
  }
}
