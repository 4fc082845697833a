import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { assessBeforeShipping, assessOrder, decideReview, readAssessment } from "../../src/checkout/assess-order.ts";
import type { Placed } from "../../src/checkout/schemas.ts";
import { hashOfAddress, hashOfIp } from "../../src/fraud/keyed-hash.ts";
import { addRule, changeRule, changeSettings, dropRule, listRules, readSettings } from "../../src/fraud/rules.ts";
import { type Signals, signalNames } from "../../src/fraud/schemas.ts";
import { signalsOf } from "../../src/fraud/signals.ts";
import { weigh } from "../../src/fraud/weigh.ts";
import { listOrders } from "../../src/orders/list-orders.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { orderQuery } from "../../src/orders/schemas.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { openDatabase } from "../../src/platform/database.ts";
import { meter, type Spent } from "../budgets/meter.ts";
import { address, ask, checkOut, choose, fillCart, levelOf, order, see, sell, storeFor } from "../checkout/shop.ts";

const rule = (points: number, ...conditions: [keyof Signals & string, "at_least" | "at_most", number][]) => ({
  id: `frule_${points}`,
  name: `${points}`,
  active: true,
  conditions: conditions.map(([signal, is, value]) => ({ signal, is, value })),
  points,
});

const bounds = { review_at: 50, refuse_at: 90 };

describe("how an order is weighed", () => {
  it.each<[string, Signals, ReturnType<typeof rule>[], { score: number; outcome: string }]>([
    ["nothing holds", { total: 10 }, [rule(60, ["total", "at_least", 11])], { score: 0, outcome: "allow" }],
    ["at the bound", { total: 10 }, [rule(50, ["total", "at_least", 10])], { score: 50, outcome: "review" }],
    ["just below", { total: 10 }, [rule(49, ["total", "at_least", 10])], { score: 49, outcome: "allow" }],
    [
      "all conditions, not some",
      { total: 10, disposable_email: 0 },
      [rule(60, ["total", "at_least", 1], ["disposable_email", "at_least", 1])],
      { score: 0, outcome: "allow" },
    ],
    [
      "what is not known does not hold",
      {},
      [rule(60, ["provider_risk", "at_most", 10])],
      { score: 0, outcome: "allow" },
    ],
    [
      "points are added up, and good ones taken off",
      { total: 10, paid_orders: 5 },
      [rule(95, ["total", "at_least", 1]), rule(-20, ["paid_orders", "at_least", 3])],
      { score: 75, outcome: "review" },
    ],
    [
      "never above a hundred",
      { total: 1 },
      [rule(90, ["total", "at_least", 1]), rule(80, ["total", "at_least", 1])],
      { score: 100, outcome: "refuse" },
    ],
    ["never below nothing", { total: 1 }, [rule(-90, ["total", "at_least", 1])], { score: 0, outcome: "allow" }],
  ])("%s", (_, signals, rules, outcome) => {
    expect(weigh(signals, rules, bounds)).toMatchObject(outcome);
  });

  it("a rule that is switched off does not count", () => {
    expect(weigh({ total: 1 }, [{ ...rule(90, ["total", "at_least", 1]), active: false }], bounds).score).toBe(0);
  });
});

describe("what is kept of where an order came from", () => {
  it("is a keyed hash: the same for the same household and street, and no address", async () => {
    const store = storeFor();
    expect(await hashOfIp(store, "203.0.113.7")).not.toContain("203");
    expect(await hashOfIp(store, "203.0.113.7")).not.toBe(await hashOfIp(store, "203.0.113.8"));
    expect(await hashOfIp(store, "2001:db8:1:2::1")).toBe(await hashOfIp(store, "2001:0db8:0001:0002:ffff::9"));
    expect(await hashOfIp(store, "2001:db8:1:2::1")).not.toBe(await hashOfIp(store, "2001:db8:1:3::1"));
    expect(await hashOfAddress(store, address)).toBe(
      await hashOfAddress(store, { ...address, name: "Bob", line1: "UNTER DEN LINDEN 1." }),
    );
  });
});

/** Copies an order, unpaid as it is, so many times. */
async function leaveUnpaid(id: string, times: number): Promise<void> {
  const { results } = await env.ORDERS.prepare("select name from pragma_table_info('orders')").all<{ name: string }>();
  const columns = results.map(({ name }) => name);
  const copied = columns.map((name) => {
    if (name === "id" || name === "checkout_key") return `hex(randomblob(16))`;
    return name === "number" ? "abs(random()) % 1000000000000" : name;
  });
  await env.ORDERS.prepare(
    `with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
     insert into orders (${columns.join(", ")}) select ${copied.join(", ")} from orders, n where id = ?`,
  )
    .bind(times, id)
    .run();
}

