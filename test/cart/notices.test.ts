import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { addToCart, clearCart } from "../../src/cart/cart.ts";
import { tellCarts } from "../../src/cart/notices.ts";
import { type Holding, shardOf } from "../../src/cart/watch.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { archiveProduct, updateProduct } from "../../src/catalog/products/products.ts";
import { adjustStock } from "../../src/inventory/stock.ts";
import { makeId } from "../../src/platform/ids.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { ask, fillCart, order, sell, storeFor } from "../checkout/shop.ts";
import { lookOn, type Onlooker } from "./onlooker.ts";

type Thing = Awaited<ReturnType<typeof sell>>;

const guest = (cartId: string): Store => openStore(env, { actor: { kind: "shopper", cartId } });

const codes = (looker: Onlooker) => looker.last?.cart.notices.map(({ code }) => code);

/** Waits, at most the two seconds that the store has, until somebody is told something. @returns how long it took */
async function hears(looker: Onlooker, code: string): Promise<number> {
  const began = performance.now();
  await vi.waitFor(() => expect(codes(looker)).toEqual([code]), { timeout: 2000, interval: 10 });
  return performance.now() - began;
}

/** The carts that a thing's shard knows to hold it. */
const heldOf = ({ product_id }: Thing): Promise<number> =>
  runInDurableObject(env.CART_WATCH.getByName(shardOf(product_id)), (_, { storage }) => {
    const [row] = storage.sql
      .exec<{ n: number }>("select count(*) as n from held where product_id = ?", product_id)
      .toArray();
    return row?.n ?? 0;
  });

/** A cart that somebody looks at, and that its shards know of. */
async function watchedCart(thing: Thing, quantity = 1) {
  const cartId = await fillCart(thing.variant_id, quantity);
  const held = await heldOf(thing);
  const looker = await lookOn(cartId);
  await looker.see(1);
  await vi.waitFor(async () => expect(await heldOf(thing)).toBe(held + 1));
  return { cartId, looker };
}

describe("a cart that somebody looks at", () => {
  it("hears within two seconds that the last unit went to another shopper", async () => {
    const pan = await sell({ stock: 1 });
    const { looker } = await watchedCart(pan);
    await order(pan.variant_id);
    await hears(looker, "sold-out");
    expect(looker.last?.cart.items).toMatchObject([{ available: 0 }]);
    expect(looker.last?.version).toBe(2);
  });

  it("hears, asleep, that there is more again", async () => {
    const pan = await sell({ stock: 1 });
    const { cartId, looker } = await watchedCart(pan);
    await order(pan.variant_id);
    await hears(looker, "sold-out");
    await evictDurableObject(env.CART.getByName(cartId));
    await adjustStock(storeFor(), pan.variant_id, { delta: 5, reason: "more came" });
    await vi.waitFor(() => expect(codes(looker)).toEqual([]), { timeout: 2000 });
  });

  it("hears of a new price and of what is taken off the shelf", async () => {
    const [pan, spoon] = [await sell({ price: 2000 }), await sell()];
    const [{ looker: dearer }, { looker: gone }] = [await watchedCart(pan), await watchedCart(spoon)];
    const { version, variants } = await findProduct(storeFor(), pan.product_id);
    const prices = [{ currency: "EUR", amount: 2500, compare_at_amount: null }];
    const fields = { options: {}, barcode: null, weight_grams: 500, stock: 10 };
    const changed = variants.map(({ id, sku }) => ({ ...fields, id, sku, prices }));
    await updateProduct(storeFor(), pan.product_id, version, { variants: changed });
    await archiveProduct(storeFor(), spoon.product_id, null);
    await Promise.all([hears(dearer, "price-changed"), hears(gone, "no-longer-sold")]);
    expect(dearer.last?.cart.items).toMatchObject([{ unit_price: 2500 }]);
  });

  it("is left alone by a sale that leaves enough for it", async () => {
    const pan = await sell({ stock: 10 });
    const { looker } = await watchedCart(pan, 3);
    await order(pan.variant_id, 5);
    await order(pan.variant_id, 3);
    await hears(looker, "fewer-left");
    expect(looker.last?.cart.items).toMatchObject([{ available: 2 }]);
    expect(looker.told).toHaveLength(2);
  });

  it("is told of by what it holds, and no more once it holds it no longer or nobody looks", async () => {
    const [pan, spoon] = [await sell(), await sell()];
    const { cartId, looker } = await watchedCart(pan);
    await addToCart(guest(cartId), { variant_id: spoon.variant_id, quantity: 1 });
    await vi.waitFor(async () => expect(await heldOf(spoon)).toBe(1));
    await ask("POST", "/cart/remove", { line_id: pan.variant_id.replace("var_", "line_") }, { "x-cart-id": cartId });
    await vi.waitFor(async () => expect(await heldOf(pan)).toBe(0));
    await looker.leave();
    await vi.waitFor(async () => expect(await env.CART.getByName(cartId).hear([], false)).toBe(false));
    await tellCarts(storeFor(), [], [spoon.product_id]);
    expect(await heldOf(spoon)).toBe(0);
    await (await lookOn(cartId)).see(3);
    await vi.waitFor(async () => expect(await heldOf(spoon)).toBe(1));
    await clearCart(guest(cartId));
    await vi.waitFor(async () => expect(await heldOf(spoon)).toBe(0));
  });
});

describe("a cart that nobody looks at", () => {
  it("is in no shard, and is not woken by news", async () => {
    const pan = await sell({ stock: 2 });
    await fillCart(pan.variant_id);
    await order(pan.variant_id, 2);
    expect(await heldOf(pan)).toBe(0);
  });
});

it("news that cannot be brought hold up nothing: the store tells everybody else, and says so in its log", async () => {
  const pan = await sell({ stock: 1 });
  const { looker } = await watchedCart(pan);
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const shard = env.CART_WATCH.getByName(shardOf(pan.product_id));
  const nobody: Holding = { ...pan, quantity: 1, available: 1, in_stock: 1 };
  await shard.hold("no object's id", [nobody]);
  await order(pan.variant_id);
  await hears(looker, "sold-out");
  expect(logged.mock.calls.flat().join()).toContain("cart.telling-failed");
  vi.restoreAllMocks();
});

it("what is held is forgotten after two hours if nobody tells it anew", async () => {
  const pan = await sell();
  const shard = env.CART_WATCH.getByName(shardOf(pan.product_id));
  const held: Holding = { ...pan, quantity: 1, available: 1, in_stock: 1 };
  await shard.hold(makeId("cart", Date.now()), [held]);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 7201_000 });
  await shard.hold("another", []);
  vi.useRealTimers();
  expect(await heldOf(pan)).toBe(0);
});
