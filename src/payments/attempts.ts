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

/** So long a service may hold money at most of which the store has not heard. Milliseconds: a week, as for most cards. */
const unheardHold = 7 * 24 * 60 * 60 * 1000;

/** Until when money is looked for that is held, perhaps, and whose service has not told until when. ISO 8601 UTC. */
export function unheardUntil(store: Store): string {
  return new Date(store.now().getTime() + unheardHold).toISOString();
}

/**
 * The statement that ends an order's attempts to be paid that wait, or hold money that was not taken. One that took a part of its money
 * is done with that. Of one whose money is held first it may be held by now, unheard: it counts as held until its service lets go.
 */
export function endAttempts(store: Store, orderId: string) {
  const until = unheardUntil(store);
  return store.orders
    .update(payments)
    .set({
      status: sql`iif(${payments.captured} > 0, 'captured', 'expired')`,
      authorized_until: sql`iif(${payments.capture} = 'on_shipment', coalesce(${payments.authorized_until}, ${until}), ${payments.authorized_until})`,
      updated_at: timestamp(store),
    })
    .where(and(eq(payments.order_id, orderId), inArray(payments.status, ["initiating", "pending", "authorized"])));
}

/**
 * Asks providers to take no money for ended attempts, and to let go of what they hold. Where one does not answer, late money finds its way
 * back by itself, and {@link letGoOfHolds} asks again.
 */
export async function closeAttempts(store: Store, order: OrderState): Promise<void> {
  for (const payment of order.payments.filter(({ status }) => status === "expired")) await closeAttempt(store, payment);
}

async function closeAttempt(
  store: Store,
  payment: Pick<PaymentRow, "id" | "provider" | "reference" | "authorized_until">,
): Promise<void> {
  try {
    await (await adapterOf(payment.provider)).close(store, payment);
  } catch (thrown) {
    store.log.warn("payment.close-failed", { payment_id: payment.id, error: String(thrown) });
    return;
  }
  if (payment.authorized_until === null) return;
  await store.orders
    .update(payments)
    .set({ authorized_until: null })
    .where(and(eq(payments.id, payment.id), eq(payments.status, "expired")));
}

/** An attempt that ended so long ago is in the hands of nobody any more. Milliseconds. */
const patience = 60_000;

/** How many holds one tick of the clock asks about; the rest wait a minute. */
const atOnce = 20;

/**
 * Asks services once more to let go of money that they hold, perhaps, for attempts that are over: their answer was lost. Each is asked
 * until it answers, or the hold has run out by itself.
 */
export async function letGoOfHolds(store: Store): Promise<void> {
  const at = timestamp(store);
  const before = new Date(store.now().getTime() - patience).toISOString();
  // In the very words of the index; each goes to the end of the line, so that all are reached.
  const held = sql`status = 'expired' and authorized_until is not null`;
  const [, waiting] = await store.orders.batch([
    store.orders.run(sql`
      update payments set authorized_until = null where ${held} and updated_at < ${before} and authorized_until <= ${at}
    `),
    store.orders.all<Parameters<typeof closeAttempt>[1]>(sql`
      update payments set updated_at = ${at} where id in (
        select id from payments where ${held} and updated_at < ${before} order by updated_at limit ${atOnce}
      )
      returning id, provider, reference, authorized_until
    `),
  ]);
  for (const payment of waiting) await closeAttempt(store, payment);
}
