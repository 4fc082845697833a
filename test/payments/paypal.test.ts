import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { placeOrder } from "../../src/checkout/place-order.ts";
import { loadOrder } from "../../src/orders/load-order.ts";
import { hearProvider } from "../../src/payments/hear.ts";
import type { PaymentProvider } from "../../src/payments/provider.ts";
import { adapterOf, openProviders } from "../../src/payments/providers.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { address, fillCart, sell } from "../checkout/shop.ts";
import { selfSigned } from "../fakes/certificate.ts";
import { type FakePaypal, fakePaypal, webhookId } from "../fakes/paypal.ts";
import { attempt } from "./attempt.ts";

const certificate = selfSigned();
let paypal: FakePaypal;
let store: Store;
let provider: PaymentProvider;

const open = (fetcher: typeof fetch, now = () => new Date()): Store =>
  openStore(
    { ...env, PAYPAL_CLIENT_ID: "client", PAYPAL_CLIENT_SECRET: "secret", PAYPAL_WEBHOOK_ID: webhookId },
    { fetch: fetcher, now },
  );

beforeEach(async () => {
  paypal = fakePaypal(certificate);
  store = open(paypal.fetch);
  provider = await adapterOf("paypal");
});

const paid = { currency: "EUR", amount: 2490 };
const payment = { id: attempt(paid).payment.id, ...paid };

async function approved() {
  const { reference } = await provider.begin(store, attempt(paid));
  paypal.approve(reference);
  return { ...payment, reference };
}

async function taken() {
  const waiting = await approved();
  await provider.lookUp(store, waiting);
  return waiting;
}

describe("paying by PayPal", () => {
  it("sends the buyer to PayPal's page for exactly the amount", async () => {
    const begun = await provider.begin(store, attempt(paid));
    expect(begun.redirect_url).toContain("paypal.com/checkoutnow");
    expect(paypal.orders.get(begun.reference)).toMatchObject({ value: "24.90", currency_code: "EUR" });
  });

  it("writes yen without decimals", async () => {
    const { reference } = await provider.begin(store, attempt({ currency: "JPY", amount: 2490 }));
    expect(paypal.orders.get(reference)).toMatchObject({ value: "2490", currency_code: "JPY" });
  });

  it("makes one order, though the answer was lost", async () => {
    paypal.misbehave("lose-answer");
    await expect(provider.begin(store, attempt(paid))).rejects.toThrow();
    await provider.begin(store, attempt(paid));
    expect(paypal.orders.size).toBe(1);
  });

  it("takes the money when the buyer has approved it, and once", async () => {
    const { reference } = await provider.begin(store, attempt(paid));
    expect(await provider.lookUp(store, { ...payment, reference })).toBeNull();
    paypal.approve(reference);
    const event = await provider.lookUp(store, { ...payment, reference });
    expect(event).toMatchObject({ type: "captured", ...paid, payment_id: payment.id, reference });
    expect(await provider.lookUp(store, { ...payment, reference })).toEqual(event);
    expect(paypal.calls.filter((call) => call.endsWith("/capture"))).toHaveLength(1);
  });

  it("knows that the money was taken, though the answer was lost", async () => {
    const waiting = await approved();
    paypal.misbehave("pass", "lose-answer");
    await expect(provider.lookUp(store, waiting)).rejects.toThrow();
    expect(await provider.lookUp(store, waiting)).toMatchObject({ type: "captured", ...paid });
  });

  it("ends the attempt where the buyer's bank declines at the last moment", async () => {
    const waiting = await approved();
    paypal.misbehave("pass", "declined");
    expect(await provider.lookUp(store, waiting)).toMatchObject({ type: "failed" });
  });

  it("ends an attempt that PayPal has forgotten", async () => {
    expect(await provider.lookUp(store, { ...payment, reference: "GONE" })).toMatchObject({ type: "expired" });
  });

  it("gives money back once, though the answer was lost", async () => {
    const of = await taken();
    const refund = { id: "re_1", amount: 1000, currency: "EUR" };
    paypal.misbehave("pass", "lose-answer");
    await expect(provider.refund(store, refund, of)).rejects.toThrow();
    const { reference } = await provider.refund(store, refund, of);
    expect(paypal.refunds).toEqual([expect.objectContaining({ id: reference, value: "10.00" })]);
  });

  it("lists what it took, without its fees", async () => {
    await taken();
    expect(await provider.listCharges?.(store, new Date(0), new Date())).toMatchObject([
      { payment_id: payment.id, captured: 2490, currency: "EUR", refunded: null },
    ]);
  });

  it("is offered in the currencies that PayPal takes", async () => {
    expect(await openProviders(store, { currency: "EUR", country: null })).toEqual(["paypal"]);
    expect(await openProviders(store, { currency: "KWD", country: null })).toEqual([]);
  });
});

const captured = (order_id: string) => ({
  id: "WH-58D329510W468432D-8HN650336L201105X",
  event_type: "PAYMENT.CAPTURE.COMPLETED",
  resource: {
    id: "2GG279541U471931P",
    status: "COMPLETED",
    custom_id: payment.id,
    amount: { currency_code: "EUR", value: "24.90" },
    supplementary_data: { related_ids: { order_id } },
  },
});

