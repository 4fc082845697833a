import { loadOwnOrder, toOrder } from "../orders/find-order.ts";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { moveOrder } from "../orders/move-order.ts";
import { payments } from "../orders/tables.ts";
import { isUndecided } from "../payments/attempts.ts";
import type { ProviderName } from "../payments/provider.ts";
import { openProvider } from "../payments/providers.ts";
import { DomainError } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { beginPayment } from "./begin-payment.ts";
import { preparedStory } from "./order-batch.ts";
import type { PayRequest, Placed } from "./schemas.ts";

/**
 * Another attempt to pay an unpaid order. An attempt that still stands with the same provider is answered again, so that a
 * shopper who goes back and forth does not pay twice.
 * @param accessToken opens a guest's order
 * @throws not-found, already-paid, illegal-transition when the order is closed, provider-unknown, provider-unavailable
 */
export async function payAgain(store: Store, input: PayRequest, accessToken: string | null): Promise<Placed> {
  const provider = await openProvider(store, input.provider);
  const own = await loadOwnOrder(store, input.order_id, accessToken);
  const paymentId = store.newId("pay");
  const { order } = await moveOrder(store, own.id, (order) => {
    if (standingAttempt(order, provider.name)) return null;
    if (order.payment_status !== "pending" && order.payment_status !== "failed") {
      throw new DomainError("already-paid", "This order is paid; nothing is owed.");
    }
    if (order.status !== "open") {
      throw new DomainError(
        "illegal-transition",
        "This order is closed. Put the things into a cart again to buy them.",
        { legal: [] },
      );
    }
    const attempt = newAttempt(store, order, provider.name, paymentId);
    const begun = provider.beginHere?.(store, { order, payment: attempt });
    const requested = {
      type: "payment.requested",
      story: { payment_id: paymentId, provider: provider.name },
      event: null,
    };
    return {
      set: {},
      told: begun ? preparedStory(store, order, attempt, order.timeline) : [requested],
      statements: [store.orders.insert(payments).values(begun ? { ...attempt, ...begun, status: "pending" } : attempt)],
    };
  });
  const attempt = standingAttempt(order, provider.name);
  if (!attempt) throw new Error(`The payment ${paymentId} was not written`);
  return answer(attempt.status === "initiating" ? await beginPayment(store, order, attempt) : order, attempt.id);
}

/** The attempt with a provider that can still be paid. */
function standingAttempt(order: OrderState, provider: ProviderName): PaymentRow | undefined {
  return order.payments.find((payment) => payment.provider === provider && isUndecided(payment));
}

function newAttempt(
  store: Store,
  order: { id: string; total: number; currency: string },
  provider: ProviderName,
  id: string,
): PaymentRow {
  const at = timestamp(store);
  return {
    id,
    order_id: order.id,
    provider,
    status: "initiating",
    amount: order.total,
    captured: 0,
    refunded: 0,
    currency: order.currency,
    reference: null,
    redirect_url: null,
    failure: null,
    created_at: at,
    updated_at: at,
  };
}

function answer(order: Parameters<typeof toOrder>[0], paymentId: string): Placed {
  const wire = toOrder(order);
  const payment = wire.payments.find(({ id }) => id === paymentId);
  if (!payment) throw new Error(`The payment ${paymentId} left its order`);
  const { id, provider, status, amount, currency, reference, redirect_url } = payment;
  return { order: wire, payment: { id, provider, status, amount, currency, reference, redirect_url } };
}
