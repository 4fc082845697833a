import { beforeAll, describe, expect, it } from "vitest";
import type { MarketRecord } from "../../src/catalog/markets/schemas.ts";
import type { ListPricePage, PriceListRecord } from "../../src/catalog/price-lists/schemas.ts";
import { ask } from "../checkout/shop.ts";
import { type Answer, pointersOf, type Refused, type Send, type Sold, sellAt, sender } from "./staff.ts";

let send: Send;
let pan: Sold;
let spoon: Sold;

beforeAll(async () => {
  send = await sender();
  pan = await sellAt({ EUR: 2000, GBP: 1800 });
  spoon = await sellAt({ EUR: 500 });
}, 60_000);

const newList = { name: "Sale", status: "active", adjustment: { kind: "fixed" } };
let priority = 100;

/** A list that no other gets in the way of. */
async function listOf(over: object = {}): Promise<Answer<PriceListRecord>> {
  const made = await send<PriceListRecord>("POST", "/price-lists", { ...newList, priority: ++priority, ...over });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made;
}

const tiers = (...steps: [number, number][]) => steps.map(([min_quantity, amount]) => ({ min_quantity, amount }));

describe("markets", () => {
  it("are made, changed and removed by staff; a lost race is told, and everybody may read them", async () => {
    const gb = { code: "gb", name: "Great Britain", countries: ["GB"], currency: "GBP" };
    const made = await send<MarketRecord>("POST", "/markets", gb);
    expect(made).toMatchObject({ status: 201, etag: '"1"', body: { ...gb, prices: "by_zone", conversion: null } });
    const path = `/markets/${made.body.id}`;
    expect(await send("PATCH", path, { prices: "added" })).toMatchObject({ status: 428 });
    const changed = await send("PATCH", path, { countries: ["GB", "IM"] }, { "If-Match": made.etag });
    expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { countries: ["GB", "IM"], currency: "GBP" } });
    expect(await send("PATCH", path, { name: "UK" }, { "If-Match": made.etag })).toMatchObject({ status: 412 });
    const { home, data } = await (await ask("GET", "/markets")).json<{ home: object; data: MarketRecord[] }>();
    expect(home).toMatchObject({ code: "home", currency: "EUR" });
    expect(data.map(({ code }) => code)).toEqual(["gb"]);
    const list = await listOf({ markets: ["gb"] });
    const inUse = await send<Refused>("DELETE", path, undefined, { "If-Match": '"2"' });
    expect(inUse).toMatchObject({
      status: 409,
      body: { code: "market-in-use", detail: expect.stringMatching(/The price list Sale/) },
    });
    await send("DELETE", `/price-lists/${list.body.id}`, undefined, { "If-Match": list.etag });
    expect(await send("DELETE", path, undefined, { "If-Match": '"2"' })).toMatchObject({ status: 204 });
    expect(await send("GET", path)).toMatchObject({ status: 404 });
  });

  it.each([
    ["a country that is none", { countries: ["XX"] }, "/countries/0"],
    ["a country twice", { countries: ["SE", "SE"] }, "/countries/1"],
    ["a currency that is none", { currency: "ZZZ" }, "/currency"],
    ["a conversion from its own currency", { conversion: { from: "SEK", rate: "1" } }, "/conversion/from"],
    ["a rate of nothing", { conversion: { from: "EUR", rate: "0" } }, "/conversion/rate"],
    ["a rate below nothing", { conversion: { from: "EUR", rate: "-1.2" } }, "/conversion/rate"],
    ["a rate in words", { conversion: { from: "EUR", rate: "1,2" } }, "/conversion/rate"],
    [
      "more taken off than the step",
      { conversion: { from: "EUR", rate: "11", step: 100, less: 100 } },
      "/conversion/less",
    ],
  ])("with %s are refused", async (_, over, pointer) => {
    const refused = await send<Refused>("POST", "/markets", { code: "se", name: "Sweden", currency: "SEK", ...over });
    expect([refused.status, refused.body.code, pointersOf(refused.body)]).toEqual([422, "invalid-market", [pointer]]);
  });

  it("share no country and no code", async () => {
    const made = await send("POST", "/markets", {
      code: "us",
      name: "United States",
      countries: ["US"],
      currency: "USD",
    });
    expect(made.status).toBe(201);
    const again = { code: "usa", name: "America", countries: ["CA", "US"], currency: "USD" };
    expect(await send("POST", "/markets", again)).toMatchObject({ status: 409, body: { code: "market-exists" } });
    const same = { code: "us", name: "America", countries: [], currency: "USD" };
    expect(await send("POST", "/markets", same)).toMatchObject({ status: 409, body: { code: "market-exists" } });
    expect((await send("POST", "/markets", { ...same, code: "home" })).status).toBe(400);
    expect(await send("GET", "/markets/us")).toMatchObject({ status: 200, body: { countries: ["US"] } });
  });
});