describe("an order that is paid by PayPal", () => {
  it("is billed when PayPal tells of the approval, though the buyer never comes back", async () => {
    const pan = await sell();
    const cartId = await fillCart(pan.variant_id);
    const actor = { kind: "shopper", cartId } as const;
    const input = {
      email: "ada@example.com",
      shipping_address: address,
      shipping_option: "standard" as const,
      payment_provider: "paypal",
      expected_total: 2490,
    };
    const asked = await idempotentRequest(actor, "key", { method: "POST", path: "/checkout", body: input });
    const { placed } = await placeOrder(open(paypal.fetch).as(actor), input, asked);
    const reference = placed.payment.reference ?? "";
    paypal.approve(reference);
    const { body, headers } = await paypal.webhook({
      ...{ id: "WH-3", event_type: "CHECKOUT.ORDER.APPROVED", resource: { id: reference } },
    });
    expect(await hearProvider(store, "paypal", body, headers)).toBe("paid");
    expect(await hearProvider(store, "paypal", body, headers)).toBe("ignored");
    expect(await loadOrder(store, placed.order.id)).toMatchObject({ payment_status: "paid" });
    expect(paypal.calls.filter((call) => call.endsWith("/capture"))).toHaveLength(1);
  });
});

describe("PayPal's webhooks", () => {
  it("tell of money, verified by PayPal's certificate", async () => {
    const { body, headers } = await paypal.webhook(captured("5O190127TN364715T"));
    expect(await provider.readWebhook(store, body, headers)).toMatchObject({
      ...{ type: "captured", event_id: "WH-58D329510W468432D-8HN650336L201105X", ...paid },
      ...{ payment_id: payment.id, reference: "5O190127TN364715T" },
    });
  });

  it("tell of an approval, which settles nothing by itself", async () => {
    const { body, headers } = await paypal.webhook({
      id: "WH-1",
      event_type: "CHECKOUT.ORDER.APPROVED",
      resource: { id: "5O190127TN364715T", status: "APPROVED" },
    });
    expect(await provider.readWebhook(store, body, headers)).toMatchObject({
      type: "approved",
      reference: "5O190127TN364715T",
    });
  });

  it("are heard of the webhook of before, as long as the store names it beside the new one", async () => {
    const { body, headers } = await paypal.webhook(captured("A"));
    const named = (ids: string) =>
      openStore({ ...env, PAYPAL_WEBHOOK_ID: ids, PAYPAL_CLIENT_ID: "two" }, { fetch: paypal.fetch });
    const told = provider.readWebhook(named(`9NEW597110X687430, ${webhookId}`), body, headers);
    expect(await told).toMatchObject({ type: "captured" });
    const former = provider.readWebhook(named("9NEW597110X687430"), body, headers);
    await expect(former).rejects.toMatchObject({ code: "invalid-signature" });
  });

  it("are passed over where they are about something else", async () => {
    const { body, headers } = await paypal.webhook({
      ...{ id: "WH-2", event_type: "BILLING.PLAN.CREATED", resource: { id: "P-1" } },
    });
    expect(await provider.readWebhook(store, body, headers)).toMatchObject({ type: "ignored" });
  });

  it.each([
    ["a certificate from elsewhere", { "paypal-cert-url": "https://evil.example/v1/notifications/certs/CERT-1" }],
    ["a host that only looks like PayPal's", { "paypal-cert-url": "https://api.paypal.com.evil.example/cert" }],
    ["a certificate sent without encryption", { "paypal-cert-url": "http://api.paypal.com/cert" }],
    ["another algorithm", { "paypal-auth-algo": "SHA1withRSA" }],
    ["another message's signature", { "paypal-transmission-id": "11111111-1111-1111-1111-111111111111" }],
    ["a signature that is none", { "paypal-transmission-sig": "AAAA" }],
    ["a time long ago", { "paypal-transmission-time": "2020-01-01T00:00:00Z" }],
    ["no time", { "paypal-transmission-time": "" }],
  ])("are refused with %s", async (_, over) => {
    const { body, headers } = await paypal.webhook(captured("A"), over);
    await expect(provider.readWebhook(store, body, headers)).rejects.toMatchObject({ code: "invalid-signature" });
  });

  it("are refused where the body was changed on the way", async () => {
    const { body, headers } = await paypal.webhook(captured("A"));
    const changed = body.replace("24.90", "0.01");
    await expect(provider.readWebhook(store, changed, headers)).rejects.toMatchObject({ code: "invalid-signature" });
  });

  it("are refused by a certificate that has run out", async () => {
    const old = fakePaypal(selfSigned("20100101000000Z", "20110101000000Z"));
    const { body, headers } = await old.webhook(captured("A"), {
      "paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-old",
    });
    const elsewhere: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      return old.fetch(
        request.url.replace("api.paypal.com", "api.sandbox.paypal.com").replace("old", "360caa42-fca2a594-test"),
      );
    };
    await expect(provider.readWebhook(open(elsewhere), body, headers)).rejects.toMatchObject({
      code: "invalid-signature",
    });
  });
});
