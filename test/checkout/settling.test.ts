import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { orderAfterPayment } from "../../src/checkout/after-payment.ts";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { expireOrder } from "../../src/checkout/expire-order.ts";
import type { Placed } from "../../src/checkout/schemas.ts";
import { adjustStock } from "../../src/inventory/stock.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { signed } from "../../src/payments/test-gateway.ts";
import {
  ask,
  choose,
  giveBack,
  levelOf,
  order,
  payUnheard,
  published,
  see,
  sell,
  sendWebhook,
  storeFor,
  webhook,
} from "./shop.ts";

/** The store half an hour and a minute later, when unpaid orders are due. */
const later = () => storeFor({ actor: { kind: "system" }, now: () => new Date(Date.now() + 31 * 60_000) });

const outcomeOf = async (answer: Response) => (await answer.json<{ outcome: string }>()).outcome;

describe("a provider's word", () => {
  it("counts once, however often and in whatever order it comes", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    const paid = await webhook(placed);
    const answers = await Promise.all(Array.from({ length: 8 }, () => sendWebhook(paid)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await choose(placed, "decline");
    expect(await outcomeOf(await sendWebhook(paid))).toBe("already-settled");
    const seen = await see(placed);
    expect(seen.payment_status).toBe("paid");
    expect((await published(placed.order.id)).filter((type) => type === "order.billed")).toHaveLength(1);
  });

  it("is refused when it is forged, altered, too old or huge, and nothing moves", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    const { body, signature } = await webhook(placed);
    const old = signature.replace(/t=\d+/, `t=${Math.floor(Date.now() / 1000) - 3600}`);
    const forgeries = [
      { body, signature: "" },
      { body, signature: signature.replace(/.$/, (last) => (last === "0" ? "1" : "0")) },
      { body, signature: old },
      { body: body.replace('"amount_total":2490', '"amount_total":1'), signature },
      { body: "{}", signature },
    ];
    for (const forged of forgeries) {
      const answer = await sendWebhook(forged);
      expect([answer.status, (await answer.json<{ code: string }>()).code]).toEqual([400, "invalid-signature"]);
    }
    expect((await sendWebhook({ body: "x".repeat(5_000_000), signature })).status).toBe(413);
    expect((await see(placed)).payment_status).toBe("pending");
  });

  it("pays nothing with another amount, another currency or for an unknown order", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    const refused = async (of: Placed, changes: { amount?: number; currency?: string }) => {
      const answer = await sendWebhook(await webhook(of, changes));
      return [answer.status, (await answer.json<{ code: string }>()).code];
    };
    expect(await refused(placed, { amount: 1 })).toEqual([422, "amount-mismatch"]);
    const other = await order(pan.variant_id);
    expect(await refused(other, { currency: "JPY" })).toEqual([422, "amount-mismatch"]);
    // Signed, and yet no message of the service's: amounts are whole numbers, and what is told of is there.
    expect(await refused(other, { amount: 24.9 })).toEqual([400, "malformed-json"]);
    expect(await refused(other, { amount: "2490" as never })).toEqual([400, "malformed-json"]);
    for (const body of ["null", "[]", '{"id":"evt_1","type":"checkout.session.completed"}']) {
      expect((await sendWebhook(await signed(storeFor(), body))).status).toBe(400);
    }
    const unknown = await webhook(placed, { payment_id: "pay_00000000000000000000000000" });
    expect(await outcomeOf(await sendWebhook(unknown))).toBe("unknown-payment");
    expect((await see(placed)).payment_status).toBe("pending");
    expect((await see(other)).payment_status).toBe("pending");
  });

  it("that was lost is asked for when the shopper returns, and not again a moment later", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    const seconds = (count: number) => storeFor({ now: () => new Date(Date.now() + count * 1000) });
    expect(await orderAfterPayment(seconds(10), placed.order.id, null)).toMatchObject({ payment_status: "pending" });
    await payUnheard(placed);
    expect(await orderAfterPayment(seconds(11), placed.order.id, null)).toMatchObject({ payment_status: "pending" });
    expect(await orderAfterPayment(seconds(20), placed.order.id, null)).toMatchObject({ payment_status: "paid" });
  });

  it("of a declined card leaves the order open for another try", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    await choose(placed, "decline");
    expect(await see(placed)).toMatchObject({
      status: "open",
      payment_status: "pending",
      payments: [{ status: "failed" }],
    });
    const again = await ask(
      "POST",
      `/payments/pay?token=${placed.order.access_token}`,
      { order_id: placed.order.id, provider: "test" },
      { "Idempotency-Key": crypto.randomUUID() },
    );
    expect(again.status).toBe(201);
    const second = { ...placed, payment: (await again.json<Placed>()).payment };
    expect(second.payment.id).not.toBe(placed.payment.id);
    await choose(second, "approve");
    expect((await see(placed)).payment_status).toBe("paid");
  });
});

