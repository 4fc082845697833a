import { and, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { newEvent } from "../events/outbox.ts";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { type Move, moveOrder, tell } from "../orders/move-order.ts";
import { payments } from "../orders/tables.ts";
import { failureText } from "../platform/failure-text.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { brokenPromotionRule } from "../promotions/campaigns/broken-rule.ts";
import { closeAttempts } from "./attempts.ts";
import { type Booking, bill, bookPart, bookUnwanted, moneyFacts, moneyStory } from "./book-money.ts";
import { hold, lapse, letGo } from "./holds.ts";
import { judge, type Settlement } from "./judge.ts";
import type { ProviderEvent, ProviderName } from "./provider.ts";
import { completeRefund } from "./refund.ts";
import { signsNoted } from "./signs.ts";
import { paymentEvents } from "./tables.ts";

/** After these an order's ended attempts are closed at their providers, so that no one pays by them any more. */
const closing: ReadonlySet<Settlement> = new Set(["paid", "paid-late", "authorized", "unneeded"]);

/**
 * Settles what a provider tells of a payment. Webhooks, the shopper's return and the sweep all take this road; an event
 * counts once by the provider's id, and a payment is captured once whatever is repeated or comes out of order.
 */
export async function settlePayment(store: Store, provider: ProviderName, event: ProviderEvent): Promise<Settlement> {
  if (event.type === "ignored" || event.type === "approved" || event.type === "disputed") return "ignored";
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
  const { order, moved } = await moveOrder(store, order_id, async (order) => {
    const payment = order.payments.find((attempt) => attempt.id === id);
    if (!payment) throw new Error(`The payment ${id} left its order ${order_id}`);
    const settlement = judge(order, payment, event, mayTakeStock);
    const written = [
      noteStatement(store, provider, event, id, settlement),
      ...(await signsNoted(store, payment, event)),
    ];
    const booking = await consequence(store, settlement, order, payment, event, written);
    Object.assign(outcome, { settlement, refundId: booking?.refundId ?? null });
    return booking?.move ?? null;
  });
  const { settlement, refundId } = outcome;
  if (!moved) await note(store, provider, event, id, settlement);
  else if (closing.has(settlement)) await closeAttempts(store, order);
  if (moved && refundId) await completeRefund(store, refundId);
  if (settlement === "amount-mismatch") {
    store.log.warn("payment.amount-mismatch", { payment_id: id, provider, event_id: event.event_id });
  }
  return settlement;
}

/** What is written for a settlement; null where nothing moves. */
async function consequence(
  store: Store,
  settlement: Settlement,
  order: OrderState,
  payment: PaymentRow,
  event: ProviderEvent,
  written: readonly BatchItem<"sqlite">[],
): Promise<Booking | null> {
  const only = (move: Move): Booking => ({ move, refundId: null });
  const money = { payment, amount: event.amount ?? payment.amount };
  switch (settlement) {
    case "paid":
    case "paid-late":
      return bill(store, order, money, written, settlement === "paid-late");
    case "part-paid":
      return bookPart(store, order, money, written);
    case "refunding":
      return bookUnwanted(store, order, money, written);
    case "authorized":
      return only(hold(store, order, payment, event.authorized_until ?? null, written));
    case "lapsed":
      return only(lapse(store, order, payment, event.failure ?? "The money was held no longer.", written));
    case "unneeded":
      return only(letGo(store, payment, event.authorized_until ?? null, written));
    case "failed":
    case "closed":
      return only(over(store, order, payment, event, written));
    default:
      return null;
  }
}

/** This attempt is over; the order still waits for another until it expires. */
function over(
  store: Store,
  order: OrderState,
  payment: PaymentRow,
  event: ProviderEvent,
  statements: readonly BatchItem<"sqlite">[],
): Move {
  const reason = event.failure ?? "The payment page was left without paying.";
  const { number, email, locale } = order;
  const failed = { ...moneyFacts(payment, payment.amount), reason, number, email, locale };
  return {
    set: {},
    told: [
      tell(newEvent(store, "payment.failed", order.id, failed), { ...moneyStory(payment, payment.amount), reason }),
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
