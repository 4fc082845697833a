import { asc, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { newEvent } from "../events/outbox.ts";
import { hashOfAddress, hashOfIp } from "../fraud/keyed-hash.ts";
import { fraudRulesNow } from "../fraud/rules.ts";
import type { Assessment, ReviewDecision, Signals } from "../fraud/schemas.ts";
import { type Looked, type LookedAt, signalsOf } from "../fraud/signals.ts";
import { fraudAssessments, fraudDecisions } from "../fraud/tables.ts";
import { type Weighed, weigh } from "../fraud/weigh.ts";
import { toOrder } from "../orders/find-order.ts";
import { loadOrder, type OrderState } from "../orders/load-order.ts";
import { moveOrder, tell } from "../orders/move-order.ts";
import { orderSnapshot } from "../orders/snapshot.ts";
import { insertRows } from "../platform/database.ts";
import { DomainError, notFound } from "../platform/errors.ts";
import { failureText } from "../platform/failure-text.ts";
import { actorName, type Store, timestamp } from "../platform/store.ts";
import { assessCard } from "./assess-card.ts";
import { cancelOrder } from "./cancel-order.ts";
import { refusedReason } from "./refusal.ts";

/** Where an order was placed from. */
export interface PlacedFrom {
  ip: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
}

/** An order to be looked at, and what its request told. */
export interface ToAssess {
  order: LookedAt;
  from: PlacedFrom | null;
}

/** An order that was looked at and weighed. */
interface Assessed extends Looked {
  signals: Signals;
  weighed: Weighed;
}

/**
 * Weighs orders by the rules of staff, each once, however often it is asked: they are let go, held for a look, or refused. Those that are
 * let go are written down together. The checkout asks after its answer is sent, so that it waits for nothing.
 */
export async function assessOrders(store: Store, orders: readonly ToAssess[]): Promise<void> {
  const [{ rules, settings }, ...looked] = await Promise.all([
    fraudRulesNow(store),
    ...orders.map((one) => lookedAt(store, one)),
  ]);
  const signals = await signalsOf(store, looked);
  const assessed = looked.map((one, index) => {
    const known = signals[index] ?? {};
    return { ...one, signals: known, weighed: weigh(known, rules, settings) };
  });
  const system = store.as({ kind: "system" });
  const fine = assessed.filter(({ weighed }) => weighed.outcome === "allow");
  try {
    if (fine.length > 0) await store.orders.batch([insertAssessments(store, fine), insertDecisions(system, fine)]);
  } catch (thrown) {
    // Another call was first with one of them; alone each finds out for itself.
    if (!wasAssessed(thrown)) throw thrown;
    if (orders.length > 1) return assessEach(store, orders);
  }
  for (const one of assessed) if (one.weighed.outcome !== "allow") await act(system, one);
}

/** {@link assessOrders}, of one. @param from null where its request is gone */
export function assessOrder(store: Store, order: LookedAt, from: PlacedFrom | null): Promise<void> {
  return assessOrders(store, [{ order, from }]);
}

async function assessEach(store: Store, orders: readonly ToAssess[]): Promise<void> {
  for (const { order, from } of orders) await assessOrder(store, order, from);
}

async function lookedAt(store: Store, { order, from }: ToAssess): Promise<Looked> {
  const [ip_hash, address_hash] = await Promise.all([
    from?.ip ? hashOfIp(store, from.ip) : null,
    hashOfAddress(store, order.shipping_address),
  ]);
  return { order, origin: { ip_hash, address_hash, ip_country: from?.country ?? null } };
}

/** Holds or refuses an order. */
async function act(system: Store, one: Assessed): Promise<void> {
  const { order, weighed } = one;
  const written = [insertAssessments(system, [one]), insertDecisions(system, [one])] as const;
  try {
    if (weighed.outcome === "review") await hold(system, order.id, weighed, [...written]);
    else await system.orders.batch(written);
  } catch (thrown) {
    if (wasAssessed(thrown)) return;
    throw thrown;
  }
  if (weighed.outcome === "refuse") await cancelOrder(system, order.id, refusedReason);
}

const wasAssessed = (thrown: unknown): boolean =>
  failureText(thrown).includes("UNIQUE constraint failed: fraud_assessments");

/**
 * {@link assessOrder}, by whoever would send the goods, should the checkout's own look have been lost; and {@link assessCard}, once the
 * payment service can tell something.
 */
export async function assessBeforeShipping(store: Store, orderId: string): Promise<void> {
  const [known] = await store.orders
    .select({ outcome: fraudAssessments.outcome })
    .from(fraudAssessments)
    .where(eq(fraudAssessments.order_id, orderId));
  // Whoever refused it may have been lost before it was cancelled.
  if (known?.outcome === "refuse") await cancelOrder(store.as({ kind: "system" }), orderId, refusedReason);
  else if (!known) {
    const order = await loadOrder(store, orderId);
    if (order.status === "open") await assessOrder(store, order, null);
  }
  await assessCard(store, orderId);
}

async function hold(store: Store, id: string, { score }: Weighed, statements: BatchItem<"sqlite">[]): Promise<void> {
  await moveOrder(store, id, (order) =>
    order.status !== "open" || order.review !== "none"
      ? null
      : { set: { review: "held" }, told: [{ type: "review.begun", story: { score }, event: null }], statements },
  );
}

function insertAssessments(store: Store, assessed: readonly Assessed[]): BatchItem<"sqlite"> {
  const at = timestamp(store);
  return insertRows(
    store.orders,
    fraudAssessments,
    assessed.map(({ order, origin, signals, weighed: { score, outcome, reasons } }) => ({
      ...{ order_id: order.id, score, outcome, signals, reasons, email: order.email },
      ...{ ip_hash: origin.ip_hash, address_hash: origin.address_hash, at },
    })),
  );
}

function insertDecisions(store: Store, assessed: readonly Assessed[]): BatchItem<"sqlite"> {
  const at = timestamp(store);
  return insertRows(
    store.orders,
    fraudDecisions,
    assessed.map(({ order, weighed: { score, outcome, reasons } }) => ({
      ...{ id: store.newId("fdec"), order_id: order.id, outcome, score, reasons, note: "" },
      ...{ decided_by: actorName(store.actor), at },
    })),
  );
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
