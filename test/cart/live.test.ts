import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addToCart, adoptGuestCart, editLine, readCart } from "../../src/cart/cart.ts";
import { mostConnections } from "../../src/cart/live.ts";
import { makeId } from "../../src/platform/ids.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { knock, lookOn, type Onlooker } from "./onlooker.ts";
import { ask, sell } from "./shop.ts";

const guest = (cartId: string): Store => openStore(env, { actor: { kind: "shopper", cartId } });

/** A guest's cart with two of something in it. */
async function fill() {
  const cartId = makeId("cart", Date.now());
  const good = await sell({ title: "Copper pan", available: 50 });
  const cart = await addToCart(guest(cartId), { variant_id: good.variant_id, quantity: 2 });
  return { cartId, good, cart, store: guest(cartId) };
}

const problemOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

afterEach(() => {
  vi.useRealTimers();
});

describe("a cart that is looked on", () => {
  it("is told whole at once, and after each change of another device within 50 ms", async () => {
    const { cartId, good, cart, store } = await fill();
    const [phone, laptop] = [await lookOn(cartId), await lookOn(cartId)];
    expect(await phone.see(1)).toEqual({ ...cart, expires_in_seconds: expect.any(Number) });
    await laptop.see(1);
    const spent: number[] = [];
    for (const quantity of [3, 4, 5, 6, 7]) {
      const edit = ask("PATCH", "/cart/edit", { line_id: good.line_id, quantity }, { "x-cart-id": cartId });
      expect((await edit).status).toBe(200);
      const answered = performance.now();
      const seen = await Promise.all([phone.see(quantity - 1), laptop.see(quantity - 1)]);
      spent.push(performance.now() - answered);
      for (const each of seen) expect(each.items).toMatchObject([{ line_id: good.line_id, quantity }]);
    }
    expect(spent.sort((a, b) => a - b)[2]).toBeLessThan(50);
    expect(phone.last).toEqual({
      type: "cart",
      version: 6,
      cart: { ...(await readCart(store)), expires_in_seconds: 1800 },
    });
  });

  it("sleeps between changes, with its connections open, and wakes to tell them", async () => {
    const { cartId, good, store } = await fill();
    const shopper = await lookOn(cartId);
    await shopper.see(1);
    await evictDurableObject(env.CART.getByName(cartId));
    shopper.socket.send("ping");
    await vi.waitFor(() => expect(shopper.heard).toEqual(["pong"]));
    await editLine(store, { line_id: good.line_id, quantity: 9 });
    expect((await shopper.see(2)).items).toMatchObject([{ quantity: 9 }]);
    expect(shopper.closed).toBeNull();
  });

  it("tells whoever connects again nothing while it is as they saw it, and else the whole cart", async () => {
    const { cartId, good, cart, store } = await fill();
    const resumed = `?version=1&expires_at=${cart.expires_at}`;
    const [same, plain, begunAnew] = await Promise.all([
      lookOn(cartId, resumed),
      lookOn(cartId, "?version=1"),
      lookOn(cartId, "?version=1&expires_at=2026-01-01T00:00:00.000Z"),
    ]);
    await begunAnew.see(1);
    expect([same.told, plain.told]).toEqual([[], []]);
    await editLine(store, { line_id: good.line_id, quantity: 4 });
    for (const each of [same, plain]) expect((await each.see(2)).items).toMatchObject([{ quantity: 4 }]);
    expect((await (await lookOn(cartId, resumed)).see(2)).items).toMatchObject([{ quantity: 4 }]);
  });

  it("warns five minutes before its end, once, and tells what has changed in the language of each", async () => {
    const { cartId, good, store } = await fill();
    const [shopper, german] = [await lookOn(cartId), await lookOn(cartId, "?locale=de")];
    await Promise.all([shopper.see(1), german.see(1)]);
    await env.CATALOG.prepare("update prices set amount = 250000 where variant_id = ?").bind(good.variant_id).run();
    const began = Date.now();
    const pass = async (seconds: number): Promise<void> => {
      vi.useFakeTimers({ toFake: ["Date"], now: began + seconds * 1000 });
      await runDurableObjectAlarm(env.CART.getByName(cartId));
    };
    await pass(301);
    expect((await shopper.see(2)).notices[0]?.message).toBe("The price was €19.99 and is now €2,500.00.");
    expect((await german.see(2)).notices[0]?.message).toContain("2.500,00\u00a0€");
    for (const seconds of [1501, 1502, 1503, 1504]) await pass(seconds);
    await vi.waitFor(() => expect(shopper.told.filter(({ type }) => type === "expiring")).toHaveLength(1));
    const warning = shopper.told.find(({ type }) => type === "expiring");
    expect(warning?.cart.expires_in_seconds).toBeLessThan(300);
    await editLine(store, { line_id: good.line_id, quantity: 1 });
    expect((await shopper.see(3)).expires_in_seconds).toBeGreaterThan(1795);
    for (const seconds of [2000, 3004, 3006, 3007]) await pass(seconds);
    await vi.waitFor(() => expect(shopper.told.filter(({ type }) => type === "expiring")).toHaveLength(2));
  });

  it("says when it has ended, and is then the cart that begins anew", async () => {
    const { cartId, good, store } = await fill();
    const shopper = await lookOn(cartId);
    await shopper.see(1);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 1801_000 });
    await runDurableObjectAlarm(env.CART.getByName(cartId));
    expect((await shopper.see(0)).items).toEqual([]);
    expect(shopper.last?.type).toBe("expired");
    await addToCart(store, { variant_id: good.variant_id, quantity: 1 });
    expect((await shopper.see(1)).items).toHaveLength(1);
  });

  it("sends whoever looked at a guest's cart to the account's when its lines move there", async () => {
    const { cartId } = await fill();
    const shopper = await lookOn(cartId);
    await shopper.see(1);
    const id = makeId("cus", Date.now());
    const account = openStore(env, { actor: { kind: "customer", id, email: "ada@example.com", groups: [] } });
    expect(await adoptGuestCart(account, cartId)).toBe(true);
    await vi.waitFor(() => expect(shopper.closed).toBe(4001));
    expect(shopper.told).toHaveLength(1);
  });
});

