import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { consume } from "../../queues/index.ts";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { expireOrder } from "../../src/checkout/expire-order.ts";
import type { Placed } from "../../src/checkout/schemas.ts";
import { lettersFor } from "../../src/notifications/letters.ts";
import { remindOfPayments } from "../../src/notifications/remind-of-payment.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { creditorReference, readIban } from "../../src/payments/by-hand/account-number.ts";
import { collectOnDelivery, receivePayment } from "../../src/payments/by-hand/receive.ts";
import { listAccounts, listEntries } from "../../src/payments/ledger.ts";
import { refundWasSent } from "../../src/payments/refund.ts";
import { changePaymentSettings, readPaymentSettings } from "../../src/payments/settings/settings.ts";
import { sweepPayments } from "../../src/payments/sweep.ts";
import {
  ask,
  checkOut,
  choose,
  fillCart,
  giveBack,
  levelOf,
  order,
  published,
  see,
  sell,
  storeFor,
} from "../checkout/shop.ts";

const account = {
  ...{ active: true, countries: ["DE", "AT"], currencies: ["EUR"], days: 7, holder: "Souk GmbH" },
  ...{ iban: "DE89370400440532013000", bic: "COBADEFFXXX", bank: "Commerzbank" },
};

const days = (count: number) =>
  storeFor({ actor: { kind: "system" }, now: () => new Date(Date.now() + count * 24 * 3600 * 1000) });

beforeEach(async () => {
  const store = storeFor();
  const { version } = await readPaymentSettings(store);
  const cash_on_delivery = { active: true, countries: ["DE"] };
  await changePaymentSettings(store, version, { bank_transfer: account, cash_on_delivery });
});

/** A guest buys a pan for 20 EUR and 4.90 EUR of shipping. */
async function buy(provider: string, stock = 10): Promise<Placed & { variant_id: string }> {
  const { variant_id } = await sell({ stock });
  const answer = await checkOut(await fillCart(variant_id), { body: { payment_provider: provider } });
  if (answer.status !== 201) throw new Error(await answer.text());
  return { ...(await answer.json<Placed>()), variant_id };
}

const stateOf = ({ order }: Placed) => loadOrder(storeFor(), order.id);

async function receive(placed: Placed, amount: number) {
  const { version } = await stateOf(placed);
  return receivePayment(storeFor(), placed.order.id, placed.payment.id, amount, version);
}

const ledgerOf = async ({ order }: Placed) =>
  (await listEntries(storeFor(), { order_id: order.id, limit: 50 })).data
    .map(({ kind, debit, credit, amount }) => `${kind} ${debit} ${credit} ${amount}`)
    .reverse();

async function clean() {
  expect((await auditBooks(storeFor())).findings).toEqual([]);
  const sums = new Map<string, number>();
  for (const { currency, balance } of await listAccounts(storeFor()))
    sums.set(currency, (sums.get(currency) ?? 0) + balance);
  expect(new Set(sums.values())).toEqual(new Set([0]));
}

/** What an order's event has the store write, to a German. */
async function letterOf({ order }: Placed, type: string) {
  const row = await env.ORDERS.prepare("select data from outbox where subject = ? and type = ?")
    .bind(order.id, type)
    .first<{ data: string }>();
  const data = JSON.parse(row?.data ?? "{}");
  const [letter] = await lettersFor(storeFor(), { id: "evt_1", type, data: { ...data, locale: "de" } } as never);
  return { template: letter?.template, said: letter?.said.text.join("\n") ?? "", data };
}

