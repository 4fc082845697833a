import * as api from "../api.ts";
import { ApiFailure } from "../failure.ts";
import type { Versioned } from "../versioned.ts";
import type { Order } from "../wire.ts";

/** A parcel sends news in quick succession while it is booked. */
const mostAttempts = 5;

/**
 * Does something with an order. A paid order changes by itself as well, as its parcel is booked and travels; that is no reason to refuse
 * what staff decided on an order which stands as they saw it, holds what they saw, and has sent no more of it.
 * @throws ApiFailure 412 where it stands otherwise by now
 */
export async function insisting(
  seen: Versioned<Order>,
  act: (order: Versioned<Order>) => Promise<unknown>,
): Promise<void> {
  let order = seen;
  for (let attempt = 1; ; attempt++) {
    try {
      await act(order);
      return;
    } catch (failure) {
      if (!(failure instanceof ApiFailure && failure.status === 412) || attempt === mostAttempts) throw failure;
      const now = await api.order(seen.id);
      if (standingOf(now) !== standingOf(seen)) throw failure;
      order = now;
    }
  }
}

/** What a decision on an order rests on, as a text that can be compared. */
function standingOf({ status, payment_status, shipping_status, items, shipments }: Order): string {
  const held = items.map(({ id, quantity }) => [id, quantity]);
  const parts = shipments.flatMap(({ items: sent }) => sent.map(({ item_id, quantity }) => [item_id, quantity]));
  return JSON.stringify([status, payment_status, shipping_status, held, parts]);
}