describe("server-sent events", () => {
  const listen = (cartId: string, headers: Record<string, string> = {}) =>
    exports.default.fetch("https://souk.test/api/v1/cart/live", {
      headers: { Accept: "text/event-stream", "x-cart-id": cartId, ...headers },
    });

  it("tell the same, resume by their ids, and let go of the cart when nobody reads on", async () => {
    const { cartId, good, cart, store } = await fill();
    const answer = await listen(cartId);
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "text/event-stream"]);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const until = async (part: string): Promise<void> => {
      while (!text.includes(part)) text += (await reader?.read())?.value ?? "";
    };
    await until(`id: 1@${cart.expires_at}\ndata: {"type":"cart","version":1`);
    await editLine(store, { line_id: good.line_id, quantity: 5 });
    await until('"version":2');
    expect(text).toMatch(/^retry: 2000\n\n/);
    const id = /id: (2@\S+)\n/.exec(text)?.[1] ?? "";
    await reader?.cancel();
    const open = () => runInDurableObject(env.CART.getByName(cartId), (_, ctx) => ctx.getWebSockets().length);
    await vi.waitFor(async () => expect(await open()).toBe(0));

    const again = (await listen(cartId, { "Last-Event-ID": id })).body
      ?.pipeThrough(new TextDecoderStream())
      .getReader();
    text = (await again?.read())?.value ?? "";
    await editLine(store, { line_id: good.line_id, quantity: 6 });
    while (!text.includes("data:")) text += (await again?.read())?.value ?? "";
    expect(text).not.toContain('"version":2');
    expect(text).toContain('"version":3');
    await again?.cancel();
  });
});

describe("a connection that should not be", () => {
  it("is refused from another site, without a cart, with an id or a query that is none, and over plain HTTP", async () => {
    const { cartId } = await fill();
    const own = { "x-cart-id": cartId };
    expect(await problemOf(await knock("", { ...own, Origin: "https://evil.example" }))).toEqual([403, "cross-origin"]);
    expect(await problemOf(await knock("", { ...own, Origin: "null" }))).toEqual([403, "cross-origin"]);
    expect(await problemOf(await knock())).toEqual([404, "not-found"]);
    expect(await problemOf(await knock("", { "x-cart-id": "cart_1" }))).toEqual([400, "invalid-input"]);
    for (const query of ["?version=-1", "?version=x", "?version=1.5", "?since=4"]) {
      expect(await problemOf(await knock(query, own))).toEqual([400, "invalid-input"]);
    }
    expect(await problemOf(await ask("GET", "/cart/live", undefined, own))).toEqual([426, "upgrade-required"]);
    expect((await knock("", { ...own, Origin: "https://souk.test" })).status).toBe(101);
  });

  it("is one of twenty: the next is told to wait, until one leaves", async () => {
    const { cartId } = await fill();
    const all: Onlooker[] = [];
    for (let i = 0; i < mostConnections; i++) all.push(await lookOn(cartId));
    const refused = await knock("", { "x-cart-id": cartId });
    expect(refused.headers.get("Retry-After")).toBe("60");
    expect(await problemOf(refused)).toEqual([429, "too-many-requests"]);
    await all[0]?.leave();
    await vi.waitFor(async () => expect((await knock("", { "x-cart-id": cartId })).status).toBe(101));
  });

  it("is closed for a frame of 2 MB with 1009, and the others go on", async () => {
    const { cartId, good, store } = await fill();
    const [loud, small, quiet] = [await lookOn(cartId), await lookOn(cartId), await lookOn(cartId)];
    loud.socket.send("x".repeat(2_000_000));
    small.socket.send(new Uint8Array(5000));
    await vi.waitFor(() => expect([loud.closed, small.closed]).toEqual([1009, 1009]), { timeout: 5000 });
    await editLine(store, { line_id: good.line_id, quantity: 3 });
    expect((await quiet.see(2)).items).toMatchObject([{ quantity: 3 }]);
  });

  it("is closed with 1008 for a flood, and its cart rests from new ones for a minute while the others go on", async () => {
    const { cartId, good, store } = await fill();
    const [loud, quiet] = [await lookOn(cartId), await lookOn(cartId)];
    for (let i = 0; i < 1000; i++) loud.socket.send("more");
    await vi.waitFor(() => expect(loud.closed).toBe(1008), { timeout: 10_000 });
    expect(await problemOf(await knock("", { "x-cart-id": cartId }))).toEqual([429, "too-many-requests"]);
    await editLine(store, { line_id: good.line_id, quantity: 3 });
    expect((await quiet.see(2)).items).toMatchObject([{ quantity: 3 }]);
    expect(quiet.closed).toBeNull();
  });
});
