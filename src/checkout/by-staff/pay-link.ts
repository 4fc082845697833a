import { newEvent } from "../../events/outbox.ts";
import { orderUrl } from "../../orders/access.ts";
import type { OrderState } from "../../orders/load-order.ts";
import { moveOrder, tell } from "../../orders/move-order.ts";
import { orderSnapshot } from "../../orders/snapshot.ts";
import { awaitedOf } from "../../payments/attempts.ts";
import { DomainError } from "../../platform/errors.ts";
import type { Store } from "../../platform/store.ts";
import type { PayLink } from "./schemas.ts";

const hour = 3_600_000;

/**
 * Sends the buyer of an unpaid order the link that opens and pays it, by mail and once; and gives them time for it.
 * @param again whether one that was sent before is sent anew
 * @param hours from now on; the time that the order has is never cut
 * @throws not-found; nothing-to-tell where nothing is to be paid any more, or the order was given up
 */
export async function sendPayLink(
  store: Store,
  orderId: string,
  { again, hours }: { again: boolean; hours?: number | undefined },
): Promise<PayLink> {
  const { order } = await moveOrder(store, orderId, (order) => {
    const waits = payableUntil(order);
    if (waits === null) {
      if (!again) return null;
      throw nothingToPay(order);
    }
    if (!again && order.timeline.some(({ type }) => type === "order.pay-link")) return null;
    const wanted = hours === undefined ? "" : new Date(store.now().getTime() + hours * hour).toISOString();
    const expires_at = wanted > waits ? wanted : waits;
    const facts = { ...orderSnapshot(order), expires_at, ...awaitedOf(order) };
    return { set: { expires_at }, told: [tell(newEvent(store, "order.pay-link", order.id, facts), { expires_at })] };
  });
  return {
    order_id: order.id,
    pay_url: await orderUrl(store, order.id, order.locale),
    expires_at: order.expires_at ?? order.updated_at,
  };
}

/** Until when the buyer can pay at a page; null where there is nothing to pay so. */
function payableUntil({ status, payment_status, expires_at }: OrderState): string | null {
  return status === "open" && payment_status === "pending" ? expires_at : null;
}

function nothingToPay({ status, number }: OrderState): DomainError {
  const why = status === "cancelled" ? "was given up; make a new draft of it" : "does not wait for a payment";
  return new DomainError("nothing-to-tell", `Order ${number} ${why}. Nothing was sent.`);
}
