import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { shelvePrices } from "../../src/catalog/price-lists/shelve-prices.ts";
import { noticeTurns } from "../../src/catalog/price-lists/turns.ts";
import { forgetPriceRules } from "../../src/catalog/prices/rules.ts";
import type { ProductPage } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { ask, storeFor } from "../checkout/shop.ts";
import { type Send, type Sold, sellAt, sender } from "./staff.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let staff: Send;
let cheap: Sold;
let middle: Sold;
let dear: Sold;

beforeAll(async () => {
  staff = await sender();
  cheap = await sellAt({ EUR: 1000, USD: 3000 });
  middle = await sellAt({ EUR: 2000, USD: 2000 }, { brand: "Hammam" });
  dear = await sellAt({ EUR: 3000, USD: 1000 });
});

beforeEach(async () => {
  await env.CATALOG.batch([
    env.CATALOG.prepare("delete from price_list_prices"),
    env.CATALOG.prepare("delete from price_lists"),
  ]);
  forgetPriceRules();
  await settle();
});

/** What the clock and the queue of jobs do. */
async function settle(now = new Date()): Promise<void> {
  const store = openStore(env, { now: () => now });
  await noticeTurns(store);
  await shelvePrices(store, { kind: "shelve-prices", after: 0 });
}

interface Made {
  id: string;
  version: number;
}

