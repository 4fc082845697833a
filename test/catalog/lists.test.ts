import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createCollection } from "../../src/catalog/collections/collections.ts";
import { newCollection } from "../../src/catalog/collections/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type ProductQuery, productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });
const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(`https://souk.test/api/v1${path}`, { headers });

const simple = (sku: string, over: Record<string, unknown> = {}) =>
  newProduct.parse({
    title: `Thing ${sku}`,
    status: "active",
    variants: [{ sku, prices: [{ currency: "EUR", amount: 1000 }] }],
    ...over,
  });

const ask = (query: Record<string, unknown> = {}, attributes: Record<string, string> = {}): ProductQuery => ({
  ...productQuery.parse(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))),
  attributes,
});

const titles = async (query: Record<string, unknown>, attributes: Record<string, string> = {}) =>
  (await listProducts(shopper, ask(query, attributes))).data.map((product) => product.title);

describe("a list", () => {
  it("filters by brand, attribute, price and stock together, and counts what other choices would leave", async () => {
    for (const [sku, brand, colour, amount, stock] of [
      ["F-1", "Loom", "red", 1000, 1],
      ["F-2", "Loom", "blue", 2000, 0],
      ["F-3", "Weft", "red", 3000, null],
      ["F-4", "Weft", "blue", 4000, 2],
    ] as const) {
      await createProduct(
        staff,
        newProduct.parse({
          title: `Scarf ${sku}`,
          status: "active",
          brand,
          attributes: { colour, kind: "scarf" },
          variants: [{ sku, prices: [{ currency: "EUR", amount }], stock }],
        }),
      );
    }
    const scarves = { kind: "scarf" };
    expect(await titles({ sort: "price" }, scarves)).toEqual(["Scarf F-1", "Scarf F-2", "Scarf F-3", "Scarf F-4"]);
    expect(await titles({ sort: "-price", brand: "Loom" }, scarves)).toEqual(["Scarf F-2", "Scarf F-1"]);
    expect(await titles({ price_min: 2000, price_max: 3000, sort: "title" }, scarves)).toEqual([
      "Scarf F-2",
      "Scarf F-3",
    ]);
    expect(await titles({ in_stock: "true", sort: "price" }, scarves)).toEqual(["Scarf F-1", "Scarf F-3", "Scarf F-4"]);
    expect(await titles({ q: "scarf", brand: "Weft", in_stock: "true", sort: "price" }, { colour: "blue" })).toEqual([
      "Scarf F-4",
    ]);
    const page = await listProducts(shopper, ask({ brand: "Loom" }, { ...scarves, colour: "red" }));
    expect(page).toMatchObject({ total: 1, total_exact: true, suggestion: null });
    expect(page.facets).toMatchObject({
      exact: true,
      brands: [
        { value: "Loom", count: 1 },
        { value: "Weft", count: 1 },
      ],
      attributes: {
        colour: [
          { value: "blue", count: 1 },
          { value: "red", count: 1 },
        ],
        kind: [{ value: "scarf", count: 1 }],
      },
      price: { min: 1000, max: 1000 },
      in_stock: 1,
    });
  });

  it("turns pages to the end, each product once, in every order", async () => {
    for (const sku of ["TURN-1", "TURN-2", "TURN-3", "TURN-4"]) await createProduct(staff, simple(sku));
    for (const sort of ["newest", "price", "-price", "title"]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await listProducts(shopper, ask({ sort, limit: 3, ...(cursor ? { cursor } : {}) }));
        seen.push(...page.data.map((product) => product.id));
        cursor = page.next_cursor;
        expect(page.total).toBeGreaterThan(5);
      } while (cursor);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBe((await listProducts(shopper, ask())).total);
    }
  });

  it("refuses unknown filters, wrong values and a cursor of another list", async () => {
    const empty = await createCollection(staff, newCollection.parse({ title: "Empty", status: "active" }));
    const draft = await createCollection(staff, newCollection.parse({ title: "Draft" }));
    for (const query of [
      "colour=red",
      "limit=0",
      "limit=101",
      "price_min=-1",
      "price_min=x",
      "sort=best",
      "brand=a&brand=b",
      "currency=euro",
      `q=${"x".repeat(401)}`,
      "cursor=nonsense",
      "in_stock=maybe",
      "attr.=x",
      "price_min=20&price_max=10",
      "category=nope",
      "category=nope&q=pan",
      "collection=nope",
      `collection=${draft.id}`,
      // Of no currency, for tests, gold, and none of ISO 4217.
      "currency=XXX",
      "currency=XTS",
      "currency=XAU",
      "currency=ABC",
    ]) {
      const answer = await get(`/products?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
      expect(await answer.json()).toMatchObject({ status: 400 });
    }
    const { next_cursor } = await listProducts(shopper, ask({ limit: 1 }));
    expect((await get(`/products?limit=1&cursor=${next_cursor}`)).status).toBe(200);
    expect((await get(`/products?limit=1&sort=price&cursor=${next_cursor}`)).status).toBe(400);
    expect((await get("/products?price_min=10&price_max=10")).status).toBe(200);
    expect(await (await get(`/products?collection=${empty.slug}`)).json()).toMatchObject({ total: 0 });
    const told = await (await get("/products?category=nope")).json();
    expect(told).toMatchObject({ errors: [{ pointer: "/category", detail: "There is no category nope." }] });
    const attribute = await get("/products?attr.kind=scarf&limit=2");
    expect(await attribute.json()).toMatchObject({ total: 4 });
  });

  it("is staff's to change, over HTTP", async () => {
    const post = (path: string, method: string) =>
      exports.default.fetch(`https://souk.test/api/v1${path}`, {
        method,
        headers: { "Content-Type": "application/json" },
        body:
          method === "DELETE"
            ? null
            : JSON.stringify(method === "POST" && path === "/categories" ? { name: "X" } : { ...simple("HTTP-1") }),
      });
    expect((await post("/products", "POST")).status).toBe(401);
    expect((await post("/categories", "POST")).status).toBe(401);
    expect((await post("/products/hammered-copper-pan", "DELETE")).status).toBe(401);
  });
});