describe("paying by bank transfer", () => {
  it("tells the buyer the shop's account, a reference that banks verify, and a week's time", async () => {
    const placed = await buy("bank_transfer");
    expect(placed.payment).toMatchObject({
      provider: "bank_transfer",
      status: "pending",
      amount: 2490,
      redirect_url: null,
    });
    const [payment] = placed.order.payments;
    expect(payment?.transfer).toMatchObject({ holder: "Souk GmbH", iban: account.iban, bic: account.bic });
    const reference = payment?.transfer?.reference ?? "";
    expect(reference).toMatch(/^RF\d\d\d{9}[0-9A-Z]{4}$/);
    const left = Date.parse(placed.order.expires_at ?? "") - Date.now();
    expect(left / 86_400_000).toBeCloseTo(7, 2);
    expect((await stateOf(placed)).timeline.map(({ type }) => type)).toEqual([
      ...["order.created", "order.prepared", "payment.initiated", "payment.awaited"],
    ]);
  });

  it("writes the account and the reference into a letter, in the buyer's language", async () => {
    const placed = await buy("bank_transfer");
    const { template, said, data } = await letterOf(placed, "payment.awaited");
    expect(template).toBe("transfer");
    expect(said).toContain("IBAN: DE89 3704 0044 0532 0130 00");
    expect(said).toContain("24,90");
    expect(said.replaceAll(" ", "")).toContain(data.transfer.reference);
    // Of a part that came the buyer hears too: what is missing, until when, and where it goes.
    await receive(placed, 1000);
    const part = await letterOf(placed, "payment.part-received");
    expect(part.template).toBe("part-paid");
    for (const words of ["10,00", "14,90", "IBAN: DE89 3704 0044 0532 0130 00", "Wir behalten alles bis"]) {
      expect(part.said).toContain(words);
    }
  });

  it("bills the order when staff write down that all of it came", async () => {
    const placed = await buy("bank_transfer");
    const { order: after } = await receive(placed, 2490);
    expect(after).toMatchObject({ payment_status: "paid", expires_at: null });
    expect(await published(placed.order.id)).toContain("order.billed");
    expect(await ledgerOf(placed)).toEqual(["sale buyer sales 2490", "payment provider:bank_transfer buyer 2490"]);
    await clean();
  });

  it("waits for the rest of a part, gives it the whole time again, and never ships before", async () => {
    const placed = await buy("bank_transfer");
    const store = storeFor({ now: () => new Date(Date.now() + 5 * 86_400_000) });
    const { version } = await stateOf(placed);
    const part = await receivePayment(store, placed.order.id, placed.payment.id, 1000, version);
    expect(part.order).toMatchObject({ payment_status: "pending", payments: [{ status: "pending", captured: 1000 }] });
    expect((Date.parse(part.order.expires_at ?? "") - Date.now()) / 86_400_000).toBeCloseTo(12, 2);
    await expect(moveShipping(storeFor(), placed.order.id, "shipped")).rejects.toMatchObject({
      code: "illegal-transition",
    });
    const { order: after } = await receive(placed, 1490);
    expect(after).toMatchObject({ payment_status: "paid", payments: [{ status: "captured", captured: 2490 }] });
    await clean();
  });

  it("books a transfer once, though two of the staff write it down at the same moment", async () => {
    const placed = await buy("bank_transfer");
    const { version } = await stateOf(placed);
    const both = await Promise.allSettled(
      [1, 2].map(() => receivePayment(storeFor(), placed.order.id, placed.payment.id, 1000, version)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await stateOf(placed)).payments).toMatchObject([{ captured: 1000 }]);
  });

  it("bills what is owed of too much, and has staff send the rest back", async () => {
    const placed = await buy("bank_transfer");
    const { order: after } = await receive(placed, 3000);
    expect(after).toMatchObject({ payment_status: "paid", payments: [{ captured: 3000, amount: 3000 }] });
    const answer = await env.ORDERS.prepare("select id, amount, status, by_hand from refunds where order_id = ?")
      .bind(placed.order.id)
      .first<{ id: string; amount: number; status: string; by_hand: number }>();
    expect(answer).toMatchObject({ amount: 510, status: "pending", by_hand: 1 });
    await sweepPayments(days(1));
    expect((await stateOf(placed)).payments).toMatchObject([{ refunded: 0 }]);
    await clean();
    // However long staff take to send it, that is no fault of the books.
    const { findings } = await auditBooks(days(3));
    expect(findings.filter(({ rule }) => rule.includes("give back"))).toEqual([]);
    const { order } = await refundWasSent(storeFor(), answer?.id ?? "");
    expect(order).toMatchObject({ payment_status: "paid" });
    expect((await stateOf(placed)).payments).toMatchObject([{ refunded: 510 }]);
    await refundWasSent(storeFor(), answer?.id ?? "");
    expect((await stateOf(placed)).payments).toMatchObject([{ refunded: 510 }]);
    await clean();
  });

  it("takes the rest of a part by another way, for exactly what is left", async () => {
    const placed = await buy("bank_transfer");
    await receive(placed, 2000);
    const token = `?token=${placed.order.access_token}`;
    const key = { "Idempotency-Key": crypto.randomUUID() };
    const answer = await ask("POST", `/payments/pay${token}`, { order_id: placed.order.id, provider: "test" }, key);
    const second = await answer.json<Placed>();
    expect(second.payment).toMatchObject({ provider: "test", amount: 490 });
    await choose(second, "approve");
    const state = await stateOf(placed);
    expect(state).toMatchObject({ payment_status: "paid" });
    expect(state.payments.map(({ provider, status, captured }) => [provider, status, captured])).toEqual([
      ["bank_transfer", "captured", 2000],
      ["test", "captured", 490],
    ]);
    await clean();
  });

  it("gives each of several payments back by the way it came, to the cent", async () => {
    const placed = await buy("bank_transfer");
    await receive(placed, 2000);
    const key = { "Idempotency-Key": crypto.randomUUID() };
    const token = `?token=${placed.order.access_token}`;
    const again = await ask("POST", `/payments/pay${token}`, { order_id: placed.order.id, provider: "test" }, key);
    const second = await again.json<Placed>();
    await choose(second, "approve");
    const after = await giveBack(storeFor(), placed.order.id, {
      reason: "Dented",
      amount: 300,
      payment_id: second.payment.id,
    });
    expect(after.order.payments.map(({ refunded }) => refunded)).toEqual([0, 300]);
    await expect(
      giveBack(storeFor(), placed.order.id, { reason: "Dented", amount: 191, payment_id: second.payment.id }),
    ).rejects.toMatchObject({ code: "illegal-transition", extra: { refundable: 190 } });
    await giveBack(storeFor(), placed.order.id, { reason: "All of it" });
    const pending = await env.ORDERS.prepare("select id, amount from refunds where order_id = ? and by_hand = 1")
      .bind(placed.order.id)
      .first<{ id: string; amount: number }>();
    expect(pending?.amount).toBe(2000);
    await refundWasSent(storeFor(), pending?.id ?? "");
    expect(await stateOf(placed)).toMatchObject({ payment_status: "refunded" });
    await clean();
  });

  it("reminds two days before the end, once, with the account again; then lets the stock go and sends a part back", async () => {
    const placed = await buy("bank_transfer", 1);
    await remindOfPayments(days(4));
    expect(await published(placed.order.id)).not.toContain("order.expiring");
    await remindOfPayments(days(5.5));
    await remindOfPayments(days(6));
    expect((await published(placed.order.id)).filter((type) => type === "order.expiring")).toHaveLength(1);
    await receive(placed, 1000);
    expect(await expireOrder(days(6.9), placed.order.id)).toBe(false);
    expect(await expireOrder(days(7.1), placed.order.id)).toBe(true);
    expect(await stateOf(placed)).toMatchObject({ status: "cancelled", payment_status: "failed" });
    expect(await levelOf(placed.variant_id)).toMatchObject({ reserved: 0 });
    const pending = await env.ORDERS.prepare("select id, amount from refunds where order_id = ?")
      .bind(placed.order.id)
      .first<{ id: string; amount: number }>();
    expect(pending?.amount).toBe(1000);
    await refundWasSent(storeFor(), pending?.id ?? "");
    expect(await stateOf(placed)).toMatchObject({ payment_status: "refunded" });
    await clean();
  });

  it("sends back what comes after the order was cancelled", async () => {
    const placed = await buy("bank_transfer");
    await cancelOrder(storeFor(), placed.order.id, "");
    await receive(placed, 2490);
    const { results } = await env.ORDERS.prepare("select amount, status from refunds where order_id = ?")
      .bind(placed.order.id)
      .all();
    expect(results).toEqual([{ amount: 2490, status: "pending" }]);
    await clean();
  });

  it("is offered where staff opened it, and refused elsewhere", async () => {
    const { variant_id } = await sell();
    const cartId = await fillCart(variant_id);
    const offered = async (country: string, postal_code: string) => {
      const where = { address: { country, postal_code }, shipping_option: "standard" };
      const quote = await ask("POST", "/checkout/quote", where, { "x-cart-id": cartId });
      return (await quote.json<{ payment_providers: string[] }>()).payment_providers;
    };
    expect(await offered("DE", "10117")).toEqual(["test", "bank_transfer", "cash_on_delivery"]);
    expect(await offered("AT", "1010")).toEqual(["test", "bank_transfer"]);
    expect(await offered("FR", "75001")).toEqual(["test"]);
    const { version } = await readPaymentSettings(storeFor());
    await changePaymentSettings(storeFor(), version, { bank_transfer: { ...account, active: false } });
    const refused = await checkOut(cartId, { body: { payment_provider: "bank_transfer" } });
    expect([refused.status, (await refused.json<{ code: string }>()).code]).toEqual([422, "provider-unknown"]);
  });
});

