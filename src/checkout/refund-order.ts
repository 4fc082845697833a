import { toOrder } from "../orders/find-order.ts";
import { loadOrder } from "../orders/load-order.ts";
import { moveOrder } from "../orders/move-order.ts";
import type { Order } from "../orders/schemas.ts";
import { completeRefund, intendRefund, leftToRefund } from "../payments/refund.ts";
import { DomainError } from "../platform/errors.ts";
import { claimKey, findAnswer, type IdempotentRequest, keepAnswer } from "../platform/idempotency.ts";
import { formatMoney } from "../platform/money.ts";
import type { Store } from "../platform/store.ts";
import { taxOfRefund } from "../pricing/refund-tax.ts";
import type { RefundRequest } from "./schemas.ts";

/**
 * Gives money of an order back: first written, then asked of the provider. What is on its way back counts as gone, so that
 * two refunds at once never pass what was paid. The caller's key is written with it, so that a request that is repeated
 * gives back once, wherever the first one broke off; the sweep sees its money home.
 * The timeline keeps the tax that each refund gives back.
 * @returns the order after it; `replayed`: the request was heard before
 * @throws not-found; illegal-transition when less is left than is asked for; idempotency-key-reused
 */
export async function refundOrder(
  store: Store,
  orderId: string,
  { amount, reason }: RefundRequest,
  request: IdempotentRequest,
): Promise<{ order: Order; replayed: boolean }> {
  const intended: string[] = [];
  const { moved } = await moveOrder(store, orderId, async (order) => {
    intended.length = 0;
    if (await findAnswer(store, request)) return null;
    const left = await leftToRefund(store, order);
    const total = left.reduce((sum, { amount }) => sum + amount, 0);
    const wanted = amount ?? total;
    if (wanted === 0 || wanted > total) {
      const shown = formatMoney(total, order.currency, store.locale);
      throw new DomainError("illegal-transition", `At most ${shown} of this order can still be refunded.`, {
        refundable: total,
      });
    }
    let rest = wanted;
    const statements = left.flatMap(({ payment, amount: most }) => {
      const part = Math.min(rest, most);
      if (part === 0) return [];
      rest -= part;
      const id = store.newId("re");
      intended.push(id);
      return [intendRefund(store, { id, order_id: order.id, payment, amount: part, reason })];
    });
    const captured = order.payments.reduce((sum, payment) => sum + payment.captured, 0);
    const tax_total = taxOfRefund({ ...order, captured, refunded: captured - total }, wanted);
    const story = { amount: wanted, tax_total, currency: order.currency, reason };
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
