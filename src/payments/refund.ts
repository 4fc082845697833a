import { and, asc, eq, inArray, lt, ne, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { newEvent } from "../events/outbox.ts";
import { toOrder } from "../orders/find-order.ts";
import type { OrderState, PaymentRow } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import type { Order } from "../orders/schemas.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { payments } from "../orders/tables.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { type Store, timestamp } from "../platform/store.ts";
import { type RefundPlan, type Settled, type Sold, shareOut, shippingPart } from "../pricing/refund-tax.ts";
import { isUndecided } from "./attempts.ts";
import { adapterOf } from "./providers.ts";
import { refunds } from "./tables.ts";

type RefundRow = typeof refunds.$inferSelect;

/** Money that a service was asked to give back, and has not told of. In the very words of its index, without which every refund would be read. */
const onItsWay = sql`${refunds.status} = 'pending' and ${refunds.by_hand} = 0`;

/** What an order's payments still hold, and what has gone back of which of its parts. */
export interface Refundable {
  /** What is on its way back counts as gone; payments that hold nothing are left out. */
  left: { payment: PaymentRow; amount: number }[];
  settled: Settled;
}

/** What of an order's money went back or is on its way, oldest first. */
export async function listRefunds(store: Store, orderId: string): Promise<RefundRow[]> {
  return store.orders.select().from(refunds).where(eq(refunds.order_id, orderId)).orderBy(asc(refunds.created_at));
}

/** Whether some of an order's money is on its way back. */
export async function isGoingBack(store: Store, orderId: string): Promise<boolean> {
  return (await listRefunds(store, orderId)).some(({ status }) => status === "pending");
}

/** What of an order can still be given back. */
export async function refundableOf(store: Store, order: OrderState): Promise<Refundable> {
  const given = await store.orders
    .select({ payment_id: refunds.payment_id, amount: refunds.amount, status: refunds.status, parts: refunds.parts })
    .from(refunds)
    .where(and(eq(refunds.order_id, order.id), ne(refunds.status, "failed")));
  const left = order.payments.flatMap((payment) => {
    const leaving = given.filter(({ payment_id, status }) => payment_id === payment.id && status === "pending");
    const amount = leaving.reduce((rest, refund) => rest - refund.amount, payment.captured - payment.refunded);
    return amount > 0 ? [{ payment, amount }] : [];
  });
  const captured = order.payments.reduce((sum, payment) => sum + payment.captured, 0);
  return { left, settled: { sold: soldBy(order), captured, refunds: given } };
}

/** The parts of an order that were paid for, each with its tax in it. */
function soldBy({ lines, tax_included, shipping_total, shipping_tax_total }: OrderState): Sold[] {
  const paid = (total: number, tax: number): number => (tax_included ? total : total + tax);
  return [
    ...lines.map(({ id, quantity, total, tax_total }) => ({
      key: id,
      quantity,
      amount: paid(total, tax_total),
      tax_total,
    })),
    ...(shipping_total > 0
      ? [
          {
            ...{ key: shippingPart, quantity: 1 },
            ...{ amount: paid(shipping_total, shipping_tax_total), tax_total: shipping_tax_total },
          },
        ]
      : []),
  ];
}

/**
 * The statements that write a refund down before the providers are asked for it: one for each payment that gives some of it.
 * @returns the refunds' ids with them
 */
export function intendRefunds(
  store: Store,
  orderId: string,
  { left }: Pick<Refundable, "left">,
  plan: RefundPlan,
  reason: string,
): { ids: string[]; statements: BatchItem<"sqlite">[] } {
  const shares = shareOut(
    plan,
    left.map(({ amount }) => amount),
  );
  const ids: string[] = [];
  const statements = left.flatMap(({ payment }, index) => {
    const share = shares[index];
    if (!share || share.amount === 0) return [];
    const id = store.newId("re");
    ids.push(id);
    return [intendRefund(store, { id, order_id: orderId, payment, reason, ...share })];
  });
  return { ids, statements };
}

function intendRefund(
  store: Store,
  {
    id,
    order_id,
    payment,
    reason,
    amount,
    tax_total,
    parts,
  }: RefundPlan & {
    id: string;
    order_id: string;
    payment: PaymentRow;
    reason: string;
  },
) {
  const at = timestamp(store);
  return store.orders.insert(refunds).values({
    ...{ id, order_id, payment_id: payment.id, amount, tax_total, parts, currency: payment.currency, reason },
    ...{ by_hand: sentByHand.has(payment.provider), status: "pending", created_at: at, updated_at: at },
  });
}

/** Payments whose money people send back: nobody but staff can say that it is on its way. */
const sentByHand: ReadonlySet<PaymentRow["provider"]> = new Set(["bank_transfer", "cash_on_delivery"]);

/**
 * Asks the provider to give the money of a written refund back, then writes that it did. When the provider does not answer
 * the refund stays pending and the sweep calls this again; the provider knows it by its id and gives back once.
 * @returns whether the money is back
 */
export async function completeRefund(store: Store, refundId: string): Promise<boolean> {
  const [found] = await store.orders
    .select()
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.payment_id))
    .where(eq(refunds.id, refundId));
  if (!found) return false;
  if (found.refunds.status !== "pending") return true;
  const { refunds: refund, payments: payment } = found;
  if (refund.by_hand) return false;
  let reference: string;
  try {
    const provider = await adapterOf(payment.provider);
    ({ reference } = await provider.refund(store, refund, payment));
  } catch (thrown) {
    store.log.error("refund.provider-failed", thrown, { refund_id: refund.id, provider: payment.provider });
    return false;
  }
  await bookRefund(store, refund, reference);
  return true;
}

