import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { walkOffers } from "../../src/catalog/lists/shop-window.ts";
import { sitemap, sitemapFile } from "../../src/discovery/sitemap.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { meter, type Spent } from "../budgets/meter.ts";
import { fillCatalog } from "../catalog/many-products.ts";

/** Five languages of these are more addresses than one file may hold. */
const products = 12_000;

const system = openStore(env);

const written = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
};

const counted = async (work: (store: Store) => Promise<string>) => {
  const spent: Spent = { trips: 0, queries: 0, rows_read: 0 };
  const text = await work(openStore({ ...env, CATALOG: meter(env.CATALOG, spent) }));
  return { text, ...spent };
};

const all = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, inner = ""]) => inner);

describe("a shop of more than 50,000 addresses", () => {
  beforeAll(() => fillCatalog(system, 0, products), 120_000);

  it("is mapped by a list of files, which is made without reading the products", async () => {
    const { text, rows_read } = await counted((store) => written(sitemap(store)));
    expect(text).toContain("<sitemapindex");
    expect(all(text, "loc")).toContain(`${env.STORE_URL}/sitemaps/de/products-2.xml`);
    expect(all(text, "loc").length).toBe(5 * 3);
    expect(rows_read).toBeLessThan(100);
  });

  it("names every product once, over all files of a language", async () => {
    const addresses: string[] = [];
    for (const address of all(await written(sitemap(system)), "loc")) {
      const [, locale, name] = /\/sitemaps\/(\w+)\/(.+)$/.exec(address) ?? [];
      if (locale !== "fr" || name === undefined) continue;
      const file = all(await written(await sitemapFile(system, locale, name)), "loc");
      expect(file.length).toBeLessThanOrEqual(50_000);
      addresses.push(...file.filter((each) => each.includes("/products/")));
    }
    expect(addresses.length).toBe(products);
    expect(new Set(addresses).size).toBe(products);
    expect(addresses[0]).toBe(`${env.STORE_URL}/fr/products/product-0`);
  });

  it("reads for a file what is in it, wherever the file begins", async () => {
    const { text, rows_read } = await counted(async (store) =>
      written(await sitemapFile(store, "en", "products-2.xml")),
    );
    expect(all(text, "loc").length).toBe(2000);
    expect(rows_read).toBeLessThan(2 * 2000 + 100);
  });

  it("is offered elsewhere portion by portion, each product once", async () => {
    const walk = async () => {
      const seen: string[] = [];
      let largest = 0;
      for await (const portion of walkOffers(system, "EUR")) {
        largest = Math.max(largest, portion.length);
        seen.push(...portion.map(({ id }) => id));
      }
      expect(seen.length).toBe(products);
      expect(new Set(seen).size).toBe(products);
      return largest;
    };
    expect(await walk()).toBeLessThanOrEqual(500);
    // Of products with many variants fewer are held at once, and none is passed over.
    await env.CATALOG.prepare("update products set variant_count = 250").run();
    expect(await walk()).toBe(20);
  }, 60_000);
});
