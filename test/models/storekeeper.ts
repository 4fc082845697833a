import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { findLocation, updateLocation } from "../../src/inventory/locations/locations.ts";
import { changePolicy, readPolicy } from "../../src/inventory/policy.ts";
import { adjustStock } from "../../src/inventory/stock.ts";
import { beginStockTake, count, endStockTake } from "../../src/inventory/takes/takes.ts";
import { findTransfer, receiveTransfer, sendTransfer } from "../../src/inventory/transfers/transfers.ts";
import type { OrderState } from "../../src/orders/load-order.ts";
import { DomainError } from "../../src/platform/errors.ts";
import type { Store } from "../../src/platform/store.ts";
import { levelsOf } from "../inventory/places.ts";

/** What is known of a good with paper and pencil. Units. */
export interface KeptGood {
  variant_id: string;
  sku: string;
  received: number;
  scrapped: number;
}

/** What the storekeeper keeps. */
export interface Stockroom {
  store(): Store;
  readonly goods: KeptGood[];
  /** Where stock lies. */
  readonly places: readonly string[];
  /** Transfers on their way. */
  readonly sent: string[];
}

/** Refusals are part of any story; whatever else is thrown is a defect. */
export async function expected(work: Promise<void>): Promise<void> {
  await work.catch((thrown: unknown) => {
    if (!(thrown instanceof DomainError)) throw thrown;
  });
}

export const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/**
 * What the storekeeper does; false where it is somebody else's deed.
 * @param meanwhile what happens between a count and its end
 */
export async function keepStock(
  shop: Stockroom,
  good: KeptGood,
  { deed, who, which, much }: { deed: string; who: number; which: number; much: number },
  meanwhile: () => Promise<void>,
): Promise<boolean> {
  const place = shop.places[(who + which) % shop.places.length] ?? "main";
  const other = shop.places[(who + which + 1) % shop.places.length] ?? "main";
  const { variant_id } = good;
  if (deed === "adjust") {
    const delta = much - 2 || 4;
    await adjustStock(shop.store(), variant_id, { location: place, delta, reason: "Count" });
    if (delta > 0) good.received += delta;
    else good.scrapped -= delta;
  } else if (deed === "send") {
    const lines = [{ variant_id, quantity: much }];
    shop.sent.push((await sendTransfer(shop.store(), { from: place, to: other, note: "", lines })).id);
  } else if (deed === "receive") await receive(shop, which, much);
  else if (deed === "count") {
    // Something is sold or moved between the count and the end of it, now and then.
    const { id } = await beginStockTake(shop.store(), { location: place, note: "" });
    const found = (await levelsOf(variant_id))[place]?.on_hand ?? 0;
    const counted = await count(shop.store(), id, {
      counts: [{ variant_id, counted: Math.max(0, found + much - 2) }],
    });
    await meanwhile();
    await endStockTake(shop.store(), id, counted.version, "applied");
    const difference = Math.max(0, found + much - 2) - found;
    if (difference > 0) good.received += difference;
    else good.scrapped -= difference;
  } else if (deed === "close a place") {
    const { version, active } = await findLocation(shop.store(), other);
    await updateLocation(shop.store(), other, version, { active: !active });
  } else if (deed === "sell ahead") {
    const { version, ships_at, backorder_limit } = await readPolicy(shop.store(), variant_id);
    const day = new Date(Date.now() + 20 * 24 * 3600 * 1000).toISOString();
    const change = {
      ships_at: ships_at ?? day,
      backorder_limit: (backorder_limit ?? 0) + much,
      safety_stock: which % 2,
    };
    await changePolicy(shop.store(), variant_id, version, { ...change, backorder_location: place });
  } else return false;
  return true;
}

/** Takes a transfer in, perhaps twice at once, perhaps short: what is missing is lost on the way. */
async function receive(shop: Stockroom, which: number, much: number): Promise<void> {
  const id = shop.sent[which % Math.max(1, shop.sent.length)];
  if (!id) return;
  const { lines, version, status } = await findTransfer(shop.store(), id);
  const [line] = lines;
  if (!line || status === "received") return;
  const received = Math.max(0, line.quantity - (much === 3 ? 1 : 0));
  const take = () => receiveTransfer(shop.store(), id, version, { lines: [{ variant_id: line.variant_id, received }] });
  let lost = 0;
  const once = async () => {
    await take();
    lost += line.quantity - received;
  };
  await Promise.all(Array.from({ length: much }, () => expected(once())));
  const good = shop.goods.find(({ variant_id }) => variant_id === line.variant_id);
  if (good) good.scrapped += lost;
}

/** How many pieces of a variant have left with an order. */
function leftOf({ lines, shipments, shipping_status }: OrderState, variantId: string): number {
  const items = lines.filter((line) => line.variant_id === variantId);
  if (shipping_status === "unfulfilled") return 0;
  if (shipping_status !== "partially_shipped") return sum(items.map(({ quantity }) => quantity));
  const parcels = shipments.filter(({ status }) => status !== "failed").flatMap((parcel) => parcel.items);
  return sum(parcels.flatMap((item) => (items.some(({ id }) => id === item.item_id) ? item.quantity : [])));
}

/** Goods: what came is on a shelf, on its way, has left or is lost; and what open orders wait for is held, or has still to come. */
export async function checkGoods(clerk: Stockroom, orders: readonly OrderState[]): Promise<void> {
  for (const { variant_id, received, scrapped } of clerk.goods) {
    const levels = Object.values(await levelsOf(variant_id));
    const all = (figure: keyof (typeof levels)[number]) => sum(levels.map((level) => level[figure]));
    const left = sum(orders.map((order) => leftOf(order, variant_id)));
    const waiting = orders
      .filter(({ status }) => status === "open")
      .flatMap((order) => [
        ...order.lines.flatMap((line) => (line.variant_id === variant_id ? line.quantity : [])),
        -leftOf(order, variant_id),
      ]);
    expect(all("on_hand") + all("incoming") + left + scrapped, "on hand, on its way, shipped and scrapped").toBe(
      received,
    );
    expect(all("reserved") + all("backordered"), "held, and still to come").toBe(sum(waiting));
    for (const { reserved, on_hand, backordered, backorder_limit } of levels) {
      expect(reserved).toBeLessThanOrEqual(on_hand);
      expect(backordered).toBeLessThanOrEqual(backorder_limit);
    }
    const told = await env.ORDERS.prepare(
      "select count(*) as n from outbox where type = 'order.ready' group by subject having n > 1 limit 1",
    ).first("n");
    expect(told, "an order that was told of twice").toBeNull();
  }
}
