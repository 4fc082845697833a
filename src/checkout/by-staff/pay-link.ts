import { newEvent } from "../../events/outbox.ts";
import { orderUrl } from "../../orders/access.ts";
import { loadOrder, type OrderState } from "../../orders/load-order.ts";
import { moveOrder, tell } from "../../orders/move-order.ts";
import { orderSnapshot } from "../../orders/snapshot.ts";
import { awaitedOf } from "../../payments/attempts.ts";
import { DomainError, notFound } from "../../platform/errors.ts";
import { isId } from "../../platform/ids.ts";
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
  if (!isId("ord", orderId)) throw notFound("order");
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
  return linkOf(store, order);
}

/** The link by which the buyer of an unpaid order opens and pays it; nothing is sent. @throws not-found; nothing-to-tell */
export async function findPayLink(store: Store, orderId: string): Promise<PayLink> {
  if (!isId("ord", orderId)) throw notFound("order");
  const order = await loadOrder(store, orderId);
  if (payableUntil(order) === null) throw nothingToPay(order);
  return linkOf(store, order);
}

async function linkOf(store: Store, { id, locale, expires_at }: OrderState): Promise<PayLink> {
  return { order_id: id, pay_url: await orderUrl(store, id, locale), expires_at };
}

/** Until when the buyer can pay at a page; null where there is nothing to pay so. */
function payableUntil({ status, payment_status, expires_at }: OrderState): string | null {
  return status === "open" && payment_status === "pending" ? expires_at : null;
}

function nothingToPay({ status, number }: OrderState): DomainError {
  const why = status === "cancelled" ? "was given up; make a new draft of it" : "does not wait for a payment";
  return new DomainError("nothing-to-tell", `Order ${number} ${why}.`);
}
