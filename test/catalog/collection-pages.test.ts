import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createCollection, findCollection } from "../../src/catalog/collections/collections.ts";
import { type GatherProducts, gatherProducts } from "../../src/catalog/collections/regather.ts";
import { newCollection } from "../../src/catalog/collections/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { type ProductPage, productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";
import { fillCatalog } from "./many-products.ts";
import { counting } from "./rows-read.ts";

const { database, spent } = counting(env.CATALOG);
const shopper = openStore({ ...env, CATALOG: database }, { actor: { kind: "shopper", cartId: null } });

/** The store whose queue of jobs is emptied by the test: what would be told later is told at once. */
const told: GatherProducts[] = [];
const queue = new Proxy(env.IMPORTS_QUEUE, {
  get: (target, name) =>
    name === "send" ? async (job: GatherProducts) => void told.push(job) : Reflect.get(target, name, target),
});
const system = openStore({ ...env, IMPORTS_QUEUE: queue });

async function emptyQueue(): Promise<number> {
  let steps = 0;
  for (let job = told.shift(); job; job = told.shift()) {
    await gatherProducts(system, job);
    steps += 1;
  }
  return steps;
}

const productId = (n: number) => `prod_${String(n).padStart(26, "0")}`;
const picks = Array.from({ length: 60 }, (_, n) => productId((n * 37) % 900));

const pages = {
  "picked by hand": { collection: "picked" },
  "by a rule": { collection: "red" },
  "by a rule, cheapest first": { collection: "red", sort: "price" },
  "by a rule, best-selling first": { collection: "red", sort: "best-selling" },
  "best-selling of all": { sort: "best-selling" },
};

async function rowsOf(query: Record<string, string>) {
  Object.assign(spent, { statements: 0, roundTrips: 0, rowsRead: 0 });
  const page = await listProducts(shopper, productQuery.parse(query));
  return { page, ...spent };
}

/** Rows that the second page of each list reads, and a collection's own row. */
async function measure() {
  const rows: Record<string, number> = {};
  for (const [name, query] of Object.entries(pages)) {
    const { page } = await rowsOf(query);
    const next = await rowsOf({ ...query, cursor: page.next_cursor ?? "" });
    expect([name, next.page.data.length, next.roundTrips]).toEqual([name, 20, 1]);
    rows[name] = next.rowsRead;
  }
  Object.assign(spent, { statements: 0, roundTrips: 0, rowsRead: 0 });
  await findCollection(shopper, "red");
  expect(spent.roundTrips).toBe(1);
  rows["the collection itself"] = spent.rowsRead;
  return rows;
}

describe("collections of a large catalogue", () => {
  let small: Record<string, number>;
  let large: Record<string, number>;
  beforeAll(async () => {
    await fillCatalog(system, 0, 1000);
    const make = (input: Record<string, unknown>) =>
      createCollection(system, newCollection.parse({ status: "active", ...input }));
    await make({ title: "Picked", product_ids: picks });
    await make({
      title: "Red",
      rules: { match: "all", conditions: [{ attribute: "attr.colour", operator: "is", values: ["red"] }] },
    });
    await emptyQueue();
    small = await measure();
    await fillCatalog(system, 1000, 4000);
    large = await measure();
  }, 120_000);

  it("are walked page by page for the rows of a page, whatever lies in them", () => {
    expect(large).toEqual(small);
    for (const [name, rows] of Object.entries(large)) expect([name, rows < 500]).toEqual([name, true]);
  });

  it("hold what came later by the same batch that brought it", async () => {
    expect((await findCollection(shopper, "red")).product_count).toBe(800);
    expect((await findCollection(shopper, "picked")).product_count).toBe(60);
  });

  it("are filled in steps that stay small, however many products fit a new rule", async () => {
    const made = await createCollection(
      system,
      newCollection.parse({
        title: "Blue or Acme",
        status: "active",
        rules: {
          match: "any",
          conditions: [
            { attribute: "attr.colour", operator: "is", values: ["blue"] },
            { attribute: "brand", operator: "is", values: ["Acme"] },
          ],
        },
      }),
    );
    expect(made.product_count).toBe(200);
    expect(await emptyQueue()).toBeGreaterThan(4);
    expect((await findCollection(shopper, made.slug)).product_count).toBe(1200);
    const seen = new Set<string>();
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: ProductPage = await listProducts(
        shopper,
        productQuery.parse({ collection: made.id, limit: "100", ...(cursor ? { cursor } : {}) }),
      );
      for (const { id } of page.data) seen.add(id);
      cursor = page.next_cursor;
    }
    expect(seen.size).toBe(1200);
  }, 60_000);

  it("are found astray by the night and put right", async () => {
    await env.CATALOG.prepare(
      "delete from listings where shelf_no in (select no from shelves where collection_id is not null) and product_no % 3 = 0",
    ).run();
    await gatherProducts(system, { kind: "gather-products", collection_id: null, after: 0 });
    await emptyQueue();
    expect((await findCollection(shopper, "red")).product_count).toBe(800);
    expect((await findCollection(shopper, "picked")).product_count).toBe(60);
  }, 60_000);
});