/** An order of somebody whose mailbox lasts an hour and whose bill goes elsewhere: 35 + 20 points by the rules that come with the store. */
async function doubtful() {
  const pan = await sell({ stock: 5 });
  const answer = await checkOut(await fillCart(pan.variant_id), {
    body: {
      email: `x${crypto.randomUUID().slice(0, 8)}@mailinator.com`,
      billing_address: { ...address, country: "FR", postal_code: "69002" },
      expected_total: 2490,
    },
  });
  const placed = await answer.json<Placed>();
  await assessBeforeShipping(storeFor(), placed.order.id);
  return { placed, pan };
}

const held = async () => (await listOrders(storeFor(), orderQuery.parse({ review: "held" }))).data.map(({ id }) => id);

describe("an order that looks doubtful", () => {
  it("is held: it may be paid, nothing leaves, staff see why, and its buyer sees nothing of it", async () => {
    const { placed } = await doubtful();
    await choose(placed, "approve");
    const looked = await readAssessment(storeFor(), placed.order.id);
    expect(looked).toMatchObject({
      score: 55,
      outcome: "review",
      signals: { disposable_email: 1, country_mismatch: 1 },
    });
    expect(looked.reasons.map(({ points }) => points)).toEqual([20, 35]);
    expect(await held()).toContain(placed.order.id);
    await expect(moveShipping(storeFor(), placed.order.id, "shipped")).rejects.toMatchObject({
      code: "illegal-transition",
    });
    const seen = await see(placed);
    expect(seen.payment_status).toBe("paid");
    expect(JSON.stringify(seen)).not.toContain("review");
  });

  it("is let go by staff, with who did it, once", async () => {
    const { placed } = await doubtful();
    await choose(placed, "approve");
    const cleared = await decideReview(storeFor(), placed.order.id, { decision: "clear", note: "Called them" });
    expect(cleared.review).toBe("cleared");
    expect(await held()).not.toContain(placed.order.id);
    expect((await readAssessment(storeFor(), placed.order.id)).decisions).toMatchObject([
      { outcome: "review", decided_by: "system" },
      { outcome: "clear", decided_by: "staff@souk.test", note: "Called them" },
    ]);
    await expect(decideReview(storeFor(), placed.order.id, { decision: "clear", note: "" })).rejects.toMatchObject({
      code: "illegal-transition",
    });
    expect((await moveShipping(storeFor(), placed.order.id, "shipped")).shipping_status).toBe("shipped");
  });

  it("is refused by staff: cancelled, its money and its stock go back, and the buyer is not told which rule it was", async () => {
    const { placed, pan } = await doubtful();
    await choose(placed, "approve");
    const refused = await decideReview(storeFor(), placed.order.id, { decision: "refuse", note: "Stolen card" });
    expect(refused).toMatchObject({ status: "cancelled" });
    expect(refused.payments[0]).toMatchObject({ refunded: 2490 });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
    expect(JSON.stringify(await see(placed))).not.toMatch(/Stolen|disposable|review/);
  });

  it("is refused by itself, where staff want that from so many points on", async () => {
    const { version } = await readSettings(storeFor());
    await changeSettings(storeFor(), { review_at: 50, refuse_at: 55 }, version);
    const { placed, pan } = await doubtful();
    expect(await loadOrder(storeFor(), placed.order.id)).toMatchObject({
      status: "cancelled",
      payment_status: "failed",
    });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
    await changeSettings(storeFor(), { review_at: 50, refuse_at: 101 }, version + 1);
    await expect(changeSettings(storeFor(), { review_at: 1, refuse_at: 1 }, version)).rejects.toMatchObject({
      code: "changed-meanwhile",
    });
  });
});

