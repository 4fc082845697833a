import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { createProduct } from "../../src/catalog/products/products.ts";
import { house as app } from "../../src/house.ts";
import { address, checkOut, choose, fillCart, order, sell, storeFor } from "../checkout/shop.ts";
import { meter, type Spent } from "./meter.ts";

/**
 * What each kind of request may ask of the databases, kept as a snapshot: a change that spends more shows in the diff. Rows
 * read are those of a small shop of thirty products; how they grow is tested beside the lists.
 */
const databases = ["CATALOG", "ORDERS", "CUSTOMERS", "ACTIVITY"] as const;

let variantId = "";
let slug = "";
let placed: Awaited<ReturnType<typeof order>>;

beforeAll(async () => {
  for (let i = 0; i < 30; i++) {
    const product = await createProduct(storeFor(), {
      title: `Copper pan ${i}`,
      slug: `pan-${i}`,
      description: "A pan",
      status: "active",
      brand: "Kupfer",
      category_ids: [],
      attributes: { material: "copper" },
      options: [],
      variants: [
        {
          sku: `PAN-${i}`,
          options: {},
          prices: [{ currency: "EUR", amount: 2000 + i, compare_at_amount: null }],
          barcode: null,
          stock: 100,
          weight_grams: 500,
        },
      ],
    });
    slug = product.slug;
  }
  variantId = (await sell({ stock: 100 })).variant_id;
  placed = await order(variantId);
  await choose(placed, "approve");
});

/** Sends a request to the app with counting databases, and says what it spent before its answer was whole. */
async function spend(path: string, init: RequestInit = {}): Promise<Record<string, Spent>> {
  const spent = Object.fromEntries(databases.map((name) => [name, { trips: 0, queries: 0, rows_read: 0 }]));
  const metered = { ...env };
  for (const name of databases) metered[name] = meter(env[name], spent[name] ?? { trips: 0, queries: 0, rows_read: 0 });
  const ctx = createExecutionContext();
  const answer = await app.fetch(new Request(`https://budget.test${path}`, init), metered, ctx);
  expect(answer.status, `${path}: ${answer.status >= 400 ? await answer.clone().text() : ""}`).toBeLessThan(400);
  await answer.text();
  const until = structuredClone(spent);
  await waitOnExecutionContext(ctx);
  return Object.fromEntries(Object.entries(until).filter(([, { trips }]) => trips > 0));
}

const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
});

it("each request asks no more of the databases than it did before", async () => {
  const cartId = await fillCart(variantId);
  const budgets = {
    "GET /": await spend("/"),
    "GET /search?q=": await spend("/search?q=copper"),
    "GET /products/{slug} (page)": await spend(`/products/${slug}`),
    "GET /cart (page)": await spend("/cart", { headers: { Cookie: `__Host-cart=${cartId}` } }),
    "GET /api/v1/products": await spend("/api/v1/products"),
    "GET /api/v1/products?q=": await spend("/api/v1/products?q=copper"),
    "GET /api/v1/products/{id}": await spend(`/api/v1/products/${slug}`),
    "GET /api/v1/categories": await spend("/api/v1/categories"),
    "GET /api/v1/cart": await spend("/api/v1/cart", { headers: { "x-cart-id": cartId } }),
    "POST /api/v1/cart/add": await spend(
      "/api/v1/cart/add",
      post({ variant_id: variantId, quantity: 1 }, { "x-cart-id": cartId }),
    ),
    "POST /api/v1/checkout/quote": await spend(
      "/api/v1/checkout/quote",
      post({ address, shipping_option: "standard" }, { "x-cart-id": cartId }),
    ),
    "POST /api/v1/checkout": await spend(
      "/api/v1/checkout",
      post(
        {
          email: "ada@example.com",
          shipping_address: address,
          shipping_option: "standard",
          payment_provider: "test",
          expected_total: 4490,
        },
        { "x-cart-id": cartId, "Idempotency-Key": "budget" },
      ),
    ),
    "GET /api/v1/orders/{id}": await spend(`/api/v1/orders/${placed.order.id}?token=${placed.order.access_token}`),
  };
  expect(budgets).toMatchSnapshot();
});

it("what everybody reads alike is read a second time without any database", async () => {
  for (const path of [
    "/",
    "/search",
    `/products/${slug}`,
    `/de/products/${slug}`,
    "/api/v1/products?sort=price",
    `/api/v1/products/${slug}`,
    "/api/v1/categories",
  ]) {
    await spend(path);
    expect([path, await spend(path)]).toEqual([path, {}]);
  }
});

it("a second checkout costs what the first did, however many orders there are", async () => {
  const read = async () => {
    const cartId = await fillCart(variantId);
    const body = {
      email: "ada@example.com",
      shipping_address: address,
      shipping_option: "standard",
      payment_provider: "test",
      expected_total: 2490,
    };
    const { ORDERS } = await spend(
      "/api/v1/checkout",
      post(body, { "x-cart-id": cartId, "Idempotency-Key": crypto.randomUUID() }),
    );
    return ORDERS?.rows_read;
  };
  const before = await read();
  for (let i = 0; i < 20; i++) expect((await checkOut(await fillCart(variantId))).status).toBe(201);
  expect(await read()).toBe(before);
});
