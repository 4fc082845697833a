import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Quote } from "../../src/checkout/schemas.ts";
import { forgetShippingRules } from "../../src/shipping/read-rules.ts";
import type { StoredMethod, StoredZone } from "../../src/shipping/rules/schemas.ts";
import { ask, fillCart, sell } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";

let auth: Record<string, string>;
let zones: StoredZone[];

beforeAll(async () => {
  auth = bearer(await signInStaff());
  zones = (await send<{ data: StoredZone[] }>("GET", "zones")).body.data;
}, 60_000);

beforeEach(() => forgetShippingRules());

interface Answer<Body> {
  status: number;
  etag: string;
  body: Body;
}

async function send<Body = StoredMethod & StoredZone>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  const answer = await ask(method, `/shipping/${path}`, body, { ...auth, ...headers });
  const text = await answer.text();
  return { status: answer.status, etag: answer.headers.get("ETag") ?? "", body: JSON.parse(text || "null") as Body };
}

type Refused = { errors?: { pointer: string }[] };
const pointers = ({ status, body }: Answer<Refused>) => [status, (body.errors ?? []).map(({ pointer }) => pointer)];

const newZone = { name: "Alps", reach: "countries", countries: ["AT", "CH"] };
const price = { kind: "flat", currency: "EUR", price: 690 };
const at = (...rates: object[]) => [{ zone_id: zones[0]?.id, rates }];
const newMethod = (over: object = {}) => ({
  code: "bike",
  name: "By bike",
  min_days: 0,
  max_days: 1,
  zones: at(price),
  ...over,
});

async function rates(request: object): Promise<Record<string, number>> {
  const asked = { subtotal: 1000, weight_grams: 500, ...request };
  const answer = await ask("POST", "/shipping/rates", asked);
  const { options } = await answer.json<{ options: { id: string; price: number }[] }>();
  return Object.fromEntries(options.map((option) => [option.id, option.price]));
}

