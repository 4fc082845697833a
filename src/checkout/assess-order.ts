import { asc, eq, sql } from "drizzle-orm";
import { newEvent } from "../events/outbox.ts";
import { hashOfAddress, hashOfIp } from "../fraud/keyed-hash.ts";
import { fraudRulesNow } from "../fraud/rules.ts";
import type { Assessment, ReviewDecision } from "../fraud/schemas.ts";
import { type LookedAt, signalsOf } from "../fraud/signals.ts";
import { fraudAssessments, fraudDecisions } from "../fraud/tables.ts";
import { type Weighed, weigh } from "../fraud/weigh.ts";
import { toOrder } from "../orders/find-order.ts";
import { loadOrder, type OrderState } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { actorName, type Store, timestamp } from "../platform/store.ts";
import { cancelOrder } from "./cancel-order.ts";

/** Where an order was placed from. */
export interface PlacedFrom {
  ip: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
}

/** What a refused buyer is told: not which rule it was. */
const refusedReason = "We could not accept this order.";

/**
 * Weighs an order by the rules of staff, once, however often it is asked: it is let go, held for a look, or refused. The checkout asks
 * after its answer is sent, so that it waits for nothing.
 */
export async function assessOrder(store: Store, order: LookedAt, from: PlacedFrom | null): Promise<void> {
  const system = store.as({ kind: "system" });
  const [ip_hash, address_hash, { rules, settings }] = await Promise.all([
    from?.ip ? hashOfIp(store, from.ip) : null,
    hashOfAddress(store, order.shipping_address),
    fraudRulesNow(store),
  ]);
  const signals = await signalsOf(store, order, { ip_hash, address_hash, ip_country: from?.country ?? null });
  const weighed = weigh(signals, rules, settings);
  const { score, outcome, reasons } = weighed;
  const written = store.orders.insert(fraudAssessments).values({
    ...{ order_id: order.id, score, outcome, signals, reasons, email: order.email },
    ...{ ip_hash, address_hash, fingerprint: null, at: timestamp(store) },
  });
  try {
    if (outcome === "review") await hold(system, order.id, weighed, [written, decision(system, order.id, weighed)]);
    else await store.orders.batch([written, decision(system, order.id, weighed)]);
  } catch (thrown) {
    // Another call was first.
    if (failureText(thrown).includes("UNIQUE constraint failed: fraud_assessments")) return;
    throw thrown;
  }
  if (outcome === "refuse") await cancelOrder(system, order.id, refusedReason);
}

/** {@link assessOrder}, by whoever would send the goods, should the checkout's own look have been lost. */
export async function assessBeforeShipping(store: Store, orderId: string): Promise<void> {
  const [known] = await store.orders
    .select({ order_id: fraudAssessments.order_id })
    .from(fraudAssessments)
    .where(eq(fraudAssessments.order_id, orderId));
  if (known) return;
  const order = await loadOrder(store, orderId);
  if (order.status === "open") await assessOrder(store, order, null);
}

type Write = ReturnType<typeof decision> | ReturnType<ReturnType<Store["orders"]["insert"]>["values"]>;

async function hold(store: Store, id: string, { score }: Weighed, statements: Write[]): Promise<void> {
  await moveOrder(store, id, (order) =>
    order.status !== "open" || order.review !== "none"
      ? null
      : { set: { review: "held" }, told: [{ type: "review.begun", story: { score }, event: null }], statements },
  );
}

function decision(store: Store, order_id: string, { score, outcome, reasons }: Weighed) {
  return store.orders.insert(fraudDecisions).values({
    ...{ id: store.newId("fdec"), order_id, outcome, score, reasons, note: "" },
    ...{ decided_by: actorName(store.actor), at: timestamp(store) },
  });
}

/** What an order was judged by, and what was decided since. @throws not-found where it was not looked at */
export async function readAssessment(store: Store, orderId: string): Promise<Assessment> {
  const [[found], decisions] = await store.orders.batch([
    store.orders.select().from(fraudAssessments).where(eq(fraudAssessments.order_id, orderId)),
    store.orders
      .select()
      .from(fraudDecisions)
      .where(eq(fraudDecisions.order_id, orderId))
      .orderBy(asc(fraudDecisions.id)),
  ]);
  if (!found) throw notFound("assessment");
  const { order_id, score, outcome, signals, reasons, at } = found;
  return {
    ...{ order_id, score, outcome, signals, reasons, at },
    decisions: decisions.map(({ id: _, order_id: __, ...one }) => one),
  };
}

/**
 * Staff have looked at an order that was held: it goes on its way, or is cancelled and its money goes back. Either is kept with who did it.
 * @throws not-found; illegal-transition for one that is not held
 */
export async function decideReview(store: Store, orderId: string, given: ReviewDecision): Promise<OrderState> {
  const { order } = await moveOrder(store, orderId, (order) => {
    if (order.review !== "held" || order.status !== "open") {
      throw new DomainError("illegal-transition", "This order is not held for a look.", { legal: [] });
    }
    const cleared = given.decision === "clear";
    return {
      set: { review: "cleared" },
      told: [
        cleared
          ? tell(newEvent(store, "order.cleared", order.id, orderSnapshot(order)))
          : { type: "review.refused", story: {}, event: null },
      ],
      statements: [
        store.orders.insert(fraudDecisions).values({
          id: store.newId("fdec"),
          order_id: order.id,
          outcome: cleared ? "clear" : "refuse",
          score: null,
          reasons: [],
          note: given.note,
          decided_by: store.actor.kind === "staff" ? store.actor.email : actorName(store.actor),
          at: timestamp(store),
        }),
      ],
    };
  });
  return given.decision === "clear" ? order : cancelOrder(store, orderId, refusedReason);
}

/** {@link decideReview}, with the order as staff read it. */
export async function decideReviewAndShow(store: Store, orderId: string, given: ReviewDecision) {
  const decided = await decideReview(store, orderId, given);
  return { order: toOrder(decided), version: decided.version };
}

/** Open orders of the last day that nobody has looked at: their checkout's own look was lost. */
export async function assessForgotten(store: Store): Promise<void> {
  const now = store.now().getTime();
  const [since, until] = [now - 86_400_000, now - 60_000].map((ms) => new Date(ms).toISOString());
  const forgotten = await store.orders.all<{ id: string }>(sql`
    select o.id from orders o indexed by orders_by_time
    where o.created_at between ${since} and ${until} and o.status = 'open'
      and not exists (select 1 from fraud_assessments a where a.order_id = o.id)
    order by o.created_at limit 20
  `);
  for (const { id } of forgotten) await assessBeforeShipping(store, id);
}