/**
 * Staff have sent the money of a refund back by hand. Saying so twice does nothing.
 * @returns the order after it, with its version
 * @throws not-found; illegal-transition for a refund that a service makes
 */
export async function refundWasSent(store: Store, refundId: string): Promise<{ order: Order; version: number }> {
  const [refund] = await store.orders.select().from(refunds).where(eq(refunds.id, refundId));
  if (!refund) throw notFound("refund");
  if (!refund.by_hand) {
    throw new DomainError("illegal-transition", "The payment service makes this refund, and tells when it is made.", {
      legal: [],
    });
  }
  const order = await bookRefund(store, refund, refund.id);
  return { order: toOrder(order), version: order.version };
}

/** Writes that the money of a refund is on its way; once, whoever says so. */
async function bookRefund(store: Store, refund: RefundRow, reference: string): Promise<OrderState> {
  const { order } = await moveOrder(store, refund.order_id, async (order) => {
    const [current] = await store.orders
      .select({ status: refunds.status })
      .from(refunds)
      .where(eq(refunds.id, refund.id));
    const paid = order.payments.find((attempt) => attempt.id === refund.payment_id);
    if (current?.status !== "pending" || !paid) return null;
    const whole = paid.refunded + refund.amount === paid.captured;
    const kept = order.payments.reduce((sum, attempt) => sum + attempt.captured - attempt.refunded, -refund.amount);
    const { order_id, id: payment_id, provider, currency } = paid;
    return {
      set:
        kept < order.total && wasPaid(order) ? { payment_status: kept === 0 ? "refunded" : "partially_refunded" } : {},
      told: [
        tell(
          newEvent(store, "payment.refunded", order.id, {
            order_id,
            payment_id,
            provider,
            amount: refund.amount,
            currency,
            refund_id: refund.id,
          }),
          { refund_id: refund.id, provider, amount: refund.amount, currency },
        ),
        tell(
          newEvent(store, "order.refunded", order.id, {
            ...orderSnapshot(order),
            refunded: refund.amount,
            refunded_tax: refund.tax_total,
            reason: refund.reason,
          }),
          { amount: refund.amount, tax_total: refund.tax_total, currency, reason: refund.reason },
        ),
      ],
      statements: [
        store.orders
          .update(payments)
          .set({
            refunded: sql`${payments.refunded} + ${refund.amount}`,
            // A part of what is awaited, sent back, leaves the rest awaited.
            ...(isUndecided(paid) ? {} : { status: whole ? "refunded" : "partially_refunded" }),
            updated_at: timestamp(store),
          })
          .where(eq(payments.id, paid.id)),
        store.orders
          .update(refunds)
          .set({ status: "succeeded", reference, updated_at: timestamp(store) })
          .where(eq(refunds.id, refund.id)),
      ],
    };
  });
  return order;
}

/**
 * Whether money that goes back changes how the order stands: what was paid twice leaves it paid when one of the two goes back, and a part
 * that goes back while the rest is awaited leaves it waiting.
 */
function wasPaid({ payment_status }: OrderState): boolean {
  return payment_status !== "pending" && payment_status !== "authorized";
}

/**
 * Takes refunds whose answer never came in hand, the longest untouched first: each goes to the end of the line, so that one
 * that never succeeds does not hold up the others. Young ones are still in the hands of the call that wrote them.
 */
export async function takeUnresolvedRefunds(store: Store, untouchedSince: string, limit: number): Promise<string[]> {
  const next = store.orders
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(onItsWay, lt(refunds.updated_at, untouchedSince)))
    .orderBy(asc(refunds.updated_at))
    .limit(limit);
  const taken = await store.orders
    .update(refunds)
    .set({ updated_at: timestamp(store) })
    .where(inArray(refunds.id, next))
    .returning({ id: refunds.id });
  return taken.map(({ id }) => id);
}
