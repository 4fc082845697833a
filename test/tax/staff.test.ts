import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Quote } from "../../src/checkout/schemas.ts";
import { forgetTaxRules } from "../../src/tax/zones/read-rules.ts";
import type { TaxZone } from "../../src/tax/zones/schemas.ts";
import { address, ask, checkOut, fillCart, sell } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";

let auth: Record<string, string>;
let variantId = "";

beforeAll(async () => {
  auth = bearer(await signInStaff());
  variantId = (await sell({ price: 11_900, stock: 500 })).variant_id;
}, 60_000);

beforeEach(() => forgetTaxRules());

const vat = { class: "standard", percent: "20", since: "2026-01-01" };
const newZone = { name: "Monaco", country: "MC", prices: "included", rates: [vat] };

interface Answer<Body> {
  status: number;
  etag: string;
  body: Body;
}

async function send<Body = TaxZone>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const answer = await ask(method, `/tax/${path}`, body, { ...auth, ...headers });
  const text = await answer.text();
  return { status: answer.status, etag: answer.headers.get("ETag") ?? "", body: JSON.parse(text || "null") as Body };
}

const pointersOf = async (zone: object): Promise<[number, string[]]> => {
  const { status, body } = await send<{ errors?: { pointer: string }[] }>("POST", "zones", { ...newZone, ...zone });
  return [status, (body.errors ?? []).map(({ pointer }) => pointer)];
};

async function quote(cartId: string, body: object): Promise<Quote> {
  const answer = await ask("POST", "/checkout/quote", body, { "x-cart-id": cartId });
  return answer.json<Quote>();
}

describe("staff", () => {
  it("add a tax zone, change it, and remove it; a lost race is told", async () => {
    const made = await send("POST", "zones", newZone);
    expect(made).toMatchObject({ status: 201, etag: '"1"', body: { country: "MC", shipping_class: "standard" } });
    const { id } = made.body;
    const rates = [
      { ...vat, until: "2027-01-01" },
      { ...vat, percent: "21", since: "2027-01-01" },
    ];
    const changed = await send("PATCH", `zones/${id}`, { rates }, { "If-Match": made.etag });
    expect(changed).toMatchObject({
      status: 200,
      etag: '"2"',
      body: { name: "Monaco", rates: [{ percent: "20" }, {}] },
    });
    expect(await send("PATCH", `zones/${id}`, { name: "M" }, { "If-Match": made.etag })).toMatchObject({ status: 412 });
    expect(await send("PATCH", `zones/${id}`, { name: "M" })).toMatchObject({ status: 428 });
    expect(await send("GET", `zones/${id}`)).toEqual({ ...changed });
    expect(await send("DELETE", `zones/${id}`, undefined, { "If-Match": '"1"' })).toMatchObject({ status: 412 });
    expect(await send("DELETE", `zones/${id}`, undefined, { "If-Match": '"2"' })).toMatchObject({ status: 204 });
    expect(await send("GET", `zones/${id}`)).toMatchObject({ status: 404 });
  });

  it("are told at the field what is wrong with a zone", async () => {
    const at = (over: object) => ({ rates: [{ ...vat, ...over }] });
    for (const [zone, pointer] of [
      [{ country: "ZZ" }, "/country"],
      [{ country: "de" }, "/country"],
      [{ postal_codes: ["98000", "🦊"] }, "/postal_codes/1"],
      [{ postal_codes: ["(a+)+$"] }, "/postal_codes/0"],
      [at({ percent: "-1" }), "/rates/0/percent"],
      [at({ percent: "150" }), "/rates/0/percent"],
      [at({ percent: "NaN" }), "/rates/0/percent"],
      [at({ percent: "9.97512" }), "/rates/0/percent"],
      [at({ percent: "19,5" }), "/rates/0/percent"],
      [at({ percent: "9007199254740993" }), "/rates/0/percent"],
      [at({ since: "2026-02-30" }), "/rates/0/since"],
      [at({ until: "2025-01-01" }), "/rates/0/until"],
      [at({ until: "soon" }), "/rates/0/until"],
      [at({ class: "exempt" }), "/rates/0/class"],
      [at({ class: "luxury" }), "/rates/0/class"],
      [{ shipping_class: "luxury" }, "/shipping_class"],
      [at({ since: "2026-06-01", until: "2026-06-01" }), "/rates/0/until"],
      [{ rates: [vat, { ...vat, percent: "21", since: "2030-01-01" }] }, "/rates/1/since"],
      [
        {
          rates: [
            { ...vat, compound: true },
            { ...vat, name: "B", compound: true },
          ],
        },
        "/rates/1/compound",
      ],
    ] as const)
      expect([zone, ...(await pointersOf(zone))]).toEqual([zone, 422, [pointer]]);
    expect(await pointersOf({ prices: "sometimes" })).toEqual([400, ["/prices"]]);
    const several = { country: "ZZ", postal_codes: ["🦊"], rates: [{ ...vat, percent: "150" }] };
    expect(await pointersOf(several)).toEqual([422, ["/country", "/postal_codes/0", "/rates/0/percent"]]);
  });

  it("cannot make two zones of one place", async () => {
    const germany = { ...newZone, name: "Germany again", country: "DE" };
    expect(await send("POST", "zones", germany)).toMatchObject({ status: 409, body: { code: "tax-zone-exists" } });
    const island = { ...germany, postal_codes: ["78266", "27498"] };
    expect(await send("POST", "zones", island)).toMatchObject({ status: 409 });
  });

  it("alone read and write taxes", async () => {
    expect((await ask("GET", "/tax/zones")).status).toBe(401);
    expect((await ask("POST", "/tax/zones", newZone)).status).toBe(401);
    expect((await ask("PATCH", "/tax/settings", { rounding_level: "document" })).status).toBe(401);
    const { body } = await send<{ data: TaxZone[] }>("GET", "zones");
    expect(body.data.length).toBeGreaterThan(30);
  });
});

