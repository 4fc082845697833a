import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { newEvent } from "../events/outbox.ts";
import { holdStockAgain } from "../inventory/reservations.ts";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { type Move, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { payments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { planRefund } from "../pricing/refund-tax.ts";
import { endAttempts, owedOf } from "./attempts.ts";
import { intendRefunds, refundableOf } from "./refund.ts";

/** Money that came in for an order. */
export interface Money {
  payment: PaymentRow;
  /** Minor units, more than nothing but for an order that costs nothing. */
  amount: number;
}

/** A move that books money, and the refund that it begins where more came than was owed. */
export interface Booking {
  move: Move;
  refundId: string | null;
}

/**
 * The order is paid: the parcel may be booked, and no other attempt may take money for it. What came beyond what was owed is at once on
 * its way back.
 * @param late whether the order had been given up: its stock is then taken again
 */
export async function bill(
  store: Store,
  order: OrderState,
  { payment, amount }: Money,
  statements: readonly BatchItem<"sqlite">[],
  late = false,
): Promise<Booking> {
  const beyond = late ? amount - order.total : amount - owedOf(order);
  const back =
    beyond > 0 ? await sendBack(store, order, { payment, amount }, beyond, "More was paid than owed.") : null;
  const confirmed = order.timeline.some(({ type }) => type === "order.confirmed");
  return {
    refundId: back?.id ?? null,
    move: {
      set: { ...(late && { status: "open" }), payment_status: "paid", expires_at: null },
      told: [
        tell(newEvent(store, "payment.captured", order.id, moneyFacts(payment, amount)), {
          ...moneyStory(payment, amount),
          late,
        }),
        tell(newEvent(store, "order.billed", order.id, { ...orderSnapshot(order), confirmed })),
      ],
      statements: [
        ...statements,
        endAttempts(store, order.id),
        take(store, payment, amount, "captured"),
        ...(back?.statements ?? []),
        ...(late ? [holdStockAgain(store, order.id)] : []),
      ],
      stockChanges: late,
    },
  };
}

/**
 * A part of what is owed has come; the order waits for the rest.
 * @param expiresAt until when; as before where it is left out
 */
export function bookPart(
  store: Store,
  order: OrderState,
  { payment, amount }: Money,
  statements: readonly BatchItem<"sqlite">[],
  expiresAt?: string,
): Booking {
  const owed = owedOf(order) - amount;
  const awaited = payment.provider === "bank_transfer";
  const status = awaited ? payment.status : "captured";
  const until = { expires_at: expiresAt ?? order.expires_at, transfer: awaited ? payment.transfer : null };
  const partly = newEvent(store, "payment.part-received", order.id, {
    ...{ ...orderSnapshot(order), received: amount, owed },
    ...until,
  });
  return {
    refundId: null,
    move: {
      set: expiresAt === undefined ? {} : { expires_at: expiresAt },
      told: [
        tell(newEvent(store, "payment.captured", order.id, moneyFacts(payment, amount)), {
          ...moneyStory(payment, amount),
          owed,
        }),
        tell(partly, { amount, owed, currency: order.currency }),
      ],
      statements: [...statements, take(store, payment, amount, status)],
    },
  };
}

/** Money that nothing is owed for: it is written down as ours, and at once on its way back. */
export async function bookUnwanted(
  store: Store,
  order: OrderState,
  money: Money,
  statements: readonly BatchItem<"sqlite">[],
): Promise<Booking> {
  const { payment, amount } = money;
  const reason =
    order.status === "cancelled" ? "The payment came after the order was closed." : "The order was paid already.";
  const back = await sendBack(store, order, money, amount, reason);
  return {
    refundId: back.id,
    move: {
      set: order.payment_status === "failed" ? { payment_status: "paid" } : {},
      told: [
        tell(newEvent(store, "payment.captured", order.id, moneyFacts(payment, amount)), {
          ...moneyStory(payment, amount),
          reason,
        }),
      ],
      statements: [...statements, take(store, payment, amount, "captured"), ...back.statements],
    },
  };
}

/** The refund of a part of money that is only now being booked. */
async function sendBack(store: Store, order: OrderState, { payment, amount }: Money, back: number, reason: string) {
  const booked = order.payments.map((other) =>
    other.id === payment.id ? { ...other, captured: other.captured + amount } : other,
  );
  const { settled } = await refundableOf(store, { ...order, payments: booked });
  const plan = planRefund(settled, { amount: back });
  const { ids, statements } = intendRefunds(store, order.id, { left: [{ payment, amount: back }] }, plan, reason);
  return { id: ids[0] ?? null, statements };
}

/** What an attempt has taken grows; a transfer may bring more than it was asked for. */
function take(store: Store, payment: PaymentRow, amount: number, status: PaymentRow["status"]) {
  const captured = payment.captured + amount;
  return store.orders
    .update(payments)
    .set({ status, captured, amount: Math.max(payment.amount, captured), updated_at: timestamp(store) })
    .where(eq(payments.id, payment.id));
}

/** A payment as its events carry it. */
export function moneyFacts({ order_id, id, provider, currency }: PaymentRow, amount: number) {
  return { order_id, payment_id: id, provider, amount, currency };
}

/** A payment as the timeline shows it. */
export function moneyStory({ id, provider, currency }: PaymentRow, amount: number) {
  return { payment_id: id, provider, amount, currency };
}
