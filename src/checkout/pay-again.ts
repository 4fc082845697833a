import { loadOwnOrder } from "../orders/find-order.ts";
import { loadOrder } from "../orders/load-order.ts";
import { moveOrder } from "../orders/move-order.ts";
import { payments } from "../orders/tables.ts";
import { begunFields, isPromised, isUndecided, newAttempt, owedOf } from "../payments/attempts.ts";
import { captureTime, openProvider } from "../payments/providers.ts";
import { resolvePayment } from "../payments/sweep.ts";
import { DomainError } from "../platform/errors.ts";
import type { Store } from "../platform/store.ts";
import { beginPayment } from "./begin-payment.ts";
import { preparedStory } from "./order-batch.ts";
import { placedOf } from "./placed.ts";
import { renewedUntil } from "./renew-order.ts";
import type { PayRequest, Placed } from "./schemas.ts";

/**
 * Another attempt to pay an unpaid order. An attempt that still stands with the same provider is answered again, so that a
 * shopper who goes back and forth does not pay twice. While they pay, the order keeps its goods for longer.
 * @param accessToken opens a guest's order
 * @throws not-found, already-paid, illegal-transition when the order is closed, provider-unknown, provider-unavailable
 */
export async function payAgain(store: Store, input: PayRequest, accessToken: string | null): Promise<Placed> {
  const own = await loadOwnOrder(store, input.order_id, accessToken);
  const provider = await openProvider(store, input.provider, {
    currency: own.currency,
    country: own.shipping_address.country,
  });
  const capture = await captureTime(store, provider);
  let paymentId = "";
  const { order } = await moveOrder(store, own.id, async (order) => {
    const standing = order.payments.find((payment) => payment.provider === provider.name && isUndecided(payment));
    if (standing) {
      paymentId = standing.id;
      const until = order.status === "open" ? renewedUntil(store, order) : null;
      const told = { type: "order.renewed", story: { expires_at: until }, event: null };
      return until === null ? null : { set: { expires_at: until }, told: [told] };
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
    const { id: order_id, currency } = order;
    const attempt = newAttempt(store, { order_id, provider: provider.name, amount: owedOf(order), currency, capture });
    paymentId = attempt.id;
    const begun = await provider.beginHere?.(store, { order, payment: attempt });
    if (begun) Object.assign(attempt, begunFields(begun));
    const requested = {
      type: "payment.requested",
      story: { payment_id: attempt.id, provider: provider.name },
      event: null,
    };
    // Whoever is paying keeps what they pay for; a way to pay that takes longer gives the order longer.
    const until = [order.expires_at, renewedUntil(store, order), begun?.expires_at].reduce(laterOf) ?? null;
    return {
      set: order.expires_at ? { expires_at: until } : {},
      told: begun ? preparedStory(store, order, attempt, order.timeline, begun.expires_at) : [requested],
      statements: [store.orders.insert(payments).values(attempt)],
    };
  });
  const attempt = order.payments.find(({ id }) => id === paymentId);
  const begun = attempt?.status === "initiating" ? await beginPayment(store, order, attempt) : order;
  if (!attempt || !isPromised(attempt)) return placedOf(begun, paymentId);
  await resolvePayment(store, attempt);
  return placedOf(await loadOrder(store, order.id), paymentId);
}

/** @param one ISO 8601 UTC, as the other; none where there is no such time */
function laterOf(one: string | null | undefined, other: string | null | undefined) {
  return (one ?? "") > (other ?? "") ? one : other;
}
