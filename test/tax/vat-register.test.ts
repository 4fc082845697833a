import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { placeOrder } from "../../src/checkout/place-order.ts";
import { quoteCart } from "../../src/checkout/quote.ts";
import { idempotentRequest } from "../../src/platform/idempotency.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { checkVatId } from "../../src/tax/register/check-vat-id.ts";
import { askVies } from "../../src/tax/register/vies.ts";
import { forgetTaxRules } from "../../src/tax/zones/read-rules.ts";
import { changeTaxSettings, readTaxSettings } from "../../src/tax/zones/settings.ts";
import { address, fillCart, sell, storeFor } from "../checkout/shop.ts";
import { type FakeVies, fakeVies, type Misbehaviour } from "../fakes/vies.ts";

let vies: FakeVies;
let variantId = "";

const vienna = { ...address, city: "Wien", postal_code: "1010", country: "AT" };
const known = "ATU13585627";
/** Of the right form, and nobody's. */
const unknown = "ATU10223006";

beforeAll(async () => {
  variantId = (await sell({ price: 11_900, stock: 500 })).variant_id;
}, 60_000);

beforeEach(async () => {
  vies = fakeVies({ [known]: "Muster GmbH" });
  await env.ORDERS.prepare("delete from vat_checks").run();
  await setRegister("vies", null);
});

async function setRegister(vat_register: "vies" | "off", store_vat_id: string | null): Promise<void> {
  const { version } = await readTaxSettings(storeFor());
  await changeTaxSettings(storeFor(), version, { vat_register, store_vat_id });
  forgetTaxRules();
}

/** A guest's store whose way out leads to the register, so many seconds from now. */
const shopper = (cartId: string, seconds = 0): Store =>
  openStore(env, {
    actor: { kind: "shopper", cartId },
    fetch: vies.fetch,
    now: () => new Date(Date.now() + seconds * 1000),
  });

async function quote(vat_id: string, to: object = vienna, seconds = 0) {
  const cartId = await fillCart(variantId);
  return quoteCart(shopper(cartId, seconds), { address: to, shipping_option: "standard", vat_id });
}

async function buy(vat_id: string) {
  const cartId = await fillCart(variantId);
  const store = shopper(cartId);
  const quoted = await quoteCart(store, { address: vienna, shipping_option: "standard", vat_id });
  const input = {
    ...{ email: "ada@example.com", shipping_address: vienna, shipping_option: "standard" as const, vat_id },
    ...{ payment_provider: "test", expected_total: quoted.total },
  };
  const asked = { method: "POST", path: "/checkout", body: input };
  const { placed } = await placeOrder(store, input, await idempotentRequest(store.actor, crypto.randomUUID(), asked));
  return placed.order;
}

const reversed = {
  tax_total: 0,
  tax_included: false,
  items: [expect.objectContaining({ tax_reason: "reverse_charge" })],
};
const taxed = { tax_total: 1983, tax_included: true, items: [expect.objectContaining({ tax_reason: "standard" })] };

describe("a VAT number that would take the tax off", () => {
  it("takes it off when the register knows it; the order keeps the proof", async () => {
    await setRegister("vies", "DE136695976");
    const order = await buy("ATU 13585627");
    expect(order).toMatchObject({
      ...reversed,
      vat_id: known,
      vat_check: { status: "valid", name: "Muster GmbH", consultation_number: "WAPIAAAAZNgfuVoL" },
    });
    expect(vies.calls).toEqual([
      {
        countryCode: "AT",
        vatNumber: "U13585627",
        requesterMemberStateCode: "DE",
        requesterNumber: "136695976",
      },
    ]);
  });

  it("that is nobody's takes nothing off: the buyer pays as anybody does, and the order says why", async () => {
    expect(await buy(unknown)).toMatchObject({
      ...taxed,
      vat_id: unknown,
      vat_check: { status: "invalid", name: null, consultation_number: null },
    });
  });

  it.each<Misbehaviour>([
    "MS_UNAVAILABLE",
    "MS_MAX_CONCURRENT_REQ",
    "INVALID_REQUESTER_INFO",
    "internal-error",
    "malformed",
    "half-an-answer",
    "refuse-connection",
  ])("does not stop the sale when the register is of no use (%s): the form counts, and staff see it", async (way) => {
    vies.misbehave(way);
    expect(await buy(known)).toMatchObject({ ...reversed, vat_check: { status: "unavailable" } });
    expect(vies.calls).toHaveLength(1);
  });

  it("waits for a register that never answers three seconds at most", async () => {
    vies.misbehave("slow");
    const began = Date.now();
    expect(await quote(known)).toMatchObject({ ...reversed, vat_check: { status: "unavailable" } });
    expect(Date.now() - began).toBeLessThan(8000);
  });
});

describe("the register", () => {
  it("is asked once for a number while its answer is good, and again after: a day for a valid one, minutes else", async () => {
    const callsBy = async (id: string, seconds: number) => {
      await quote(id, vienna, seconds);
      return vies.calls.length;
    };
    expect([await callsBy(known, 0), await callsBy(known, 86_000), await callsBy(known, 86_500)]).toEqual([1, 1, 2]);
    expect([await callsBy(unknown, 0), await callsBy(unknown, 590), await callsBy(unknown, 610)]).toEqual([3, 3, 4]);
    vies.misbehave("MS_UNAVAILABLE");
    vies.register.set("ATU33864707", "Other GmbH");
    expect([await callsBy("ATU33864707", 0), await callsBy("ATU33864707", 290)]).toEqual([5, 5]);
    expect(await quote("ATU33864707", vienna, 310)).toMatchObject({ vat_check: { status: "valid" } });
  });

  it("is not asked where the number changes nothing, nor where staff have not set it", async () => {
    expect(await quote(known, address)).toMatchObject({ vat_check: null, tax_total: 1900 });
    expect(await quote(known, { ...vienna, country: "US" })).toMatchObject({ vat_check: null });
    await setRegister("off", null);
    expect(await quote(known)).toMatchObject({ ...reversed, vat_check: null });
    expect(vies.calls).toEqual([]);
  });

  it("forgets answers that are too old, a few with each that is learnt", async () => {
    const old = new Date(0).toISOString();
    await env.ORDERS.prepare(
      `insert into vat_checks (vat_id, status, checked_at, good_until)
       select 'AT' || i, 'valid', ?1, ?1 from (with recursive n (i) as (select 1 union all select i + 1 from n where i < 30) select i from n)`,
    )
      .bind(old)
      .run();
    await checkVatId(shopper("cart_none"), known, null, askVies);
    const { results } = await env.ORDERS.prepare("select vat_id from vat_checks").all();
    expect(results).toHaveLength(11);
  });
});
