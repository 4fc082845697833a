import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { findLocation, updateLocation } from "../../src/inventory/locations/locations.ts";
import { changePolicy, readPolicy } from "../../src/inventory/policy.ts";
import { beginStockTake, count, endStockTake } from "../../src/inventory/takes/takes.ts";
import { receiveTransfer, sendTransfer } from "../../src/inventory/transfers/transfers.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { tellReadyOrders } from "../../src/orders/back-orders.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { shipPart } from "../../src/shipping/ship-part.ts";
import { choose, order, published, sell, storeFor } from "../checkout/shop.ts";
import { closeOtherPlaces, levelsOf, openPlace, putAt } from "./places.ts";

afterEach(async () => {
  const { findings } = await auditBooks(storeFor());
  expect(findings).toEqual([]);
  await closeOtherPlaces();
});

/** A pan of which so many lie in the main place, sold ahead there, and another place that has had none of it. */
async function soldAhead(stock = 0) {
  const cellar = await openPlace();
  const pan = await sell({ stock });
  const ships_at = new Date(Date.now() + 20 * 24 * 3600 * 1000).toISOString();
  await changePolicy(storeFor(), pan.variant_id, 0, { backorder_limit: 10, ships_at, backorder_location: "main" });
  await env.CATALOG.prepare("update variants set available = 99, available_at = '9999' where id = ?")
    .bind(pan.variant_id)
    .run();
  const buy = async (quantity: number) => {
    const placed = await order(pan.variant_id, quantity);
    await choose(placed, "approve");
    return placed;
  };
  return { ...pan, cellar: cellar.id, buy };
}

const waitingOf = async (orderId: string) =>
  (await env.ORDERS.prepare("select sum(waiting) as n from reservations where order_id = ? and state = 'held'")
    .bind(orderId)
    .first<number>("n")) ?? 0;

describe("an order that waits at one place for goods that come to another", () => {
  it("is given them there at once, who has waited longest first, and leaves from there", async () => {
    const pan = await soldAhead();
    const [first, second] = [await pan.buy(2), await pan.buy(3)];
    await putAt(pan.cellar, pan.variant_id, 4);
    expect(await levelsOf(pan.variant_id)).toMatchObject({
      main: { reserved: 0, backordered: 1 },
      [pan.cellar]: { on_hand: 4, reserved: 4, backordered: 0 },
    });
    expect([await waitingOf(first.order.id), await waitingOf(second.order.id)]).toEqual([0, 1]);
    await tellReadyOrders(storeFor());
    expect(await published(first.order.id)).toContain("order.ready");
    await moveShipping(storeFor(), first.order.id, "shipped");
    expect(await levelsOf(pan.variant_id)).toMatchObject({ [pan.cellar]: { on_hand: 2, reserved: 2 } });
    await putAt("main", pan.variant_id, 1);
    await moveShipping(storeFor(), second.order.id, "shipped");
    expect(await levelsOf(pan.variant_id)).toMatchObject({
      main: { on_hand: 0, reserved: 0, backordered: 0 },
      [pan.cellar]: { on_hand: 0, reserved: 0 },
    });
  });

  it("is given them whichever way they come free: a transfer, a count, what is no longer kept back, a cancelled order, a place that opens", async () => {
    const pan = await soldAhead(1);
    const waits = await pan.buy(6);
    expect(await waitingOf(waits.order.id)).toBe(5);
    const depot = await openPlace();
    const { id } = await findLocation(storeFor(), depot.id);

    const other = await soldAhead(2);
    const sent = await sendTransfer(storeFor(), {
      ...{ from: "main", to: id, note: "" },
      lines: [{ variant_id: other.variant_id, quantity: 2 }],
    });
    const otherWaits = await other.buy(1);
    await receiveTransfer(storeFor(), sent.id, sent.version, { lines: [] });
    expect(await waitingOf(otherWaits.order.id)).toBe(0);

    const { id: take } = await beginStockTake(storeFor(), { location: pan.cellar, note: "" });
    const counted = await count(storeFor(), take, { counts: [{ variant_id: pan.variant_id, counted: 1 }] });
    await endStockTake(storeFor(), take, counted.version, "applied");
    expect(await waitingOf(waits.order.id)).toBe(4);

    const { version } = await readPolicy(storeFor(), pan.variant_id);
    const careful = await changePolicy(storeFor(), pan.variant_id, version, { safety_stock: 2 });
    await putAt(id, pan.variant_id, 2);
    expect(await waitingOf(waits.order.id)).toBe(4);
    await changePolicy(storeFor(), pan.variant_id, careful.version, { safety_stock: 0 });
    expect(await waitingOf(waits.order.id)).toBe(2);

    const third = await soldAhead(1);
    await putAt(third.cellar, third.variant_id, 1);
    const holds = await third.buy(1);
    const holdsToo = await third.buy(1);
    const waiting = await third.buy(1);
    for (const { order: one } of [holds, holdsToo]) await cancelOrder(storeFor(), one.id, "");
    expect(await waitingOf(waiting.order.id)).toBe(0);

    const closed = await updateLocation(storeFor(), id, (await findLocation(storeFor(), id)).version, {
      active: false,
    });
    await putAt(id, pan.variant_id, 9);
    expect(await waitingOf(waits.order.id)).toBe(2);
    await updateLocation(storeFor(), id, closed.version, { active: true });
    await tellReadyOrders(storeFor());
    expect(await waitingOf(waits.order.id)).toBe(0);
  });

  it("gives back all that it holds, wherever that is, when it is cancelled", async () => {
    const pan = await soldAhead(1);
    const placed = await pan.buy(4);
    await putAt(pan.cellar, pan.variant_id, 2);
    expect(await levelsOf(pan.variant_id)).toMatchObject({
      main: { reserved: 1, backordered: 1 },
      [pan.cellar]: { reserved: 2 },
    });
    await cancelOrder(storeFor(), placed.order.id, "");
    expect(await levelsOf(pan.variant_id)).toMatchObject({
      main: { on_hand: 1, reserved: 0, backordered: 0 },
      [pan.cellar]: { on_hand: 2, reserved: 0 },
    });
  });
});

