import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc, { type Scheduler } from "fast-check";
import { vi } from "vitest";
import { addToCart, readCart } from "../../src/cart/cart.ts";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { editOrder, previewEdit } from "../../src/checkout/edits/edit-order.ts";
import { payAgain } from "../../src/checkout/pay-again.ts";
import { quoteCart } from "../../src/checkout/quote.ts";
import type { Checkout } from "../../src/checkout/schemas.ts";
import { loadOrder, type OrderState, type PaymentRow } from "../../src/orders/load-order.ts";
import { moveShipping } from "../../src/orders/ship-order.ts";
import { movePaymentByHand } from "../../src/payments/by-hand/mark-paid.ts";
import { capturePayment } from "../../src/payments/capture.ts";
import { changePaymentSettings, readPaymentSettings } from "../../src/payments/settings/settings.ts";
import { shipPart } from "../../src/shipping/ship-part.ts";
import { address, giveBack } from "../checkout/shop.ts";
import type { Misbehaviour } from "../fakes/stripe.ts";
import { type Clerk, shoppers } from "./clerk.ts";
import { expected, keepStock } from "./storekeeper.ts";
import { takeTurns } from "./turns.ts";

/** How often each happens; `two at once` and `three at once` let deeds about one order race. */
const weights = {
  buy: 4,
  add: 2,
  checkout: 2,
  "checkout again": 2,
  pay: 8,
  "word of it": 4,
  decline: 1,
  "pay again": 2,
  "paid by hand": 1,
  "take held money": 1,
  "hold is over": 1,
  "hold or take": 1,
  cancel: 1,
  edit: 4,
  refund: 2,
  "refund a line": 2,
  "ship a part": 3,
  ship: 2,
  deliver: 1,
  "message again": 3,
  adjust: 1,
  send: 2,
  receive: 2,
  count: 2,
  "close a place": 1,
  "sell ahead": 1,
  "provider fails": 2,
  "cart is evicted": 1,
  wait: 2,
  "clock jumps": 1,
  sweep: 2,
  "two at once": 3,
  "three at once": 1,
};

type Deed = keyof typeof weights;

/** What happens, to which of the shoppers and orders there are, and how much. */
export interface Step {
  deed: Deed;
  who: number;
  which: number;
  much: number;
}

const rivals = [
  ...([
    "word of it",
    "cancel",
    "edit",
    "refund",
    "refund a line",
    "ship",
    "ship a part",
    "sweep",
    "pay again",
  ] as const),
  ...(["paid by hand", "take held money", "message again", "checkout again", "receive"] as const),
];

export const step: fc.Arbitrary<Step> = fc.record({
  deed: fc.oneof(
    ...Object.entries(weights).map(([deed, weight]) => ({ weight, arbitrary: fc.constant(deed as Deed) })),
  ),
  who: fc.nat(shoppers - 1),
  which: fc.nat(13),
  much: fc.integer({ min: 1, max: 3 }),
});

/** Stories begin with a busy shop: everybody has ordered something, and one has paid. */
export const morning: readonly Step[] = [
  ...Array.from({ length: shoppers }, (_, who): Step => ({ deed: "buy", who, which: who, much: 1 + who })),
  { deed: "pay", who: 0, which: 2, much: 3 },
];

const seconds = (count: number) => vi.setSystemTime(Date.now() + count * 1000);
const day = 24 * 3600;

/** Does what the step says, if there is anything to do it to. */
export async function take(clerk: Clerk, given: Step, scheduler: Scheduler): Promise<void> {
  const { deed, who, which, much } = given;
  const cartId = clerk.carts[who] ?? "";
  const good = clerk.goods[which % clerk.goods.length];
  if (!good) throw new Error("The shop is empty.");
  if (deed === "add" || deed === "buy") {
    await addToCart(clerk.store({ kind: "shopper", cartId }), { variant_id: good.variant_id, quantity: much });
  }
  if (deed === "checkout" || deed === "buy") return order(clerk, who);
  if (deed === "checkout again") {
    const before = clerk.asked[who];
    return before && clerk.checkOut(who, before.key, before.input);
  }
  if (deed === "two at once" || deed === "three at once") {
    const count = deed === "two at once" ? 2 : 3;
    const deeds = Array.from({ length: count }, (_, index) => rivals[(which + index * (who + much)) % rivals.length]);
    return takeTurns(
      scheduler,
      deeds.map((rival) => (turn) => expected(take(clerk.hand(turn), { ...given, deed: rival ?? "sweep" }, scheduler))),
    );
  }
  const meanwhile = () =>
    expected(take(clerk, { ...given, deed: rivals[which % rivals.length] ?? "sweep" }, scheduler));
  if (await keepStock(clerk, good, given, meanwhile)) return;
  switch (deed) {
    case "wait":
      seconds(much === 3 && which % 2 ? 31 * 60 : much * 40);
      return;
    case "clock jumps":
      // Back a little, as clocks of other machines may be; or on by days, after which holds and promises are over.
      seconds([-5, -1, which % 2 ? 8 * day : 21 * day][much - 1] ?? 0);
      return;
    case "cart is evicted":
      // One that is not there cannot be put out of memory.
      await readCart(clerk.store({ kind: "shopper", cartId }));
      return evictDurableObject(env.CART.getByName(cartId));
    case "provider fails": {
      const ways: Misbehaviour[] = ["lose-answer", "refuse-connection", "internal-error"];
      clerk.stripe.misbehave(...Array<Misbehaviour>(much).fill(ways[which % ways.length] ?? "lose-answer"));
      return;
    }
    case "hold or take": {
      const { version } = await readPaymentSettings(clerk.store());
      await changePaymentSettings(clerk.store(), version, { capture: which % 2 ? "now" : "on_shipment" });
      return;
    }
    case "sweep":
      return clerk.sweep();
  }
  const orderId = clerk.orders[which % Math.max(1, clerk.orders.length)];
  if (orderId) await takeOrder(clerk, orderId, given);
}

