import { env } from "cloudflare:workers";
import { expect } from "vitest";
import type { OrderState, PaymentRow } from "../../src/orders/load-order.ts";
import { owedOf } from "../../src/payments/attempts.ts";
import { published } from "../checkout/shop.ts";
import type { Clerk } from "./clerk.ts";
import { sum } from "./storekeeper.ts";

/** What Stripe took by an attempt, and gave back of it. Minor units. */
function atStripe({ stripe }: Clerk, { reference }: PaymentRow): { took: number; gave: number } {
  const intent = stripe.intents.get(stripe.sessions.get(reference ?? "")?.payment_intent ?? "");
  const gone = stripe.refunds.filter(({ payment_intent }) => payment_intent === intent?.id);
  return { took: intent?.amount_received ?? 0, gave: sum(gone.map(({ amount }) => amount)) };
}

const byStripe = ({ payments }: OrderState) => payments.filter(({ provider }) => provider === "stripe");
const keptOf = ({ payments }: OrderState) => sum(payments.map(({ captured, refunded }) => captured - refunded));

/** At any moment: the books may be behind the provider, whose word is on its way, and never ahead of it. */
export function checkMoneyNow(clerk: Clerk, order: OrderState): void {
  for (const payment of byStripe(order)) {
    const { took, gave } = atStripe(clerk, payment);
    expect(payment.captured, "the books have what was never taken").toBeLessThanOrEqual(took);
    expect(payment.refunded, "the books have what never went back").toBeLessThanOrEqual(gave);
    expect(gave, "more went back than was taken").toBeLessThanOrEqual(took);
  }
}

/** Once all has come to rest: what the provider took and gave is what the books say, and what stays is what is owed. */
export async function checkMoney(clerk: Clerk, order: OrderState): Promise<void> {
  for (const payment of byStripe(order)) {
    const { took, gave } = atStripe(clerk, payment);
    expect(payment.captured, "taken").toBe(took);
    expect(payment.refunded, "given back").toBe(gave);
  }
  const { status, payment_status, total } = order;
  const stays = keptOf(order);
  const given = await givenOf(clerk, order.id);
  const held = sum(order.payments.map((payment) => (payment.status === "authorized" ? payment.amount : 0)));
  if (status === "cancelled") expect(stays, "kept of what was cancelled").toBe(0);
  else if (payment_status === "pending") {
    // It waits for the rest of what an edit made of it, or for what was held and is held no longer.
    expect(owedOf(order), "owed").toBe(total - stays);
    expect(owedOf(order), "owed").toBeGreaterThan(0);
    expect(order.expires_at, "one that could expire has").toBeNull();
  } else if (payment_status === "authorized") expect(stays + held, "kept, and held").toBe(total);
  else {
    expect(stays, "what stays").toBe(total - given);
    expect(payment_status).toBe(given === 0 ? "paid" : stays > 0 ? "partially_refunded" : "refunded");
  }
  const told = await published(order.id);
  const sold = status !== "cancelled" && payment_status !== "pending" && payment_status !== "authorized";
  if (sold) expect(told, "billed").toContain("order.billed");
}

/** What staff gave back by their own will; where they named the sum, it is that sum. */
async function givenOf(clerk: Clerk, orderId: string): Promise<number> {
  const { results } = await env.ORDERS.prepare(
    "select reason, sum(amount) as amount from refunds where order_id = ? and status = 'succeeded' and reason in ('A scratch', 'A dent') group by reason",
  )
    .bind(orderId)
    .all<{ reason: string; amount: number }>();
  const scratched = results.find(({ reason }) => reason === "A scratch")?.amount ?? 0;
  expect(scratched, "given back of a named sum").toBe(clerk.given.get(orderId) ?? 0);
  return sum(results.map(({ amount }) => amount));
}

/** Every buyer of an order that was accepted hears so once, however often the queue tells of it. */
export async function checkLetters(clerk: Clerk): Promise<void> {
  for (const id of clerk.orders) {
    const events = await clerk.eventsFor(id, "notifications");
    await clerk.hear("notifications", [...events, ...events.toReversed()]);
    const accepted = events.some(({ type }) => type === "order.billed" || type === "order.confirmed");
    const letters = await env.ACTIVITY.prepare(
      "select count(*) as n from messages where order_id = ? and template = 'confirmation'",
    )
      .bind(id)
      .first<number>("n");
    expect(letters, "confirmations").toBe(accepted ? 1 : 0);
  }
}
