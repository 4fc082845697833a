import { loadOwnOrder } from "../orders/find-order.ts";
import { moveOrder } from "../orders/move-order.ts";
import { payments } from "../orders/tables.ts";
import { isUndecided, newAttempt } from "../payments/attempts.ts";
import { openProvider } from "../payments/providers.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { beginPayment } from "./begin-payment.ts";
import { preparedStory } from "./order-batch.ts";
import { placedOf } from "./placed.ts";
import type { PayRequest, Placed } from "./schemas.ts";

/**
 * Another attempt to pay an unpaid order. An attempt that still stands with the same provider is answered again, so that a
 * shopper who goes back and forth does not pay twice.
 * @param accessToken opens a guest's order
 * @throws not-found, already-paid, illegal-transition when the order is closed, provider-unknown, provider-unavailable
 */
export async function payAgain(store: Store, input: PayRequest, accessToken: string | null): Promise<Placed> {
  const own = await loadOwnOrder(store, input.order_id, accessToken);
  const provider = await openProvider(store, input.provider, own.currency);
  let paymentId = "";
  const { order } = await moveOrder(store, own.id, (order) => {
    const standing = order.payments.find((payment) => payment.provider === provider.name && isUndecided(payment));
    if (standing) {
      paymentId = standing.id;
      return null;
    }
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
    const { id: order_id, total: amount, currency } = order;
    const attempt = newAttempt(store, { order_id, provider: provider.name, amount, currency });
    paymentId = attempt.id;
    const begun = provider.beginHere?.(store, { order, payment: attempt });
    const requested = {
      type: "payment.requested",
      story: { payment_id: attempt.id, provider: provider.name },
      event: null,
    };
    return {
      set: {},
      told: begun ? preparedStory(store, order, attempt, order.timeline) : [requested],
      statements: [store.orders.insert(payments).values(begun ? { ...attempt, ...begun, status: "pending" } : attempt)],
    };
  });
  const attempt = order.payments.find(({ id }) => id === paymentId);
  const begun = attempt?.status === "initiating" ? await beginPayment(store, order, attempt) : order;
  return placedOf(begun, paymentId);
}
