import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { type ProductPage, type ProductQuery, productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { fillCatalog } from "./many-products.ts";
import { counting } from "./rows-read.ts";

const system = openStore(env);
const { database, spent } = counting(env.CATALOG);
const shopper = openStore({ ...env, CATALOG: database }, { actor: { kind: "shopper", cartId: null } });

const ask = (query: Record<string, unknown>, attributes: Record<string, string> = {}): ProductQuery => ({
  ...productQuery.parse(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))),
  attributes,
});

/** Lists that every shopper walks through: they read a page. */
const walks = {
  newest: ask({}),
  cheapest: ask({ sort: "price" }),
  dearest: ask({ sort: "-price" }),
  alphabetical: ask({ sort: "title" }),
  category: ask({ category: "lamp", sort: "price" }),
  brand: ask({ brand: "Acme" }),
  attribute: ask({}, { colour: "red" }),
  "category, in a range of prices": ask({ category: "lamp", sort: "price", price_min: 1000, price_max: 9000 }),
};

/** Lists that have to look at more than they show: they look so far and no further. */
const looks = {
  "category and brand": ask({ category: "lamp", brand: "Acme" }),
  "category, colour and stock": ask({ category: "lamp", in_stock: "true" }, { colour: "red" }),
  "in stock": ask({ in_stock: "true" }),
  "narrow range of prices, newest first": ask({ category: "lamp", price_min: 1000, price_max: 1010 }),
  "a word of every product": ask({ q: "wood" }),
  "a word of every second product": ask({ q: "common" }),
  "the beginning of a word": ask({ q: "wo" }),
  "words within a category": ask({ q: "red lamp", category: "lamp", sort: "price" }),
  "a word of none": ask({ q: "lampp" }),
};
const mostRowsRead = 40_000;

async function spend(query: ProductQuery): Promise<{ page: ProductPage; rowsRead: number; roundTrips: number }> {
  Object.assign(spent, { statements: 0, roundTrips: 0, rowsRead: 0 });
  const page = await listProducts(shopper, query);
  return { page, ...spent };
}

/** Rows that each walk reads on its second page, and each look on its first. */
async function measure() {
  const walked: Record<string, number> = {};
  const looked: Record<string, number> = {};
  for (const [name, query] of Object.entries(looks)) {
    const { rowsRead, roundTrips } = await spend(query);
    expect(roundTrips).toBeLessThanOrEqual(2);
    looked[name] = rowsRead;
  }
  for (const [name, query] of Object.entries(walks)) {
    const { page } = await spend(query);
    const next = await spend({ ...query, cursor: page.next_cursor ?? "" });
    expect([name, next.page.data.length, next.roundTrips]).toEqual([name, 20, 1]);
    walked[name] = next.rowsRead;
  }
  await spend(ask({ limit: 1 }));
  Object.assign(spent, { statements: 0, roundTrips: 0, rowsRead: 0 });
  await findProduct(shopper, "product-7");
  return { walked, looked, product: { ...spent } };
}

describe("a catalogue of ten thousand products", () => {
  let small: Awaited<ReturnType<typeof measure>>;
  let large: Awaited<ReturnType<typeof measure>>;
  beforeAll(async () => {
    await fillCatalog(system, 0, 1000);
    small = await measure();
    await fillCatalog(system, 1000, 10_000);
    large = await measure();
  }, 120_000);

  it("shows a product for what it costs among a thousand, in one statement", () => {
    expect(large.product).toEqual(small.product);
    expect(large.product).toMatchObject({ statements: 1, roundTrips: 1 });
  });

  it("is walked page by page for the same rows as a thousand", () => {
    for (const [name, rows] of Object.entries(large.walked)) {
      if (name === "category, in a range of prices")
        expect([name, rows]).toEqual([name, expect.toSatisfy((n) => n < 8000)]);
      else expect([name, rows]).toEqual([name, small.walked[name]]);
      expect(rows).toBeLessThan(8000);
    }
  });

  it("is searched and filtered within a bound", () => {
    for (const [name, rows] of Object.entries(large.looked)) expect([name, rows < mostRowsRead]).toEqual([name, true]);
  });

  it("loses no product on the way through a list that matches few", async () => {
    for (const [query, where] of [
      [{ category: "lamp", price_min: 1000, price_max: 1040 }, "c.amount between 1000 and 1040"],
      [{ category: "lamp", brand: "Acme", sort: "title" }, "p.brand = 'Acme'"],
    ] as const) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await listProducts(system, ask({ ...query, limit: 7, ...(cursor ? { cursor } : {}) }));
        seen.push(...page.data.map((product) => product.id));
        cursor = page.next_cursor;
      } while (cursor);
      const { results } = await env.CATALOG.prepare(
        `select p.id from products p join variants v on v.product_id = p.id join prices c on c.variant_id = v.id
         join product_categories pc on pc.product_id = p.id join categories k on k.id = pc.category_id
         where k.slug = 'lamp' and ${where}`,
      ).all<{ id: string }>();
      expect(results.length).toBeGreaterThan(3);
      expect(seen.length).toBe(results.length);
      expect(new Set(seen)).toEqual(new Set(results.map((row) => row.id)));
    }
  });
});
