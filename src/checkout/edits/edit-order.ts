import { eq, inArray, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { newEvent } from "../../events/outbox.ts";
import { chooseShelves, readShelves } from "../../inventory/locations/choose-shelves.ts";
import { holdMoreStock, releasePieces } from "../../inventory/reservations.ts";
import { toOrder } from "../../orders/find-order.ts";
import { loadOrder, type OrderState } from "../../orders/load-order.ts";
import { type Move, moveOrder, tell } from "../../orders/move-order.ts";
import { orderSnapshot } from "../../orders/snapshot.ts";
import { orderLines } from "../../orders/tables.ts";
import { closeAttempts, endAttempts, owedOf } from "../../payments/attempts.ts";
import { completeRefund, intendRefunds, isGoingBack, refundableOf } from "../../payments/refund.ts";
import { insertRows } from "../../platform/database.ts";
import { DomainError } from "../../platform/errors.ts";
import { failureText } from "../../platform/failure-text.ts";
import { changedMeanwhile } from "../../platform/http/versions.ts";
import { type Store, timestamp } from "../../platform/store.ts";
import { planRefund } from "../../pricing/refund-tax.ts";
import { brokenPromotionRule } from "../../promotions/campaigns/broken-rule.ts";
import { promotionUses } from "../../promotions/campaigns/tables.ts";
import { type PricedEdit, priceEdit } from "./price-edit.ts";
import type { EditPreview, EditPreviewRequest, EditRequest } from "./schemas.ts";

/** What an order would come to; nothing is written. @throws as {@link editOrder} */
export async function previewEdit(store: Store, orderId: string, edit: EditPreviewRequest): Promise<EditPreview> {
  const order = await loadOrder(store, orderId);
  await refuseClosed(store, order);
  const priced = await priceEdit(store, order, edit);
  const after = editedOrder(order, priced);
  const { currency, total, subtotal, discount_total, shipping_total, tax_total } = after;
  return {
    ...{ currency, before: order.total, total, difference: total - order.total, owed: Math.max(0, owedAfter(after)) },
    items: toOrder(after).items,
    ...{ subtotal, discount_total, shipping_total, tax_total },
  };
}

/**
 * Changes an order before anything of it has left: lines, sums, stock, uses of promotions and the ledger in one batch. What it costs
 * less goes back at once; what it costs more is to be paid before it leaves, at the order's own page. The buyer is told.
 * @param seen the version that staff saw
 * @throws not-found; changed-meanwhile; total-changed where it is not what the preview showed; insufficient-stock; not-available;
 *   invalid-edit; illegal-transition for an order that cannot be changed any more
 */
export async function editOrder(store: Store, orderId: string, edit: EditRequest, seen: number): Promise<OrderState> {
  const refunds: string[] = [];
  try {
    const { order, moved } = await moveOrder(store, orderId, async (order) => {
      refunds.length = 0;
      if (order.version !== seen) throw changedMeanwhile();
      await refuseClosed(store, order);
      const priced = await priceEdit(store, order, edit);
      const { total, currency } = priced.priced;
      if (total !== edit.expected_total) {
        const detail = "The total is not what the preview showed. Look at it again.";
        throw new DomainError("total-changed", detail, { expected_total: edit.expected_total, total, currency });
      }
      return editMove(store, order, priced, edit.reason, refunds);
    });
    for (const id of refunds) await completeRefund(store, id);
    if (moved) await closeAttempts(store, order);
    return refunds.length > 0 ? loadOrder(store, orderId) : order;
  } catch (thrown) {
    if (brokenPromotionRule(thrown)) {
      const detail = "What is left of a promotion's budget does not suffice any more. Look at the total again.";
      throw new DomainError("total-changed", detail, { expected_total: edit.expected_total });
    }
    if (!/no_oversell|FOREIGN KEY/.test(failureText(thrown))) throw thrown;
    throw new DomainError("insufficient-stock", "There is not enough in stock of what is to be added.", { lines: [] });
  }
}

/**
 * While money is on its way back the order's sums do not tell what is owed: what is yet to arrive would be sent once more, or asked for
 * again.
 * @throws illegal-transition
 */
async function refuseClosed(store: Store, order: OrderState): Promise<void> {
  const { status, shipping_status, payment_status, shipments } = order;
  const away = shipments.some((parcel) => parcel.status !== "booked" && parcel.status !== "failed");
  const settled = payment_status === "pending" || payment_status === "paid";
  const changes = status === "open" && shipping_status === "unfulfilled" && settled && !away;
  if (changes && !(await isGoingBack(store, order.id))) return;
  const why =
    status !== "open"
      ? "It is closed."
      : !settled
        ? "Its money is held, or some of it went back."
        : changes
          ? "Some of its money is on its way back. Try again once it is there."
          : "A part of it has left already.";
  throw new DomainError("illegal-transition", `This order cannot be changed. ${why}`, { legal: [] });
}

/** The order as it will stand. */
function editedOrder(order: OrderState, { lines, priced }: PricedEdit): OrderState {
  return { ...order, ...sumsOf(order, priced), lines };
}

function sumsOf(order: OrderState, priced: PricedEdit["priced"]) {
  const { subtotal, discount_total, shipping_total, shipping_discount_total, shipping_tax, tax_total, total } = priced;
  const amounts = new Map(priced.promotions.map(({ promotion_id, amount }) => [promotion_id, amount]));
  return {
    ...{ subtotal, discount_total, shipping_total, shipping_discount_total, tax_total, total },
    shipping_tax_total: shipping_tax.tax_total,
    shipping_tax_rate: shipping_tax.tax_rate,
    shipping_tax_reason: shipping_tax.tax_reason,
    shipping_taxes: shipping_tax.taxes,
    promotions: order.promotions.map((one) => ({ ...one, amount: amounts.get(one.promotion_id) ?? 0 })),
  };
}

/** What would still be to pay; below nothing, what would go back. */
function owedAfter(after: OrderState): number {
  return owedOf({ ...after, payment_status: "pending" });
}

async function editMove(
  store: Store,
  order: OrderState,
  edit: PricedEdit,
  reason: string,
  refunds: string[],
): Promise<Move> {
  const after = editedOrder(order, edit);
  const owed = owedAfter(after);
  const back = owed < 0 ? await sendBack(store, after, -owed, reason) : { ids: [], statements: [] };
  refunds.push(...back.ids);
  const paid = order.payment_status === "paid";
  const held = edit.lines.length > 0 ? await stockMoves(store, order, edit) : [];
  return {
    set: {
      ...sumsOf(order, edit.priced),
      // What was paid and now costs more waits for the rest, and nothing leaves until it is there.
      ...(paid && owed > 0 ? { payment_status: "pending" } : {}),
      ...(!paid && owed <= 0 ? { payment_status: "paid", expires_at: null } : {}),
    },
    told: [
      tell(
        newEvent(store, "order.edited", order.id, {
          ...orderSnapshot(after),
          before: order.total,
          owed: Math.max(0, owed),
          reason,
        }),
        { before: order.total, total: after.total, currency: order.currency, reason, changes: changesOf(order, after) },
      ),
    ],
    statements: [
      ...lineWrites(store, order, edit),
      ...held,
      ...usesOf(store, order, after),
      ...ledgerOf(store, order, after),
      // Attempts that wait were asked for the sum of before.
      endAttempts(store, order.id),
      ...back.statements,
    ],
    stockChanges: true,
  };
}

/** How many of each SKU there were, and are. */
function changesOf(before: OrderState, after: OrderState) {
  const ids = new Set([...before.lines, ...after.lines].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const old = before.lines.find((line) => line.id === id);
    const now = after.lines.find((line) => line.id === id);
    const [from, to] = [old?.quantity ?? 0, now?.quantity ?? 0];
    return from === to ? [] : [{ sku: (now ?? old)?.sku, from, to }];
  });
}