async function order(clerk: Clerk, who: number): Promise<void> {
  const actor = { kind: "shopper", cartId: clerk.carts[who] ?? "" } as const;
  const { total } = await quoteCart(clerk.store(actor), { address, shipping_option: "standard" as const });
  const input: Checkout = {
    email: "ada@example.com",
    shipping_address: address,
    shipping_option: "standard",
    payment_provider: "stripe",
    expected_total: total,
  };
  const key = `key-${++clerk.count.keys}`;
  clerk.asked[who] = { key, input };
  return clerk.checkOut(who, key, input);
}

async function takeOrder(clerk: Clerk, orderId: string, { deed, which, much, who }: Step): Promise<void> {
  const order = await loadOrder(clerk.store(), orderId);
  const payable = ({ reference }: PaymentRow) => clerk.stripe.sessions.get(reference ?? "")?.status === "open";
  const payment = order.payments.find(payable) ?? order.payments[which % order.payments.length];
  const session = clerk.stripe.sessions.get(payment?.reference ?? "");
  const line = order.lines[who % order.lines.length];
  switch (deed) {
    case "pay":
      if (session?.status === "open") clerk.stripe.pay(session.id);
      if (much > 1) await clerk.wordOf(order);
      return;
    case "word of it":
      await Promise.all(Array.from({ length: much }, () => clerk.wordOf(order)));
      return;
    case "decline":
      if (payment && session?.status === "open") await clerk.tell(payment, "failed");
      return;
    case "pay again":
      await payAgain(clerk.store(), { order_id: orderId, provider: "stripe" }, null);
      return;
    case "paid by hand":
      await movePaymentByHand(clerk.store(), orderId, "paid", order.version);
      return;
    case "take held money":
      await capturePayment(clerk.store(), orderId, payment?.id ?? "", order.version);
      return;
    case "hold is over": {
      const intent = clerk.stripe.intents.get(session?.payment_intent ?? "");
      if (session && intent?.status === "requires_capture") clerk.stripe.lapse(session.id);
      return;
    }
    case "cancel":
      await cancelOrder(clerk.store(), orderId, "Changed their mind");
      return;
    case "edit":
      return edit(clerk, order, much - 1, which);
    case "refund":
      // Both tries fail, so that the money is still on its way when the next thing happens.
      if (which % 2) clerk.stripe.misbehave("refuse-connection", "refuse-connection");
      await giveBack(clerk.store(), orderId, { amount: much * 400, reason: "A scratch" });
      clerk.given.set(orderId, (clerk.given.get(orderId) ?? 0) + much * 400);
      return;
    case "refund a line":
      if (which % 2) clerk.stripe.misbehave("refuse-connection", "refuse-connection");
      await giveBack(clerk.store(), orderId, {
        items: [{ item_id: line?.id ?? "", quantity: 1 }],
        shipping: much === 3,
        reason: "A dent",
      });
      return;
    case "ship a part": {
      const parcel = { items: [{ item_id: line?.id ?? "", quantity: Math.min(much, line?.quantity ?? 1) }] };
      await shipPart(clerk.store(), orderId, parcel, order.version);
      return;
    }
    case "ship":
      await moveShipping(clerk.store(), orderId, "shipped");
      return;
    case "deliver":
      await moveShipping(clerk.store(), orderId, "delivered");
      return;
    case "message again": {
      // Late, twice, and not in the order in which it happened.
      const events = await clerk.eventsFor(orderId, "shipping");
      const from = which % Math.max(1, events.length);
      await clerk.hear("shipping", [...events.slice(from), ...events.slice(from, from + much - 1)].reverse());
      return;
    }
  }
}

/** Another number of one line, and now and then a thing more. */
async function edit(clerk: Clerk, order: OrderState, quantity: number, which: number): Promise<void> {
  const line = order.lines[which % order.lines.length];
  const more = clerk.goods[which % clerk.goods.length];
  const change = {
    items: line ? [{ item_id: line.id, quantity: which % 5 === 0 ? line.quantity + quantity : quantity }] : [],
    add: which % 3 === 0 && more ? [{ variant_id: more.variant_id, quantity: 1 + quantity }] : [],
  };
  const { total } = await previewEdit(clerk.store(), order.id, change);
  await editOrder(clerk.store(), order.id, { ...change, expected_total: total, reason: "As you asked" }, order.version);
}
