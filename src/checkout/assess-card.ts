import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { cardSignalsOf } from "../fraud/card-signals.ts";
import { fraudRulesNow } from "../fraud/rules.ts";
import type { Signals } from "../fraud/schemas.ts";
import { type Weighed, weigh } from "../fraud/weigh.ts";
import { loadOrder, type OrderState } from "../orders/load-order.ts";
import { moveOrder } from "../orders/move-order.ts";
import { askForSigns } from "../payments/signs.ts";
import { actorName, type Store, timestamp } from "../platform/store.ts";
import { cancelOrder } from "./cancel-order.ts";
import { refusedReason } from "./refusal.ts";

/**
 * Weighs an order once more, with what its payment service tells of the card or the account that paid, before anything of it leaves; once.
 * Does nothing for one whose payment nobody tells anything of. What staff have let go stays so.
 * @throws whatever the payment service's failure is: the order is then looked at again, and waits
 */
export async function assessCard(store: Store, orderId: string): Promise<void> {
  const [before] = await store.orders.all<{ signals: string }>(
    sql`select signals from fraud_assessments where order_id = ${orderId} and card_at is null`,
  );
  if (!before || !(await askForSigns(store, orderId))) return;
  const order = await loadOrder(store, orderId);
  if (order.status !== "open" || order.shipping_status !== "unfulfilled" || order.review === "cleared") return;
  const [{ rules, settings }, told] = await Promise.all([fraudRulesNow(store), cardSignalsOf(store, order)]);
  const signals = { ...(JSON.parse(before.signals) as Signals), ...told };
  await act(store.as({ kind: "system" }), order, signals, weigh(signals, rules, settings));
}

async function act(store: Store, order: OrderState, signals: Signals, weighed: Weighed): Promise<void> {
  const written = weighedAgain(store, order.id, signals, weighed);
  // Should this be lost half-way, it is done again: a refused order is cancelled first, and written down after.
  if (weighed.outcome === "refuse") await cancelOrder(store, order.id, refusedReason);
  if (weighed.outcome !== "review") {
    await store.orders.batch(written);
    return;
  }
  const { moved } = await moveOrder(store, order.id, ({ status, review }) =>
    status === "open" && review === "none"
      ? {
          set: { review: "held" },
          told: [{ type: "review.begun", story: { score: weighed.score }, event: null }],
          statements: written,
        }
      : null,
  );
  if (!moved) await store.orders.batch(written);
}

/** What came of it, and the decision beside it; nothing where another call was first. */
function weighedAgain(
  store: Store,
  orderId: string,
  signals: Signals,
  { score, outcome, reasons }: Weighed,
): [BatchItem<"sqlite">, BatchItem<"sqlite">] {
  const at = timestamp(store);
  const [why, what] = [JSON.stringify(reasons), JSON.stringify(signals)];
  return [
    store.orders.run(sql`
      insert into fraud_decisions (id, order_id, outcome, score, reasons, decided_by, at)
      select ${store.newId("fdec")}, order_id, ${outcome}, ${score}, ${why}, ${actorName(store.actor)}, ${at}
      from fraud_assessments where order_id = ${orderId} and card_at is null
    `),
    store.orders.run(sql`
      update fraud_assessments set score = ${score}, outcome = ${outcome}, signals = ${what}, reasons = ${why}, card_at = ${at}
      where order_id = ${orderId} and card_at is null
    `),
  ];
}
