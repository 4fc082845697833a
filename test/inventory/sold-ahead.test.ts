import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { consumeInventory } from "../../queues/inventory.ts";
import { findOffers } from "../../src/catalog/prices/offers.ts";
import type { Product } from "../../src/catalog/schemas.ts";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { expireOrder } from "../../src/checkout/expire-order.ts";
import { sweepOutbox } from "../../src/events/outbox.ts";
import { noticeLow } from "../../src/inventory/low-stock.ts";
import { changePolicy, readPolicy } from "../../src/inventory/policy.ts";
import { endPromises } from "../../src/inventory/promised-times.ts";
import type { StockPolicyChange } from "../../src/inventory/schemas.ts";
import { adjustStock } from "../../src/inventory/stock.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { tellReadyOrders } from "../../src/orders/back-orders.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import {
  ask,
  checkOut,
  choose,
  fillCart,
  order,
  published,
  see,
  sell,
  sendWebhook,
  storeFor,
  webhook,
} from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { levelsOf } from "./places.ts";

let token = "";
beforeAll(async () => {
  token = await signInStaff();
});
afterEach(async () => {
  vi.useRealTimers();
  // The clock stands still here or leaps: what is late is not looked at.
  const { findings } = await auditBooks(storeFor());
  expect(findings.filter(({ rule }) => rule !== "what is told is sent")).toEqual([]);
});

const days = (count: number) => new Date(Date.now() + count * 24 * 3600 * 1000).toISOString();

const sellAs = async (variantId: string, change: StockPolicyChange) =>
  changePolicy(storeFor(), variantId, (await readPolicy(storeFor(), variantId)).version, change);

/** What changed of stock is shown in the catalogue, as the queue would have it. */
async function showStock(variantId: string): Promise<void> {
  const { results } = await env.ORDERS.prepare(
    "select id, type, subject, time, data, traceparent from outbox where type = 'stock.changed' and subject = ? order by time desc, id desc limit 1",
  )
    .bind(variantId)
    .all<{ data: string }>();
  const messages = results.map((row, index) => ({
    id: `m${index}`,
    timestamp: new Date(),
    attempts: 1,
    body: {
      specversion: "1.0",
      source: "souk",
      datacontenttype: "application/json",
      ...row,
      data: JSON.parse(row.data),
    },
    ack() {},
    retry() {
      throw new Error("The message was not understood.");
    },
  }));
  const batch = { queue: "inventory", messages, ackAll() {}, retryAll() {}, metadata: {} };
  await consumeInventory(storeFor(), batch as never);
}

const shown = async (id: string) => (await (await ask("GET", `/products/${id}`)).json<Product>()).variants[0];
const bring = (variantId: string, units: number) =>
  adjustStock(storeFor(), variantId, { delta: units, reason: "Delivery" });
const waitingOf = async (id: string) =>
  (await env.ORDERS.prepare("select waiting from reservations where order_id = ?").bind(id).first<number>("waiting")) ??
  0;