describe("staff", () => {
  it("find the ways to ship that a store begins with", async () => {
    expect(zones).toMatchObject([
      { name: "At home", reach: "home", countries: [] },
      { name: "Abroad", reach: "everywhere", version: 1 },
    ]);
    const { body } = await send<{ data: StoredMethod[] }>("GET", "methods");
    expect(body.data.map(({ code, kind, zones: led }) => [code, kind, led.map((to) => to.rates.length)])).toEqual([
      ["standard", "delivery", [9, 9]],
      ["express", "delivery", [9, 9]],
      ["pickup", "pickup", [9]],
    ]);
    expect(body.data[0]?.zones[1]).toMatchObject({
      min_days: 4,
      rates: [
        { kind: "flat", currency: "EUR", price: 490, free_from: 5000, further_parcel: null },
        {},
        {},
        {},
        {},
        {},
        {},
        {},
        {},
      ],
    });
  });

  it("add a zone, change it, and remove it; a lost race is told", async () => {
    const made = await send("POST", "zones", newZone);
    expect(made).toMatchObject({ status: 201, etag: '"1"', body: { countries: ["AT", "CH"], postal_codes: [] } });
    const { id } = made.body;
    const narrower = { countries: ["AT"], postal_codes: ["6691", "6991..6993"] };
    const changed = await send("PATCH", `zones/${id}`, narrower, { "If-Match": made.etag });
    expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { name: "Alps", ...narrower } });
    expect(await send("PATCH", `zones/${id}`, { name: "A" }, { "If-Match": made.etag })).toMatchObject({ status: 412 });
    expect(await send("PATCH", `zones/${id}`, { name: "A" })).toMatchObject({ status: 428 });
    expect(await send("PATCH", `zones/${id}`, {}, { "If-Match": '"2"' })).toMatchObject({ status: 400 });
    expect(await send("GET", `zones/${id}`)).toEqual(changed);
    expect(await send("DELETE", `zones/${id}`, undefined, { "If-Match": '"1"' })).toMatchObject({ status: 412 });
    expect(await send("DELETE", `zones/${id}`, undefined, { "If-Match": '"2"' })).toMatchObject({ status: 204 });
    expect(await send("GET", `zones/${id}`)).toMatchObject({ status: 404 });
  });

  it("are told at the field what is wrong with a zone", async () => {
    for (const [zone, pointer] of [
      [{ countries: ["AT", "ZZ"] }, "/countries/1"],
      [{ countries: ["at"] }, "/countries/0"],
      [{ countries: ["AT", "AT"] }, "/countries/1"],
      [{ countries: [] }, "/countries"],
      [{ reach: "home" }, "/countries"],
      [{ reach: "everywhere", countries: [] }, "/reach"],
      [{ reach: "home", countries: [] }, "/reach"],
      [{ countries: ["AT"], postal_codes: ["6691", "🦊"] }, "/postal_codes/1"],
      [{ countries: ["AT"], postal_codes: ["(a+)+$"] }, "/postal_codes/0"],
      [{ postal_codes: ["6691"] }, "/postal_codes"],
      [{ regions: ["Tirol"] }, "/regions"],
      [{ countries: ["DE"] }, "/countries"],
    ] as const)
      expect([zone, ...pointers(await send<Refused>("POST", "zones", { ...newZone, ...zone }))]).toEqual([
        zone,
        422,
        [pointer],
      ]);
    expect(pointers(await send<Refused>("POST", "zones", { ...newZone, reach: "moon" }))).toEqual([400, ["/reach"]]);
  });

  it("cannot make two zones hold one place, unless one is the narrower", async () => {
    const codes = { name: "Islands", reach: "countries", countries: ["ES"], postal_codes: ["35*", "38001..38999"] };
    const islands = await send("POST", "zones", codes);
    const spain = await send("POST", "zones", { name: "Spain", reach: "countries", countries: ["PT", "ES"] });
    expect([islands.status, spain.status]).toEqual([201, 201]);
    const overlapping = [["35001"], ["3*"], ["34000..35000"], ["38500..39500"], ["38*"]];
    for (const postal_codes of overlapping) {
      const second = await send<Refused>("POST", "zones", { ...codes, postal_codes });
      expect([postal_codes, ...pointers(second)]).toEqual([postal_codes, 422, ["/postal_codes"]]);
    }
    const apart = await send("POST", "zones", { ...codes, postal_codes: ["51*", "52001..52999"] });
    expect(apart.status).toBe(201);
    const twice = await send<Refused>("POST", "zones", { name: "Iberia", reach: "countries", countries: ["AD", "ES"] });
    expect(pointers(twice)).toEqual([422, ["/countries"]]);
    for (const { body } of [islands, spain, apart])
      await send("DELETE", `zones/${body.id}`, undefined, { "If-Match": '"1"' });
  });

  it("of whom two change the zones at once make one change, and the other is told", async () => {
    const both = await Promise.all([
      send("POST", "zones", { ...newZone, countries: ["IS"] }),
      send("POST", "zones", { ...newZone, countries: ["IS", "NO"] }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, expect.toSatisfy((status) => status >= 412)]);
    const { body } = await send<{ data: StoredZone[] }>("GET", "zones");
    const holding = body.data.filter(({ countries }) => countries.includes("IS"));
    expect(holding).toHaveLength(1);
    await send("DELETE", `zones/${holding[0]?.id}`, undefined, { "If-Match": '"1"' });
  });

  it("offer another way to ship: by weight, in every language, at once; then no more", async () => {
    const table = {
      kind: "by_weight",
      currency: "EUR",
      bands: [
        { up_to: 1000, price: 390 },
        { up_to: null, price: 590 },
      ],
    };
    const made = await send(
      "POST",
      "methods",
      newMethod({ translations: { de: { name: "Mit dem Rad" } }, zones: at(table) }),
    );
    expect(made).toMatchObject({ status: 201, etag: '"1"', body: { code: "bike", active: true, kind: "delivery" } });
    expect(await rates({ country: "DE" })).toMatchObject({ standard: 490, bike: 390 });
    expect(await rates({ country: "DE", weight_grams: 1001 })).toMatchObject({ bike: 590 });
    expect(await rates({ country: "AT" })).toEqual({ standard: 490, express: 1290 });
    const named = await ask(
      "POST",
      "/shipping/rates",
      { country: "DE", subtotal: 0, weight_grams: 1 },
      { "Accept-Language": "de" },
    );
    expect(JSON.stringify(await named.json())).toContain("Mit dem Rad");
    const { id } = made.body;
    const zones = at({ ...price, price: 0, free_from: 0 });
    const changed = await send(
      "PATCH",
      `methods/${id}`,
      { zones, position: 9, carrier: "Velo" },
      { "If-Match": '"1"' },
    );
    expect(changed).toMatchObject({
      status: 200,
      etag: '"2"',
      body: { code: "bike", name: "By bike", position: 9, zones: [{ rates: [{ kind: "flat", price: 0 }] }] },
    });
    expect(await send("GET", `methods/${id}`)).toEqual(changed);
    expect(await rates({ country: "DE" })).toMatchObject({ bike: 0 });
    expect(await send("PATCH", `methods/${id}`, { active: false }, { "If-Match": '"1"' })).toMatchObject({
      status: 412,
    });
    expect(await send("PATCH", `methods/${id}`, { active: false }, { "If-Match": '"2"' })).toMatchObject({
      status: 200,
    });
    expect(await rates({ country: "DE" })).not.toHaveProperty("bike");
    expect(await send("PATCH", `methods/${id}`, { code: "velo" }, { "If-Match": '"3"' })).toMatchObject({
      status: 400,
    });
    expect(await send("POST", "methods", newMethod())).toMatchObject({
      status: 409,
      body: { code: "shipping-method-exists" },
    });
    expect(await send("DELETE", `methods/${id}`, undefined, { "If-Match": '"3"' })).toMatchObject({ status: 204 });
    expect(await send("GET", `methods/${id}`)).toMatchObject({ status: 404 });
  });

  it("cannot remove a zone that a method leads to", async () => {
    const answer = await send("DELETE", `zones/${zones[0]?.id}`, undefined, { "If-Match": '"1"' });
    expect(answer).toMatchObject({ status: 409, body: { code: "shipping-zone-in-use" } });
  });

  it("are told at the field what is wrong with a method", async () => {
    const [home, abroad] = zones.map(({ id }) => id);
    const banded = (kind: string, ...steps: [number | null, number][]) =>
      at({ kind, currency: "EUR", bands: steps.map(([up_to, of]) => ({ up_to, price: of })) });
    const place = { name: "Shop", line1: "Street 1", postal_code: "1", city: "Town", country: "DE", hours: "" };
    for (const [method, pointer] of [
      [{ min_days: 3, max_days: 2 }, "/max_days"],
      [{ pickup: place }, "/pickup"],
      [{ kind: "pickup", pickup: { ...place, country: "ZZ" } }, "/pickup/country"],
      [{ translations: { tlh: { name: "Duj" } } }, "/translations/tlh"],
      [{ translations: { en: { name: "Bike" } } }, "/translations/en"],
      [{ max_grams: 0 }, "/max_grams"],
      [{ max_length_mm: 200, max_width_mm: 300 }, "/max_width_mm"],
      [{ max_length_mm: 200, max_height_mm: 300 }, "/max_height_mm"],
      [{ zones: at() }, "/zones/0/rates"],
      [{ zones: at({ ...price, currency: "GBP" }) }, "/zones/0/rates"],
      [{ zones: at(price, { ...price, price: 1 }) }, "/zones/0/rates/1/currency"],
      [{ zones: at({ ...price, price: -1 }) }, "/zones/0/rates/0/price"],
      [{ zones: at({ ...price, price: 9_007_199_254_740_991 }) }, "/zones/0/rates/0/price"],
      [{ zones: at({ ...price, price: 1e16 }) }, "/zones/0/rates/0/price"],
      [{ zones: at({ ...price, price: 4.9 }) }, "/zones/0/rates/0/price"],
      [{ zones: at({ ...price, free_from: -1 }) }, "/zones/0/rates/0/free_from"],
      [{ zones: at({ ...price, free_from: 2 ** 53 }) }, "/zones/0/rates/0/free_from"],
      [{ zones: at({ ...price, further_parcel: -1 }) }, "/zones/0/rates/0/further_parcel"],
      [{ zones: [...at(price), ...at(price)] }, "/zones/1/zone_id"],
      [{ zones: [{ zone_id: home?.replace(/.$/, "z"), rates: [price] }] }, "/zones/0/zone_id"],
      [{ zones: [{ zone_id: abroad, min_days: 4, rates: [price] }] }, "/zones/0/max_days"],
      [{ zones: [{ zone_id: abroad, min_days: 4, max_days: 3, rates: [price] }] }, "/zones/0/max_days"],
      [{ zones: banded("by_weight", [2000, 1], [1000, 2], [null, 3]) }, "/zones/0/rates/0/bands/1/up_to"],
      [{ zones: banded("by_weight", [1000, 1], [1000, 2], [null, 3]) }, "/zones/0/rates/0/bands/1/up_to"],
      [{ zones: banded("by_weight", [-1, 1], [null, 3]) }, "/zones/0/rates/0/bands/0/up_to"],
      [{ zones: banded("by_weight", [2 ** 53, 1], [null, 3]) }, "/zones/0/rates/0/bands/0/up_to"],
      [{ zones: banded("by_weight", [1000, 1e16], [null, 3]) }, "/zones/0/rates/0/bands/0/price"],
      [{ zones: banded("by_weight", [null, 1], [2000, 2], [null, 3]) }, "/zones/0/rates/0/bands/0/up_to"],
      [{ zones: banded("by_weight", [1000, -1], [null, 2]) }, "/zones/0/rates/0/bands/0/price"],
      [{ zones: banded("by_weight", [1000, 1]) }, "/zones/0/rates/0/bands/0/up_to"],
      [{ zones: banded("by_weight", [1000, 1]), max_grams: 1001 }, "/zones/0/rates/0/bands/0/up_to"],
      [{ zones: banded("by_price", [1000, 1], [2000, 2]) }, "/zones/0/rates/0/bands/1/up_to"],
    ] as const)
      expect([method, ...pointers(await send<Refused>("POST", "methods", newMethod(method)))]).toEqual([
        method,
        422,
        [pointer],
      ]);
    for (const [method, pointer] of [
      [{ code: "Bike!" }, "/code"],
      [{ zones: at({ kind: "by_weight", currency: "EUR", bands: [] }) }, "/zones/0/rates/0/bands"],
      [{ zones: at({ kind: "by_moon", currency: "EUR" }) }, "/zones/0/rates/0/kind"],
    ] as const)
      expect([method, ...pointers(await send<Refused>("POST", "methods", newMethod(method)))]).toEqual([
        method,
        400,
        [pointer],
      ]);
  });

  it("say where parcels leave", async () => {
    const from = { name: "Souk", line1: "Hafen 1", city: "Hamburg", postal_code: "20457", country: "DE" };
    expect(await send("GET", "settings")).toMatchObject({ etag: '"1"', body: { ship_from: null } });
    const changed = await send("PATCH", "settings", { ship_from: from }, { "If-Match": '"1"' });
    expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { ship_from: from } });
    expect(await send("PATCH", "settings", { ship_from: null }, { "If-Match": '"1"' })).toMatchObject({ status: 412 });
    const nowhere = await send<Refused>(
      "PATCH",
      "settings",
      { ship_from: { ...from, country: "ZZ" } },
      { "If-Match": '"2"' },
    );
    expect(pointers(nowhere)).toEqual([422, ["/ship_from/country"]]);
    expect(await send("PATCH", "settings", { ship_from: null }, { "If-Match": '"2"' })).toMatchObject({ status: 200 });
  });

  it("alone read and write all this", async () => {
    for (const path of ["zones", "methods", "settings"])
      expect((await ask("GET", `/shipping/${path}`)).status).toBe(401);
    expect((await ask("POST", "/shipping/zones", newZone)).status).toBe(401);
    expect((await ask("POST", "/shipping/methods", newMethod())).status).toBe(401);
  });
});

