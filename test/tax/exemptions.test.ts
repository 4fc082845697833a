import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Quote } from "../../src/checkout/schemas.ts";
import { certificateFor } from "../../src/tax/certificate.ts";
import type { Exemption } from "../../src/tax/exemptions/schemas.ts";
import { forgetTaxRules } from "../../src/tax/zones/read-rules.ts";
import { address, ask, fillCart, sell } from "../checkout/shop.ts";
import { bearer, logIn, newCustomer, signInStaff } from "../identity/people.ts";

let staff: Record<string, string>;
let ada: Record<string, string>;
let adaId = "";
let variantId = "";

beforeAll(async () => {
  staff = bearer(await signInStaff());
  await newCustomer("ada@example.com");
  const { body } = await logIn("ada@example.com");
  ada = bearer(body.access_token);
  adaId = body.user.id;
  variantId = (await sell({ price: 11_900, stock: 500 })).variant_id;
}, 60_000);

beforeEach(() => forgetTaxRules());

const certificate = { customer: "ada@example.com", number: "DE-4711", reason: "Embassy", since: "2026-01-01" };

async function send<Body = Exemption & { errors?: { pointer: string }[]; code?: string }>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await ask(method, `/tax/exemptions${path}`, body, { ...staff, ...headers });
  const text = await answer.text();
  return { status: answer.status, etag: answer.headers.get("ETag"), body: JSON.parse(text || "null") as Body };
}

const to = { address, shipping_option: "express" };

/** What a caller's cart of one thing is quoted. */
async function quoteFor(headers: Record<string, string>): Promise<Quote> {
  await ask("POST", "/cart/clear", undefined, headers);
  await ask("POST", "/cart/add", { variant_id: variantId, quantity: 1 }, headers);
  return (await ask("POST", "/checkout/quote", to, headers)).json<Quote>();
}