describe("cash on delivery", () => {
  it("the checkout's answer is how the order reads, also when it is asked for again", async () => {
    const cart = await fillCart((await sell()).variant_id);
    const ask = { key: crypto.randomUUID(), body: { payment_provider: "cash_on_delivery", expected_total: 2490 } };
    const told = await (await checkOut(cart, ask)).json<Placed>();
    const again = await checkOut(cart, ask);
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    for (const placed of [told, await again.json<Placed>()]) {
      expect(placed).toMatchObject({ order: { payment_status: "authorized" }, payment: { status: "authorized" } });
    }
  });

  it("sends the order unpaid, owes nothing in the books, and books the money when it is handed over", async () => {
    const placed = await buy("cash_on_delivery");
    expect(placed).toMatchObject({ order: { payment_status: "authorized" }, payment: { status: "authorized" } });
    expect((await see(placed)).payment_status).toBe("authorized");
    expect(await stateOf(placed)).toMatchObject({
      expires_at: null,
      payments: [{ status: "authorized", captured: 0 }],
    });
    expect(await ledgerOf(placed)).toEqual([]);
    await moveShipping(storeFor(), placed.order.id, "shipped");
    await moveShipping(storeFor(), placed.order.id, "delivered");
    await collectOnDelivery(storeFor({ actor: { kind: "system" } }), placed.order.id);
    await collectOnDelivery(storeFor({ actor: { kind: "system" } }), placed.order.id);
    expect(await stateOf(placed)).toMatchObject({ status: "finished", payment_status: "paid" });
    expect(await ledgerOf(placed)).toEqual(["sale buyer sales 2490", "payment provider:cash_on_delivery buyer 2490"]);
    await clean();
  });

  it("confirms once: the letter says what is paid at the door, and none follows when it is", async () => {
    const placed = await buy("cash_on_delivery");
    await receive(placed, 2490);
    const { results } = await env.ORDERS.prepare("select type, data from outbox where subject = ? order by id")
      .bind(placed.order.id)
      .all<{ type: string; data: string }>();
    const letters = await Promise.all(
      results.map(({ type, data }) => lettersFor(storeFor(), { id: "evt_1", type, data: JSON.parse(data) } as never)),
    );
    const told = letters.flat();
    expect(told.map(({ template }) => template)).toEqual(["confirmation"]);
    expect(told[0]?.said.text[0]).toContain("when it is handed to you");
  });

  it("has its parcel booked at once, by the queue", async () => {
    const placed = await buy("cash_on_delivery");
    const message = { type: "order.confirmed", traceparent: "", data: { order_id: placed.order.id } };
    const batch = {
      queue: "shipping",
      messages: [{ id: "m1", timestamp: new Date(), body: message, attempts: 1, ack() {}, retry() {} }],
      ackAll() {},
      retryAll() {},
    };
    await consume(batch as never, env, { waitUntil() {}, passThroughOnException() {}, props: {} } as never);
    expect((await stateOf(placed)).shipments).toMatchObject([{ status: "booked" }]);
  });

  it("owes nobody anything when it is cancelled before it left", async () => {
    const placed = await buy("cash_on_delivery");
    await cancelOrder(storeFor(), placed.order.id, "");
    expect(await stateOf(placed)).toMatchObject({ payment_status: "failed", payments: [{ status: "expired" }] });
    expect(await ledgerOf(placed)).toEqual([]);
    await clean();
  });
});

