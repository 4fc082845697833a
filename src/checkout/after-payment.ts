import { loadOwnOrder, toOrder } from "../orders/find-order.ts";
import { loadOrder } from "../orders/load-order.ts";
import type { Order } from "../orders/schemas.ts";
import { resolveOnReturn } from "../payments/sweep.ts";
import type { Store } from "../platform/store.ts";

/**
 * The order of a shopper who is back from paying. Where the provider's word has not come yet the provider is asked, and
 * what it says takes the webhook's road.
 * @throws not-found
 */
export async function orderAfterPayment(store: Store, orderId: string, accessToken: string | null): Promise<Order> {
  const order = await loadOwnOrder(store, orderId, accessToken);
  if (order.status !== "open" || order.payment_status !== "pending") return toOrder(order);
  await resolveOnReturn(store, order.id);
  return toOrder(await loadOrder(store, order.id));
}