describe("a shopper's cart, quote and order", () => {
  it("say what each line is taxed and why; the order keeps it", async () => {
    const cartId = await fillCart(variantId);
    const cart = await (await ask("GET", "/cart", undefined, { "x-cart-id": cartId })).json<object>();
    const line = { tax_total: 1900, tax_rate: "19", tax_reason: "standard" };
    expect(cart).toMatchObject({ items: [line], tax_total: 1900, tax_estimated: true });
    const to = { address, shipping_option: "express" };
    expect(await quote(cartId, {})).toMatchObject({ tax_estimated: true });
    const quoted = await quote(cartId, to);
    expect(quoted).toMatchObject({
      items: [line],
      tax_estimated: false,
      shipping_tax_total: 206,
      shipping_tax_rate: "19",
      shipping_tax_reason: "standard",
      tax_total: 2106,
    });
    const body = { expected_total: quoted.total, shipping_option: "express" };
    const { order } = await (await checkOut(cartId, { body })).json<{ order: object }>();
    expect(order).toMatchObject({
      items: [line],
      shipping_tax_total: 206,
      shipping_tax_reason: "standard",
      tax_rounding_mode: "half_up",
      tax_rounding_level: "line",
      vat_id: null,
      tax_total: 2106,
    });
  });

  it("leave the tax to a business in another member state, and refuse a number that is none", async () => {
    const cartId = await fillCart(variantId, 2);
    const vienna = { ...address, city: "Wien", postal_code: "1010", country: "AT" };
    const asked = { address: vienna, shipping_option: "standard", vat_id: "AT U13585627" };
    const quoted = await quote(cartId, asked);
    const net = 11_900 - 1983;
    expect(quoted).toMatchObject({
      items: [{ unit_price: net, tax_total: 0, tax_rate: "0", tax_reason: "reverse_charge" }],
      tax_total: 0,
      tax_included: false,
      total: 2 * net,
    });
    const wrong = await ask("POST", "/checkout/quote", { ...asked, vat_id: "ATU13585628" }, { "x-cart-id": cartId });
    expect([wrong.status, await wrong.json()]).toEqual([
      422,
      expect.objectContaining({ code: "invalid-vat-id", errors: [expect.objectContaining({ pointer: "/vat_id" })] }),
    ]);
    const body = { shipping_address: vienna, vat_id: "ATU13585627", expected_total: quoted.total };
    const answer = await checkOut(cartId, { body });
    expect([answer.status, await answer.json()]).toEqual([
      201,
      expect.objectContaining({ order: expect.objectContaining({ vat_id: "ATU13585627", tax_total: 0 }) }),
    ]);
  });

  it("hear of a changed rate and of other rounding at once here, and an order keeps what it was placed by", async () => {
    const cartId = await fillCart(variantId);
    const zones = await send<{ data: TaxZone[] }>("GET", "zones");
    const germany = zones.body.data.find(({ country, postal_codes }) => country === "DE" && postal_codes.length === 0);
    const placed = await (await checkOut(await fillCart(variantId))).json<{
      order: { id: string; access_token: string };
    }>();
    const rates = [{ class: "standard", percent: "25", since: "2020-01-01" }];
    const changed = await send("PATCH", `zones/${germany?.id}`, { rates, prices: "added" }, { "If-Match": '"1"' });
    expect(changed.status).toBe(200);
    const settings = await send("PATCH", "settings", { rounding_level: "document" }, { "If-Match": '"1"' });
    expect(settings).toMatchObject({ status: 200, body: { rounding_mode: "half_up", rounding_level: "document" } });
    expect(await send("PATCH", "settings", {}, { "If-Match": '"1"' })).toMatchObject({ status: 412 });
    forgetTaxRules();
    const quoted = await quote(cartId, { address, shipping_option: "standard" });
    expect(quoted).toMatchObject({ tax_included: false, tax_total: 2975, total: 11_900 + 2975 });
    const again = await (await checkOut(cartId, { body: { expected_total: quoted.total } })).json<{ order: object }>();
    expect(again.order).toMatchObject({ tax_total: 2975, tax_included: false, tax_rounding_level: "document" });
    const before = await ask("GET", `/orders/${placed.order.id}?token=${placed.order.access_token}`);
    expect(await before.json()).toMatchObject({
      tax_total: 1900,
      tax_rounding_level: "line",
      items: [{ tax_rate: "19" }],
    });
  });
});