describe("a price list", () => {
  it("is made, changed and removed by staff alone; a lost race is told", async () => {
    const made = await listOf({ starts_at: "2026-11-27T00:00:00+01:00", groups: ["customers"] });
    expect(made.body).toMatchObject({
      starts_at: "2026-11-26T23:00:00.000Z",
      ends_at: null,
      price_count: 0,
      version: 1,
    });
    const path = `/price-lists/${made.body.id}`;
    const changed = await send("PATCH", path, { name: "Friday" }, { "If-Match": made.etag });
    expect(changed).toMatchObject({ status: 200, etag: '"2"', body: { name: "Friday", groups: ["customers"] } });
    expect(await send("PATCH", path, { name: "Monday" }, { "If-Match": made.etag })).toMatchObject({ status: 412 });
    expect(await send("PATCH", path, { name: "Monday" })).toMatchObject({ status: 428 });
    expect(await send("DELETE", path, undefined, { "If-Match": made.etag })).toMatchObject({ status: 412 });
    expect((await ask("GET", "/price-lists")).status).toBe(401);
    expect(await send("DELETE", path, undefined, { "If-Match": '"2"' })).toMatchObject({ status: 204 });
    expect(await send("GET", path)).toMatchObject({ status: 404 });
  });

  const condition = (attribute: string, value: string) => ({
    rules: { match: "any", conditions: [{ attribute, operator: "in", values: [value] }] },
  });
  const percent = (text: string) => ({ adjustment: { kind: "percent", percent: text } });
  const inRule = "/rules/conditions/0/values/0";

  it.each([
    ["that ends before it begins", { starts_at: "2026-12-02T00:00:00Z", ends_at: "2026-12-01T00:00:00Z" }, "/ends_at"],
    ["that ends as it begins", { starts_at: "2026-12-01T00:00:00Z", ends_at: "2026-12-01T00:00:00Z" }, "/ends_at"],
    ["that begins before there were years", { starts_at: "0001-01-01T00:00:00+01:00" }, "/starts_at"],
    ["that ends when years have five digits", { ends_at: "9999-12-31T23:59:59-01:00" }, "/ends_at"],
    ["for a group that there is not", { groups: ["customers", "wizards"] }, "/groups/1"],
    ["for a market that there is not", { markets: ["home", "atlantis"] }, "/markets/1"],
    ["for a category that there is not", condition("category", "cat_0"), inRule],
    ["for a product that there is not", condition("product", "prod_0"), inRule],
    ["for a variant that there is not", condition("variant", "var_0"), inRule],
    ["for a currency that there is not", condition("currency", "ZZZ"), inRule],
    ["for a group that there is not, by a rule", condition("group", "wizards"), inRule],
    [
      "by a rule with an operator that nobody knows",
      { rules: { match: "all", conditions: [{ attribute: "brand", operator: "resembles", values: ["Kupfer"] }] } },
      "/rules/conditions/0/operator",
    ],
    [
      "by a rule about what nobody knows",
      { rules: { match: "all", conditions: [{ attribute: "moon", operator: "in", values: ["full"] }] } },
      "/rules/conditions/0/attribute",
    ],
    ["of 150 % off", percent("-150"), "/adjustment/percent"],
    ["of far too much on top", percent("1000.0001"), "/adjustment/percent"],
    ["of nothing", percent("0"), "/adjustment/percent"],
    ["of a percentage in words", percent("ten"), "/adjustment/percent"],
  ])("%s is refused", async (_, over, pointer) => {
    const refused = await send<Refused>("POST", "/price-lists", { ...newList, ...over });
    expect([refused.status, refused.body.code, pointersOf(refused.body)]).toEqual([
      422,
      "invalid-price-list",
      [pointer],
    ]);
  });

  it("with an unknown field is not understood", async () => {
    expect((await send("POST", "/price-lists", { ...newList, colour: "red" })).status).toBe(400);
  });

  it("stays what it was made as", async () => {
    const made = await listOf();
    const change = { adjustment: { kind: "percent", percent: "-10" } };
    const refused = await send<Refused>("PATCH", `/price-lists/${made.body.id}`, change, { "If-Match": made.etag });
    expect([refused.status, pointersOf(refused.body)]).toEqual([422, ["/adjustment/kind"]]);
  });
});

