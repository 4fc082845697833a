import { env } from "cloudflare:workers";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addToCart } from "../../src/cart/cart.ts";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { expireOrder } from "../../src/checkout/expire-order.ts";
import { payAgain } from "../../src/checkout/pay-again.ts";
import { placeOrder } from "../../src/checkout/place-order.ts";
import { quoteCart } from "../../src/checkout/quote.ts";
import type { Checkout } from "../../src/checkout/schemas.ts";
import { sweepOutbox } from "../../src/events/outbox.ts";
import { endPromises } from "../../src/inventory/promised-times.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { tellReadyOrders } from "../../src/orders/back-orders.ts";
import { dueOrders } from "../../src/orders/due-orders.ts";
import { loadOrder, type OrderState, type PaymentRow } from "../../src/orders/load-order.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { movePaymentByHand } from "../../src/payments/by-hand/mark-paid.ts";
import { settlePayment } from "../../src/payments/settle.ts";
import { sweepPayments } from "../../src/payments/sweep.ts";
import { DomainError } from "../../src/platform/errors.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { makeId } from "../../src/platform/ids.ts";
import { type Actor, openStore, type Store } from "../../src/platform/store.ts";
import { address, giveBack, published, sell, staff } from "../checkout/shop.ts";
import { type FakeStripe, fakeStripe, type Misbehaviour } from "../fakes/stripe.ts";
import { closeOtherPlaces, openPlace } from "../inventory/places.ts";
import { checkGoods, expected, keepStock, sum } from "./storekeeper.ts";

const shoppers = 3;
const opening = 6;

/** How often each happens; `two at once` lets two of the deeds about one order race. */
const weights = {
  buy: 4,
  add: 2,
  checkout: 2,
  "checkout again": 2,
  pay: 5,
  "word of it": 4,
  decline: 1,
  "pay again": 1,
  "paid by hand": 1,
  cancel: 1,
  refund: 2,
  ship: 2,
  deliver: 1,
  adjust: 1,
  send: 2,
  receive: 2,
  count: 2,
  "close a place": 1,
  "sell ahead": 1,
  "provider fails": 2,
  wait: 2,
  sweep: 2,
  "two at once": 2,
};

type Deed = keyof typeof weights;

/** What happens, to which of the shoppers and orders there are, and how much. */
interface Step {
  deed: Deed;
  who: number;
  which: number;
  much: number;
}

const rivals = ["word of it", "cancel", "refund", "ship", "sweep", "pay again", "paid by hand"] as const;

const step: fc.Arbitrary<Step> = fc.record({
  deed: fc.oneof(
    ...Object.entries(weights).map(([deed, weight]) => ({ weight, arbitrary: fc.constant(deed as Deed) })),
  ),
  who: fc.nat(shoppers - 1),
  which: fc.nat(9),
  much: fc.integer({ min: 1, max: 3 }),
});

/** Stories begin with a busy shop: everybody has ordered something. */
const morning = Array.from({ length: shoppers }, (_, who): Step => ({ deed: "buy", who, which: who, much: 1 }));

/** What a clerk with paper and pencil knows of the shop. */
class Clerk {
  readonly stripe: FakeStripe = fakeStripe();
  /** The guests' carts. */
  readonly carts = Array.from({ length: shoppers }, () => makeId("cart", Date.now()));
  readonly goods: { variant_id: string; sku: string; received: number; scrapped: number }[] = [];
  /** Where stock lies. */
  places: string[] = [];
  /** Transfers on their way. */
  readonly sent: string[] = [];
  /** Orders that somebody was told of, in that order. */
  readonly orders: string[] = [];
  /** Which order a key led to; a key leads to one for ever. */
  readonly keys = new Map<string, string>();
  readonly asked: { key: string; input: Checkout }[] = [];
  /** What staff gave back of an order by their own will. Minor units. */
  readonly given = new Map<string, number>();
  #count = 0;

