import { otherPages, type Page, productPages, sizeOfWindow } from "../catalog/lists/shop-window.ts";
import { notFound } from "../platform/errors.ts";
import { offeredLocales } from "../platform/locales.ts";
import type { Store } from "../platform/store.ts";
import { pageAddress } from "./page-address.ts";
import { declaration, element } from "./xml.ts";

/**
 * The map of the shop for search engines: every page that shoppers find, in every language, with the day it changed.
 * @see https://www.sitemaps.org/protocol.html
 */

/** More addresses than this do not go into one file. */
const mostInOne = 50_000;

/** How many numbers of products one file of a large shop covers: it reads so many rows twice at most, wherever it begins. */
const numbersInFile = 10_000;

/** Products that are read at once while a file is sent. */
const readAtOnce = 1000;

const namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** The whole map where it fits into one file, else a list of the files that it is in. */
export async function* sitemap(store: Store): AsyncGenerator<string> {
  const [{ products, last }, pages] = await Promise.all([sizeOfWindow(store), otherPages(store)]);
  const locales = offeredLocales(store.env);
  const others = 1 + pages.categories.length + pages.collections.length;
  if ((products + others) * locales.length <= mostInOne) {
    yield `${declaration}<urlset ${namespace}>\n`;
    for (const locale of locales) yield pageEntries(store, locale, pages);
    for await (const portion of productPortions(store, 0, last)) {
      yield locales.map((locale) => productEntries(store, locale, portion)).join("");
    }
    yield "</urlset>\n";
    return;
  }
  const files = Array.from({ length: Math.ceil(last / numbersInFile) }, (_, index) => index + 1);
  yield `${declaration}<sitemapindex ${namespace}>\n`;
  for (const locale of locales) {
    yield ["pages", ...files.map((file) => `products-${file}`)]
      .map((name) => `<sitemap><loc>${store.env.STORE_URL}/sitemaps/${locale}/${name}.xml</loc></sitemap>\n`)
      .join("");
  }
  yield "</sitemapindex>\n";
}

/**
 * One file of a large shop's map.
 * @param locale the language of its pages
 * @param name `pages.xml`, or `products-1.xml` and up
 * @throws not-found
 */
export async function sitemapFile(store: Store, locale: string, name: string): Promise<AsyncGenerator<string>> {
  if (!offeredLocales(store.env).includes(locale)) throw notFound("sitemap");
  if (name === "pages.xml") return pagesFile(store, locale);
  const file = Number(/^products-([1-9]\d{0,6})\.xml$/.exec(name)?.[1] ?? 0);
  const { last } = await sizeOfWindow(store);
  if (file === 0 || (file - 1) * numbersInFile >= last) throw notFound("sitemap");
  return productsFile(store, locale, file);
}

async function* pagesFile(store: Store, locale: string): AsyncGenerator<string> {
  yield `${declaration}<urlset ${namespace}>\n`;
  yield pageEntries(store, locale, await otherPages(store));
  yield "</urlset>\n";
}

async function* productsFile(store: Store, locale: string, file: number): AsyncGenerator<string> {
  yield `${declaration}<urlset ${namespace}>\n`;
  for await (const portion of productPortions(store, (file - 1) * numbersInFile, file * numbersInFile)) {
    yield productEntries(store, locale, portion);
  }
  yield "</urlset>\n";
}

/** The products with a number above `first` up to `last`, in portions. */
async function* productPortions(store: Store, first: number, last: number): AsyncGenerator<Page[]> {
  let after = first;
  let portion: Awaited<ReturnType<typeof productPages>>;
  do {
    portion = await productPages(store, { after, last, limit: readAtOnce });
    yield portion;
    after = portion.at(-1)?.no ?? last;
  } while (portion.length === readAtOnce);
}

function pageEntries(store: Store, locale: string, { categories, collections }: Record<string, Page[]>): string {
  return [
    entry(pageAddress(store.env, locale, "/")),
    ...entries(store, locale, "/categories/", categories),
    ...entries(store, locale, "/collections/", collections),
  ].join("");
}

function productEntries(store: Store, locale: string, products: readonly Page[]): string {
  return entries(store, locale, "/products/", products).join("");
}

function entries(store: Store, locale: string, path: string, pages: readonly Page[] = []): string[] {
  return pages.map((page) => entry(pageAddress(store.env, locale, path + page.slug), page.updated_at));
}

function entry(address: string, changedAt?: string): string {
  return `<url>${element("loc", address)}${element("lastmod", changedAt)}</url>\n`;
}
