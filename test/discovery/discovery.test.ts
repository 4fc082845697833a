import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { createCategory } from "../../src/catalog/categories/categories.ts";
import { createCollection } from "../../src/catalog/collections/collections.ts";
import { createMarket } from "../../src/catalog/markets/markets.ts";
import { newMarket } from "../../src/catalog/markets/schemas.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import type { NewProduct, Product } from "../../src/catalog/schemas.ts";
import { house as app } from "../../src/house.ts";
import { openStore } from "../../src/platform/store.ts";
import { meter, type Spent } from "../budgets/meter.ts";

const system = openStore(env);
const read = async (path: string): Promise<{ status: number; type: string | null; text: string }> => {
  const answer = await exports.default.fetch(`https://souk.test${path}`, { redirect: "manual" });
  return { status: answer.status, type: answer.headers.get("Content-Type"), text: await answer.text() };
};

/** What stands in each element of this name. */
const all = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, inner = ""]) => inner);

/** The fields of an item, without what shipping holds. */
const fieldsOf = (item: string): Record<string, string> => {
  const fields = item.replace(/<g:shipping>.*?<\/g:shipping>/g, "").matchAll(/<(g:[a-z_]+)>([^<]*)<\/\1>/g);
  return Object.fromEntries([...fields].map(([, name = "", text = ""]) => [name, text]));
};

const pan: NewProduct = {
  title: 'Pan & "lid" <small>',
  slug: "pan",
  description: "A pan\u000bwith a lid",
  status: "active",
  brand: "Kupfer & Söhne",
  category_ids: [],
  attributes: { material: "copper", colour: "red", dishwasher: false },
  options: [{ name: "Size", values: ["20 cm", "24 cm"] }],
  variants: [
    {
      sku: "PAN-20",
      options: { Size: "20 cm" },
      prices: [
        { currency: "EUR", amount: 1999, compare_at_amount: 2999 },
        { currency: "JPY", amount: 3200, compare_at_amount: null },
      ],
      barcode: "4006381333931",
      stock: 3,
      weight_grams: 800,
    },
    {
      sku: "PAN-24",
      options: { Size: "24 cm" },
      prices: [{ currency: "EUR", amount: 2500, compare_at_amount: null }],
      barcode: "4006381333932",
      stock: 0,
      weight_grams: 0,
    },
  ],
};

let product: Product;

beforeAll(async () => {
  await createMarket(system, newMarket.parse({ code: "jp", name: "Japan", currency: "JPY", countries: ["JP"] }));
  await createMarket(system, newMarket.parse({ code: "fr", name: "France", currency: "EUR", countries: ["FR"] }));
  const kitchen = await createCategory(system, { name: "Kitchen", slug: "kitchen", parent_id: null, position: 0 });
  const pans = await createCategory(system, { name: "Pans", slug: "pans", parent_id: kitchen.id, position: 0 });
  product = await createProduct(system, { ...pan, category_ids: [pans.id] });
  await createCollection(system, {
    ...{ title: "Copper", slug: "copper", description: "", status: "active" as const, rules: null },
    ...{ seo_title: null, seo_description: null, product_ids: [product.id] },
  });
  await createCollection(system, {
    ...{ title: "Later", slug: "later", description: "", status: "draft" as const, rules: null },
    ...{ seo_title: null, seo_description: null, product_ids: [product.id] },
  });
  const draft = { ...pan, slug: "draft", title: "Draft", status: "draft" as const, options: [] };
  const [first] = pan.variants;
  if (first) await createProduct(system, { ...draft, variants: [{ ...first, sku: "DRAFT", options: {} }] });
  const words = { name: "Pfannen" };
  const texts = { title: "Pfanne", options: { Size: { name: "Größe", values: { "20 cm": "20 Zentimeter" } } } };
  const insert = env.CATALOG.prepare(
    "insert into translations (kind, id, locale, texts, updated_at) values (?, ?, 'de', ?, '2026-01-01T00:00:00.000Z')",
  );
  await env.CATALOG.batch([
    insert.bind("product", product.id, JSON.stringify(texts)),
    insert.bind("category", pans.id, JSON.stringify(words)),
  ]);
});