describe("what staff may write down", () => {
  it("is only of payments by hand, whole amounts, and of the order as they saw it", async () => {
    const placed = await buy("bank_transfer");
    const card = await order((await sell()).variant_id);
    await expect(
      receivePayment(storeFor(), card.order.id, card.payment.id, 2490, (await stateOf(card)).version),
    ).rejects.toMatchObject({ code: "illegal-transition" });
    await expect(
      receivePayment(storeFor(), card.order.id, placed.payment.id, 1, (await stateOf(card)).version),
    ).rejects.toMatchObject({ code: "not-found" });
    await expect(receivePayment(storeFor(), placed.order.id, placed.payment.id, 1, 1)).rejects.toMatchObject({
      code: "changed-meanwhile",
    });
    expect((await stateOf(placed)).payments).toMatchObject([{ captured: 0 }]);
  });

  it("refuses an account whose check digits do not fit, and a transfer that leads nowhere", async () => {
    const { version } = await readPaymentSettings(storeFor());
    await expect(
      changePaymentSettings(storeFor(), version, { bank_transfer: { ...account, iban: "", holder: "" } }),
    ).rejects.toMatchObject({ code: "invalid-payment-settings" });
    expect(readIban("DE89 3704 0044 0532 0130 00")).toBe("DE89370400440532013000");
    expect(readIban("GB82 WEST 1234 5698 7654 32")).toBe("GB82WEST12345698765432");
    expect(readIban("DE88370400440532013000")).toBeNull();
    // The example of ISO 11649.
    expect(creditorReference("539007547034")).toBe("RF18539007547034");
  });
});
