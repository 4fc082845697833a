import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Placed } from "../../src/checkout/schemas.ts";
import { address, ask, checkOut, choose, fillCart, levelOf, order, published, see, sell } from "./shop.ts";

describe("a guest buys", () => {
  it("pays, and the order is billed once", async () => {
    const pan = await sell({ price: 2000, stock: 3 });
    const placed = await order(pan.variant_id, 2);
    expect(placed.order).toMatchObject({
      status: "open",
      payment_status: "pending",
      subtotal: 4000,
      shipping_total: 490,
      total: 4490,
    });
    expect(placed.payment).toMatchObject({ provider: "test", status: "pending", amount: 4490, currency: "EUR" });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 3, reserved: 2 });

    const back = await choose(placed, "approve");
    expect(back.status).toBe(303);
    expect(back.headers.get("Location")).toContain(`/checkout/return?order=${placed.order.id}&token=`);

    const paid = await see(placed);
    expect(paid).toMatchObject({ payment_status: "paid", expires_at: null });
    expect(paid.timeline.map(({ type }) => type)).toEqual([
      "order.created",
      "order.prepared",
      "payment.initiated",
      "payment.captured",
      "order.billed",
    ]);
    expect(await published(placed.order.id)).toEqual(paid.timeline.map(({ type }) => type));
  });

  it("finds the cart empty afterwards, and the same request again answers the same order", async () => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    const body = { expected_total: 2490 };
    const first = await checkOut(cartId, { key: "again", body });
    const second = await checkOut(cartId, { key: "again", body });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get("Idempotent-Replayed")).toBe("true");
    expect(await second.json()).toEqual(await first.json());
    const cart = await ask("GET", "/cart", undefined, { "x-cart-id": cartId });
    expect(await cart.json()).toMatchObject({ items: [] });
  });

  it("may order what is not tracked without a reservation", async () => {
    const service = await sell({ stock: null });
    const placed = await order(service.variant_id, 5);
    expect(placed.order.items).toMatchObject([{ quantity: 5, unit_price: 2000 }]);
  });
});

describe("what a checkout refuses", () => {
  it("an empty cart, a missing key, and a key used for something else", async () => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    const body = {
      email: "a@example.com",
      shipping_address: address,
      shipping_option: "standard",
      payment_provider: "test",
      expected_total: 2490,
    };
    const keyless = await ask("POST", "/checkout", body, { "x-cart-id": cartId });
    expect([keyless.status, (await keyless.json<{ code: string }>()).code]).toEqual([428, "idempotency-key-required"]);
    expect((await checkOut(cartId, { key: "k", body: { expected_total: 2490 } })).status).toBe(201);
    const other = await checkOut(cartId, { key: "k", body: { expected_total: 2490, email: "else@example.com" } });
    expect([other.status, (await other.json<{ code: string }>()).code]).toEqual([422, "idempotency-key-reused"]);
    const empty = await checkOut(cartId, { body: { expected_total: 2490 } });
    expect([empty.status, (await empty.json<{ code: string }>()).code]).toEqual([409, "cart-empty"]);
  });

  it("a total that is not what it costs, with the total as it is", async () => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    const answer = await checkOut(cartId, { body: { expected_total: 1 } });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "total-changed", total: 2490, currency: "EUR" });
    expect((await checkOut(cartId)).status).toBe(201);
  });

  it("a payment method that this store does not take, or that only staff may write", async () => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    for (const payment_provider of ["paypal", "manual", "stripe"]) {
      const answer = await checkOut(cartId, { body: { payment_provider, expected_total: 2490 } });
      expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([422, "provider-unknown"]);
    }
  });

  it.each([
    ["an address without a street", { shipping_address: { ...address, line1: "" } }, "/shipping_address/line1"],
    ["a country in words", { shipping_address: { ...address, country: "Germany" } }, "/shipping_address/country"],
    ["an unknown field", { coupon: "x" }, "/coupon"],
    ["an amount as text", { expected_total: "2490" }, "/expected_total"],
    ["an amount as a fraction", { expected_total: 24.9 }, "/expected_total"],
    ["an e-mail address that is none", { email: "ada at example" }, "/email"],
    ["a name with a NUL", { shipping_address: { ...address, name: "Ada\u0000" } }, "/shipping_address/name"],
    [
      "a name of 10,000 characters",
      { shipping_address: { ...address, name: "x".repeat(10_000) } },
      "/shipping_address/name",
    ],
  ])("%s, and points at it", async (_what, body, pointer) => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    const before = await env.ORDERS.prepare("select count(*) as n from orders").first("n");
    const answer = await checkOut(cartId, { body: { expected_total: 2490, ...body } });
    expect(answer.status).toBe(400);
    expect((await answer.json<{ errors: { pointer: string }[] }>()).errors.map((error) => error.pointer)).toContain(
      pointer,
    );
    expect(await env.ORDERS.prepare("select count(*) as n from orders").first("n")).toBe(before);
  });

  it("keeps names with quotes, emoji and right-to-left text as they are", async () => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    const name = `Robert'); drop table orders;-- 🧺 سوق`;
    const answer = await checkOut(cartId, { body: { expected_total: 2490, shipping_address: { ...address, name } } });
    const placed = await answer.json<Placed>();
    expect(placed.order.shipping_address.name).toBe(name);
    expect((await see(placed)).shipping_address.name).toBe(name);
  });
});

