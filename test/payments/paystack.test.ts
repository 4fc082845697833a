import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import type { PaymentProvider } from "../../src/payments/provider.ts";
import { adapterOf, openProviders } from "../../src/payments/providers.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { type FakePaystack, fakePaystack } from "../fakes/paystack.ts";
import { attempt } from "./attempt.ts";

let paystack: FakePaystack;
let store: Store;
let provider: PaymentProvider;
beforeEach(async () => {
  paystack = fakePaystack();
  store = openStore({ ...env, PAYSTACK_SECRET_KEY: "sk_test_fake" }, { fetch: paystack.fetch });
  provider = await adapterOf("paystack");
});

const paid = { currency: "NGN", amount: 250_000 };
const payment = { id: attempt(paid).payment.id, ...paid };

describe("paying by Paystack", () => {
  it("sends the buyer to a page for exactly the amount, and knows the attempt by its reference", async () => {
    const begun = await provider.begin(store, attempt(paid));
    expect(begun.redirect_url).toMatch(/^https:\/\/checkout\.paystack\.com\//);
    expect(paystack.transactions.get(begun.reference)).toMatchObject({ ...paid, metadata: { payment_id: payment.id } });
  });

  it("makes another attempt where the answer to the first was lost, for its page was shown to nobody", async () => {
    paystack.misbehave("lose-answer");
    await expect(provider.begin(store, attempt(paid))).rejects.toThrow();
    const { reference } = await provider.begin(store, attempt(paid));
    expect([...paystack.transactions.keys()]).toEqual([payment.id.replace("_", "-"), reference]);
    expect(reference).toBe(`${payment.id.replace("_", "-")}-2`);
  });

  it.each(["internal-error", "html-page", "refuse-connection"] as const)(
    "does not take %s for an answer",
    async (way) => {
      paystack.misbehave(way);
      await expect(provider.begin(store, attempt(paid))).rejects.toThrow();
      expect(paystack.transactions.size).toBe(0);
    },
  );

  it("asks what became of it: nothing while the buyer may still pay, then what the bank said", async () => {
    const { reference } = await provider.begin(store, attempt(paid));
    const lookUp = () => provider.lookUp(store, { ...payment, reference });
    expect(await lookUp()).toBeNull();
    paystack.decide(reference, "abandoned");
    expect(await lookUp()).toBeNull();
    paystack.decide(reference, "failed");
    expect(await lookUp()).toMatchObject({ type: "failed", failure: "Declined" });
    paystack.decide(reference, "success");
    expect(await lookUp()).toMatchObject({ type: "captured", ...paid, payment_id: payment.id, reference });
  });

  it("hears the same event by the webhook as by asking, so that it counts once", async () => {
    const { reference } = await provider.begin(store, attempt(paid));
    paystack.decide(reference, "success");
    const { body, headers } = await paystack.webhook(reference, "sk_test_fake");
    expect(await provider.readWebhook(store, body, headers)).toEqual(
      await provider.lookUp(store, { ...payment, reference }),
    );
  });

  it.each([
    ["another secret", async () => (await paystack.webhook("none", "sk_old")).headers],
    ["no signature", async () => new Headers()],
    ["half a signature", async () => new Headers({ "x-paystack-signature": "abc" })],
  ])("refuses a webhook signed with %s", async (_, headers) => {
    const { body } = await paystack.webhook("none", "sk_test_fake");
    await expect(provider.readWebhook(store, body, await headers())).rejects.toMatchObject({
      code: "invalid-signature",
    });
  });

  it("hears a webhook signed by the key of before, as long as the store keeps it beside the new one", async () => {
    const { reference } = await provider.begin(store, attempt(paid));
    paystack.decide(reference, "success");
    const { body, headers } = await paystack.webhook(reference, "sk_old");
    const changing = openStore({ ...env, PAYSTACK_SECRET_KEY: "sk_test_fake,sk_old" }, { fetch: paystack.fetch });
    expect(await provider.readWebhook(changing, body, headers)).toMatchObject({ type: "captured" });
    expect((await provider.begin(changing, attempt(paid))).redirect_url).toMatch(/^https/);
  });

  it("passes over events that are not about a charge", async () => {
    const { reference } = await provider.begin(store, attempt(paid));
    const { body, headers } = await paystack.webhook(reference, "sk_test_fake");
    expect(body).toContain('"status":"pending"');
    expect(await provider.readWebhook(store, body, headers)).toMatchObject({ type: "ignored" });
  });

  it("gives money back once, though the answer was lost", async () => {
    const { reference } = await provider.begin(store, attempt(paid));
    paystack.decide(reference, "success");
    const refund = { id: "re_01jd2v4q8r0000000000000001", amount: 1000, currency: "NGN" };
    paystack.misbehave("pass", "pass", "lose-answer");
    await expect(provider.refund(store, refund, { ...payment, reference })).rejects.toThrow();
    const again = await provider.refund(store, refund, { ...payment, reference });
    expect(paystack.refunds).toHaveLength(1);
    expect(again.reference).toBe(String(paystack.refunds[0]?.id));
  });

  it("lists what it took, a page at a time", async () => {
    const ids = Array.from({ length: 103 }, (_, number) => `pay_${number}`);
    for (const id of ids) {
      const { order, payment: one } = attempt(paid);
      const { reference } = await provider.begin(store, { order, payment: { ...one, id } });
      paystack.decide(reference, "success");
    }
    const charges = await provider.listCharges?.(store, new Date(0), new Date());
    expect(charges?.map(({ payment_id }) => payment_id)).toEqual(ids);
    expect(charges?.[0]).toMatchObject({ captured: 250_000, currency: "NGN", refunded: null });
  });

  it("is offered in the currencies that Paystack takes, and in no other", async () => {
    expect(await openProviders(store, { currency: "NGN", country: null })).toEqual(["paystack"]);
    expect(await openProviders(store, { currency: "EUR", country: null })).toEqual([]);
  });
});