describe("staff", () => {
  it("keep certificates: they add one by the customer's address, change it, find it, and take it away", async () => {
    const made = await send("POST", "", { ...certificate, number: "A-1", until: "2027-01-01" });
    expect(made).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { customer_id: adaId, email: "ada@example.com", places: [] },
    });
    const { id } = made.body;
    const twice = await send("POST", "", { ...certificate, number: "A-1" });
    expect(twice).toMatchObject({ status: 409, body: { code: "tax-exemption-exists" } });
    const places = [{ country: "US", region: "NY" }];
    const changed = await send("PATCH", `/${id}`, { places, until: null }, { "If-Match": '"1"' });
    expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { places, until: null, number: "A-1" } });
    expect(await send("PATCH", `/${id}`, { reason: "x" }, { "If-Match": '"1"' })).toMatchObject({ status: 412 });
    expect(await send("PATCH", `/${id}`, { reason: "x" })).toMatchObject({ status: 428 });
    for (const customer of [adaId, "ADA@example.com"]) {
      const found = await send<{ data: Exemption[] }>("GET", `?customer=${customer}`);
      expect(found.body.data.map((one) => one.id)).toEqual([id]);
    }
    expect((await send<{ data: Exemption[] }>("GET", "?customer=nobody")).body.data).toEqual([]);
    expect(await send("GET", `/${id}`)).toMatchObject({ status: 200, etag: '"2"' });
    expect(await send("DELETE", `/${id}`, undefined, { "If-Match": '"1"' })).toMatchObject({ status: 412 });
    expect(await send("DELETE", `/${id}`, undefined, { "If-Match": '"2"' })).toMatchObject({ status: 204 });
    expect(await send("GET", `/${id}`)).toMatchObject({ status: 404 });
  });

  it("turn the pages of a long list", async () => {
    const made = [];
    for (const number of ["P-1", "P-2", "P-3"]) made.push((await send("POST", "", { ...certificate, number })).body);
    type Page = { data: Exemption[]; next_cursor: string | null };
    const first = (await send<Page>("GET", "?limit=2")).body;
    const second = (await send<Page>("GET", `?limit=2&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...second.data].map(({ number }) => number)).toEqual(["P-3", "P-2", "P-1"]);
    expect(second.next_cursor).toBeNull();
    expect(await send("GET", `?customer=other&cursor=${first.next_cursor}`)).toMatchObject({ status: 400 });
    for (const { id } of made) await send("DELETE", `/${id}`, undefined, { "If-Match": '"1"' });
  });

  it("are told at the field what is wrong with a certificate", async () => {
    for (const [over, pointer] of [
      [{ customer: "nobody@example.com" }, "/customer"],
      [{ places: [{ country: "DE" }, { country: "ZZ" }] }, "/places/1/country"],
      [{ since: "2026-02-30" }, "/since"],
      [{ until: "soon" }, "/until"],
      [{ until: "2025-12-31" }, "/until"],
      [{ until: "2026-01-01" }, "/until"],
    ] as const) {
      const { status, body } = await send("POST", "", { ...certificate, ...over });
      expect([over, status, body.errors?.map((error) => error.pointer)]).toEqual([over, 422, [pointer]]);
    }
    expect(await send("POST", "", { ...certificate, number: " " })).toMatchObject({ status: 400 });
  });
});

describe("a customer with a certificate", () => {
  it("pays the price without its tax, and the order keeps what freed it when the certificate is gone", async () => {
    const { body, etag } = await send("POST", "", certificate);
    const quoted = await quoteFor(ada);
    const free = { tax_total: 0, tax_rate: "0", tax_reason: "exempt", taxes: [] };
    const tax_exemption = { id: body.id, number: "DE-4711", reason: "Embassy" };
    expect(quoted).toMatchObject({
      items: [{ unit_price: 10_000, total: 10_000, ...free }],
      shipping_tax_reason: "exempt",
      ...{ tax_total: 0, tax_included: false, tax_exemption },
    });
    const input = { ...to, shipping_address: address, email: "ada@example.com", payment_provider: "test" };
    const { address: _, ...checkout } = { ...input, expected_total: quoted.total };
    const answer = await ask("POST", "/checkout", checkout, { ...ada, "Idempotency-Key": "exempt" });
    const { order } = await answer.json<{ order: { id: string } }>();
    expect(order).toMatchObject({ items: [free], tax_total: 0, tax_exemption });
    await send("DELETE", `/${body.id}`, undefined, { "If-Match": etag ?? "" });
    expect(await (await ask("GET", `/orders/${order.id}`, undefined, ada)).json()).toMatchObject({ tax_exemption });
    expect(await quoteFor(ada)).toMatchObject({ tax_exemption: null, items: [{ tax_total: 1900 }] });
  });

  it("pays tax where the certificate does not hold, before it begins and once it has ended", async () => {
    for (const over of [
      { places: [{ country: "FR" }] },
      { places: [{ country: "DE", region: "Bayern" }] },
      { since: "2099-01-01" },
      { since: "2020-01-01", until: "2021-01-01" },
    ]) {
      const { body } = await send("POST", "", { ...certificate, ...over });
      expect([over, await quoteFor(ada)]).toMatchObject([over, { tax_exemption: null, items: [{ tax_total: 1900 }] }]);
      await send("DELETE", `/${body.id}`, undefined, { "If-Match": '"1"' });
    }
  });

  it("is not helped by anybody else's: guests and other customers pay tax", async () => {
    const { body } = await send("POST", "", certificate);
    const cartId = await fillCart(variantId);
    expect(await quoteFor({ "x-cart-id": cartId })).toMatchObject({
      items: [{ tax_total: 1900, tax_reason: "standard" }],
    });
    await newCustomer("eve@example.com");
    const eve = bearer((await logIn("eve@example.com")).body.access_token);
    expect(await quoteFor(eve)).toMatchObject({ tax_exemption: null, items: [{ tax_total: 1900 }] });
    await send("DELETE", `/${body.id}`, undefined, { "If-Match": '"1"' });
  });
});

describe("of several certificates that hold", () => {
  const one = (id: string, until: string | null) => ({
    ...{ id, number: id, reason: "", places: [], since: "2026-01-01", until },
  });
  const best = (...all: ReturnType<typeof one>[]) => certificateFor(all, { country: "DE" }, "2026-11-21")?.id ?? null;

  it("the one that ends last counts, whatever their order; on its last day none does", () => {
    const [short, long, open] = [one("a", "2027-01-01"), one("b", "2028-01-01"), one("c", null)];
    expect([best(short, long, open), best(open, long, short), best(long, short)]).toEqual(["c", "c", "b"]);
    expect(best(one("z", null), one("y", null))).toBe("y");
    expect([best(), best(one("over", "2026-11-21"))]).toEqual([null, null]);
  });
});