describe("goods that leave while others wait for more of them", () => {
  it("leave, and nobody is promised what has just left", async () => {
    const pan = await soldAhead(3);
    const [whole, part] = [await pan.buy(1), await pan.buy(2)];
    const waits = await pan.buy(2);
    await moveShipping(storeFor(), whole.order.id, "shipped");
    const { lines, version } = await loadOrder(storeFor(), part.order.id);
    await shipPart(storeFor(), part.order.id, { items: [{ item_id: lines[0]?.id ?? "", quantity: 1 }] }, version);
    expect(await waitingOf(waits.order.id)).toBe(2);
    expect(await levelsOf(pan.variant_id)).toMatchObject({ main: { on_hand: 1, reserved: 1, backordered: 2 } });
  });
});

describe("a parcel with a part of an order", () => {
  const part = async (orderId: string, quantity: number) => {
    const { lines, version } = await loadOrder(storeFor(), orderId);
    return shipPart(storeFor(), orderId, { items: [{ item_id: lines[0]?.id ?? "", quantity }] }, version);
  };

  it("takes what is there, wherever it lies, and leaves what has still to come", async () => {
    const pan = await soldAhead(1);
    const placed = await pan.buy(5);
    await putAt(pan.cellar, pan.variant_id, 1);
    await expect(part(placed.order.id, 3)).rejects.toMatchObject({
      code: "invalid-shipment",
      extra: {
        errors: [{ pointer: "/items/0/quantity", detail: "Only 2 of it are there; the rest has still to come." }],
      },
    });
    expect(await part(placed.order.id, 2)).toMatchObject({ shipping_status: "partially_shipped" });
    expect(await waitingOf(placed.order.id)).toBe(3);
    await putAt(pan.cellar, pan.variant_id, 3);
    await moveShipping(storeFor(), placed.order.id, "shipped");
    expect(await levelsOf(pan.variant_id)).toMatchObject({
      main: { on_hand: 0, reserved: 0, backordered: 0 },
      [pan.cellar]: { on_hand: 0, reserved: 0 },
    });
  });

  it("takes nothing that is not released yet, though it lies there", async () => {
    const book = await sell({ stock: 5 });
    const release_at = new Date(Date.now() + 24 * 3600 * 1000).toISOString();
    await changePolicy(storeFor(), book.variant_id, 0, { release_at });
    const placed = await order(book.variant_id, 2);
    await choose(placed, "approve");
    await expect(part(placed.order.id, 1)).rejects.toMatchObject({ code: "invalid-shipment" });
    expect(await levelsOf(book.variant_id)).toMatchObject({ main: { on_hand: 5, reserved: 2 } });
  });
});