async function sendBack(store: Store, after: OrderState, amount: number, reason: string) {
  const refundable = await refundableOf(store, after);
  const plan = planRefund(refundable.settled, { amount });
  return intendRefunds(store, after.id, refundable, plan, reason || "The order was changed.");
}

function lineWrites(store: Store, order: OrderState, { lines, removed }: PricedEdit): BatchItem<"sqlite">[] {
  const known = new Set(order.lines.map(({ id }) => id));
  const stay = lines.filter(({ id }) => known.has(id));
  const added = lines.filter(({ id }) => !known.has(id));
  return [
    ...(removed.length > 0 ? [store.orders.delete(orderLines).where(inArray(orderLines.id, removed))] : []),
    // Places are taken in order, so no two lines stand at one place in between: those that stay only move up.
    ...stay.map(({ id, ...line }) => store.orders.update(orderLines).set(line).where(eq(orderLines.id, id))),
    ...(added.length > 0 ? [insertRows(store.orders, orderLines, added)] : []),
  ];
}

/** What more is wanted of a variant is taken where the store's strategy says; what less, is let go. */
async function stockMoves(store: Store, order: OrderState, { lines, tracked }: PricedEdit) {
  const wanted = new Map<string, number>();
  for (const { variant_id, quantity } of lines) wanted.set(variant_id, (wanted.get(variant_id) ?? 0) + quantity);
  for (const { variant_id, quantity } of order.lines) wanted.set(variant_id, (wanted.get(variant_id) ?? 0) - quantity);
  const changed = [...wanted].map(([variant_id, quantity]) => ({ variant_id, quantity }));
  const more = changed.filter(({ quantity }) => quantity > 0);
  const less = changed.filter(({ quantity }) => quantity < 0);
  const shelves = await readShelves(
    store,
    more.map(({ variant_id }) => variant_id),
  );
  const to = { ...order.shipping_address, pickup: order.shipping_kind === "pickup" };
  const chosen = more.length > 0 ? await chooseShelves(store, more, shelves, to) : [];
  return [
    ...less.flatMap(({ variant_id, quantity }) => releasePieces(store, order.id, variant_id, -quantity)),
    ...(chosen.length > 0 ? [holdMoreStock(store, order.id, chosen, tracked)] : []),
  ];
}