  /** Its log is not kept: providers fail all the time here. */
  store(actor: Actor = staff): Store {
    const store = openStore(
      { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" },
      { actor, fetch: this.stripe.fetch },
    );
    return { ...store, log: { info: () => {}, warn: () => {}, error: () => {} } };
  }

  async open(): Promise<void> {
    for (const price of [700, 2600]) {
      const good = await sell({ price, stock: opening });
      // The shelf shows plenty for ever, so that the books alone decide.
      await env.CATALOG.prepare("update variants set available = 1000, available_at = '9999' where id = ?")
        .bind(good.variant_id)
        .run();
      this.goods.push({ ...good, received: opening, scrapped: 0 });
    }
    const [attic, cellar] = [await openPlace({ country: "AT" }), await openPlace({ priority: 50 })];
    this.places = ["main", attic.id, cellar.id];
  }

  async checkOut(who: number, key: string, input: Checkout): Promise<void> {
    const cartId = this.carts[who] ?? "";
    const asked = await idempotentRequest({ kind: "shopper", cartId }, key, {
      method: "POST",
      path: "/checkout",
      body: input,
    });
    try {
      const { placed } = await placeOrder(this.store({ kind: "shopper", cartId }), input, asked);
      this.learn(key, placed.order.id);
    } catch (thrown) {
      if (thrown instanceof DomainError && thrown.code === "provider-unavailable") {
        this.learn(key, String(thrown.extra.order_id));
      }
      throw thrown;
    }
  }

  learn(key: string, orderId: string): void {
    expect(this.keys.get(key) ?? orderId, "one key leads to one order").toBe(orderId);
    this.keys.set(key, orderId);
    if (!this.orders.includes(orderId)) this.orders.push(orderId);
  }

  /** What Stripe would tell of an attempt; null where it has nothing to tell. */
  async tell(payment: PaymentRow, type: "captured" | "failed" | "expired"): Promise<void> {
    await settlePayment(this.store({ kind: "provider", name: "stripe" }), "stripe", {
      event_id: `evt_${payment.reference}_${type}`,
      type,
      payment_id: payment.id,
      reference: payment.reference,
      amount: payment.amount,
      currency: payment.currency,
      failure: type === "failed" ? "The bank refused the payment." : null,
    });
  }

  /** Stripe's word on every attempt of an order that it decided. */
  async wordOf(order: OrderState): Promise<void> {
    for (const payment of order.payments) {
      const session = this.stripe.sessions.get(payment.reference ?? "");
      if (session?.payment_status === "paid") await this.tell(payment, "captured");
      else if (session?.status === "expired") await this.tell(payment, "expired");
    }
  }

  async sweep(): Promise<void> {
    const store = this.store({ kind: "system" });
    await sweepPayments(store);
    for (const id of await dueOrders(store, 50)) await expireOrder(store, id);
    await endPromises(store);
    await tellReadyOrders(store);
    while ((await sweepOutbox(store, store.orders)) > 0);
  }

  /** Does what the step says, if there is anything to do it to. */
  async take({ deed, who, which, much }: Step): Promise<void> {
    const cartId = this.carts[who] ?? "";
    const good = this.goods[which % this.goods.length];
    if (!good) throw new Error("The shop is empty.");
    if (deed === "add" || deed === "buy") {
      await addToCart(this.store({ kind: "shopper", cartId }), { variant_id: good.variant_id, quantity: much });
    }
    if (deed === "checkout" || deed === "buy") {
      const destination = { address, shipping_option: "standard" as const };
      const { total } = await quoteCart(this.store({ kind: "shopper", cartId }), destination);
      const input: Checkout = {
        email: "ada@example.com",
        shipping_address: address,
        shipping_option: "standard",
        payment_provider: "stripe",
        expected_total: total,
      };
      const key = `key-${++this.#count}`;
      this.asked[who] = { key, input };
      return this.checkOut(who, key, input);
    }
    if (deed === "checkout again") {
      const before = this.asked[who];
      return before && this.checkOut(who, before.key, before.input);
    }
    const meanwhile = () => expected(this.take({ deed: rivals[which % rivals.length] ?? "sweep", who, which, much }));
    if (await keepStock(this, good, { deed, who, which, much }, meanwhile)) return;
    if (deed === "wait") {
      vi.setSystemTime(Date.now() + (much === 3 ? 31 * 60 : much * 40) * 1000);
      return;
    }
    if (deed === "provider fails") {
      this.stripe.misbehave(...Array<Misbehaviour>(much).fill(which % 2 ? "lose-answer" : "refuse-connection"));
      return;
    }
    if (deed === "sweep") return this.sweep();
    const orderId = this.orders[which % Math.max(1, this.orders.length)];
    if (orderId) await this.takeOrder(orderId, { deed, who, which, much });
  }

  async takeOrder(orderId: string, { deed, who, which, much }: Step): Promise<void> {
    const order = await loadOrder(this.store(), orderId);
    const payment = order.payments[which % order.payments.length];
    const session = this.stripe.sessions.get(payment?.reference ?? "");
    switch (deed) {
      case "pay":
        if (session?.status === "open") this.stripe.pay(session.id);
        if (much > 1) await this.wordOf(order);
        return;
      case "word of it":
        await Promise.all(Array.from({ length: much }, () => this.wordOf(order)));
        return;
      case "decline":
        if (payment && session?.payment_status === "unpaid") await this.tell(payment, "failed");
        return;
      case "pay again":
        await payAgain(this.store(), { order_id: orderId, provider: "stripe" }, null);
        return;
      case "paid by hand":
        await movePaymentByHand(this.store(), orderId, "paid", order.version);
        return;
      case "cancel":
        await cancelOrder(this.store(), orderId, "Changed their mind");
        return;
      case "refund":
        // Both tries fail, so that the money is still on its way when the next thing happens.
        if (which % 2) this.stripe.misbehave("refuse-connection", "refuse-connection");
        await giveBack(this.store(), orderId, { amount: much * 400, reason: "A scratch" });
        this.given.set(orderId, (this.given.get(orderId) ?? 0) + much * 400);
        return;
      case "ship":
        await moveShipping(this.store(), orderId, "shipped");
        return;
      case "deliver":
        await moveShipping(this.store(), orderId, "delivered");
        return;
      case "two at once": {
        const race = [rivals[(which + who) % rivals.length], rivals[(which * much) % rivals.length]];
        await Promise.all(race.map((rival) => expected(this.take({ deed: rival ?? "sweep", who, which, much }))));
        return;
      }
    }
  }

  /** Lets everything come to rest: what was lost is told again, what is due is done. */
  async rest(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      vi.setSystemTime(Date.now() + 31 * 60_000);
      await this.sweep();
      for (const id of this.orders) await this.wordOf(await loadOrder(this.store(), id));
    }
  }
}

