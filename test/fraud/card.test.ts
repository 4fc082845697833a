import { env } from "cloudflare:workers";
import Stripe from "stripe";
import { beforeEach, expect, it } from "vitest";
import { assessBeforeShipping, readAssessment } from "../../src/checkout/assess-order.ts";
import { placeOrder } from "../../src/checkout/place-order.ts";
import { changeSettings, readSettings } from "../../src/fraud/rules.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { hearProvider } from "../../src/payments/hear.ts";
import { adapterOf } from "../../src/payments/providers.ts";
import { sweepPayments } from "../../src/payments/sweep.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { address, ask, fillCart, order, sell, storeFor } from "../checkout/shop.ts";
import { fakePaypal } from "../fakes/paypal.ts";
import { fakePaystack } from "../fakes/paystack.ts";
import { type FakeStripe, fakeStripe } from "../fakes/stripe.ts";
import { attempt } from "../payments/attempt.ts";

let stripe: FakeStripe;
beforeEach(() => {
  stripe = fakeStripe();
});

const settings = { ...env, STRIPE_SECRET_KEY: "sk_test_fake", STRIPE_WEBHOOK_SECRET: "whsec_fake" };

function storeWith(cartId: string | null, seconds = 0): Store {
  return openStore(settings, {
    actor: cartId ? { kind: "shopper", cartId } : { kind: "system" },
    fetch: stripe.fetch,
    now: () => new Date(Date.now() + seconds * 1000),
  });
}

/** Somebody orders, and pays on Stripe's page by a card of which Stripe tells that much. */
async function paid(email: string, card: Parameters<FakeStripe["pay"]>[1]) {
  const cartId = await fillCart((await sell()).variant_id);
  const input = {
    ...{ email, shipping_address: { ...address, line1: crypto.randomUUID() }, shipping_option: "standard" },
    ...{ payment_provider: "stripe", expected_total: 2490 },
  };
  const request = { method: "POST", path: "/checkout", body: input };
  const actor = { kind: "shopper", cartId } as const;
  const { placed } = await placeOrder(storeWith(cartId), input, await idempotentRequest(actor, cartId, request));
  stripe.pay(placed.payment.reference ?? "", card);
  return placed;
}

/** Stripe's message that a session was paid: it names the payment, and nothing of the card. */
async function hear(reference: string) {
  const session = { object: "checkout.session", ...stripe.sessions.get(reference) };
  const payload = JSON.stringify({
    ...{ id: `evt_${reference}`, object: "event", type: "checkout.session.completed", data: { object: session } },
  });
  const header = await Stripe.webhooks.generateTestHeaderStringAsync({ payload, secret: "whsec_fake" });
  return hearProvider(storeWith(null), "stripe", payload, new Headers({ "stripe-signature": header }));
}

it("a card that the payment service thinks doubtful holds the order, however the store heard of the payment", async () => {
  const told = await paid("hugo@example.com", { fingerprint: "card_hugo", risk_level: "elevated" });
  const reference = told.payment.reference ?? "";
  await hear(reference);
  expect(await loadOrder(storeWith(null), told.order.id)).toMatchObject({ payment_status: "paid", review: "none" });
  // Whoever would book the parcel asks first, and waits for the answer.
  stripe.misbehave("internal-error", "internal-error");
  await expect(assessBeforeShipping(storeWith(null), told.order.id)).rejects.toThrow();
  await assessBeforeShipping(storeWith(null), told.order.id);
  expect(await loadOrder(storeWith(null), told.order.id)).toMatchObject({ review: "held" });

  const swept = await paid("ida@example.com", { fingerprint: "card_ida", risk_level: "normal", risk_score: 81 });
  await sweepPayments(storeWith(null, 120));
  const calls = stripe.calls.length;
  await assessBeforeShipping(storeWith(null), swept.order.id);
  await assessBeforeShipping(storeWith(null), swept.order.id);
  expect(stripe.calls).toHaveLength(calls);
  const looked = await readAssessment(storeWith(null), swept.order.id);
  expect(looked).toMatchObject({ score: 50, outcome: "review", signals: { provider_risk: 81 } });
  expect(looked.reasons).toMatchObject([{ name: "The payment service sees a high risk" }]);
  expect(looked.decisions.map(({ outcome }) => outcome)).toEqual(["allow", "review"]);
  // What is kept of a card is no name that the service would know, and its buyer sees nothing of it.
  const { results } = await env.ORDERS.prepare("select fingerprint, risk from payments where risk > 80").all();
  expect(results).toEqual([{ fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/), risk: 81 }]);
  expect(JSON.stringify(await loadOrder(storeWith(null), swept.order.id))).not.toMatch(/fingerprint|"risk"/);
});