/** A use of a promotion counts what it takes off now. */
function usesOf(store: Store, before: OrderState, after: OrderState) {
  return after.promotions
    .filter(({ promotion_id, amount }) =>
      before.promotions.some((old) => old.promotion_id === promotion_id && old.amount !== amount),
    )
    .map(({ promotion_id, amount }) =>
      store.orders
        .update(promotionUses)
        .set({ amount, updated_at: timestamp(store) })
        .where(sql`${promotionUses.order_id} = ${after.id} and ${promotionUses.promotion_id} = ${promotion_id}`),
    );
}

/** What was sold is sold for another sum: the ledger takes the difference, where it has the sale. */
function ledgerOf(store: Store, before: OrderState, after: OrderState): BatchItem<"sqlite">[] {
  const difference = after.total - before.total;
  if (difference === 0) return [];
  const [kind, debit, credit] = difference > 0 ? ["sale", "buyer", "sales"] : ["sale_undone", "sales", "buyer"];
  return [
    store.orders.run(sql`
      insert into ledger_entries (kind, order_id, debit, credit, amount, currency, at)
      select ${kind}, o.id, ${debit}, ${credit}, ${Math.abs(difference)}, o.currency, ${timestamp(store)} from orders o
      where o.id = ${after.id} and exists (select 1 from ledger_entries e where e.order_id = o.id and e.kind = 'sale')
    `),
  ];
}

/** {@link editOrder}, with the order as staff read it. */
export async function editAndShow(store: Store, orderId: string, edit: EditRequest, seen: number) {
  const edited = await editOrder(store, orderId, edit, seen);
  return { order: toOrder(edited), version: edited.version };
}
