/** Fills an empty store with what is written in demo/, through the API that everybody uses. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type DemoProduct,
  type DemoVariant,
  nextDay,
  readAttributes,
  readCategories,
  readCollections,
  readPicture,
  readProducts,
  readPromotions,
  readSynonyms,
} from "./demo-store.ts";
import { translationsOf } from "./demo-translations.ts";
import { stateFolder } from "./migrate.ts";
import { writePrices } from "./seed-prices.ts";
import type { LocalSettings } from "./settings.ts";
import type { Progress } from "./steps.ts";

/** What the API answers of a product, as far as it is read here. */
interface Product {
  id: string;
  slug: string;
  version: number;
  variants: { id: string; sku: string; prices: { currency: string; compare_at_amount: number | null }[] }[];
}

/** The ids of things by their slug or code. */
export type Ids = Map<string, string>;

/** How many things are written at the same time: more only wait for each other's turn at the database. */
const atOnce = 4;

/** Translations that the API takes in one go. */
const addedAtOnce = 100;

/** Beside the databases, so that it is forgotten with them; staff may then delete what they like, and it stays deleted. */
const mark = join(stateFolder, "demo-store.json");

/** Sees to it that the demo staff account exists with this password. */
export async function ensureDemoStaff(storeUrl: string, settings: LocalSettings): Promise<void> {
  const answer = await fetch(new URL("/dev/staff", storeUrl), {
    method: "POST",
    headers: { "content-type": "application/json", "x-auth-secret": settings.authSecret },
    body: JSON.stringify({ email: settings.staffEmail, password: settings.staffPassword, name: "Demo staff" }),
  });
  if (!answer.ok) throw new Error(`The staff account was refused: ${answer.status} ${await answer.text()}`);
}

/**
 * Writes the demo store, once; where it was interrupted it goes on.
 * @returns how many there are; null when it was done before.
 */
export async function seedDemoStore(
  storeUrl: string,
  settings: LocalSettings,
  progress: Progress,
): Promise<{ products: number; pictures: number } | null> {
  if (existsSync(mark)) return null;
  const api = await signIn(storeUrl, settings);
  const categories = await writeCategories(api);
  const attributes = await writeAttributes(api, categories);
  // Before the products, so that these are found by what their categories are called from the beginning.
  await translate(api, translationsOf("category", categories));
  await translate(api, translationsOf("attribute", attributes));

  const products = readProducts();
  const before = await readThere(api);
  const pictures = new Map<string, string[]>();
  let written = 0;
  await eachAtOnce(products, async (demo) => {
    const product = await writeProduct(api, demo, before.get(demo.slug), categories);
    pictures.set(demo.slug, await writePictures(api, demo, product, before.has(demo.slug)));
    written += 1;
    progress(`${written} of ${products.length} products`);
  });
  progress("what leads to what, and other languages");
  const there = await readThere(api);
  await eachAtOnce(products, (demo) => writeLinks(api, demo, there));
  await translate(api, translationsOf("product", idsOf(there.values()), pictures));
  await translate(api, translationsOf("collection", await writeCollections(api, there)));
  await writeSynonyms(api);
  await writePrices(api);
  await writePromotions(api, categories);
  const counts = { products: written, pictures: products.reduce((sum, { images }) => sum + images.length, 0) };
  writeFileSync(mark, JSON.stringify({ seeded_at: new Date().toISOString(), ...counts }));
  return counts;
}

/** Asks the store's API as staff. @throws Error with the problem that it answers; null for a 404 on a read. */
type Api = <Answer>(method: string, path: string, body?: FormData | object, version?: number) => Promise<Answer | null>;

