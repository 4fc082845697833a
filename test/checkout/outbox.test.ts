import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { forgetSent, newEvent, relay, sweepOutbox } from "../../src/events/outbox.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { orderSnapshot } from "../../src/orders/snapshot.ts";
import { makeId } from "../../src/platform/ids.ts";
import { meter } from "../budgets/meter.ts";
import { order, sell, storeFor } from "./shop.ts";

/** Events that a Worker wrote an hour ago and died before it sent them; each carries so many bytes of text. */
async function leaveBehind(count: number, options: { type?: string; data?: unknown } = {}): Promise<void> {
  const { type = "stock.changed", data = { variant_id: "var_x", sku: "X", available: 1 } } = options;
  await env.ORDERS.prepare(
    `insert into outbox (id, type, subject, time, data, traceparent)
     select 'evt_' || lower(hex(randomblob(13))), ?, 'x', ?, ?, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
     from (with recursive n (i) as (select 1 union all select i + 1 from n where i < ?) select i from n)`,
  )
    .bind(type, new Date(Date.now() - 3_600_000).toISOString(), JSON.stringify(data), count)
    .run();
}

/** How many of them still wait; what was written just now is in the hands of the call that wrote it. */
const unsent = () =>
  env.ORDERS.prepare("select count(*) as n from outbox where sent_at is null and time < ?")
    .bind(new Date(Date.now() - 60_000).toISOString())
    .first<number>("n");

/** An order's snapshot with so many lines, each with a title as long as titles get. */
async function snapshotOf(lines: number) {
  const pan = await sell();
  const placed = await order(pan.variant_id);
  const snapshot = orderSnapshot(await loadOrder(storeFor(), placed.order.id));
  const [line] = snapshot.items;
  return { ...snapshot, items: Array.from({ length: lines }, () => ({ ...line, title: "ق".repeat(500) })) };
}

async function sweepAll(): Promise<void> {
  const store = storeFor();
  for (let rounds = 0; rounds < 10 && (await sweepOutbox(store, store.orders)) > 0; rounds++);
}

beforeEach(async () => {
  await env.ORDERS.prepare("update outbox set sent_at = time where sent_at is null").run();
});

describe("events that were left behind", () => {
  it("are all sent, also when there are more than one statement or one message batch may name", async () => {
    await leaveBehind(250);
    await sweepAll();
    expect(await unsent()).toBe(0);
  });

  it("are sent when together they are more than a queue takes at once", async () => {
    await leaveBehind(60, { type: "order.billed", data: await snapshotOf(8) });
    await sweepAll();
    expect(await unsent()).toBe(0);
  });

  it("do not wait behind one that is larger than any queue takes", async () => {
    await leaveBehind(1, { type: "order.billed", data: await snapshotOf(200) });
    await leaveBehind(3);
    await sweepAll();
    expect(await unsent()).toBe(0);
  });
});

it("the events of an order with two hundred lines leave in one go", async () => {
  const store = storeFor();
  const events = Array.from({ length: 203 }, (_, i) =>
    newEvent(store, "stock.changed", `var_${i}`, {
      ...{ variant_id: `var_${i}`, sku: `${i}`, available: i, in_stock: i },
      sold_ahead: null,
      ships_at: null,
    }),
  );
  await expect(relay(store, store.orders, events)).resolves.toBeUndefined();
});

it("looking for what is left reads what is left, not all that was ever sent", async () => {
  await leaveBehind(500);
  await env.ORDERS.prepare("update outbox set sent_at = time where sent_at is null").run();
  const spent = { trips: 0, queries: 0, rows_read: 0 };
  const store = storeFor();
  const { openDatabase } = await import("../../src/platform/database.ts");
  await sweepOutbox(store, openDatabase(meter(env.ORDERS, spent)));
  expect(spent.rows_read).toBeLessThan(5);
});

describe("events that were sent", () => {
  it("are forgotten in time, those with people's secrets first; what was never sent stays", async () => {
    const write = (database: D1Database, id: string, sent: string | null) =>
      database
        .prepare(
          "insert into outbox (id, type, subject, time, data, traceparent, sent_at) values (?, 'x', 'x', 'x', '{}', 'x', ?)",
        )
        .bind(id, sent)
        .run();
    const now = Date.now();
    const day = 24 * 3600 * 1000;
    for (const database of [env.ORDERS, env.CUSTOMERS]) {
      await database.prepare("delete from outbox").run();
      for (const days of [0, 2, 40]) await write(database, makeId("evt", now - days * day), "x");
      await write(database, makeId("evt", now - 41 * day), null);
    }
    await forgetSent(storeFor());
    const left = async (database: D1Database) => await database.prepare("select count(*) as n from outbox").first("n");
    expect(await left(env.ORDERS)).toBe(3);
    expect(await left(env.CUSTOMERS)).toBe(2);
  });
});