describe("an order that nobody pays", () => {
  it("expires, gives its stock back once and is told of", async () => {
    const pan = await sell({ stock: 3 });
    const placed = await order(pan.variant_id, 2);
    expect(await expireOrder(storeFor(), placed.order.id)).toBe(false);
    const expired = await Promise.all([expireOrder(later(), placed.order.id), expireOrder(later(), placed.order.id)]);
    expect(expired.filter(Boolean)).toHaveLength(1);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 3, reserved: 0 });
    expect(await see(placed)).toMatchObject({ status: "cancelled", payment_status: "failed", expires_at: null });
    expect((await published(placed.order.id)).filter((type) => type === "order.expired")).toHaveLength(1);
  });

  it("comes back with late money while its stock is there", async () => {
    const pan = await sell({ stock: 3 });
    const placed = await order(pan.variant_id, 2);
    await expireOrder(later(), placed.order.id);
    expect(await outcomeOf(await sendWebhook(await webhook(placed)))).toBe("paid-late");
    expect(await see(placed)).toMatchObject({ status: "open", payment_status: "paid" });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 3, reserved: 2 });
  });

  it("gives late money back when its stock is gone", async () => {
    const pan = await sell({ stock: 1 });
    const placed = await order(pan.variant_id);
    await expireOrder(later(), placed.order.id);
    await order(pan.variant_id);
    await payUnheard(placed);
    expect(await outcomeOf(await sendWebhook(await webhook(placed)))).toBe("refunding");
    expect(await see(placed)).toMatchObject({
      status: "cancelled",
      payment_status: "refunded",
      payments: [{ status: "refunded", refunded: 2490 }],
    });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 1, reserved: 1 });
  });

  it("is either paid or expired when both happen at the same moment", async () => {
    const pan = await sell({ stock: 20 });
    for (let round = 0; round < 5; round++) {
      const placed = await order(pan.variant_id);
      const paid = await webhook(placed);
      await Promise.all([expireOrder(later(), placed.order.id), sendWebhook(paid)]);
      const { status, payment_status } = await see(placed);
      expect([status, payment_status]).toEqual(["open", "paid"]);
    }
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 20, reserved: 5 });
  });
});

describe("an order on its way", () => {
  it("leaves the shelf when it is shipped, once, and is finished when it arrives", async () => {
    const pan = await sell({ stock: 5 });
    const placed = await order(pan.variant_id, 2);
    await expect(moveShipping(storeFor(), placed.order.id, "shipped")).rejects.toMatchObject({
      code: "illegal-transition",
    });
    await choose(placed, "approve");
    await Promise.all([
      moveShipping(storeFor(), placed.order.id, "shipped"),
      moveShipping(storeFor(), placed.order.id, "shipped"),
    ]);
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 3, reserved: 0 });
    await moveShipping(storeFor(), placed.order.id, "delivered");
    expect(await see(placed)).toMatchObject({ status: "finished", shipping_status: "delivered" });
    const error = await moveShipping(storeFor(), placed.order.id, "shipped").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "illegal-transition", extra: { legal: ["returned"] } });
  });
});

