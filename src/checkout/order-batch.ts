import type { SoukEvent } from "../events/catalogue.ts";
import { announced, newEvent, publish, relaySoon } from "../events/outbox.ts";
import { holdStock } from "../inventory/reservations.ts";
import { announceStock } from "../inventory/stock-events.ts";
import type { PaymentRow } from "../orders/load-order.ts";
import { type Told, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { orderEvents, orderLines, orders, payments } from "../orders/tables.ts";
import { insertRows } from "../platform/database.ts";
import { claimKey, type IdempotentRequest, type KeptAnswer } from "../platform/idempotency.ts";
import { actorName, type Store } from "../platform/store.ts";
import { promotionUses } from "../promotions/campaigns/tables.ts";
import type { Draft } from "./draft.ts";

/**
 * Writes everything that must be true together when an order is placed, in one batch: the caller's key, order, lines,
 * uses of promotions, reservation, payment, story and outbox. A short line fails all of it by the check on stock levels, a use too
 * many by those of promotions, a second order of one checkout by the checkout's key, a second request by its own.
 * @param told what the order's timeline begins with
 * @param answer what to keep under the key, where the payment needs nobody's answer any more
 * @throws the database's failure; its text names the rule that was broken
 */
export async function writeOrder(
  store: Store,
  draft: Draft,
  told: readonly Told[],
  request: IdempotentRequest,
  answer: KeptAnswer | null,
): Promise<void> {
  const { order, lines, tracked, held, payment, uses } = draft;
  const events: SoukEvent[] = told.flatMap(({ event }) => event ?? []);
  const results = await store.orders.batch([
    claimKey(store, request, answer),
    insertRows(store.orders, orders, [{ ...order, version: told.length }]),
    insertRows(store.orders, orderLines, lines),
    ...(uses.length > 0 ? [insertRows(store.orders, promotionUses, uses)] : []),
    holdStock(store, order.id, held, tracked),
    insertRows(store.orders, payments, [payment]),
    insertRows(
      store.orders,
      orderEvents,
      told.map(({ type, story }, index) => ({
        order_id: order.id,
        version: index + 1,
        type,
        data: story,
        actor: actorName(store.actor),
        at: order.created_at,
      })),
    ),
    publish(store.orders, events),
    announceStock(
      store,
      lines.map(({ variant_id }) => variant_id),
    ),
  ]);
  // The last statement is the announcement; how many stand before it depends on the order, so the tuple cannot say it.
  relaySoon(store, "orders", [...events, ...announced(results.at(-1) as Parameters<typeof announced>[0])]);
}

/** The buyer is told where a bank transfer goes. */
function awaited(
  store: Store,
  order: Parameters<typeof orderSnapshot>[0],
  { transfer, amount }: PaymentRow,
  expiresAt: string | null,
): Told[] {
  if (!transfer || !expiresAt) return [];
  const facts = { ...orderSnapshot(order), transfer, owed: amount, expires_at: expiresAt };
  return [tell(newEvent(store, "payment.awaited", order.id, facts), { owed: amount, expires_at: expiresAt })];
}

/** What the order's timeline begins with. */
export function openingStory(store: Store, { order, lines, ahead, payment }: Draft): Told[] {
  const created = tell(newEvent(store, "order.created", order.id, orderSnapshot({ ...order, lines, ahead })), {
    total: order.total,
    currency: order.currency,
  });
  return payment.status === "initiating"
    ? [created]
    : [created, ...preparedStory(store, { ...order, lines, ahead }, payment)];
}

/** What the timeline tells when the shopper knows where to pay; the order is prepared by the first attempt that gets there. */
export function preparedStory(
  store: Store,
  order: Parameters<typeof orderSnapshot>[0],
  payment: PaymentRow,
  before: readonly { type: string }[] = [],
  expiresAt: string | null = order.expires_at,
): Told[] {
  const { id, order_id, provider, amount, currency } = payment;
  const first = before.every(({ type }) => type !== "order.prepared");
  return [
    ...(first ? [tell(newEvent(store, "order.prepared", order.id, orderSnapshot(order)))] : []),
    tell(newEvent(store, "payment.initiated", order.id, { order_id, payment_id: id, provider, amount, currency }), {
      payment_id: id,
      provider,
      amount,
      currency,
    }),
    ...awaited(store, order, payment, expiresAt),
  ];
}