describe("a shopper", () => {
  const quote = async (cartId: string, body: object = {}) => {
    const answer = await ask("POST", "/checkout/quote", body, { "x-cart-id": cartId });
    return { status: answer.status, ...(await answer.json<Quote>()) };
  };

  it("is offered the other ways where one would cost more than an order may come to", async () => {
    const made = await send("POST", "methods", newMethod({ code: "gold", zones: at({ ...price, price: 1e12 }) }));
    expect(made.status).toBe(201);
    const cartId = await fillCart((await sell()).variant_id);
    const offered = await quote(cartId, { address: { country: "DE" }, shipping_option: "standard" });
    expect(offered.status).toBe(200);
    expect(offered.shipping_options.map(({ id }) => id)).toEqual(["standard", "express", "pickup"]);
    const chosen = await quote(cartId, { address: { country: "DE" }, shipping_option: "gold" });
    expect(chosen).toMatchObject({ status: 422, code: "quantity-over-limit" });
    await send("DELETE", `methods/${made.body.id}`, undefined, { "If-Match": made.etag });
  });

  it("who has named no address is told what shipping costs in the country of their market", async () => {
    const market = { code: "ch", name: "Switzerland", countries: ["CH"], currency: "EUR" };
    expect((await ask("POST", "/markets", market, auth)).status).toBe(201);
    const abroad = [{ zone_id: zones[1]?.id, rates: [{ ...price, price: 1990 }] }];
    const made = await send("POST", "methods", newMethod({ code: "alpine", zones: [...at(price), ...abroad] }));
    const cartId = await fillCart((await sell()).variant_id);
    expect((await ask("PUT", "/cart/market", { market: "ch" }, { "x-cart-id": cartId })).status).toBe(200);
    const { shipping_total, shipping_options } = await quote(cartId, { shipping_option: "alpine" });
    expect(shipping_total).toBe(1990);
    expect(shipping_options.find(({ id }) => id === "alpine")).toMatchObject({ price: 1990, total: 1990 });
    expect(shipping_options.map(({ id }) => id)).not.toContain("pickup");
    await send("DELETE", `methods/${made.body.id}`, undefined, { "If-Match": made.etag });
  });
});
