import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  addToCart,
  adoptGuestCart,
  checkOutCart,
  clearCart,
  editLine,
  readCart,
  removeLine,
} from "../../src/cart/cart.ts";
import { makeId } from "../../src/platform/ids.ts";
import { type Actor, openStore, type Store } from "../../src/platform/store.ts";
import { archive, type Good, sell, sellMany, setAvailable, setPrice } from "./shop.ts";

const guest = (cartId: string | null = makeId("cart", Date.now())): Store =>
  openStore(env, { actor: { kind: "shopper", cartId } });

const customer = (): Store => openStore(env, { actor: someone() });

function someone(): Actor {
  return { kind: "customer", id: makeId("cus", Date.now()), email: "ada@example.com", groups: ["customers"] };
}

const objectOf = (store: Store) => {
  const { actor } = store;
  if (actor.kind === "shopper" && actor.cartId !== null) return env.CART.getByName(actor.cartId);
  if (actor.kind === "customer") return env.CART.getByName(`account:${actor.id}`);
  throw new Error("There is no cart.");
};

const rowsOf = (store: Store): Promise<number> =>
  runInDurableObject(objectOf(store), (_, state) => {
    const [row] = state.storage.sql
      .exec<{ count: number }>("select count(*) as count from sqlite_master where name = 'carts'")
      .toArray();
    return row?.count ?? 0;
  });

const alarmOf = (store: Store): Promise<number | null> =>
  runInDurableObject(objectOf(store), (_, state) => state.storage.getAlarm());

/** Lets time pass for the whole store. */
function passSeconds(seconds: number): void {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: now + seconds * 1000 });
}

const refused = (code: string) => expect.objectContaining({ code });

afterEach(() => {
  vi.useRealTimers();
});

