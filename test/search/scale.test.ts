import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { productQuery } from "../../src/catalog/schemas.ts";
import { suggest } from "../../src/catalog/suggestions/suggest.ts";
import { openStore } from "../../src/platform/store.ts";
import { makeDictionary } from "../../src/search/dictionary.ts";
import { fillCatalog } from "../catalog/many-products.ts";
import { counting } from "../catalog/rows-read.ts";

/**
 * Rows that a search may read, as docs/decisions/2026-11-21-search.md states them: of a first page with its facets, for each
 * choice that is made besides, of a page after it, and of suggestions.
 */
const bounds = { first: 35_000, choice: 25_000, next: 28_000, suggestions: 200 };

/** A hundred thousand take minutes: `SOUK_TEST_PRODUCTS=100000 npx vitest run --project workers test/search/scale`. */
const largest = Number(env.TEST_PRODUCTS);
const sizes = [1000, 19_406, ...(largest > 19_406 ? [largest] : [])];

const system = openStore(env);
const { database, spent } = counting(env.CATALOG);
const shopper = openStore({ ...env, CATALOG: database }, { actor: { kind: "shopper", cartId: null } });

/** What is searched, with the number of choices besides. Every product is of wood, every second one common, and every fifth is called red. */
const searches: [query: Record<string, string>, choices: number][] = [
  [{ q: "wood" }, 0],
  [{ q: "red" }, 0],
  [{ q: "common wood" }, 0],
  [{ q: "wo" }, 0],
  [{ q: "red lamp" }, 0],
  [{ q: "red lamp wood common hours made" }, 0],
  [{ q: "wood nothing like it" }, 0],
  [{ q: "wodo" }, 0],
  [{ q: "wood", sort: "price" }, 0],
  [{ q: "wood", category: "lamp" }, 1],
  [{ q: "wood", category: "lamp", brand: "Acme", in_stock: "true" }, 3],
];
const typed = ["wo", "woo", "wood", "red la", "common", "lampshade", "ac", "xx"];

async function rowsOf(work: () => Promise<unknown>): Promise<number> {
  Object.assign(spent, { statements: 0, roundTrips: 0, rowsRead: 0 });
  await work();
  return spent.rowsRead;
}

async function measure() {
  const first: Record<string, number> = {};
  const next: Record<string, number> = {};
  const suggestions: Record<string, number> = {};
  for (const [query] of searches) {
    const name = JSON.stringify(query);
    let cursor: string | null = null;
    first[name] = await rowsOf(async () => {
      cursor = (await listProducts(shopper, productQuery.parse(query))).next_cursor;
    });
    if (cursor)
      next[name] = await rowsOf(() => listProducts(shopper, productQuery.parse({ ...query, cursor: cursor ?? "" })));
  }
  for (const q of typed) {
    suggestions[q] = await rowsOf(() => suggest(shopper, q));
    expect(spent.roundTrips).toBe(1);
  }
  return { first, next, suggestions };
}

describe(`among ${sizes.map((size) => size.toLocaleString("en")).join(" and ")} products`, () => {
  const measured: Awaited<ReturnType<typeof measure>>[] = [];
  beforeAll(async () => {
    for (const [index, size] of sizes.entries()) {
      await fillCatalog(system, sizes[index - 1] ?? 0, size);
      await makeDictionary(system);
      measured.push(await measure());
    }
  }, 900_000);

  it("a search reads no more rows than its bound, the largest catalogue included", () => {
    for (const { first, next } of measured) {
      for (const [query, choices] of searches) {
        const name = JSON.stringify(query);
        expect([name, first[name]]).toEqual([
          name,
          expect.toSatisfy((n) => n <= bounds.first + choices * bounds.choice),
        ]);
        expect([name, next[name] ?? 0]).toEqual([name, expect.toSatisfy((n) => n <= bounds.next)]);
      }
    }
  });

  it("a word of every product costs the same once there are more of them than a search looks at", () => {
    const [small, large, huge = large] = measured;
    expect(large?.first['{"q":"wood"}']).toBeLessThan(2 * (small?.first['{"q":"wood"}'] ?? 0));
    for (const q of ["wood", "common wood"]) {
      const name = JSON.stringify({ q });
      // A product number more or less, where the page of an index ends.
      expect(Math.abs((large?.first[name] ?? 0) - (huge?.first[name] ?? 0))).toBeLessThan(10);
      expect(Math.abs((large?.next[name] ?? 0) - (huge?.next[name] ?? 0))).toBeLessThan(10);
    }
  });

  it("suggestions read some dozen rows in one statement", () => {
    for (const { suggestions } of measured)
      for (const [q, rows] of Object.entries(suggestions))
        expect([q, rows]).toEqual([q, expect.toSatisfy((n) => n <= bounds.suggestions)]);
  });
});
