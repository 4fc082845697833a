import { and, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { newEvent } from "../events/outbox.ts";
import { holdStockAgain } from "../inventory/reservations.ts";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { type Move, moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { payments } from "../orders/tables.ts";
import { failureText } from "../platform/failure-text.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { planRefund } from "../pricing/refund-tax.ts";
import { brokenPromotionRule } from "../promotions/campaigns/broken-rule.ts";
import { closeAttempts, endAttempts } from "./attempts.ts";
import type { ProviderEvent, ProviderName } from "./provider.ts";
import { completeRefund, intendRefunds, refundableOf } from "./refund.ts";
import { paymentEvents } from "./tables.ts";

/**
 * What came of a provider's word:
 * - `paid`: the order is billed
 * - `paid-late`: billed after it had expired; its stock and its uses of promotions were taken again
 * - `refunding`: the money came too late, or twice, and goes back
 * - `failed`, `closed`: this attempt is over; the order still waits for another
 * - `already-settled`: nothing new
 * - `amount-mismatch`, `unknown-payment`: written down, logged, and nothing was moved
 * - `ignored`: not about the money of an order
 */
export type Settlement =
  | "paid"
  | "paid-late"
  | "refunding"
  | "failed"
  | "closed"
  | "already-settled"
  | "amount-mismatch"
  | "unknown-payment"
  | "ignored";

/**
 * Settles what a provider tells of a payment. Webhooks, the shopper's return and the sweep all take this road; an event
 * counts once by the provider's id, and a payment is captured once whatever is repeated or comes out of order.
 */
export async function settlePayment(store: Store, provider: ProviderName, event: ProviderEvent): Promise<Settlement> {
  if (event.type === "ignored" || event.type === "approved") return "ignored";
  const payment = await findPayment(store, provider, event);
  if (!payment) {
    store.log.warn("payment.unknown", { provider, event_id: event.event_id });
    await note(store, provider, event, null, "unknown-payment");
    return "unknown-payment";
  }
  try {
    return await settleWithStock(store, provider, event, payment, true);
  } catch (thrown) {
    if (isRepeated(thrown)) return "already-settled";
    if (!isTakenByOthers(thrown)) throw thrown;
    return await settleWithStock(store, provider, event, payment, false);
  }
}

/** One decision from the order as it stands. `mayTakeStock`: whether an expired order may try to take its stock again. */
async function settleWithStock(
  store: Store,
  provider: ProviderName,
  event: ProviderEvent,
  { id, order_id }: Pick<PaymentRow, "id" | "order_id">,
  mayTakeStock: boolean,
): Promise<Settlement> {
  const outcome: { settlement: Settlement; refundId: string | null } = {
    settlement: "already-settled",
    refundId: null,
  };
  const { order, moved } = await moveOrder(store, order_id, (order) => {
    const payment = order.payments.find((attempt) => attempt.id === id);
    if (!payment) throw new Error(`The payment ${id} left its order ${order_id}`);
    const settlement = judge(order, payment, event, mayTakeStock);
    outcome.settlement = settlement;
    outcome.refundId = null;
    const written = noteStatement(store, provider, event, id, settlement);
    switch (settlement) {
      case "paid":
      case "paid-late":
        return billed(store, order, payment, [written], settlement === "paid-late");
      case "refunding":
        return unwanted(store, order, payment, outcome, [written]);
      case "failed":
      case "closed":
        return over(store, order, payment, event, [written]);
      default:
        return null;
    }
  });
  const { settlement, refundId } = outcome;
  if (!moved) await note(store, provider, event, id, settlement);
  else if (refundId) await completeRefund(store, refundId);
  else if (settlement === "paid" || settlement === "paid-late") await closeAttempts(store, order);
  if (settlement === "amount-mismatch") {
    store.log.warn("payment.amount-mismatch", { payment_id: id, provider, event_id: event.event_id });
  }
  return settlement;
}

/** How an order is closed before its time; only one that was given up for want of money may come back with it. */
const closings = new Set(["order.expired", "order.cancelled"]);

/** The rule: what a provider's word means for an order that stands so. Pure. */
function judge(order: OrderState, payment: PaymentRow, event: ProviderEvent, mayTakeStock: boolean): Settlement {
  const over =
    payment.status === "captured" || payment.status === "refunded" || payment.status === "partially_refunded";
  if (over) return "already-settled";
  if (event.type !== "captured") {
    if (payment.status === "failed" || payment.status === "expired") return "already-settled";
    return event.type === "failed" ? "failed" : "closed";
  }
  if (event.amount !== payment.amount || event.currency !== payment.currency) return "amount-mismatch";
  if (order.status === "open") return order.payment_status === "pending" ? "paid" : "refunding";
  const expired = order.timeline.findLast(({ type }) => closings.has(type))?.type === "order.expired";
  return expired && order.payment_status === "failed" && mayTakeStock ? "paid-late" : "refunding";
}

/** The order is paid: the parcel may be booked, and no other attempt may take money for it. */
function billed(
  store: Store,
  order: OrderState,
  payment: PaymentRow,
  statements: BatchItem<"sqlite">[],
  late: boolean,
): Move {
  return {
    set: { status: "open", payment_status: "paid", expires_at: null },
    told: [
      tell(newEvent(store, "payment.captured", order.id, paymentFacts(payment)), { ...moneyStory(payment), late }),
      tell(newEvent(store, "order.billed", order.id, orderSnapshot(order))),
    ],
    statements: [
      ...statements,
      endAttempts(store, order.id),
      capture(store, payment),
      ...(late ? [holdStockAgain(store, order.id)] : []),
    ],
    stockChanges: late,
  };
}

/** Money that nothing is owed for: it is written down as ours, and at once on its way back. */
async function unwanted(
  store: Store,
  order: OrderState,
  payment: PaymentRow,
  outcome: { refundId: string | null },
  statements: BatchItem<"sqlite">[],
): Promise<Move> {
  const reason =
    order.status === "open" ? "The order was paid already." : "The payment came after the order was closed.";
  const paid = order.payments.map((other) => (other === payment ? { ...other, captured: payment.amount } : other));
  const { settled } = await refundableOf(store, { ...order, payments: paid });
  const plan = planRefund(settled, { amount: payment.amount });
  const refund = intendRefunds(store, order.id, { left: [{ payment, amount: payment.amount }] }, plan, reason);
  outcome.refundId = refund.ids[0] ?? null;
  return {
    set: order.payment_status === "failed" ? { payment_status: "paid" } : {},
    told: [
      tell(newEvent(store, "payment.captured", order.id, paymentFacts(payment)), { ...moneyStory(payment), reason }),
    ],
    statements: [...statements, capture(store, payment), ...refund.statements],
  };
}

/** This attempt is over; the order still waits for another until it expires. */
function over(
  store: Store,
  order: OrderState,
  payment: PaymentRow,
  event: ProviderEvent,
  statements: BatchItem<"sqlite">[],
): Move {
  const reason = event.failure ?? "The payment page was left without paying.";
  const { number, email, locale } = order;
  return {
    set: {},
    told: [
      tell(newEvent(store, "payment.failed", order.id, { ...paymentFacts(payment), reason, number, email, locale }), {
        ...moneyStory(payment),
        reason,
      }),
    ],
    statements: [
      ...statements,
      store.orders
        .update(payments)
        .set({ status: event.type === "failed" ? "failed" : "expired", failure: reason, updated_at: timestamp(store) })
        .where(eq(payments.id, payment.id)),
    ],
  };
}

function capture(store: Store, payment: PaymentRow) {
  return store.orders
    .update(payments)
    .set({ status: "captured", captured: payment.amount, updated_at: timestamp(store) })
    .where(eq(payments.id, payment.id));
}

function paymentFacts(payment: PaymentRow) {
  const { order_id, id, provider, amount, currency } = payment;
  return { order_id, payment_id: id, provider, amount, currency };
}

/** The payment as the timeline shows it. */
function moneyStory({ id, provider, amount, currency }: PaymentRow) {
  return { payment_id: id, provider, amount, currency };
}

async function findPayment(store: Store, provider: ProviderName, event: ProviderEvent) {
  const named = event.payment_id ? eq(payments.id, event.payment_id) : eq(payments.reference, event.reference ?? "");
  const [payment] = await store.orders
    .select({ id: payments.id, order_id: payments.order_id })
    .from(payments)
    .where(and(named, eq(payments.provider, provider)))
    .limit(1);
  return payment ?? null;
}

function noteStatement(
  store: Store,
  provider: ProviderName,
  event: ProviderEvent,
  paymentId: string | null,
  outcome: Settlement,
) {
  const { event_id, type, amount, currency } = event;
  return store.orders
    .insert(paymentEvents)
    .values({ provider, event_id, payment_id: paymentId, type, amount, currency, outcome, at: timestamp(store) });
}

/** Writes down an event that moved nothing; the same event again changes nothing. */
async function note(
  store: Store,
  provider: ProviderName,
  event: ProviderEvent,
  paymentId: string | null,
  outcome: Settlement,
): Promise<void> {
  await noteStatement(store, provider, event, paymentId, outcome).onConflictDoNothing();
}

function isRepeated(thrown: unknown): boolean {
  return failureText(thrown).includes("UNIQUE constraint failed: payment_events");
}

/** An order that comes back to life takes its stock again, and its uses of promotions: others may have had them meanwhile. */
function isTakenByOthers(thrown: unknown): boolean {
  return failureText(thrown).includes("no_oversell") || brokenPromotionRule(thrown) !== null;
}
