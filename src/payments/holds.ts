import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { newEvent } from "../events/outbox.ts";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { type Move, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { payments } from "../orders/tables.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { endAttempts, unheardUntil } from "./attempts.ts";
import { moneyFacts, moneyStory } from "./book-money.ts";

/** The money is held, or promised at the door: the order may be sent, and no other attempt may take money for it. */
export function hold(
  store: Store,
  order: OrderState,
  payment: PaymentRow,
  authorizedUntil: string | null,
  statements: readonly BatchItem<"sqlite">[],
): Move {
  const facts = { ...moneyFacts(payment, payment.amount), authorized_until: authorizedUntil };
  const story = { ...moneyStory(payment, payment.amount), authorized_until: authorizedUntil };
  const confirmed = { ...orderSnapshot(order), provider: payment.provider };
  return {
    set: { payment_status: "authorized", expires_at: null },
    told: [
      tell(newEvent(store, "payment.authorized", order.id, facts), story),
      tell(newEvent(store, "order.confirmed", order.id, confirmed), { provider: payment.provider }),
    ],
    statements: [
      ...statements,
      endAttempts(store, order.id),
      store.orders
        .update(payments)
        .set({ status: "authorized", authorized_until: authorizedUntil, updated_at: timestamp(store) })
        .where(eq(payments.id, payment.id)),
    ],
  };
}

/**
 * The money is held no longer and was not taken: the order waits for a payment again, as long as staff let it, for it was accepted once
 * and may have left.
 */
export function lapse(
  store: Store,
  order: OrderState,
  payment: PaymentRow,
  why: string,
  statements: readonly BatchItem<"sqlite">[],
): Move {
  const { number, email, locale } = order;
  const failed = { ...moneyFacts(payment, payment.amount), reason: why, number, email, locale };
  return {
    set: order.payment_status === "authorized" ? { payment_status: "pending" } : {},
    told: [
      tell(newEvent(store, "payment.failed", order.id, failed), {
        ...moneyStory(payment, payment.amount),
        reason: why,
      }),
    ],
    statements: [...statements, end(store, payment, why)],
  };
}

/** Money is held that nothing is owed for: it is let go, and the buyer keeps it. */
export function letGo(
  store: Store,
  payment: PaymentRow,
  authorizedUntil: string | null,
  statements: readonly BatchItem<"sqlite">[],
): Move {
  const reason = "Nothing is owed any more; the money that was held is let go.";
  return {
    set: {},
    told: [{ type: "payment.released", story: { ...moneyStory(payment, payment.amount), reason }, event: null }],
    // It is held until the service says that it let go.
    statements: [...statements, end(store, payment, null, authorizedUntil ?? unheardUntil(store))],
  };
}

function end(store: Store, payment: PaymentRow, failure: string | null, authorized_until: string | null = null) {
  return store.orders
    .update(payments)
    .set({ status: "expired", failure, authorized_until, updated_at: timestamp(store) })
    .where(eq(payments.id, payment.id));
}