describe("robots.txt", () => {
  it("keeps search engines off what is one person's, in every language, and leads them to the map", async () => {
    const { status, type, text } = await read("/robots.txt");
    expect([status, type]).toEqual([200, "text/plain; charset=UTF-8"]);
    const lines = text.split("\n");
    for (const line of ["User-agent: *", "Disallow: /cart", "Disallow: /de/cart", "Disallow: /ar/search?"])
      expect(lines).toContain(line);
    expect(lines).toContain(`Sitemap: ${env.STORE_URL}/sitemap.xml`);
  });
});

describe("the description of the search", () => {
  it("tells a browser how to search the shop, in the language of its address", async () => {
    const { status, type, text } = await read("/opensearch.xml");
    expect([status, type]).toEqual([200, "application/opensearchdescription+xml"]);
    expect(text).toContain(`template="${env.STORE_URL}/search?q={searchTerms}"`);
    expect((await read("/de/opensearch.xml")).text).toContain(`template="${env.STORE_URL}/de/search?q={searchTerms}"`);
    expect(text).toContain(`template="${env.STORE_URL}/opensearch/suggestions?q={searchTerms}"`);
    expect(all(text, "ShortName")[0]?.length).toBeLessThanOrEqual(16);
  });
});

describe("the search field of a browser", () => {
  it("offers what may be meant while somebody types, and where it leads", async () => {
    const { status, type, text } = await read("/opensearch/suggestions?q=pa");
    expect([status, type]).toEqual([200, "application/x-suggestions+json"]);
    const [typed, completions, descriptions, addresses] = JSON.parse(text) as [string, string[], string[], string[]];
    expect(typed).toBe("pa");
    expect([completions.length, descriptions.length]).toEqual([addresses.length, addresses.length]);
    expect(addresses[completions.indexOf(pan.title)]).toBe(`${env.STORE_URL}/products/pan`);
    expect(completions).not.toContain("Draft");
    expect((await read(`/opensearch/suggestions?q=${"a".repeat(201)}`)).status).toBe(400);
    expect(JSON.parse((await read("/opensearch/suggestions?q=%22%20OR%20NEAR(")).text)).toHaveLength(4);
  });
});

describe("the map of the shop", () => {
  it("holds every page that shoppers find, in every language, and none that they do not", async () => {
    const { status, type, text } = await read("/sitemap.xml");
    expect([status, type]).toEqual([200, "application/xml; charset=utf-8"]);
    const addresses = all(text, "loc");
    for (const path of ["/", "/categories/kitchen", "/categories/pans", "/collections/copper", "/products/pan"])
      expect(addresses).toContain(env.STORE_URL + path);
    for (const path of ["/de", "/fr/categories/pans", "/ar/products/pan"])
      expect(addresses).toContain(env.STORE_URL + path);
    expect(text).not.toContain("draft");
    expect(text).not.toContain("later");
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(all(text, "lastmod")).toContain(product.updated_at);
    for (const address of addresses) {
      const { status } = await read(new URL(address).pathname);
      expect([address, status]).toEqual([address, 200]);
    }
  });

  it("has no files that it does not name", async () => {
    for (const path of ["/sitemaps/en/products-9.xml", "/sitemaps/xx/pages.xml", "/sitemaps/en/products-0.xml"])
      expect([path, (await read(path)).status]).toEqual([path, 404]);
    expect((await read("/sitemaps/en/other.xml")).status).toBe(404);
  });
});

