import { eq } from "drizzle-orm";
import { orderUrl } from "../orders/access.ts";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { moveOrder } from "../orders/move-order.ts";
import { payments } from "../orders/tables.ts";
import { begunFields } from "../payments/attempts.ts";
import type { Begun, SavedCharge } from "../payments/provider.ts";
import { adapterOf } from "../payments/providers.ts";
import { DomainError } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { preparedStory } from "./order-batch.ts";

/**
 * Asks the provider where the shopper is to pay, and writes what it says. Asked again for the same attempt the provider
 * answers the same, so that a lost answer costs nothing.
 * @param saved what the buyer saved, to be charged in place of a page to go to
 * @throws provider-unavailable; the attempt then stays `initiating` until it is tried again or the order expires
 */
export async function beginPayment(
  store: Store,
  order: OrderState,
  payment: PaymentRow,
  saved?: SavedCharge,
): Promise<OrderState> {
  const provider = await adapterOf(payment.provider);
  let begun: Begun;
  try {
    begun =
      saved && provider.charge
        ? await provider.charge(store, { order, payment }, saved)
        : await provider.begin(store, { order, payment });
  } catch (thrown) {
    store.log.error("payment.begin-failed", thrown, { payment_id: payment.id, provider: payment.provider });
    throw new DomainError(
      "provider-unavailable",
      "The payment service does not answer. Nothing was charged and your order is kept; try again in a moment.",
      { order_id: order.id, order_url: await orderUrl(store, order.id), retry_after: 5 },
    );
  }
  const moved = await moveOrder(store, order.id, (current) => {
    const attempt = current.payments.find(({ id }) => id === payment.id);
    if (attempt?.status !== "initiating") return null;
    return {
      set: {},
      told: preparedStory(store, current, payment, current.timeline),
      statements: [
        store.orders
          .update(payments)
          .set({ ...begunFields(begun), updated_at: timestamp(store) })
          .where(eq(payments.id, payment.id)),
      ],
    };
  });
  return moved.order;
}