describe("back orders", () => {
  it("are taken up to their limit, told everywhere with the promised day, and not beyond", async () => {
    const pan = await sell({ stock: 1 });
    const promised = days(20);
    await sellAs(pan.variant_id, { backorder_limit: 3, ships_at: promised });
    await showStock(pan.variant_id);
    expect(await shown(pan.product_id)).toMatchObject({
      available: 4,
      in_stock: 1,
      sold_ahead: "backorder",
      ships_at: promised,
    });
    const cartId = await fillCart(pan.variant_id, 3);
    expect(await (await ask("GET", "/cart", undefined, { "x-cart-id": cartId })).json()).toMatchObject({
      items: [{ quantity: 3, waiting: 2, ships_at: promised }],
    });
    const placed = await (await checkOut(cartId)).json<Awaited<ReturnType<typeof order>>>();
    expect(placed.order.items).toMatchObject([{ waiting: 2, ships_at: promised }]);
    expect((await see(placed)).items).toMatchObject([{ waiting: 2, ships_at: promised }]);
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 1, reserved: 1, backordered: 2 } });
    const more = await checkOut(await fillCart(pan.variant_id, 1), {});
    expect(more.status).toBe(201);
    await showStock(pan.variant_id);
    expect((await ask("POST", "/cart/add", { variant_id: pan.variant_id, quantity: 1 })).status).toBe(409);
  });

  it("are served first come first served when goods come, and told of once, however many look", async () => {
    const pan = await sell({ stock: 0 });
    await sellAs(pan.variant_id, { backorder_limit: 10, ships_at: days(20) });
    await showStock(pan.variant_id);
    const [first, second, third] = [
      await order(pan.variant_id, 2),
      await order(pan.variant_id, 3),
      await order(pan.variant_id, 1),
    ];
    for (const placed of [first, second, third]) await choose(placed, "approve");
    await bring(pan.variant_id, 4);
    expect(await Promise.all([first, second, third].map(({ order }) => waitingOf(order.id)))).toEqual([0, 1, 1]);
    await Promise.all([tellReadyOrders(storeFor()), tellReadyOrders(storeFor()), tellReadyOrders(storeFor())]);
    const told = async (id: string) => (await published(id)).filter((type) => type === "order.ready").length;
    expect(await Promise.all([first, second, third].map(({ order }) => told(order.id)))).toEqual([1, 0, 0]);
    await cancelOrder(storeFor(), second.order.id, "Too long");
    expect(await waitingOf(third.order.id)).toBe(0);
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 4, reserved: 3, backordered: 0 } });
    await tellReadyOrders(storeFor());
    await tellReadyOrders(storeFor());
    expect(await told(third.order.id)).toBe(1);
    expect(await told(second.order.id)).toBe(0);
  });

  it("do not leave before they have come", async () => {
    const pan = await sell({ stock: 0 });
    await sellAs(pan.variant_id, { backorder_limit: 10, ships_at: days(20) });
    await showStock(pan.variant_id);
    const placed = await order(pan.variant_id, 2);
    await choose(placed, "approve");
    await expect(moveShipping(storeFor(), placed.order.id, "shipped")).rejects.toMatchObject({
      code: "illegal-transition",
    });
    await bring(pan.variant_id, 5);
    await moveShipping(storeFor(), placed.order.id, "shipped");
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 3, reserved: 0 } });
  });

  it("cannot be fewer than were taken already, and end with their promise", async () => {
    const pan = await sell({ stock: 0 });
    await sellAs(pan.variant_id, { backorder_limit: 3, ships_at: days(20) });
    await showStock(pan.variant_id);
    await order(pan.variant_id, 2);
    await expect(sellAs(pan.variant_id, { backorder_limit: 1 })).rejects.toMatchObject({ code: "promised-ahead" });
    vi.useFakeTimers({ now: Date.now() + 21 * 24 * 3600 * 1000, toFake: ["Date"] });
    await endPromises(storeFor());
    expect(await readPolicy(storeFor(), pan.variant_id)).toMatchObject({ ships_at: null, backordered: 2 });
    const stock = await env.ORDERS.prepare(
      "select data ->> 'available' as left from outbox where type = 'stock.changed' and subject = ? order by rowid desc limit 1",
    )
      .bind(pan.variant_id)
      .first("left");
    expect(stock).toBe(0);
  });

  it("that nobody paid give back their place, and take it again once when the money comes late", async () => {
    const pan = await sell({ stock: 1 });
    await sellAs(pan.variant_id, { backorder_limit: 1, ships_at: days(20) });
    await showStock(pan.variant_id);
    const placed = await order(pan.variant_id, 2);
    vi.useFakeTimers({ now: Date.now() + 31 * 60_000, toFake: ["Date"] });
    await expireOrder(storeFor(), placed.order.id);
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { reserved: 0, backordered: 0 } });
    const word = await webhook(placed);
    await Promise.all([1, 2].map(() => sendWebhook(word)));
    expect(await see(placed)).toMatchObject({ status: "open", payment_status: "paid", items: [{ waiting: 1 }] });
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 1, reserved: 1, backordered: 1 } });
  });
});

describe("pre-orders", () => {
  it("are sold before they are released, though they lie there already, and leave from then on", async () => {
    const book = await sell({ stock: 5 });
    const release = days(3);
    await sellAs(book.variant_id, { release_at: release });
    await showStock(book.variant_id);
    expect(await shown(book.product_id)).toMatchObject({
      available: 5,
      in_stock: 0,
      sold_ahead: "preorder",
      ships_at: release,
    });
    const placed = await order(book.variant_id, 2);
    await choose(placed, "approve");
    expect((await see(placed)).items).toMatchObject([{ waiting: 2, ships_at: release }]);
    await tellReadyOrders(storeFor());
    await expect(moveShipping(storeFor(), placed.order.id, "shipped")).rejects.toMatchObject({
      code: "illegal-transition",
    });
    vi.useFakeTimers({ now: Date.now() + 4 * 24 * 3600 * 1000, toFake: ["Date"] });
    await endPromises(storeFor());
    await tellReadyOrders(storeFor());
    expect((await published(placed.order.id)).filter((type) => type === "order.ready")).toHaveLength(1);
    await moveShipping(storeFor(), placed.order.id, "shipped");
    await showStock(book.variant_id);
    expect((await findOffers(storeFor(), [book.variant_id])).get(book.variant_id)).toMatchObject({
      in_stock: 3,
      sold_ahead: null,
    });
  });
});

