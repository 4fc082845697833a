import type { OrderState } from "../orders/load-order.ts";
import type { Store } from "../platform/store.ts";

/** An order lives at most so many payment windows from when it was placed, however often its shopper begins to pay anew. */
const mostWindows = 3;
/** A renewal by less than this is none. Seconds. */
const least = 60;

/**
 * Until when an unpaid order keeps its goods, now that its shopper is paying: another whole payment window, up to three from when it was
 * placed. Null where it has that long already, or does not expire.
 */
export function renewedUntil(store: Store, order: Pick<OrderState, "expires_at" | "created_at">): string | null {
  if (order.expires_at === null) return null;
  const window = Number(store.env.PAYMENT_WINDOW_SECONDS) * 1000;
  const until = Math.min(store.now().getTime() + window, Date.parse(order.created_at) + mostWindows * window);
  return until - Date.parse(order.expires_at) < least * 1000 ? null : new Date(until).toISOString();
}
