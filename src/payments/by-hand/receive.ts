import { toOrder } from "../../orders/find-order.ts";
import type { OrderState, PaymentRow } from "../../orders/load-order.ts";
import { moveOrder } from "../../orders/move-order.ts";
import type { Order } from "../../orders/schemas.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import type { Store } from "../../platform/store.ts";
import { closeAttempts, owedOf } from "../attempts.ts";
import { type Booking, bill, bookPart, bookUnwanted } from "../book-money.ts";
import { knownPaymentSettings } from "../settings/settings.ts";

const dayLong = 24 * 60 * 60 * 1000;

/** Payments whose money staff see arrive. */
const byHand: ReadonlySet<PaymentRow["provider"]> = new Set(["bank_transfer", "cash_on_delivery"]);

/**
 * Writes down money that staff saw arrive for an attempt by hand: all that is owed, a part of it, or too much, whose rest is then to be
 * sent back. A part gives the order the whole time of a transfer again. What comes for an order that is closed or paid goes back.
 * @param received minor units, at least 1
 * @param seen the version that staff saw, so that one transfer is not written down twice
 * @throws not-found; changed-meanwhile; illegal-transition where the payment is none by hand
 */
export async function receivePayment(
  store: Store,
  orderId: string,
  paymentId: string,
  received: number,
  seen: number,
): Promise<{ order: Order; version: number }> {
  const { days } = (await knownPaymentSettings(store)).bank_transfer;
  const { order } = await moveOrder(store, orderId, async (order) => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    if (!payment) throw notFound("payment");
    if (order.version !== seen) throw changedMeanwhile();
    if (!byHand.has(payment.provider)) {
      throw new DomainError(
        "illegal-transition",
        `What comes by ${payment.provider} is told by that service, and not written down by hand.`,
        { legal: [] },
      );
    }
    const until = new Date(store.now().getTime() + days * dayLong).toISOString();
    return (await bookReceived(store, order, payment, received, until)).move;
  });
  await closeAttempts(store, order);
  return { order: toOrder(order), version: order.version };
}

/**
 * Money on delivery is in hand when the goods are: what is left of it is booked. Does nothing where it was booked before, or the order
 * is paid otherwise.
 */
export async function collectOnDelivery(store: Store, orderId: string): Promise<void> {
  await moveOrder(store, orderId, async (order) => {
    const payment = order.payments.find(
      ({ provider, status }) => provider === "cash_on_delivery" && status === "authorized",
    );
    const owed = owedOf(order);
    if (!payment || owed <= 0 || order.status === "cancelled") return null;
    return (await bill(store, order, { payment, amount: owed }, [])).move;
  });
}

/** @param until how long the order waits where this is a part of what is owed */
async function bookReceived(
  store: Store,
  order: OrderState,
  payment: PaymentRow,
  amount: number,
  until: string,
): Promise<Booking> {
  const owed = order.status === "cancelled" ? 0 : owedOf(order);
  if (owed <= 0) return bookUnwanted(store, order, { payment, amount }, []);
  if (amount >= owed) return bill(store, order, { payment, amount }, []);
  const waits = order.expires_at !== null && order.expires_at < until;
  return bookPart(store, order, { payment, amount }, [], waits ? until : undefined);
}