describe("orders that come fast", () => {
  it("count by mailbox and by internet address; an honest buyer's single order is let go", async () => {
    const pan = await sell({ stock: 50 });
    const store = storeFor();
    const ip = "198.51.100.23";
    for (let i = 0; i < 5; i++) {
      const body = {
        ...{ email: "fast@example.com", shipping_address: address, shipping_option: "standard" },
        ...{ payment_provider: "test", expected_total: 2490 },
      };
      const answer = await ask("POST", "/checkout", body, {
        "x-cart-id": await fillCart(pan.variant_id),
        "Idempotency-Key": crypto.randomUUID(),
        "cf-connecting-ip": ip,
        "cf-ipcountry": "DE",
      });
      const { order: one } = await answer.json<Placed>();
      // It is looked at after the answer.
      const { signals } = await vi.waitFor(() => readAssessment(store, one.id));
      expect(signals).toMatchObject({ orders_by_email_hour: i + 1, orders_by_ip_hour: i + 1, ip_country_mismatch: 0 });
    }
    const kept = JSON.stringify(await env.ORDERS.prepare("select * from fraud_assessments").all());
    expect(kept).not.toContain(ip);
    const single = await order(pan.variant_id);
    await assessBeforeShipping(store, single.order.id);
    expect((await loadOrder(store, single.order.id)).review).toBe("none");
  });

  it("in the same moment are looked at together, and count for one another", async () => {
    const good = await sell();
    const carts = await Promise.all([1, 2, 3, 4].map(() => fillCart(good.variant_id)));
    const body = {
      ...{ email: "many@example.com", shipping_address: address, shipping_option: "standard" },
      ...{ payment_provider: "test", expected_total: 2490 },
    };
    const answers = await Promise.all(
      carts.map((cart) =>
        ask("POST", "/checkout", body, {
          ...{ "x-cart-id": cart, "Idempotency-Key": crypto.randomUUID() },
          ...{ "cf-connecting-ip": "198.51.100.77", "cf-ipcountry": "DE" },
        }),
      ),
    );
    const placed = await Promise.all(answers.map((answer) => answer.json<Placed>()));
    const seen = await vi.waitFor(() => Promise.all(placed.map((one) => readAssessment(storeFor(), one.order.id))));
    expect(seen.map(({ signals }) => signals.orders_by_ip_hour).toSorted()).toEqual([1, 2, 3, 4]);
    expect(seen.map(({ decisions }) => decisions.length)).toEqual([1, 1, 1, 1]);
  });

  it("cost no more to look at, however many their buyer left unpaid", async () => {
    const placed = await order((await sell()).variant_id);
    const state = await loadOrder(storeFor(), placed.order.id);
    const lookAt = async (): Promise<Spent> => {
      const spent = { trips: 0, queries: 0, rows_read: 0 };
      const origin = { ip_hash: "ip", address_hash: "address", ip_country: null };
      const store = { ...storeFor(), orders: openDatabase(meter(env.ORDERS, spent)) };
      await signalsOf(store, [{ order: state, origin }]);
      return spent;
    };
    await leaveUnpaid(state.id, 60);
    const few = await lookAt();
    await leaveUnpaid(state.id, 600);
    expect(await lookAt()).toEqual(few);
  });

  it("are looked at once, though two ask at the same time", async () => {
    const placed = await order((await sell()).variant_id);
    const state = await loadOrder(storeFor(), placed.order.id);
    await Promise.all([1, 2, 3].map(() => assessOrder(storeFor(), state, null)));
    expect((await readAssessment(storeFor(), placed.order.id)).decisions).toHaveLength(1);
  });
});

describe("the rules", () => {
  it("are added, changed and taken away by staff alone, and not over another's change", async () => {
    const added = await addRule(storeFor(), {
      name: "Large",
      active: true,
      points: 10,
      conditions: [{ signal: "total", is: "at_least", value: 100_000 }],
    });
    const changed = await changeRule(storeFor(), added.id, { points: 20 }, added.version);
    expect(changed).toMatchObject({ points: 20, version: 2 });
    await expect(changeRule(storeFor(), added.id, { points: 30 }, added.version)).rejects.toMatchObject({
      code: "changed-meanwhile",
    });
    await dropRule(storeFor(), added.id);
    expect((await listRules(storeFor())).map(({ id }) => id)).not.toContain(added.id);
    for (const path of ["/fraud/rules", "/fraud/settings"]) expect((await ask("GET", path)).status).toBe(401);
  });

  it("that come with the store ask only for signals that there are", async () => {
    for (const { conditions } of await listRules(storeFor())) {
      for (const { signal } of conditions) expect(signalNames).toContain(signal);
    }
  });

  it("decisions are never rewritten", async () => {
    await expect(env.ORDERS.exec("update fraud_decisions set note = 'x'")).rejects.toThrow("append-only");
  });
});