describe("what is kept back", () => {
  it("is not sold, and may still break or be counted away", async () => {
    const pan = await sell({ stock: 5 });
    await sellAs(pan.variant_id, { safety_stock: 3 });
    await showStock(pan.variant_id);
    expect(await shown(pan.product_id)).toMatchObject({ available: 2 });
    await env.CATALOG.prepare("update variants set available = 99, available_at = '9999' where id = ?")
      .bind(pan.variant_id)
      .run();
    const refused = await checkOut(await fillCart(pan.variant_id, 3));
    expect(await refused.json()).toMatchObject({ code: "insufficient-stock", lines: [{ requested: 3, available: 2 }] });
    await order(pan.variant_id, 2);
    await bring(pan.variant_id, -3);
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 2, reserved: 2 } });
  });
});

describe("low stock", () => {
  const lows = async (variantId: string) =>
    (await env.ORDERS.prepare("select count(*) as n from outbox where type = 'stock.low' and subject = ?")
      .bind(variantId)
      .first<number>("n")) ?? 0;

  it("is told once when it is crossed, and again only after there was more", async () => {
    const pan = await sell({ stock: 10 });
    await sellAs(pan.variant_id, { low_stock_at: 8 });
    expect(await lows(pan.variant_id)).toBe(0);
    for (const units of [1, 1, 1]) {
      await order(pan.variant_id, units);
      await showStock(pan.variant_id);
    }
    await Promise.all([1, 2, 3].map(() => noticeLow(storeFor(), [pan.variant_id])));
    expect(await lows(pan.variant_id)).toBe(1);
    const list = await ask("GET", `/inventory?low=true&q=${pan.sku}`, undefined, bearer(token));
    expect(await list.json()).toMatchObject({ data: [{ sku: pan.sku, available: 7 }] });
    await bring(pan.variant_id, 20);
    await noticeLow(storeFor(), [pan.variant_id]);
    await bring(pan.variant_id, -20);
    await noticeLow(storeFor(), [pan.variant_id]);
    expect(await lows(pan.variant_id)).toBe(2);
    while ((await sweepOutbox(storeFor(), storeFor().orders)) > 0);
  });
});

describe("how an item is sold", () => {
  const patch = (variantId: string, body: object, version: string | null = '"0"') =>
    ask("PATCH", `/inventory/${variantId}/policy`, body, { ...bearer(token), ...(version && { "if-match": version }) });

  it("is changed by whoever has read it", async () => {
    const pan = await sell();
    expect((await patch(pan.variant_id, { safety_stock: 1 }, null)).status).toBe(428);
    expect((await patch(pan.variant_id, { safety_stock: 1 }, '"9"')).status).toBe(412);
    expect(await (await patch(pan.variant_id, { safety_stock: 1 })).json()).toMatchObject({
      safety_stock: 1,
      version: 1,
    });
    expect((await patch(pan.variant_id, { safety_stock: 2 })).status).toBe(412);
  });

  it.each([
    ["without a day for what is sold ahead", { backorder_limit: 3 }, 422],
    ["with a day that is over", { ships_at: "2020-01-01T00:00:00.000Z" }, 422],
    ["with a release that is over", { release_at: "2020-01-01T00:00:00.000Z" }, 422],
    ["with what is no day", { ships_at: "soon" }, 400],
    [
      "from a place that is none",
      { backorder_limit: 1, ships_at: "2099-01-01T00:00:00.000Z", backorder_location: "moon" },
      422,
    ],
    ["fewer than none", { safety_stock: -1 }, 400],
    ["half of one", { low_stock_at: 1.5 }, 400],
    ["nothing", {}, 400],
  ])("is not changed: %s", async (_what, body, status) => {
    const pan = await sell();
    expect((await patch(pan.variant_id, body)).status).toBe(status);
  });
});
