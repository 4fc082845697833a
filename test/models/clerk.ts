import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { consumeNotifications } from "../../queues/notifications.ts";
import { consumeShipping } from "../../queues/shipping.ts";
import { expireOrder } from "../../src/checkout/expire-order.ts";
import { placeOrder } from "../../src/checkout/place-order.ts";
import type { Checkout } from "../../src/checkout/schemas.ts";
import type { AnyEvent } from "../../src/events/envelope.ts";
import { sweepOutbox } from "../../src/events/outbox.ts";
import { endPromises } from "../../src/inventory/promised-times.ts";
import { tellReadyOrders } from "../../src/orders/back-orders.ts";
import { dueOrders } from "../../src/orders/due-orders.ts";
import { loadOrder, type OrderState, type PaymentRow } from "../../src/orders/load-order.ts";
import { sweepHolds } from "../../src/payments/capture.ts";
import { settlePayment } from "../../src/payments/settle.ts";
import { sweepPayments } from "../../src/payments/sweep.ts";
import { DomainError } from "../../src/platform/errors.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { makeId } from "../../src/platform/ids.ts";
import { type Actor, openStore, type Store } from "../../src/platform/store.ts";
import { sell, staff } from "../checkout/shop.ts";
import { deliver, eventsAbout } from "../events/delivery.ts";
import { type FakeStripe, fakeStripe } from "../fakes/stripe.ts";
import { openPlace } from "../inventory/places.ts";
import type { KeptGood } from "./storekeeper.ts";
import { inTurn, type Turn } from "./turns.ts";

export const shoppers = 3;
const opening = 6;

/** What a subscriber of orders' events hears of; the notices of what was done. */
const heardBy = {
  shipping: /^order\.(confirmed|billed|ready|cleared|shipped|delivered|cancelled)$/,
  notifications: /^order\.(confirmed|billed|shipped|cancelled|expired|refunded)$/,
};

/** A queue that keeps what it is told to itself: what comes of it, and when, is part of the story. */
const silent = (queue: Queue): Queue =>
  new Proxy(queue, {
    get: (target, name) => (name === "send" || name === "sendBatch" ? async () => {} : Reflect.get(target, name)),
  });

/** What a clerk with paper and pencil knows of the shop. */
export class Clerk {
  readonly stripe: FakeStripe = fakeStripe();
  /** The guests' carts. */
  readonly carts = Array.from({ length: shoppers }, () => makeId("cart", Date.now()));
  readonly goods: KeptGood[] = [];
  /** Where stock lies. */
  readonly places: string[] = [];
  /** Transfers on their way. */
  readonly sent: string[] = [];
  /** Orders that somebody was told of, in that order. */
  readonly orders: string[] = [];
  /** Which order a key led to; a key leads to one for ever. */
  readonly keys = new Map<string, string>();
  readonly asked: { key: string; input: Checkout }[] = [];
  /** What staff gave back of an order by their own will, where they named the sum. Minor units. */
  readonly given = new Map<string, number>();
  /** What calls left to be done after their answers. */
  readonly later: Promise<unknown>[] = [];
  readonly count = { keys: 0 };
  readonly turn: Turn | null = null;

  /** The same clerk, with another hand: it asks the books when it is its turn. */
  hand(turn: Turn): Clerk {
    return Object.create(this, { turn: { value: turn } });
  }

  /** Its log is not kept: providers fail all the time here. */
  store(actor: Actor = staff): Store {
    const ORDERS = this.turn ? inTurn(env.ORDERS, this.turn) : env.ORDERS;
    const store = openStore(
      {
        ...{ ...env, ORDERS, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" },
        NOTIFICATIONS_QUEUE: silent(env.NOTIFICATIONS_QUEUE),
        SHIPPING_QUEUE: silent(env.SHIPPING_QUEUE),
        INVENTORY_QUEUE: silent(env.INVENTORY_QUEUE),
        INSIGHTS_QUEUE: silent(env.INSIGHTS_QUEUE),
      },
      { actor, fetch: this.stripe.fetch, after: (work) => void this.later.push(work) },
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
    this.places.push("main", attic.id, cellar.id);
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

  /** What Stripe would tell of an attempt. */
  async tell(payment: PaymentRow, type: "captured" | "authorized" | "failed" | "expired", amount = payment.amount) {
    const day = 24 * 3600 * 1000;
    await settlePayment(this.store({ kind: "provider", name: "stripe" }), "stripe", {
      event_id: `evt_${payment.reference}_${type}`,
      type,
      payment_id: payment.id,
      reference: payment.reference,
      amount,
      currency: payment.currency,
      failure: type === "failed" ? "The bank refused the payment." : null,
      ...(type === "authorized" && { authorized_until: new Date(Date.now() + 7 * day).toISOString() }),
    });
  }

  /** Stripe's word on every attempt of an order that it decided. */
  async wordOf(order: OrderState): Promise<void> {
    for (const payment of order.payments) {
      const session = this.stripe.sessions.get(payment.reference ?? "");
      const intent = this.stripe.intents.get(session?.payment_intent ?? "");
      if (intent?.status === "succeeded") await this.tell(payment, "captured", intent.amount_received);
      else if (intent?.status === "requires_capture") await this.tell(payment, "authorized");
      else if (intent?.status === "canceled" || session?.status === "expired") await this.tell(payment, "expired");
    }
  }

  /** The events of an order that a queue carries, oldest first. */
  async eventsFor(orderId: string, queue: keyof typeof heardBy): Promise<AnyEvent[]> {
    return (await eventsAbout(env.ORDERS, orderId)).filter(({ type }) => heardBy[queue].test(type));
  }

  /** A queue tells what it has told, or not told yet, as often as it likes. */
  async hear(queue: keyof typeof heardBy, events: readonly AnyEvent[]): Promise<void> {
    const consumer = queue === "shipping" ? consumeShipping : consumeNotifications;
    if (events.length > 0) await deliver(this.store({ kind: "system" }), consumer, queue, events);
  }

  /** Stripe closes the pages that nobody paid on in their time. */
  closeOldPages(): void {
    for (const session of this.stripe.sessions.values()) {
      if (session.status === "open" && session.expires_at * 1000 <= Date.now()) session.status = "expired";
    }
  }

  async sweep(): Promise<void> {
    this.closeOldPages();
    const store = this.store({ kind: "system" });
    await sweepPayments(store);
    await sweepHolds(store);
    for (const id of await dueOrders(store, 50)) await expireOrder(store, id);
    await endPromises(store);
    await tellReadyOrders(store);
    while ((await sweepOutbox(store, store.orders)) > 0);
  }

  /** All that was left to be done after answers is done. */
  async settle(): Promise<void> {
    while (this.later.length > 0) await Promise.allSettled(this.later.splice(0));
  }

  readOrders(): Promise<OrderState[]> {
    return Promise.all(this.orders.map((id) => loadOrder(this.store(), id)));
  }
}