describe("the prices of a list", () => {
  const pricesOf = (list: Answer<PriceListRecord>) => `/price-lists/${list.body.id}/prices`;

  it("are set by id or SKU, replaced and taken out, and read page by page", async () => {
    const list = await listOf();
    const set = await send(
      "PATCH",
      pricesOf(list),
      {
        prices: [
          { variant_id: pan.variant_id, currency: "EUR", tiers: tiers([1, 1900], [10, 1500]) },
          { variant_id: pan.variant_id, currency: "GBP", tiers: tiers([1, 1700]) },
          { sku: spoon.sku, currency: "EUR", tiers: tiers([5, 450]) },
        ],
      },
      { "If-Match": list.etag },
    );
    expect(set).toMatchObject({ status: 200, etag: '"2"', body: { changed: 4, version: 2 } });
    const first = await send<ListPricePage>("GET", `${pricesOf(list)}?limit=2`);
    expect(first.body.data).toMatchObject([
      { variant_id: pan.variant_id, currency: "EUR", base_amount: 2000, tiers: tiers([1, 1900], [10, 1500]) },
      { variant_id: pan.variant_id, currency: "GBP", base_amount: 1800, tiers: tiers([1, 1700]) },
    ]);
    const second = await send<ListPricePage>("GET", `${pricesOf(list)}?limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ data: [{ sku: spoon.sku, tiers: tiers([5, 450]) }], next_cursor: null });
    const changed = await send(
      "PATCH",
      pricesOf(list),
      {
        prices: [
          { sku: pan.sku, currency: "EUR", tiers: tiers([1, 1900], [20, 1400]) },
          { sku: spoon.sku, currency: "EUR", tiers: [] },
        ],
      },
      { "If-Match": '"2"' },
    );
    expect(changed).toMatchObject({ status: 200, body: { changed: 2, version: 3 } });
    const { data } = (await send<ListPricePage>("GET", pricesOf(list))).body;
    expect(data.map(({ currency, tiers: held }) => [currency, held])).toEqual([
      ["EUR", tiers([1, 1900], [20, 1400])],
      ["GBP", tiers([1, 1700])],
    ]);
    expect((await send<PriceListRecord>("GET", `/price-lists/${list.body.id}`)).body.price_count).toBe(3);
    const late = await send(
      "PATCH",
      pricesOf(list),
      { prices: [{ sku: pan.sku, currency: "EUR", tiers: [] }] },
      { "If-Match": '"2"' },
    );
    expect(late.status).toBe(412);
  });

  it.each([
    [
      "tiers out of order",
      { tiers: tiers([10, 1500], [1, 1900]) },
      ["/prices/0/tiers/1/min_quantity", "/prices/0/tiers/1/amount"],
    ],
    ["a tier twice", { tiers: tiers([1, 1900], [1, 1800]) }, ["/prices/0/tiers/1/min_quantity"]],
    ["more pieces dearer", { tiers: tiers([1, 1900], [10, 1901]) }, ["/prices/0/tiers/1/amount"]],
    ["an unknown variant", { sku: "NOBODY" }, ["/prices/0/sku"]],
    ["an unknown currency", { currency: "ZZZ" }, ["/prices/0/currency"]],
    ["a currency that the variant is not sold in", { currency: "JPY" }, ["/prices/0/currency"]],
  ])("with %s are refused", async (_, over, pointers) => {
    const list = await listOf();
    const prices = [{ sku: pan.sku, currency: "EUR", tiers: tiers([1, 1900]), ...over }];
    const refused = await send<Refused>("PATCH", pricesOf(list), { prices }, { "If-Match": list.etag });
    expect([refused.status, refused.body.code, pointersOf(refused.body)]).toEqual([
      422,
      "invalid-list-prices",
      pointers,
    ]);
  });

  it("over what a number holds exactly, below nothing or of no piece are refused at the field", async () => {
    const list = await listOf();
    const ask = (amount: number, min_quantity = 1) =>
      send<Refused>(
        "PATCH",
        pricesOf(list),
        { prices: [{ sku: pan.sku, currency: "EUR", tiers: [{ amount, min_quantity }] }] },
        { "If-Match": list.etag },
      );
    const at = (field: string) => [422, "invalid-list-prices", [`/prices/0/tiers/0/${field}`]];
    for (const amount of [2 ** 53, 1e16, 1e12 + 1, -1, 1.5]) {
      const { status, body } = await ask(amount);
      expect([amount, status, body.code, pointersOf(body)]).toEqual([amount, ...at("amount")]);
    }
    for (const pieces of [0, -1, 1.5, 1000, 2 ** 53]) {
      const { status, body } = await ask(100, pieces);
      expect([pieces, status, body.code, pointersOf(body)]).toEqual([pieces, ...at("min_quantity")]);
    }
    expect((await ask(100, 999)).status).toBe(200);
  });

  it("of a percentage there are none", async () => {
    const list = await listOf({ adjustment: { kind: "percent", percent: "-10" }, groups: ["admins"] });
    const prices = [{ sku: pan.sku, currency: "EUR", tiers: tiers([1, 1900]) }];
    expect((await send("PATCH", pricesOf(list), { prices }, { "If-Match": list.etag })).status).toBe(422);
  });

  it("are set for two thousand variants in one call, and no more", async () => {
    const list = await listOf();
    const many = (length: number) =>
      Array.from({ length }, () => ({ sku: pan.sku, currency: "EUR", tiers: tiers([1, 5]) }));
    expect((await send("PATCH", pricesOf(list), { prices: many(2001) }, { "If-Match": list.etag })).status).toBe(400);
    const twice = await send<Refused>("PATCH", pricesOf(list), { prices: many(2000) }, { "If-Match": list.etag });
    expect([twice.status, twice.body.errors?.length]).toEqual([422, 1999]);
  });
});

describe("two lists of one priority", () => {
  const fixed = async (over: object, sku: string) => {
    const list = await listOf(over);
    const prices = [{ sku, currency: "EUR", tiers: tiers([1, 1000]) }];
    const set = await send<Refused>(
      "PATCH",
      `/price-lists/${list.body.id}/prices`,
      { prices },
      { "If-Match": list.etag },
    );
    return { list, set };
  };

  it("cannot both have a price for the same thing, for the same buyers, at the same time", async () => {
    const at = { priority: 1, name: "First" };
    const first = await fixed({ ...at, starts_at: "2026-12-01T00:00:00Z", ends_at: "2026-12-08T00:00:00Z" }, pan.sku);
    expect(first.set.status).toBe(200);
    const other = { priority: 1, name: "Second", starts_at: "2026-12-07T00:00:00Z" };
    const second = await fixed(other, pan.sku);
    expect(second.set).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/prices/0", detail: expect.stringMatching(/First has a price/) }] },
    });
    expect((await fixed({ ...other, starts_at: "2026-12-08T00:00:00Z" }, pan.sku)).set.status).toBe(200);
    expect((await fixed(other, spoon.sku)).set.status).toBe(200);
  });

  it("may have one for other buyers or in another market; when one is changed into the other's way, it is refused", async () => {
    await fixed({ priority: 2, groups: ["admins"], name: "Ours" }, pan.sku);
    const theirs = await fixed({ priority: 2, groups: ["customers"] }, pan.sku);
    expect(theirs.set.status).toBe(200);
    const path = `/price-lists/${theirs.list.body.id}`;
    const refused = await send<Refused>("PATCH", path, { groups: [] }, { "If-Match": theirs.set.etag });
    expect(refused).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/Ours has a price/), errors: [{ pointer: "/priority" }] },
    });
    expect((await send("PATCH", path, { groups: [], priority: 3 }, { "If-Match": theirs.set.etag })).status).toBe(200);
  });

  it("cannot both change all prices by a percentage", async () => {
    const ten = { adjustment: { kind: "percent", percent: "-10" }, groups: ["admins"], priority: 4 };
    await listOf({ ...ten, name: "Ten off" });
    const refused = await send<Refused>("POST", "/price-lists", { ...newList, ...ten });
    expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/Ten off has a price/) } });
    expect((await send("POST", "/price-lists", { ...newList, ...ten, status: "draft" })).status).toBe(201);
  });
});