describe("at the same moment", () => {
  it("two shoppers and one unit: one order, the other is told what is short", async () => {
    const last = await sell({ stock: 1, title: "The last lamp" });
    const carts = await Promise.all([fillCart(last.variant_id), fillCart(last.variant_id)]);
    const answers = await Promise.all(carts.map((cartId) => checkOut(cartId, { body: { expected_total: 2490 } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(await refused?.json()).toMatchObject({
      code: "insufficient-stock",
      lines: [{ variant_id: last.variant_id, sku: last.sku, requested: 1, available: 0 }],
    });
    expect(await levelOf(last.variant_id)).toEqual({ on_hand: 1, reserved: 1 });
  });

  it("thirty shoppers and ten units: exactly ten orders", async () => {
    const pan = await sell({ stock: 10 });
    const carts = await Promise.all(Array.from({ length: 30 }, () => fillCart(pan.variant_id)));
    const answers = await Promise.all(carts.map((cartId) => checkOut(cartId, { body: { expected_total: 2490 } })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(20);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 10, reserved: 10 });
  });

  it("one cart checked out ten times with ten keys: one order, the others told why", async () => {
    const pan = await sell({ stock: 50 });
    const cartId = await fillCart(pan.variant_id);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => checkOut(cartId, { body: { expected_total: 2490 } })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const codes = await Promise.all(
      answers.filter(({ status }) => status !== 201).map((answer) => answer.json<{ code: string }>()),
    );
    for (const { code } of codes) expect(["checkout-in-progress", "already-ordered", "cart-empty"]).toContain(code);
    expect(await levelOf(pan.variant_id)).toMatchObject({ reserved: 1 });
  });

  it("one key sent ten times: one order, and every answer is that order or asks to wait", async () => {
    const pan = await sell({ stock: 50 });
    const cartId = await fillCart(pan.variant_id);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => checkOut(cartId, { key: "one-key", body: { expected_total: 2490 } })),
    );
    const orders = new Set<string>();
    for (const answer of answers) {
      if (answer.status === 201) orders.add((await answer.json<Placed>()).order.id);
      else {
        expect(answer.headers.get("Retry-After")).toBeTruthy();
        expect(await answer.json()).toMatchObject({ status: 409, code: "idempotency-key-in-flight" });
      }
    }
    expect(orders.size).toBe(1);
    expect(await levelOf(pan.variant_id)).toMatchObject({ reserved: 1 });
  });
});

describe("an address that its country refuses", () => {
  it.each<[string, Record<string, string>, string]>([
    ["no city", { city: "" }, "/shipping_address/city"],
    ["a British postal code in Germany", { postal_code: "SW1Y 4JH" }, "/shipping_address/postal_code"],
    ["a state that is none", { country: "US", postal_code: "95014", region: "Bavaria" }, "/shipping_address/region"],
  ])("%s: nothing is ordered, and the field is named", async (_what, wrong, pointer) => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    const body = { shipping_address: { ...address, ...wrong }, expected_total: 2490 };
    const answer = await checkOut(cartId, { body });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: "invalid-address", errors: [{ pointer }] });
    expect(await levelOf(pan.variant_id)).toMatchObject({ reserved: 0 });
  });

  it("and one that only lacks its form is put right before it is priced", async () => {
    const pan = await sell();
    const placed = await checkOut(await fillCart(pan.variant_id), {
      body: { shipping_address: { ...address, postal_code: "d-10117" }, expected_total: 2490 },
    });
    expect(await placed.json()).toMatchObject({ order: { shipping_address: { postal_code: "10117" } } });
  });
});

describe("somebody else's order", () => {
  it("does not exist: not by its id, not with another order's token, not with a wrong one", async () => {
    const pan = await sell();
    const mine = await order(pan.variant_id);
    const theirs = await order(pan.variant_id);
    for (const token of ["", `?token=${mine.order.access_token}`, "?token=wrong", `?token=${"x".repeat(32)}`]) {
      const answer = await ask("GET", `/orders/${theirs.order.id}${token}`);
      expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([404, "not-found"]);
    }
    const nothing = await ask("GET", "/orders/ord_00000000000000000000000000");
    expect(nothing.status).toBe(404);
    expect((await ask("POST", `/orders/${theirs.order.id}/cancel`, {})).status).toBe(404);
    expect((await ask("GET", "/orders")).status).toBe(401);
  });
});
