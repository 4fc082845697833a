import { createExecutionContext, createScheduledController, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { placeOrder } from "../../src/checkout/place-order.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { openStore } from "../../src/platform/store.ts";
import { tick } from "../../src/scheduled.ts";
import { type FakeStripe, fakeStripe } from "../fakes/stripe.ts";
import { address, ask, checkOut, fillCart, levelOf, order, sell, storeFor } from "./shop.ts";

let stripe: FakeStripe;
beforeEach(() => {
  stripe = fakeStripe();
});

interface Wish {
  key?: string;
  total?: number;
  email?: string;
}

/** A guest's checkout by Stripe. */
async function place(cartId: string, { key = "key", total = 2490, email = "ada@example.com" }: Wish = {}) {
  const store = openStore(
    { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" },
    { actor: { kind: "shopper", cartId }, fetch: stripe.fetch },
  );
  const input = {
    email,
    shipping_address: address,
    shipping_option: "standard" as const,
    payment_provider: "stripe",
    expected_total: total,
  };
  return placeOrder(
    store,
    input,
    await idempotentRequest({ kind: "shopper", cartId }, key, { method: "POST", path: "/checkout", body: input }),
  );
}

/** So many seconds later, by every clock. */
async function later<Result>(seconds: number, work: () => Promise<Result>): Promise<Result> {
  vi.useFakeTimers({ now: Date.now() + seconds * 1000, toFake: ["Date"] });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => thrown,
  );

describe("the same checkout again, after the payment service did not answer", () => {
  it("goes on with the order that was made, though the price has changed since", async () => {
    const pan = await sell({ stock: 3 });
    const cartId = await fillCart(pan.variant_id);
    stripe.misbehave("refuse-connection", "refuse-connection");
    await expect(place(cartId)).rejects.toMatchObject({ code: "provider-unavailable" });
    await env.CATALOG.prepare("update prices set amount = 5000 where variant_id = ?").bind(pan.variant_id).run();
    const again = await later(40, () => place(cartId));
    expect(again).toMatchObject({ replayed: true, placed: { order: { total: 2490 }, payment: { status: "pending" } } });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 3, reserved: 1 });
  });

  it("is answered the same a third time, though the Worker died before it kept its answer", async () => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    stripe.misbehave("lose-answer", "internal-error");
    await failureOf(place(cartId));
    await env.ORDERS.prepare(
      "update payments set status = 'pending', reference = 'cs_kept', redirect_url = 'https://pay.test' where order_id in (select order_id from order_lines where variant_id = ?)",
    )
      .bind(pan.variant_id)
      .run();
    const second = await later(40, () => place(cartId));
    const third = await later(80, () => place(cartId));
    expect(third).toEqual(second);
  });
});

describe("a key that was used for an older order", () => {
  it("is refused for another request, and the cart is free at once", async () => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    expect((await checkOut(cartId, { key: "first" })).status).toBe(201);
    await fillCart(pan.variant_id, 1, cartId);
    expect((await checkOut(cartId, { key: "second" })).status).toBe(201);
    await fillCart(pan.variant_id, 1, cartId);
    const reused = await checkOut(cartId, { key: "first", body: { email: "else@example.com" } });
    expect([reused.status, (await reused.json<{ code: string }>()).code]).toEqual([422, "idempotency-key-reused"]);
    expect((await checkOut(cartId, { key: "third" })).status).toBe(201);
  });
});

describe("stock that the catalogue knows nothing of", () => {
  it("is held all the same: the books decide what is tracked", async () => {
    const pan = await sell({ stock: 1 });
    await env.CATALOG.prepare("update variants set available = null where id = ?").bind(pan.variant_id).run();
    const carts = await later(60, () => Promise.all([fillCart(pan.variant_id), fillCart(pan.variant_id)]));
    const answers = await Promise.all(carts.map((cartId) => checkOut(cartId, { body: { expected_total: 2490 } })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 1, reserved: 1 });
  });

  it("that the books do not have is not sold", async () => {
    const ghost = await sell({ stock: null });
    await env.CATALOG.prepare("update variants set available = 5 where id = ?").bind(ghost.variant_id).run();
    const cartId = await later(60, () => fillCart(ghost.variant_id));
    const answer = await checkOut(cartId, { body: { expected_total: 2490 } });
    expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([409, "insufficient-stock"]);
  });
});

describe("another attempt to pay", () => {
  it("is not told to somebody who repeats the request without the order's token", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    const body = { order_id: placed.order.id, provider: "test" };
    const headers = { "Idempotency-Key": "retry-1" };
    const own = await ask("POST", `/payments/pay?token=${placed.order.access_token}`, body, headers);
    expect(own.status).toBe(201);
    const stranger = await ask("POST", "/payments/pay", body, headers);
    expect(stranger.status).toBeGreaterThanOrEqual(400);
    expect(await stranger.text()).not.toContain("ada@example.com");
  });
});

describe("a large cart", () => {
  it("of a hundred and twenty kinds is ordered, and Stripe is shown no more lines than it takes", async () => {
    const kinds = [];
    for (let i = 0; i < 120; i++) kinds.push(await sell({ price: 100 }));
    let cartId: string | undefined;
    for (const kind of kinds) cartId = await fillCart(kind.variant_id, 1, cartId);
    const { placed } = await place(cartId ?? "", { total: 12000 });
    expect(placed.payment.status).toBe("pending");
    const [session] = stripe.sessions.values();
    expect(session?.amount_total).toBe(placed.order.total);
  }, 60_000);
});

describe("the clock", () => {
  it("lets orders expire though one before them cannot", async () => {
    const pan = await sell({ stock: 10 });
    const stuck = await order(pan.variant_id);
    const due = await order(pan.variant_id);
    await env.ORDERS.prepare(
      "update orders set shipping_address = '{}', expires_at = '2020-01-01T00:00:00.000Z' where id = ?",
    )
      .bind(stuck.order.id)
      .run();
    await env.ORDERS.prepare("update orders set expires_at = '2020-01-02T00:00:00.000Z' where id = ?")
      .bind(due.order.id)
      .run();
    const context = createExecutionContext();
    await tick(createScheduledController({ cron: "* * * * *" }), env, context);
    await waitOnExecutionContext(context);
    expect(await loadOrder(storeFor(), due.order.id)).toMatchObject({ status: "cancelled" });
  });
});

describe("what the shelf shows", () => {
  it("is what is left, whichever Worker's clock is behind", async () => {
    const pan = await sell({ stock: 10 });
    const said = async () => {
      const { results } = await env.ORDERS.prepare(
        "select time, data ->> 'available' as available from outbox where subject = ? order by time, rowid",
      )
        .bind(pan.variant_id)
        .all<{ time: string; available: number }>();
      return results.map(({ available }) => available);
    };
    const { adjustStock } = await import("../../src/inventory/stock.ts");
    const update = { location: "main", delta: -1, reason: "Broken" };
    await adjustStock(storeFor(), pan.variant_id, update);
    await adjustStock(storeFor({ now: () => new Date(Date.now() - 5000) }), pan.variant_id, update);
    expect(await said()).toEqual([9, 8]);
  });
});
