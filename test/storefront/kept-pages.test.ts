import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createCategory } from "../../src/catalog/categories/categories.ts";
import { createCollection } from "../../src/catalog/collections/collections.ts";
import { createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import type { Product } from "../../src/catalog/schemas.ts";
import { house as app } from "../../src/house.ts";
import { openStore } from "../../src/platform/store.ts";
import { meter, type Spent } from "../budgets/meter.ts";
import { bearer, call, logIn, newCustomer, signInStaff } from "../identity/people.ts";

/** Pages of goods are kept at the edge for everybody; what is a shopper's own is theirs alone. */

const databases = ["CATALOG", "ORDERS", "CUSTOMERS", "ACTIVITY"] as const;
const system = openStore(env);

let pan: Product;
let cartId = "";
let customer: Record<string, string>;
let staff: Record<string, string>;

beforeAll(async () => {
  const pans = await createCategory(system, { name: "Pans", slug: "pans", parent_id: null, position: 0 });
  pan = await createProduct(system, {
    title: "Copper pan",
    slug: "pan",
    description: "A </script><b>pan</b>",
    status: "active",
    brand: "Kupfer",
    category_ids: [pans.id],
    attributes: {},
    options: [],
    variants: [
      {
        sku: "PAN",
        options: {},
        prices: [{ currency: "EUR", amount: 2000, compare_at_amount: null }],
        barcode: null,
        stock: 100,
        weight_grams: 500,
      },
    ],
  });
  await createCollection(system, {
    ...{ title: "Copper", slug: "copper", description: "", status: "active" as const, rules: null },
    ...{ seo_title: null, seo_description: null, product_ids: [pan.id] },
  });
  const { body } = await call<{ id: string }>("POST", "/api/v1/cart/add", {
    variant_id: pan.variants[0]?.id,
    quantity: 3,
  });
  cartId = body.id;
  await newCustomer("ada@example.com");
  customer = bearer((await logIn("ada@example.com")).body.access_token);
  staff = bearer(await signInStaff());
}, 30_000);

/** Looks at a page, and counts the calls to databases until all that it left behind is done. */
async function look(path: string, headers: Record<string, string> = {}) {
  const spent: Spent = { trips: 0, queries: 0, rows_read: 0 };
  const metered = { ...env };
  for (const name of databases) metered[name] = meter(env[name], spent);
  const ctx = createExecutionContext();
  const request = new Request(`https://kept.test${path}`, { headers: { Accept: "text/html", ...headers } });
  const answer = await app.fetch(request, metered, ctx);
  const html = await answer.text();
  await waitOnExecutionContext(ctx);
  const link = /<a [^>]*id="cart-link"[^>]*>/.exec(html)?.[0] ?? "";
  return {
    status: answer.status,
    headers: answer.headers,
    html,
    trips: spent.trips,
    count: Number(/data-count="(\d+)"/.exec(link)?.[1]),
    account: /<a [^>]*id="account-link"[^>]*>/.exec(html)?.[0].match(/href="([^"]+)"/)?.[1],
  };
}

async function reprice(amount: number): Promise<void> {
  const { version } = JSON.parse((await look(`/api/v1/products/${pan.id}`, staff)).html) as Product;
  await updateProduct(system, pan.id, version, {
    variants: pan.variants.map(({ id, sku, options, barcode, weight_grams }) => ({
      ...{ id, sku, options, barcode, weight_grams, stock: null },
      prices: [{ currency: "EUR", amount, compare_at_amount: null }],
    })),
  });
}

const pages = [
  ...["/", "/search", "/search?brand=Kupfer", "/categories/pans", "/collections/copper"],
  ...["/products/pan", "/de/products/pan"],
];

