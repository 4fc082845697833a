import { toOrder } from "../orders/find-order.ts";
import { loadOrder, type OrderState } from "../orders/load-order.ts";
import { moveOrder } from "../orders/move-order.ts";
import type { Order } from "../orders/schemas.ts";
import { completeRefund, intendRefunds, type Refundable, refundableOf } from "../payments/refund.ts";
import { DomainError, refuse } from "../platform/errors.ts";
import { claimKey, findAnswer, type IdempotentRequest, keepAnswer } from "../platform/idempotency.ts";
import { formatMoney } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { planRefund, type RefundPlan, shippingPart, TooMuch } from "../pricing/refund-tax.ts";
import type { RefundRequest } from "./schemas.ts";

/**
 * Gives money of an order back: first written, then asked of the provider. What is on its way back counts as gone, so that
 * two refunds at once never pass what was paid. The caller's key is written with it, so that a request that is repeated
 * gives back once, wherever the first one broke off; the sweep sees its money home.
 * By pieces, each gives back what was paid for it; an amount is spread over all parts of the order. The timeline keeps what goes back of
 * each, and its tax.
 * @returns the order after it; `replayed`: the request was heard before
 * @throws not-found; illegal-transition when less is left than is asked for; invalid-refund pointing at each piece;
 *   idempotency-key-reused
 */
export async function refundOrder(
  store: Store,
  orderId: string,
  wanted: RefundRequest,
  request: IdempotentRequest,
): Promise<{ order: Order; replayed: boolean }> {
  const intended: string[] = [];
  const { moved } = await moveOrder(store, orderId, async (order) => {
    intended.length = 0;
    if (await findAnswer(store, request)) return null;
    const refundable = fromPayment(await refundableOf(store, order), wanted.payment_id);
    const left = refundable.left.reduce((sum, { amount }) => sum + amount, 0);
    const plan = (wanted.amount ?? 0) > left ? null : planFor(order, refundable, left, wanted);
    if (!plan || plan.amount === 0 || plan.amount > left) {
      const shown = formatMoney(left, order.currency, store.locale);
      throw new DomainError("illegal-transition", `At most ${shown} of this order can still be refunded.`, {
        refundable: left,
      });
    }
    const { ids, statements } = intendRefunds(store, order.id, refundable, plan, wanted.reason);
    intended.push(...ids);
    const { amount, tax_total, parts } = plan;
    const story = { amount, tax_total, currency: order.currency, reason: wanted.reason, parts };
    return {
      set: {},
      told: [{ type: "refund.requested", story, event: null }],
      statements: [claimKey(store, request, null), ...statements],
    };
  });
  for (const id of intended) await completeRefund(store, id);
  const kept = moved ? null : await findAnswer(store, request);
  if (kept && kept !== "unanswered") return { order: kept.body as Order, replayed: true };
  const order = toOrder(await loadOrder(store, orderId));
  await keepAnswer(store, request, { status: 201, body: order });
  return { order, replayed: !moved };
}

/** What can be given back by one payment, where one is named. */
function fromPayment(refundable: Refundable, paymentId: string | undefined): Refundable {
  if (paymentId === undefined) return refundable;
  return { ...refundable, left: refundable.left.filter(({ payment }) => payment.id === paymentId) };
}

/** @param left what is left of the money; no more is wanted @throws invalid-refund pointing at each piece */
function planFor(
  order: OrderState,
  { settled }: Refundable,
  left: number,
  { amount, items = [], shipping = false }: RefundRequest,
): RefundPlan {
  if (items.length === 0 && !shipping) return planRefund(settled, { amount: amount ?? left });
  const pieces = items.map(({ item_id, quantity }) => ({ key: item_id, quantity }));
  const strangers = pieces.flatMap(({ key }, index) =>
    order.lines.some(({ id }) => id === key)
      ? []
      : [{ pointer: `/items/${index}/item_id`, detail: "This is no item of the order." }],
  );
  refuse("invalid-refund", strangers);
  if (shipping && order.shipping_total === 0) {
    refuse("invalid-refund", [{ pointer: "/shipping", detail: "Shipping was free: nothing was paid for it." }]);
  }
  if (!shipping) refuse("invalid-refund", freePieces(order, pieces));
  try {
    return planRefund(settled, { pieces: shipping ? [...pieces, { key: shippingPart, quantity: 1 }] : pieces });
  } catch (thrown) {
    if (!(thrown instanceof TooMuch)) throw thrown;
    const pointer = thrown.at < pieces.length ? `/items/${thrown.at}/quantity` : "/shipping";
    const detail =
      thrown.left > 0 ? `Only ${thrown.left} of it can still be given back.` : "All of it was given back already.";
    throw new DomainError("invalid-refund", detail, { errors: [{ pointer, detail }] });
  }
}

/** Where all pieces are of lines that cost nothing (gifts, free samples) there is no money to give back: each is pointed at. */
function freePieces(order: OrderState, pieces: readonly { key: string }[]) {
  const cost = ({ key }: { key: string }) => order.lines.find(({ id }) => id === key)?.total;
  if (pieces.some((piece) => cost(piece) !== 0)) return [];
  return pieces.map((_, index) => ({ pointer: `/items/${index}/item_id`, detail: "Nothing was paid for it." }));
}