/** Money: what the provider took and gave is what the books say, and what stays is what is owed. */
async function checkMoney(clerk: Clerk, order: OrderState): Promise<void> {
  for (const payment of order.payments.filter(({ provider }) => provider === "stripe")) {
    const session = clerk.stripe.sessions.get(payment.reference ?? "");
    const took = session?.payment_status === "paid" ? session.amount_total : 0;
    const gave = clerk.stripe.refunds.filter(({ payment_intent }) => payment_intent === session?.payment_intent);
    expect(payment.captured, "taken").toBe(took);
    expect(payment.refunded, "given back").toBe(took === 0 ? 0 : sum(gave.map(({ amount }) => amount)));
  }
  const stays = sum(order.payments.map(({ captured, refunded }) => captured - refunded));
  const given = clerk.given.get(order.id) ?? 0;
  const sold = order.status !== "cancelled" && order.payment_status !== "pending";
  expect(stays, "what stays").toBe(sold ? order.total - given : 0);
  if (sold) expect(order.payment_status).toBe(given === 0 ? "paid" : stays > 0 ? "partially_refunded" : "refunded");
  const billed = (await published(order.id)).filter((type) => type === "order.billed");
  expect(billed.length, "billed").toBe(sold ? 1 : Math.min(1, billed.length));
}

afterEach(async () => {
  vi.useRealTimers();
  await closeOtherPlaces();
});

/** A story that fails is printed with its seed and path: give both to `fc.assert` and it is told again. */
describe("any story of the shop", () => {
  it("ends with books that agree with themselves, with the shelf and with the provider", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 25, size: "max" }), async (story) => {
        vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
        const clerk = new Clerk();
        await clerk.open();
        for (const each of [...morning, ...story]) await expected(clerk.take(each));
        await clerk.rest();
        const orders = await Promise.all(clerk.orders.map((id) => loadOrder(clerk.store(), id)));
        await checkGoods(clerk, orders);
        for (const order of orders) await checkMoney(clerk, order);
        const made = await env.ORDERS.prepare(
          "select count(distinct order_id) as n from order_lines where variant_id in (?, ?)",
        )
          .bind(clerk.goods[0]?.variant_id, clerk.goods[1]?.variant_id)
          .first("n");
        expect(made, "orders that nobody knows of").toBe(clerk.orders.length);
        const open = await env.ORDERS.prepare(
          "select (select count(*) from refunds where status = 'pending') + (select count(*) from payments where status in ('initiating', 'pending')) + (select count(*) from outbox where sent_at is null and time < ?) as n",
        )
          .bind(new Date(Date.now() - 60_000).toISOString())
          .first("n");
        expect(open, "what nobody would ever finish").toBe(0);
        expect((await auditBooks(clerk.store())).findings).toEqual([]);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 180_000);
});