describe("a page of goods", () => {
  it.each(pages)("%s is made once, and then shown to every shopper without a database", async (path) => {
    expect((await look(path)).status).toBe(200);
    for (const headers of [{}, { Cookie: `__Host-cart=${cartId}` }, customer]) {
      const { trips, headers: answered } = await look(path, headers);
      expect(trips).toBe(0);
      expect(answered.get("Cache-Control")).toBe("private, no-cache");
      expect(answered.has("CDN-Cache-Control")).toBe(false);
      expect(answered.getSetCookie()).toEqual([]);
    }
  });

  it.each(pages)("%s counts each shopper's own cart and knows who is signed in, whoever came first", async (path) => {
    for (const first of [{ Cookie: `__Host-cart=${cartId}` }, customer, {}]) {
      await reprice(2000 + Math.round(Math.random() * 1000));
      await look(path, first);
      const withCart = await look(path, { Cookie: `__Host-cart=${cartId}` });
      expect([withCart.count, withCart.account?.endsWith("/sign-in")]).toEqual([3, true]);
      const signedIn = await look(path, customer);
      expect([signedIn.count, signedIn.account?.endsWith("/account")]).toEqual([0, true]);
      expect(signedIn.html).not.toContain("/sign-up");
      const stranger = await look(path);
      expect([stranger.count, stranger.account?.endsWith("/sign-in")]).toEqual([0, true]);
      expect(stranger.html).toContain("/sign-up");
    }
  });

  it.each(pages)("%s shows a new price at once where it was made", async (path) => {
    for (const [amount, shown] of [
      [2711, "27"],
      [3811, "38"],
    ] as const) {
      await look(path);
      await reprice(amount);
      expect((await look(path)).html).toMatch(new RegExp(`${shown}[.,]11`));
    }
  });

  it("is the same page wherever the visitor came from", async () => {
    await look("/products/pan");
    const { trips } = await look("/products/pan?utm_source=letter&gclid=1");
    expect(trips).toBe(0);
  });

  it("is made for staff each time, who see what is not for sale, and leaves nothing of it", async () => {
    const draft = await createProduct(system, {
      ...{ title: "Secret pan", slug: "secret", description: "", status: "draft", brand: null, category_ids: [] },
      ...{ attributes: {}, options: [] },
      variants: [
        {
          ...{ sku: "SECRET", options: {}, barcode: null, stock: null, weight_grams: 0 },
          prices: [{ currency: "EUR", amount: 100, compare_at_amount: null }],
        },
      ],
    });
    for (let i = 0; i < 2; i++) {
      const seen = await look(`/products/${draft.slug}`, staff);
      expect([seen.status, seen.trips > 0]).toEqual([200, true]);
    }
    const hidden = await look(`/products/${draft.slug}`, { Cookie: `__Host-cart=${cartId}` });
    expect([hidden.status, hidden.count]).toEqual([404, 3]);
  });

  it("is not kept when it is the answer to somebody's search", async () => {
    await look("/search?q=copper");
    expect((await look("/search?q=copper")).trips).toBeGreaterThan(0);
  });
});

describe("what search engines find on a page", () => {
  it("a product with its offer and the way to it, and nothing that the description could add to the page", async () => {
    const { html } = await look("/products/pan");
    const [, data = "[]"] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
    const [product, trail] = JSON.parse(data) as Record<string, unknown>[];
    const address = `${env.STORE_URL}/products/pan`;
    expect(product).toMatchObject({
      "@type": "Product",
      name: "Copper pan",
      description: "A </script><b>pan</b>",
      offers: { url: address, priceCurrency: "EUR", availability: "https://schema.org/InStock" },
    });
    expect(trail).toMatchObject({
      "@type": "BreadcrumbList",
      itemListElement: [
        { item: `${env.STORE_URL}/` },
        { name: "Pans", item: `${env.STORE_URL}/categories/pans` },
        { name: "Copper pan", item: address },
      ],
    });
    expect(html).not.toContain("<b>pan</b>");
  });

  it("a description of the shop's search", async () => {
    expect((await look("/")).html).toContain('type="application/opensearchdescription+xml"');
  });
});
