import { and, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { SoukEvent } from "../events/catalogue.ts";
import { announced, publish, relaySoon } from "../events/outbox.ts";
import { serveWaiting } from "../inventory/serve-waiting.ts";
import { announceStock } from "../inventory/stock-events.ts";
import { failureText } from "../platform/failure-text.ts";
import { actorName, type Store, timestamp } from "../platform/store.ts";
import { loadOrder, type OrderRow, type OrderState } from "./load-order.ts";
import { orderEvents, orders } from "./tables.ts";

/** What a move does: the columns it sets, the story it adds, and whatever must be true together with it. */
export interface Move {
  set: Partial<
    Pick<OrderRow, "status" | "payment_status" | "shipping_status" | "review" | "expires_at" | (typeof sums)[number]>
  >;
  /** What the order's timeline tells of it, in order; at least one. Those with an `event` are published too. */
  told: readonly Told[];
  statements?: readonly BatchItem<"sqlite">[];
  /** Whether `statements` change stock, so that `stock.changed` is published for the order's variants. */
  stockChanges?: boolean;
}

/** What an order comes to; only an edit changes it. */
export const sums = [
  ...(["subtotal", "discount_total", "shipping_total", "shipping_discount_total", "tax_total", "total"] as const),
  ...(["shipping_tax_total", "shipping_tax_rate", "shipping_tax_reason", "shipping_taxes", "promotions"] as const),
] as const;

/** One line of an order's timeline. */
export interface Told {
  type: string;
  story: Record<string, unknown>;
  event: SoukEvent | null;
}

/** A line of the timeline that is published as an event of the same name. */
export function tell(event: SoukEvent, story: Record<string, unknown> = {}): Told {
  return { type: event.type, story, event };
}

/** A rival may win so many times before the caller is told to try again. */
const mostRetries = 8;

/**
 * Moves an order: reads it, lets `decide` say what to do, and writes all of it in one batch that holds only if nobody moved
 * the order in between; otherwise it decides again from the new state.
 * @param decide null when there is nothing to do (it was done before); throws when it may not be done
 * @returns the order as it then is, and whether this call moved it
 */
export async function moveOrder(
  store: Store,
  orderId: string,
  decide: (order: OrderState) => Move | null | Promise<Move | null>,
): Promise<{ order: OrderState; moved: boolean }> {
  for (let attempt = 0; ; attempt++) {
    const order = await loadOrder(store, orderId);
    const move = await decide(order);
    if (!move) return { order, moved: false };
    try {
      await writeMove(store, order, move);
      return { order: await loadOrder(store, orderId), moved: true };
    } catch (thrown) {
      if (attempt >= mostRetries || !lostTheRace(thrown)) throw thrown;
    }
  }
}

async function writeMove(store: Store, order: OrderState, move: Move): Promise<void> {
  const at = timestamp(store);
  const events = move.told.flatMap(({ event }) => event ?? []);
  const story = move.told.map(({ type, story: data }, index) => ({
    order_id: order.id,
    version: order.version + 1 + index,
    type,
    data,
    actor: actorName(store.actor),
    at,
  }));
  const stock = move.stockChanges ? order.lines.map((line) => line.variant_id) : [];
  const results = await store.orders.batch([
    store.orders
      .update(orders)
      .set({ ...move.set, version: order.version + move.told.length, updated_at: at })
      .where(and(eq(orders.id, order.id), eq(orders.version, order.version))),
    // Fails the batch when a rival has written this version: the update above then touched nothing.
    store.orders.insert(orderEvents).values(story),
    ...(events.length > 0 ? [publish(store.orders, events)] : []),
    ...(move.statements ?? []),
    // What it gave back goes to who waits for it.
    ...(stock.length > 0 ? [serveWaiting(store, stock)] : []),
    announceStock(store, stock),
  ]);
  // The last statement is the announcement; what stands between is of any kind, so the tuple cannot say it.
  relaySoon(store, "orders", [...events, ...announced(results.at(-1) as Parameters<typeof announced>[0])]);
}

function lostTheRace(thrown: unknown): boolean {
  return failureText(thrown).includes("UNIQUE constraint failed: order_events");
}