async function listFor(over: object, prices: [Sold, string, number][] = []): Promise<Made> {
  const made = await staff<Made>("POST", "/price-lists", {
    ...{ name: `List ${crypto.randomUUID()}`, status: "active", adjustment: { kind: "fixed" }, ...over },
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  if (prices.length === 0) return made.body;
  const body = {
    prices: prices.map(([{ variant_id }, currency, amount]) => {
      return { variant_id, currency, tiers: [{ min_quantity: 1, amount }] };
    }),
  };
  const set = await staff<Made>("PATCH", `/price-lists/${made.body.id}/prices`, body, { "If-Match": made.etag });
  if (set.status !== 200) throw new Error(JSON.stringify(set.body));
  return { id: made.body.id, version: set.body.version };
}

/** The three in the order of the list, each with the price that it shows. */
async function sorted(query = "sort=price"): Promise<[string, number | null][]> {
  const page = await (await ask("GET", `/products?limit=50&${query}`)).json<ProductPage>();
  const names = new Map([
    [cheap.product_id, "cheap"],
    [middle.product_id, "middle"],
    [dear.product_id, "dear"],
  ]);
  return page.data.flatMap(({ id, variants }): [string, number | null][] => {
    const name = names.get(id);
    return name ? [[name, variants[0]?.price ?? null]] : [];
  });
}

describe("a list in the order of prices", () => {
  it("goes by what a price list for everybody asks, as soon as it is set, and so do ranges of prices", async () => {
    expect(await sorted()).toEqual([
      ["cheap", 1000],
      ["middle", 2000],
      ["dear", 3000],
    ]);
    const list = await listFor({}, [[dear, "EUR", 500]]);
    expect(await sorted()).toEqual([
      ["dear", 500],
      ["cheap", 1000],
      ["middle", 2000],
    ]);
    expect(await sorted("price_max=600")).toEqual([["dear", 500]]);
    expect(await sorted("price_min=2500")).toEqual([]);
    expect(await sorted("sort=-price")).toEqual([
      ["middle", 2000],
      ["cheap", 1000],
      ["dear", 500],
    ]);
    await staff("DELETE", `/price-lists/${list.id}`, undefined, { "If-Match": `"${list.version}"` });
    await settle();
    expect((await sorted()).map(([name]) => name)).toEqual(["cheap", "middle", "dear"]);
  });

  it("follows lists that begin and end by the clock, by a minute", async () => {
    const soon = new Date(Date.now() + 3600_000).toISOString();
    const later = new Date(Date.now() + 7200_000).toISOString();
    await listFor({ starts_at: soon, ends_at: later }, [[dear, "EUR", 500]]);
    const names = async () => (await sorted()).map(([name]) => name);
    expect(await names()).toEqual(["cheap", "middle", "dear"]);
    await settle(new Date(soon));
    expect(await names()).toEqual(["dear", "cheap", "middle"]);
    await settle(new Date(later));
    expect(await names()).toEqual(["cheap", "middle", "dear"]);
  });

  it("goes by percentages, by rules about the goods, and by the list that is asked first", async () => {
    await listFor({
      adjustment: { kind: "percent", percent: "-62.5" },
      rules: { match: "all", conditions: [{ attribute: "brand", operator: "in", values: ["Hammam"] }] },
    });
    await listFor({ priority: -1 }, [[middle, "EUR", 9000]]);
    await settle();
    expect(await sorted()).toEqual([
      ["middle", 750],
      ["cheap", 1000],
      ["dear", 3000],
    ]);
  });

  it("goes by the variants' own prices where only a group, or one of several markets with that currency, pays others", async () => {
    await listFor({ groups: ["customers"] }, [[dear, "EUR", 100]]);
    const country = { name: "Austria", countries: ["AT"], currency: "EUR", prices: "included" };
    expect((await staff("POST", "/markets", { code: "at", ...country })).status).toBe(201);
    await listFor({ markets: ["at"], priority: 2 }, [[dear, "EUR", 200]]);
    await settle();
    expect(await sorted()).toEqual([
      ["cheap", 1000],
      ["middle", 2000],
      ["dear", 3000],
    ]);
    expect((await sorted("sort=price&market=at")).at(-1)).toEqual(["dear", 200]);
  });

  it("goes by each market's own currency and by the lists of the only market that has it", async () => {
    const states = { name: "United States", countries: ["US"], currency: "USD", prices: "added" };
    expect((await staff("POST", "/markets", { code: "us", ...states })).status).toBe(201);
    forgetPriceRules();
    expect((await sorted("sort=price&market=us")).map(([name]) => name)).toEqual(["dear", "middle", "cheap"]);
    await listFor({ markets: ["us"] }, [[cheap, "USD", 50]]);
    await settle();
    expect(await sorted("sort=price&market=us")).toEqual([
      ["cheap", 50],
      ["dear", 1000],
      ["middle", 2000],
    ]);
    expect((await sorted()).map(([name]) => name)).toEqual(["cheap", "middle", "dear"]);
  });

  it("stays right when a product is saved anew while a list holds", async () => {
    await listFor({ adjustment: { kind: "percent", percent: "-50" } });
    await settle();
    const { etag, body } = await staff<{ variants: { id: string; sku: string }[] }>(
      "GET",
      `/products/${cheap.product_id}`,
    );
    const variants = body.variants.map(({ id, sku }) => ({
      id,
      sku,
      options: {},
      prices: [{ currency: "EUR", amount: 5000 }],
    }));
    const changed = await staff("PATCH", `/products/${cheap.product_id}`, { variants }, { "If-Match": etag });
    expect(changed.status).toBe(200);
    expect(await sorted("sort=price")).toEqual([
      ["middle", 1000],
      ["dear", 1500],
      ["cheap", 2500],
    ]);
    expect(await shelvedWrongly()).toEqual([]);
  });
});

/** Products on shelves of shoppers at another price than they are shown at. */
async function shelvedWrongly(): Promise<unknown[]> {
  const before = await env.CATALOG.prepare("select product_no, shelf_no, price from listings order by 1, 2").all();
  await shelvePrices(storeFor(), { kind: "shelve-prices", after: 0 });
  const after = await env.CATALOG.prepare("select product_no, shelf_no, price from listings order by 1, 2").all();
  return after.results.filter((row, at) => JSON.stringify(row) !== JSON.stringify(before.results[at]));
}