it("a card that is used for several mailboxes is noticed, and an honest one is not", async () => {
  const { version } = await readSettings(storeFor());
  await changeSettings(storeFor(), { review_at: 30, refuse_at: 101 }, version);
  const card = { fingerprint: "card_many", risk_level: "normal" } as const;
  const placed = [];
  for (const name of ["jo", "kim", "lee"]) placed.push(await paid(`${name}@example.com`, card));
  const honest = await paid("max@example.com", { fingerprint: "card_max", risk_level: "normal" });
  await sweepPayments(storeWith(null, 120));
  for (const one of [...placed, honest]) await assessBeforeShipping(storeWith(null), one.order.id);
  const last = await readAssessment(storeWith(null), placed[2]?.order.id ?? "");
  expect(last).toMatchObject({ outcome: "review", score: 30, signals: { emails_by_fingerprint_week: 3 } });
  expect(last.reasons).toMatchObject([{ name: "One card for several e-mail addresses in a week" }]);
  const fine = await readAssessment(storeWith(null), honest.order.id);
  expect(fine).toMatchObject({ outcome: "allow", signals: { emails_by_fingerprint_week: 1, provider_risk: 0 } });
  await changeSettings(storeFor(), { review_at: 50, refuse_at: 101 }, version + 1);
});

it("a card of the test gateway is told of on its page, and an order that is refused for it is cancelled and refunded", async () => {
  const { version } = await readSettings(storeFor());
  await changeSettings(storeFor(), { review_at: 50, refuse_at: 50 }, version);
  const placed = await order((await sell()).variant_id);
  await ask("POST", `/pay/test/${placed.payment.id}`, "action=approve&card=4000&risk=90", {
    "Content-Type": "application/x-www-form-urlencoded",
  });
  await assessBeforeShipping(storeFor(), placed.order.id);
  const refused = await loadOrder(storeFor(), placed.order.id);
  expect(refused).toMatchObject({ status: "cancelled", payments: [{ refunded: 2490 }] });
  expect(await readAssessment(storeFor(), placed.order.id)).toMatchObject({ outcome: "refuse" });
  await changeSettings(storeFor(), { review_at: 50, refuse_at: 101 }, version + 1);
});

it("PayPal tells whose account paid and Paystack which card, neither how doubtful it is", async () => {
  const paypal = fakePaypal();
  const keys = { PAYPAL_CLIENT_ID: "signs", PAYPAL_CLIENT_SECRET: "secret", PAYSTACK_SECRET_KEY: "sk_test_fake" };
  const byPaypal = openStore({ ...env, ...keys }, { fetch: paypal.fetch });
  const made = attempt({ currency: "EUR", amount: 2490 });
  const { reference } = await (await adapterOf("paypal")).begin(byPaypal, made);
  paypal.approve(reference, "QYR5Z8XDVJNXQ");
  const account = await (await adapterOf("paypal")).lookUp(byPaypal, { ...made.payment, reference });
  expect(account).toMatchObject({ type: "captured", signs: { fingerprint: "QYR5Z8XDVJNXQ", risk: null } });

  const paystack = fakePaystack();
  const byPaystack = openStore({ ...env, ...keys }, { fetch: paystack.fetch });
  const naira = attempt({ currency: "NGN", amount: 2490 });
  const begun = await (await adapterOf("paystack")).begin(byPaystack, naira);
  paystack.decide(begun.reference, "success", "SIG_yEXu7dLBeqG0kU7g95Ke");
  const { body, headers } = await paystack.webhook(begun.reference, "sk_test_fake");
  const card = await (await adapterOf("paystack")).readWebhook(byPaystack, body, headers);
  expect(card).toMatchObject({ type: "captured", signs: { fingerprint: "SIG_yEXu7dLBeqG0kU7g95Ke", risk: null } });
});