describe("a guest's cart", () => {
  it("gets its name with the first thing in it", async () => {
    const good = await sell({ price: 1999 });
    const stranger = guest(null);
    expect(await readCart(stranger)).toMatchObject({ id: null, version: 0, items: [], expires_at: null });
    const cart = await addToCart(stranger, { variant_id: good.variant_id, quantity: 2 });
    expect(cart).toMatchObject({
      version: 1,
      currency: "EUR",
      items: [{ ...good, quantity: 2, unit_price: 1999, total: 3998, available: 10, notice: null }],
      subtotal: 3998,
      tax_total: 638,
      tax_included: true,
      total: 3998,
      expires_in_seconds: 1800,
    });
    expect(await readCart(guest(cart.id))).toEqual(cart);
  });

  it("stores nothing for whoever only looks", async () => {
    const store = guest();
    expect(await readCart(store)).toMatchObject({ version: 0, items: [] });
    expect(await clearCart(store)).toMatchObject({ version: 0 });
    await expect(removeLine(store, { line_id: "line_x" })).rejects.toEqual(refused("not-found"));
    expect(await rowsOf(store)).toBe(0);
    expect(await alarmOf(store)).toBeNull();
  });

  it("does not take what is not on sale", async () => {
    const draft = await sell({ status: "draft" });
    for (const variant_id of [draft.variant_id, makeId("var", Date.now())]) {
      await expect(addToCart(guest(), { variant_id, quantity: 1 })).rejects.toEqual(refused("not-found"));
    }
  });

  it("is read without asking a database", async () => {
    const store = guest();
    await addToCart(store, { variant_id: (await sell()).variant_id, quantity: 1 });
    const asked = ["CATALOG", "ORDERS", "CUSTOMERS", "ACTIVITY"] as const;
    const spies = asked.map((binding) => vi.spyOn(env[binding], "prepare"));
    await readCart(store);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it("keeps every line in its order when its object sleeps and wakes", async () => {
    const store = guest();
    for (const good of await sellMany(5)) await addToCart(store, { variant_id: good.variant_id, quantity: 1 });
    const [first] = (await readCart(store)).items;
    const before = await editLine(store, { line_id: first?.line_id ?? "", quantity: 7 });
    await evictDurableObject(objectOf(store));
    const after = await readCart(store);
    expect(after.items).toEqual(before.items);
    expect(after).toMatchObject({ version: before.version, expires_at: before.expires_at });
  });

  it("loses nothing when ten devices put a hundred things in at once", async () => {
    const store = guest();
    const goods = await sellMany(10, { available: null });
    const device = async (first: number): Promise<number[]> => {
      const versions: number[] = [];
      for (let n = 0; n < 10; n++) {
        const variant_id = goods[(first + n) % 10]?.variant_id ?? "";
        versions.push((await addToCart(store, { variant_id, quantity: 1 })).version);
      }
      return versions;
    };
    const devices = await Promise.all(Array.from({ length: 10 }, (_, first) => device(first)));
    expect(new Set(devices.flat()).size).toBe(100);
    const cart = await readCart(store);
    expect(cart.items.map((item) => item.quantity)).toEqual(Array(10).fill(10));
    await evictDurableObject(objectOf(store));
    expect((await readCart(store)).items).toEqual(cart.items);
  }, 30_000);

  it("refuses a change meant for an older version", async () => {
    const store = guest();
    const good = await sell();
    const add = { variant_id: good.variant_id, quantity: 1 };
    await addToCart(store, add, 0);
    await expect(addToCart(store, add, 0)).rejects.toEqual(refused("changed-meanwhile"));
    expect(await addToCart(store, add, 1)).toMatchObject({ version: 2 });
  });

  it("lets the faster of two devices win when both say what they saw", async () => {
    const store = guest();
    const good = await sell();
    const { version } = await addToCart(store, { variant_id: good.variant_id, quantity: 1 });
    const edits = await Promise.allSettled(
      [2, 3].map((quantity) => editLine(store, { line_id: good.line_id, quantity }, version)),
    );
    expect(edits.map((edit) => edit.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("the life of a cart", () => {
  it("is half an hour from the last change, then nothing is left of it", async () => {
    const store = guest();
    const good = await sell();
    await addToCart(store, { variant_id: good.variant_id, quantity: 1 });
    passSeconds(1000);
    const { expires_in_seconds } = await readCart(store);
    expect(expires_in_seconds).toBeGreaterThan(790);
    expect(expires_in_seconds).toBeLessThanOrEqual(800);
    await addToCart(store, { variant_id: good.variant_id, quantity: 1 });
    passSeconds(1799);
    await runDurableObjectAlarm(objectOf(store));
    expect((await readCart(store)).items).toHaveLength(1);
    passSeconds(2);
    await runDurableObjectAlarm(objectOf(store));
    expect(await readCart(store)).toMatchObject({ version: 0, items: [], expires_at: null });
    expect(await rowsOf(store)).toBe(0);
    expect(await alarmOf(store)).toBeNull();
  });

  it("is over on time even when the alarm is late, and can begin again", async () => {
    const store = guest();
    const [old, fresh] = await sellMany(2);
    await addToCart(store, { variant_id: old?.variant_id ?? "", quantity: 1 });
    passSeconds(1801);
    expect((await readCart(store)).items).toEqual([]);
    const again = await addToCart(store, { variant_id: fresh?.variant_id ?? "", quantity: 1 });
    expect(again).toMatchObject({ version: 1, items: [{ sku: fresh?.sku }] });
    await evictDurableObject(objectOf(store));
    expect((await readCart(store)).items).toEqual(again.items);
  });

  it("is thirty days for somebody with an account", async () => {
    const store = customer();
    const cart = await addToCart(store, { variant_id: (await sell()).variant_id, quantity: 1 });
    expect(cart.expires_in_seconds).toBe(30 * 24 * 3600);
  });

  it("is not cut short by an alarm that comes too early", async () => {
    const store = guest();
    await addToCart(store, { variant_id: (await sell()).variant_id, quantity: 1 });
    const due = await alarmOf(store);
    await runDurableObjectAlarm(objectOf(store));
    expect((await readCart(store)).items).toHaveLength(1);
    expect(await alarmOf(store)).toBe(due);
  });
});

describe("the look at what can still be bought", () => {
  const cartOf = async (...goods: Good[]): Promise<Store> => {
    const store = guest();
    for (const good of goods) await addToCart(store, { variant_id: good.variant_id, quantity: 3 });
    return store;
  };

  it("comes after five minutes and tells what has changed", async () => {
    const [soldOut, fewer, dearer, gone, same] = await sellMany(5);
    if (!soldOut || !fewer || !dearer || !gone || !same) throw new Error("too little on sale");
    const store = await cartOf(soldOut, fewer, dearer, gone, same);
    const before = await readCart(store);
    await setAvailable(soldOut, 0);
    await setAvailable(fewer, 2);
    await setPrice(dearer, 2499);
    await archive(gone);
    passSeconds(301);
    expect(await runDurableObjectAlarm(objectOf(store))).toBe(true);
    const after = await readCart(store);
    expect(after.items.map(({ notice }) => notice?.code ?? null)).toEqual([
      "sold-out",
      "fewer-left",
      "price-changed",
      "no-longer-sold",
      null,
    ]);
    expect(after.items.map(({ available }) => available)).toEqual([0, 2, 10, 0, 10]);
    expect(after.items[2]).toMatchObject({ unit_price: 2499, total: 7497 });
    expect(after.notices).toHaveLength(4);
    expect(after.version).toBe(before.version + 1);
    expect(after.expires_at).toBe(before.expires_at);
  });

  it("comes before the answer when somebody reads what nobody looked at for long, and the old answer stands without it", async () => {
    const good = await sell({ price: 1999 });
    const store = await cartOf(good);
    await setPrice(good, 2499);
    passSeconds(301);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const broken = vi.spyOn(env.CATALOG, "prepare").mockImplementation(() => {
      throw new Error("no answer");
    });
    expect((await readCart(store)).items).toMatchObject([{ unit_price: 1999 }]);
    broken.mockRestore();
    vi.restoreAllMocks();
    expect((await readCart(store)).items).toMatchObject([{ unit_price: 2499, notice: { code: "price-changed" } }]);
  });

  it("comes again five minutes later, and no more once the cart is empty", async () => {
    const store = await cartOf(await sell());
    passSeconds(301);
    const looked = Date.now();
    await runDurableObjectAlarm(objectOf(store));
    expect(await alarmOf(store)).toBeGreaterThanOrEqual(looked + 300_000);
    expect(await alarmOf(store)).toBeLessThan(looked + 310_000);
    const { expires_at } = await clearCart(store);
    const reads = vi.spyOn(env.CATALOG, "prepare");
    await runDurableObjectAlarm(objectOf(store));
    expect(reads).not.toHaveBeenCalled();
    expect(await alarmOf(store)).toBe(Date.parse(expires_at ?? ""));
  });

  it("is tried again in a minute when the catalogue does not answer", async () => {
    const store = await cartOf(await sell());
    passSeconds(301);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const broken = vi.spyOn(env.CATALOG, "prepare").mockImplementation(() => {
      throw new Error("no answer");
    });
    const tried = Date.now();
    await runDurableObjectAlarm(objectOf(store));
    expect(broken).toHaveBeenCalled();
    broken.mockRestore();
    vi.restoreAllMocks();
    const next = (await alarmOf(store)) ?? 0;
    expect(next).toBeGreaterThanOrEqual(tried + 60_000);
    expect(next).toBeLessThan(tried + 70_000);
    expect((await readCart(store)).items).toHaveLength(1);
  });
});

describe("checking out", () => {
  const filled = async (): Promise<Store> => {
    const store = guest();
    for (const good of await sellMany(2)) await addToCart(store, { variant_id: good.variant_id, quantity: 1 });
    return store;
  };

  /** Orders the cart without a book of orders. @returns the checkout key and what the cart said */
  const order = async (
    store: Store,
    key: string,
    orderId: string | null,
    meanwhile = async (): Promise<void> => {},
  ) => {
    let checkoutKey = "";
    const answer = await checkOutCart(store, key, async (filling) => {
      checkoutKey = filling.checkout_key;
      await meanwhile();
      return orderId;
    });
    return { answer, checkoutKey };
  };

  it("lets one of twenty simultaneous checkouts order", async () => {
    const store = await filled();
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => order(store, `key-${n}`, `ord_${n}`, () => scheduler.wait(50))),
    );
    expect(all.filter(({ answer }) => answer.outcome === "done")).toHaveLength(1);
    expect(all.filter(({ answer }) => answer.outcome === "in-progress")).toHaveLength(19);
  });

  it("gives the next one the same key when its object died while the first was ordering", async () => {
    const store = await filled();
    let first = "";
    const died = checkOutCart(store, "key-1", async (filling) => {
      first = filling.checkout_key;
      await runInDurableObject(objectOf(store), (_, state) => state.abort("The object dies.")).catch(() => {});
      return "ord_1";
    });
    await expect(died).rejects.toThrow();
    const { answer, checkoutKey } = await order(store, "key-2", "ord_1");
    expect(answer).toEqual({ outcome: "done" });
    expect(checkoutKey).toBe(first);
  });

  it("is free again when the one who was ordering failed", async () => {
    const store = await filled();
    const failed = checkOutCart(store, "key-1", () => Promise.reject(new Error("The database is away.")));
    await expect(failed).rejects.toThrow("The database is away.");
    expect((await order(store, "key-2", null)).answer).toEqual({ outcome: "done" });
    expect((await readCart(store)).items).toHaveLength(2);
  });

  it("empties the cart once, and keeps what was added meanwhile", async () => {
    const store = await filled();
    const { variant_id } = await sell();
    await order(store, "key-1", "ord_1", async () => {
      await addToCart(store, { variant_id, quantity: 1 });
    });
    await evictDurableObject(objectOf(store));
    expect((await readCart(store)).items.map((item) => item.variant_id)).toEqual([variant_id]);
    expect((await order(store, "key-1", "ord_2")).answer).toEqual({
      outcome: "ordered",
      order_id: "ord_1",
      idempotency_key: "key-1",
    });
  });

  it("never gives the key of an order to another filling, even after the cart was forgotten", async () => {
    const store = await filled();
    const first = await order(store, "key-1", null);
    passSeconds(1801);
    await runDurableObjectAlarm(objectOf(store));
    await addToCart(store, { variant_id: (await sell()).variant_id, quantity: 1 });
    const second = await order(store, "key-2", null);
    expect(second.checkoutKey).toMatch(/^cart_/);
    expect(second.checkoutKey).not.toBe(first.checkoutKey);
  });

  it("keeps the lines from being merged into an account until it has ended", async () => {
    const cartId = makeId("cart", Date.now());
    const store = guest(cartId);
    await addToCart(store, { variant_id: (await sell()).variant_id, quantity: 1 });
    const account = customer();
    let merged: boolean | undefined;
    await order(store, "key-1", "ord_1", async () => {
      merged = await adoptGuestCart(account, cartId);
    });
    expect(merged).toBe(false);
    expect(await adoptGuestCart(account, cartId)).toBe(true);
    expect((await readCart(account)).items).toEqual([]);
  });

  it("of nothing is told so", async () => {
    expect((await order(guest(), "key-1", null)).answer).toEqual({ outcome: "empty" });
    expect((await order(guest(null), "key-1", null)).answer).toEqual({ outcome: "empty" });
  });
});

describe("a cart with an account", () => {
  it("takes in what the guest had chosen, once, though every device asks at the same time", async () => {
    const [pan, spoon] = await sellMany(2);
    if (!pan || !spoon) throw new Error("too little on sale");
    const account = customer();
    await addToCart(account, { variant_id: pan.variant_id, quantity: 1 });
    const before = guest();
    await addToCart(before, { variant_id: pan.variant_id, quantity: 2 });
    const { id } = await addToCart(before, { variant_id: spoon.variant_id, quantity: 3 });
    expect(await Promise.all(Array.from({ length: 5 }, () => adoptGuestCart(account, id ?? "")))).not.toContain(false);
    expect((await readCart(account)).items).toMatchObject([
      { sku: pan.sku, quantity: 3 },
      { sku: spoon.sku, quantity: 3 },
    ]);
    expect((await readCart(before)).items).toEqual([]);
  });

  it("takes the lines in the end when the first attempt broke off half way", async () => {
    const account = customer();
    const before = guest();
    const { id } = await addToCart(before, { variant_id: (await sell()).variant_id, quantity: 2 });
    await objectOf(before).handOver();
    await evictDurableObject(objectOf(before));
    await adoptGuestCart(account, id ?? "");
    expect((await readCart(account)).items).toMatchObject([{ quantity: 2 }]);
    await adoptGuestCart(account, id ?? "");
    expect((await readCart(account)).items).toMatchObject([{ quantity: 2 }]);
  });

  it("sleeps after a month and wakes with what is still to be had", async () => {
    const [pan, spoon] = await sellMany(2);
    if (!pan || !spoon) throw new Error("too little on sale");
    const account = customer();
    for (const { variant_id } of [pan, spoon]) await addToCart(account, { variant_id, quantity: 1 });
    passSeconds(31 * 24 * 3600);
    await runDurableObjectAlarm(objectOf(account));
    expect(await alarmOf(account)).toBeNull();
    await setAvailable(pan, 0);
    const awake = await readCart(account);
    expect(awake).toMatchObject({ items: [{ sku: spoon.sku }], notices: [{ code: "removed" }] });
    expect(awake.expires_in_seconds).toBe(30 * 24 * 3600);
    expect(await alarmOf(account)).not.toBeNull();
  });

  it("cannot be opened by a stranger who knows its id", async () => {
    const account = customer();
    const { id } = await addToCart(account, { variant_id: (await sell()).variant_id, quantity: 1 });
    expect((await readCart(guest(id))).items).toEqual([]);
  });
});

it("a cart's object answers readiness", async () => {
  expect(await env.CART.getByName("readiness").ping()).toBe("ok");
});