describe("the feed for price comparisons", () => {
  const items = async (path: string): Promise<string[]> => (await read(path)).text.match(/<item>.*?<\/item>/gs) ?? [];

  it("offers every variant with its price, its reduction, its stock and where it is", async () => {
    const { status, type, text } = await read("/feeds/google.xml");
    expect([status, type]).toEqual([200, "application/xml; charset=utf-8"]);
    expect(text).not.toContain("DRAFT");
    const [first = "", second = "", ...others] = await items("/feeds/google.xml");
    expect(others).toEqual([]);
    const [small, large] = product.variants;
    expect(fieldsOf(first)).toMatchObject({
      "g:id": small?.id,
      "g:item_group_id": product.id,
      "g:title": "Pan &amp; &quot;lid&quot; &lt;small&gt; - 20 cm",
      "g:description": "A panwith a lid",
      "g:link": `${env.STORE_URL}/products/pan?variant=${small?.id}`,
      "g:availability": "in_stock",
      "g:price": "29.99 EUR",
      "g:sale_price": "19.99 EUR",
      "g:condition": "new",
      "g:brand": "Kupfer &amp; Söhne",
      "g:gtin": "4006381333931",
      "g:product_type": "Kitchen &gt; Pans",
      "g:color": "red",
      "g:material": "copper",
      "g:size": "20 cm",
      "g:shipping_weight": "800 g",
    });
    const other = fieldsOf(second);
    expect(other).toMatchObject({
      "g:id": large?.id,
      "g:price": "25.00 EUR",
      "g:availability": "out_of_stock",
      "g:identifier_exists": "no",
    });
    expect(Object.keys(other)).not.toContain("g:sale_price");
    expect(Object.keys(other)).not.toContain("g:gtin");
  });

  it("is made for countries and currencies of the store's markets alone, for each costs a reading of the whole shop", async () => {
    for (const query of ["country=BR", "country=FR&currency=USD", "country=JP&currency=GBP"])
      expect([query, (await read(`/feeds/google.xml?${query}`)).status]).toEqual([query, 422]);
  });

  it("tells the price of another currency and the shipping of another country, and only what is sold there", async () => {
    const [only = "", ...others] = await items("/feeds/google.xml?country=JP&currency=JPY");
    expect(others).toEqual([]);
    expect(only).toContain("<g:price>3200 JPY</g:price>");
    expect(only).toContain(
      "<g:shipping><g:country>JP</g:country><g:service>Standard</g:service><g:price>800 JPY</g:price></g:shipping>",
    );
  });

  it("speaks the language of its address, as far as it is translated", async () => {
    const [first = "", second = ""] = await items("/de/feeds/google.xml");
    expect(fieldsOf(first)).toMatchObject({
      "g:title": "Pfanne - 20 Zentimeter",
      "g:link": `${env.STORE_URL}/de/products/pan?variant=${product.variants[0]?.id}`,
      "g:product_type": "Kitchen &gt; Pfannen",
    });
    expect(fieldsOf(second)["g:title"]).toBe("Pfanne - 24 cm");
  });

  it("refuses a market that is none", async () => {
    for (const [query, status] of [
      ["country=Germany", 400],
      ["currency=eur", 400],
      ["colour=red", 400],
      ["currency=XXX", 422],
    ] as const)
      expect([query, (await read(`/feeds/google.xml?${query}`)).status]).toEqual([query, status]);
  });

  it("is read from the databases once an hour, however many ask", async () => {
    const ask = async (): Promise<[number, string]> => {
      const spent: Spent = { trips: 0, queries: 0, rows_read: 0 };
      const ctx = createExecutionContext();
      const metered = { ...env, CATALOG: meter(env.CATALOG, spent) };
      const answer = await app.fetch(new Request("https://souk.test/feeds/google.xml?country=FR"), metered, ctx);
      const text = await answer.text();
      await waitOnExecutionContext(ctx);
      return [spent.trips, text];
    };
    const [first, text] = await ask();
    expect(first).toBeGreaterThan(0);
    expect(await ask()).toEqual([0, text]);
  });
});
