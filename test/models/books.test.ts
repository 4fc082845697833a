import { env } from "cloudflare:workers";
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { auditBooks, auditRules } from "../../src/orders/audit-books.ts";
import { changePaymentSettings, readPaymentSettings } from "../../src/payments/settings/settings.ts";
import { storeFor } from "../checkout/shop.ts";
import { closeOtherPlaces } from "../inventory/places.ts";
import { Clerk } from "./clerk.ts";
import { morning, type Step, step, take } from "./deeds.ts";
import { checkLetters, checkMoney, checkMoneyNow } from "./money.ts";
import { checkGoods, expected } from "./storekeeper.ts";

/**
 * How many stories are told, and which one: `SOUK_STORIES=300 npx vitest run --project workers test/models/books` tells many, and
 * `SOUK_STORY=<seed>:<path>` with what a failure printed tells that one again.
 */
const [seed, path] = env.TEST_STORY.split(":");
const stories = Number(env.TEST_STORIES || 6);

/** Rules of the audit that look at the clock; it leaps here. */
const ofTime = new Set([
  "an order that nobody paid is closed in time",
  "what is told is sent",
  "money that a service was asked to give back arrives",
]);

/** What holds after each step. */
async function checkNow(clerk: Clerk): Promise<void> {
  const orders = await clerk.readOrders();
  await checkGoods(clerk, orders);
  for (const order of orders) checkMoneyNow(clerk, order);
  // All at once: this is asked very often.
  const rules = Object.entries(auditRules(clerk.store())).filter(([rule]) => !ofTime.has(rule));
  const broken = await env.ORDERS.batch<{ id: string }>(
    rules.map(([, query]) => env.ORDERS.prepare(new SQLiteSyncDialect().sqlToQuery(query).sql)),
  );
  const findings = rules.flatMap(([rule], index) => broken[index]?.results.map(({ id }) => `${rule}: ${id}`) ?? []);
  expect(findings).toEqual([]);
}

/** Lets everything come to rest: what was lost is told again, what is due is done. */
async function rest(clerk: Clerk): Promise<void> {
  clerk.stripe.misbehave();
  for (let round = 0; round < 4; round++) {
    vi.setSystemTime(Date.now() + 31 * 60_000);
    await clerk.sweep();
    for (const order of await clerk.readOrders()) {
      await clerk.wordOf(order);
      await clerk.hear("shipping", await clerk.eventsFor(order.id, "shipping"));
    }
    await clerk.settle();
  }
}

/** What holds in the end. */
async function checkInTheEnd(clerk: Clerk): Promise<void> {
  const orders = await clerk.readOrders();
  for (const order of orders) await checkMoney(clerk, order);
  const made = await env.ORDERS.prepare(
    "select count(distinct order_id) as n from reservations where variant_id in (?, ?)",
  )
    .bind(clerk.goods[0]?.variant_id, clerk.goods[1]?.variant_id)
    .first("n");
  expect(made, "orders that nobody knows of").toBe(clerk.orders.length);
  const { results: open } = await env.ORDERS.prepare(
    `select id, status from refunds where status = 'pending'
     union all select id, status from payments where status in ('initiating', 'pending')
     union all select id, type from outbox where sent_at is null and time < ?`,
  )
    .bind(new Date(Date.now() - 60_000).toISOString())
    .all();
  expect(open, "what nobody would ever finish").toEqual([]);
  await checkGoods(clerk, orders);
  expect((await auditBooks(clerk.store())).findings).toEqual([]);
  await checkLetters(clerk);
}

async function tell(story: readonly Step[], scheduler: fc.Scheduler): Promise<void> {
  vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
  const clerk = new Clerk();
  await clerk.open();
  for (const each of [...morning, ...story]) {
    vi.setSystemTime(Date.now() + 1000);
    await expected(take(clerk, each, scheduler));
    await clerk.settle();
    await checkNow(clerk);
  }
  await rest(clerk);
  await checkInTheEnd(clerk);
}

afterEach(async () => {
  vi.useRealTimers();
  await closeOtherPlaces();
  const { version, capture } = await readPaymentSettings(storeFor());
  if (capture !== "now") await changePaymentSettings(storeFor(), version, { capture: "now" });
});

describe("any story of the shop", () => {
  it(
    "holds after each step, and ends with books that agree with themselves, with the shelf and with the provider",
    () => {
      const story = fc.array(step, { minLength: 15, maxLength: 25, size: "max" });
      return fc.assert(fc.asyncProperty(story, fc.scheduler(), tell), {
        ...(seed && { seed: Number(seed), ...(path && { path }) }),
        numRuns: path ? 1 : stories,
        endOnFailure: true,
      });
    },
    60_000 + stories * 20_000,
  );
});