describe("an order that is called off", () => {
  it("gives back stock and money, and can be called off once", async () => {
    const pan = await sell({ stock: 5 });
    const placed = await order(pan.variant_id, 2);
    await choose(placed, "approve");
    await Promise.all([
      cancelOrder(storeFor(), placed.order.id, "Changed their mind"),
      cancelOrder(storeFor(), placed.order.id, "Changed their mind"),
    ]);
    expect(await see(placed)).toMatchObject({ status: "cancelled", payment_status: "refunded" });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
    const { results } = await env.ACTIVITY.prepare(
      "select amount from test_gateway_refunds where session_reference = ?",
    )
      .bind(placed.payment.reference)
      .all();
    expect(results).toEqual([{ amount: 4490 }]);
  });

  it("before it was paid returns money that comes anyway", async () => {
    const pan = await sell({ stock: 5 });
    const placed = await order(pan.variant_id);
    await cancelOrder(storeFor(), placed.order.id, "");
    await choose(placed, "approve");
    expect(await see(placed)).toMatchObject({ status: "cancelled", payment_status: "refunded" });
    expect(await levelOf(pan.variant_id)).toEqual({ on_hand: 5, reserved: 0 });
  });

  it("cannot be once its parcel has left", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    await choose(placed, "approve");
    await moveShipping(storeFor(), placed.order.id, "shipped");
    await expect(cancelOrder(storeFor(), placed.order.id, "")).rejects.toMatchObject({ code: "illegal-transition" });
  });
});

describe("money back", () => {
  it("in parts never passes what was paid, also when asked for at the same moment", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    await choose(placed, "approve");
    const parts = await Promise.allSettled(
      Array.from({ length: 4 }, () => giveBack(storeFor(), placed.order.id, { amount: 1000, reason: "A scratch" })),
    );
    expect(parts.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await see(placed)).toMatchObject({ payment_status: "partially_refunded", payments: [{ refunded: 2000 }] });
    await giveBack(storeFor(), placed.order.id, { reason: "The rest" });
    expect(await see(placed)).toMatchObject({
      payment_status: "refunded",
      payments: [{ refunded: 2490, status: "refunded" }],
    });
    const error = await giveBack(storeFor(), placed.order.id, { amount: 1, reason: "More" }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "illegal-transition", extra: { refundable: 0 } });
  });
});

describe("the books", () => {
  it("never let on hand fall below what is promised", async () => {
    const pan = await sell({ stock: 3 });
    await order(pan.variant_id, 2);
    const error = await adjustStock(storeFor(), pan.variant_id, { location: "main", set: 1, reason: "Count" }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "insufficient-stock", extra: { on_hand: 3, reserved: 2 } });
    const stock = await adjustStock(storeFor(), pan.variant_id, { location: "main", set: 2, reason: "Count" });
    expect(stock).toMatchObject({ available: 0, locations: [{ on_hand: 2, reserved: 2 }] });
    const ledger = await env.ORDERS.prepare("select sum(delta) as total from stock_movements where variant_id = ?")
      .bind(pan.variant_id)
      .first("total");
    expect(ledger).toBe(2);
  });

  it("keep their story: nothing written can be changed or taken out", async () => {
    const pan = await sell();
    const placed = await order(pan.variant_id);
    for (const table of ["order_events", "stock_movements"]) {
      await expect(env.ORDERS.prepare(`delete from ${table}`).run()).rejects.toThrow("append-only");
    }
    expect((await loadOrder(storeFor(), placed.order.id)).timeline).toHaveLength(3);
  });
});

describe("the nightly audit", () => {
  it("finds nothing after all of this, and finds a hand in the till", async () => {
    expect((await auditBooks(storeFor())).findings).toEqual([]);
    const pan = await sell({ stock: 3 });
    await env.ORDERS.prepare("update stock_levels set on_hand = 4 where variant_id = ?").bind(pan.variant_id).run();
    expect((await auditBooks(storeFor())).findings).toEqual([
      { rule: "on hand is the sum of the movements", broken_by: [pan.variant_id] },
    ]);
  });
});
