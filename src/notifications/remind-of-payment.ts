import { and, asc, eq, exists, gt, lte, notExists, or, sql } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { orderEvents, orders, payments } from "../orders/tables.ts";
import { awaitedOf } from "../payments/attempts.ts";
import { type Store, timestamp } from "../platform/store.ts";

/** An order is reminded of when it has so long left, and not before it has waited as long. Milliseconds: ten minutes. */
const notice = 600_000;

/** A transfer takes a day or two: its reminder comes when so long is left, once it has waited a day. Milliseconds. */
const transferNotice = 2 * 24 * 60 * 60 * 1000;
const transferPatience = 24 * 60 * 60 * 1000;

/** How many orders one tick of the clock looks at; the rest wait a minute. */
const atOnce = 50;

/** Publishes `order.expiring` for orders that are soon given up for want of payment, once for each order. */
export async function remindOfPayments(store: Store): Promise<void> {
  for (const orderId of await soonExpiring(store)) await remindOfPayment(store, orderId);
}

async function soonExpiring(store: Store): Promise<string[]> {
  const now = store.now().getTime();
  const told = store.orders
    .select({ order_id: orderEvents.order_id })
    .from(orderEvents)
    .where(and(eq(orderEvents.order_id, orders.id), eq(orderEvents.type, "order.expiring")));
  const awaited = store.orders
    .select({ id: payments.id })
    .from(payments)
    .where(
      sql`${payments.order_id} = ${orders.id} and ${payments.status} = 'pending' and ${payments.provider} = 'bank_transfer'`,
    );
  const rows = await store.orders
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        gt(orders.expires_at, timestamp(store)),
        lte(orders.expires_at, new Date(now + transferNotice).toISOString()),
        or(
          and(
            lte(orders.expires_at, new Date(now + notice).toISOString()),
            lte(orders.created_at, new Date(now - notice).toISOString()),
          ),
          and(lte(orders.created_at, new Date(now - transferPatience).toISOString()), exists(awaited)),
        ),
        notExists(told),
      ),
    )
    .orderBy(asc(orders.expires_at))
    .limit(atOnce);
  return rows.map(({ id }) => id);
}

async function remindOfPayment(store: Store, orderId: string): Promise<void> {
  await moveOrder(store, orderId, (order) => {
    const { expires_at, status, payment_status } = order;
    const waiting = status === "open" && payment_status === "pending" && expires_at !== null;
    if (!waiting || order.timeline.some(({ type }) => type === "order.expiring")) return null;
    return {
      set: {},
      told: [
        tell(
          newEvent(store, "order.expiring", order.id, { ...orderSnapshot(order), expires_at, ...awaitedOf(order) }),
          {
            expires_at,
          },
        ),
      ],
    };
  });
}