async function signIn(storeUrl: string, settings: LocalSettings): Promise<Api> {
  let token = "";
  const ask: Api = async (method, path, body, version) => {
    const isForm = body instanceof FormData;
    const answer = await fetch(new URL(`/api/v1${path}`, storeUrl), {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body && !isForm ? { "content-type": "application/json" } : {}),
        ...(version === undefined ? {} : { "if-match": `"${version}"` }),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    if (answer.status === 404 && method === "GET") return null;
    if (!answer.ok) throw new Error(`${method} ${path} was refused: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : await answer.json();
  };
  const login = { email: settings.staffEmail, password: settings.staffPassword };
  token = must(await ask<{ access_token: string }>("POST", "/users/login", login)).access_token;
  return ask;
}

interface Listed {
  data: { id: string; slug: string }[];
}

const idsOf = (things: Iterable<{ id: string; slug: string }>): Ids =>
  new Map([...things].map(({ slug, id }) => [slug, id]));

async function writeCategories(api: Api): Promise<Ids> {
  const ids = idsOf(must(await api<Listed>("GET", "/categories")).data);
  for (const { parent_slug, ...category } of readCategories()) {
    if (ids.has(category.slug)) continue;
    const parent_id = parent_slug ? must(ids.get(parent_slug)) : null;
    ids.set(category.slug, must(await api<{ id: string }>("POST", "/categories", { ...category, parent_id })).id);
  }
  return ids;
}

/** What there is by its title stays as it is. */
async function writePromotions(api: Api, categories: Ids): Promise<void> {
  const known = must(await api<{ data: { title: string }[] }>("GET", "/promotions?limit=100")).data;
  for (const { codes = [], ...promotion } of readPromotions((slug) => must(categories.get(slug)))) {
    if (known.some(({ title }) => title === promotion.title)) continue;
    const { id } = must(await api<{ id: string }>("POST", "/promotions", { ...promotion, status: "active" }));
    for (const code of codes) await api("POST", `/promotions/${id}/codes`, { code });
  }
}

/** In the order in which they are written down, which is that in which shoppers read them. */
async function writeAttributes(api: Api, categories: Ids): Promise<Ids> {
  const there = must(await api<{ data: { id: string; code: string }[] }>("GET", "/attributes")).data;
  const ids: Ids = new Map(there.map(({ code, id }) => [code, id]));
  const missing = readAttributes().flatMap((one, position) => (ids.has(one.code) ? [] : [{ ...one, position }]));
  await eachAtOnce(missing, async ({ category_slugs = [], ...attribute }) => {
    const category_ids = category_slugs.map((slug) => must(categories.get(slug)));
    ids.set(attribute.code, must(await api<{ id: string }>("POST", "/attributes", { ...attribute, category_ids })).id);
  });
  return ids;
}

/** All products of the store, by slug. */
async function readThere(api: Api): Promise<Map<string, Product>> {
  const found = new Map<string, Product>();
  let cursor: string | null = "";
  while (cursor !== null) {
    const path: string = `/products?status=any&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: { data: Product[]; next_cursor: string | null } = must(await api(`GET`, path));
    for (const product of page.data) found.set(product.slug, product);
    cursor = page.next_cursor;
  }
  return found;
}

async function writeProduct(
  api: Api,
  demo: DemoProduct,
  there: Product | undefined,
  categories: Ids,
): Promise<Product> {
  const { category_slugs, images: _, links: __, publish_on, variants, ...fields } = demo;
  const product =
    there ??
    must(
      await api<Product>("POST", "/products", {
        ...fields,
        ...(publish_on ? { publish_at: nextDay(publish_on) } : {}),
        category_ids: category_slugs.map((slug) => must(categories.get(slug))),
        variants: variants.map(unreduced),
      }),
    );
  return reduce(api, demo, product);
}

/** A variant at the price that it had before it was reduced. */
function unreduced({ image: _, prices, ...variant }: DemoVariant): object {
  return {
    ...variant,
    prices: prices.map(({ currency, amount, compare_at_amount }) => ({
      currency,
      amount: compare_at_amount ?? amount,
    })),
  };
}

/** Prices go down after the product was on sale, so that the lowest price of the days before is known. */
async function reduce(api: Api, { variants }: DemoProduct, product: Product): Promise<Product> {
  const isReduced = ({ prices }: DemoVariant) => prices.some((price) => price.compare_at_amount !== undefined);
  const done = product.variants.some(({ prices }) => prices.some((price) => price.compare_at_amount !== null));
  if (done || !variants.some(isReduced)) return product;
  const changed = variants.map(({ image: _, stock: __, ...variant }) => ({
    ...variant,
    id: must(product.variants.find(({ sku }) => sku === variant.sku)).id,
  }));
  return must(await api<Product>("PATCH", `/products/${product.id}`, { variants: changed }, product.version));
}

/** In order, so that the first picture is the first to be seen. @returns their ids */
async function writePictures(api: Api, demo: DemoProduct, product: Product, begun: boolean): Promise<string[]> {
  const path = `/products/${product.id}/images`;
  const there = begun ? must(await api<{ data: { id: string }[] }>("GET", path)).data : [];
  const ids = there.map(({ id }) => id);
  for (const { file, alt } of demo.images.slice(there.length)) {
    const sku = demo.variants.find((variant) => variant.image === file)?.sku;
    const variant = product.variants.find((candidate) => candidate.sku === sku);
    const form = new FormData();
    form.set("file", readPicture(file));
    form.set("alt", alt);
    if (variant) form.set("variant_ids", variant.id);
    ids.push(must(await api<{ id: string }>("POST", path, form)).id);
  }
  return ids;
}

async function writeLinks(api: Api, { slug, links }: DemoProduct, there: Map<string, Product>): Promise<void> {
  if (!links) return;
  const { id, version } = must(there.get(slug));
  const linked = Object.entries(links).map(([kind, slugs]) => [kind, slugs.map((other) => must(there.get(other)).id)]);
  await api("PUT", `/products/${id}/links`, Object.fromEntries(linked), version);
}

async function writeCollections(api: Api, products: Map<string, Product>): Promise<Ids> {
  const ids = idsOf(must(await api<Listed>("GET", "/collections?limit=100")).data);
  for (const { product_slugs, ...collection } of readCollections()) {
    if (ids.has(collection.slug)) continue;
    const product_ids = product_slugs?.map((slug) => must(products.get(slug)).id);
    const given = { ...collection, status: "active", ...(product_ids ? { product_ids } : {}) };
    ids.set(collection.slug, must(await api<{ id: string }>("POST", "/collections", given)).id);
  }
  return ids;
}

async function writeSynonyms(api: Api): Promise<void> {
  const sets = Object.entries(readSynonyms()).flatMap(([language, all]) => all.map((words) => ({ language, words })));
  const there = must(await api<{ data: { language: string; words: string[] }[] }>("GET", "/search/synonyms")).data;
  const known = new Set(there.map(({ language, words }) => `${language} ${words}`));
  const missing = sets.filter(({ language, words }) => !known.has(`${language} ${words}`));
  await eachAtOnce(missing, (set) => api("POST", "/search/synonyms", set));
}

/** Adds the translations that are not there yet. */
async function translate(api: Api, translations: readonly { kind: string; id: string; locale: string }[]) {
  const things = new Map(translations.map(({ kind, id }) => [id, kind]));
  const [first] = things;
  // All of one kind were added together, from the first to the last.
  const begun = first && (await readLocales(api, first)).length > 0;
  const known = new Set<string>();
  if (begun) {
    await eachAtOnce([...things], async (thing) => {
      for (const locale of await readLocales(api, thing)) known.add(`${thing[0]} ${locale}`);
    });
  }
  const missing = translations.filter(({ id, locale }) => !known.has(`${id} ${locale}`));
  for (let at = 0; at < missing.length; at += addedAtOnce) {
    await api("POST", "/translations", { data: missing.slice(at, at + addedAtOnce) });
  }
}

async function readLocales(api: Api, [id, kind]: [id: string, kind: string]): Promise<string[]> {
  const there = must(await api<{ data: { locale: string }[] }>("GET", `/translations/${kind}/${id}`));
  return there.data.map(({ locale }) => locale);
}

async function eachAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  const waiting = items.values();
  const worker = async (): Promise<void> => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function must<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error("The demo store names something that is not there.");
  return value;
}
