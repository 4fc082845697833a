import { sql } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import { toOrder } from "../orders/find-order.ts";
import { loadOrder, type OrderState, type PaymentRow } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import type { Order } from "../orders/schemas.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { changedMeanwhile } from "../platform/http/versions.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { owedOf } from "./attempts.ts";
import { moneyFacts, moneyStory } from "./book-money.ts";
import { adapterOf } from "./providers.ts";
import { settlePayment } from "./settle.ts";
import { asked, resolvePayment } from "./sweep.ts";

/** Staff hear of a hold that ends so soon. Milliseconds: two days. */
const notice = 2 * 24 * 60 * 60 * 1000;

/** How many holds one tick of the clock looks at; the rest wait a minute. */
const atOnce = 20;

/**
 * Takes the money that is held for an order, as its goods have left: what is owed and no more. Done again it takes nothing twice; what
 * fails is tried again by the sweep.
 */
export async function captureOrder(store: Store, orderId: string): Promise<void> {
  const order = await loadOrder(store, orderId);
  for (const payment of order.payments.filter(({ status }) => status === "authorized")) {
    await takeHeld(store, order, payment);
  }
}

/**
 * Takes the money of one hold now, because staff ask for it.
 * @param seen the version that staff saw
 * @throws not-found; changed-meanwhile; illegal-transition where nothing is held; provider-unavailable
 */
export async function capturePayment(
  store: Store,
  orderId: string,
  paymentId: string,
  seen: number,
): Promise<{ order: Order; version: number }> {
  const order = await loadOrder(store, orderId);
  const payment = order.payments.find(({ id }) => id === paymentId);
  if (!payment) throw notFound("payment");
  if (order.version !== seen) throw changedMeanwhile();
  const { capture } = await adapterOf(payment.provider);
  if (payment.status !== "authorized" || !capture) {
    throw new DomainError("illegal-transition", "No service holds money of this payment that could be taken.", {
      from: payment.status,
      legal: [],
    });
  }
  if (!(await takeHeld(store, order, payment))) {
    throw new DomainError(
      "provider-unavailable",
      "The payment service does not answer. The money is still held; it is tried again when the goods leave.",
      { retry_after: 30 },
    );
  }
  const after = await loadOrder(store, orderId);
  return { order: toOrder(after), version: after.version };
}

/** @returns whether the service answered, whatever it said; always for money that no service holds */
async function takeHeld(store: Store, order: OrderState, payment: PaymentRow): Promise<boolean> {
  const adapter = await adapterOf(payment.provider);
  const amount = Math.min(payment.amount, owedOf(order));
  if (!adapter.capture || amount <= 0) return true;
  try {
    const event = await adapter.capture(store, payment, amount);
    await settlePayment(store, payment.provider, event);
    return true;
  } catch (thrown) {
    store.log.error("payment.capture-failed", thrown, { payment_id: payment.id, provider: payment.provider });
    return false;
  }
}

/**
 * What the clock does of held money: takes what should have been taken when the goods left, asks about holds that are over, and tells
 * staff of those that end soon.
 */
export async function sweepHolds(store: Store): Promise<void> {
  const soon = new Date(store.now().getTime() + notice).toISOString();
  const at = timestamp(store);
  const due = await store.orders.all<{ id: string; order_id: string; left: number; over: number }>(sql`
    select p.id, p.order_id, o.shipping_status <> 'unfulfilled' as left, coalesce(p.authorized_until <= ${at}, 0) as over
    from payments p join orders o on o.id = p.order_id
    where p.status = 'authorized' and p.authorized_until is not null and (
      o.shipping_status <> 'unfulfilled' or p.authorized_until <= ${at} or (
        p.authorized_until <= ${soon} and not exists (
          select 1 from order_events e where e.order_id = p.order_id and e.type = 'payment.expiring'
            and e.data ->> 'payment_id' = p.id
        )
      )
    )
    order by p.authorized_until limit ${atOnce}
  `);
  for (const { id, order_id, left, over } of due) {
    try {
      if (over) await askAfter(store, id);
      else if (left) await captureOrder(store, order_id);
      else await warnOfEnd(store, order_id, id);
    } catch (thrown) {
      store.log.error("payment.hold-sweep-failed", thrown, { payment_id: id });
    }
  }
}

async function askAfter(store: Store, paymentId: string): Promise<void> {
  const [payment] = await store.orders.all<Parameters<typeof resolvePayment>[1]>(sql`
    select ${sql.join(Object.values(asked), sql`, `)} from payments where id = ${paymentId}
  `);
  if (payment) await resolvePayment(store, payment);
}

async function warnOfEnd(store: Store, orderId: string, paymentId: string): Promise<void> {
  await moveOrder(store, orderId, (order) => {
    const payment = order.payments.find(({ id }) => id === paymentId);
    if (payment?.status !== "authorized") return null;
    if (order.timeline.some(({ type, data }) => type === "payment.expiring" && data.payment_id === paymentId))
      return null;
    const { authorized_until } = payment;
    return {
      set: {},
      told: [
        tell(
          newEvent(store, "payment.expiring", order.id, { ...moneyFacts(payment, payment.amount), authorized_until }),
          {
            ...moneyStory(payment, payment.amount),
            authorized_until,
          },
        ),
      ],
    };
  });
}
