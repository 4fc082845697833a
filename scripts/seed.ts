/** Fills an empty store with the products of demo/, through the API that everybody uses. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stateFolder } from "./migrate.ts";
import { inside } from "./repository.ts";
import type { LocalSettings } from "./settings.ts";
import type { Progress } from "./steps.ts";

interface DemoCategory {
  slug: string;
  name: string;
  parent_slug: string | null;
  position: number;
}

interface DemoPicture {
  file: string;
  alt: string;
}

interface DemoVariant {
  sku: string;
  image?: string;
  [field: string]: unknown;
}

interface DemoProduct {
  slug: string;
  category_slugs: string[];
  images: DemoPicture[];
  variants: DemoVariant[];
  [field: string]: unknown;
}

/** What the API answers of a product, as far as it is read here. */
interface Product {
  id: string;
  slug: string;
  variants: { id: string; sku: string }[];
}

/** How many products are written at the same time: more only wait for each other's turn at the database. */
const atOnce = 4;

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
 * Writes the demo store's categories, products and pictures, once; where it was interrupted it goes on.
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
  const products = readDemoProducts();
  let written = 0;
  await eachAtOnce(products, async (demo) => {
    const product = await writeProduct(api, demo, categories);
    await writePictures(api, demo, product);
    written += 1;
    progress(`${written} of ${products.length} products`);
  });
  const pictures = products.reduce((sum, { images }) => sum + images.length, 0);
  writeFileSync(mark, JSON.stringify({ seeded_at: new Date().toISOString(), products: written, pictures }));
  return { products: written, pictures };
}

/** Asks the store's API as staff. @throws Error with the problem that it answers; null for a 404 on a read. */
type Api = <Answer>(method: string, path: string, body?: FormData | object) => Promise<Answer | null>;

async function signIn(storeUrl: string, settings: LocalSettings): Promise<Api> {
  let token = "";
  const ask: Api = async (method, path, body) => {
    const isForm = body instanceof FormData;
    const answer = await fetch(new URL(`/api/v1${path}`, storeUrl), {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body && !isForm ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
    });
    if (answer.status === 404 && method === "GET") return null;
    if (!answer.ok) throw new Error(`${method} ${path} was refused: ${answer.status} ${await answer.text()}`);
    return await answer.json();
  };
  const login = { email: settings.staffEmail, password: settings.staffPassword };
  token = must(await ask<{ access_token: string }>("POST", "/users/login", login)).access_token;
  return ask;
}

/** @returns the id of each category by its slug. */
async function writeCategories(api: Api): Promise<Map<string, string>> {
  const tree = must(await api<{ data: { id: string; slug: string }[] }>("GET", "/categories"));
  const ids = new Map(tree.data.map(({ slug, id }) => [slug, id]));
  // Parents stand before their children.
  const wanted: DemoCategory[] = JSON.parse(readFileSync(inside("demo", "categories.json"), "utf8"));
  for (const { slug, name, parent_slug, position } of wanted) {
    if (ids.has(slug)) continue;
    const parent_id = parent_slug ? must(ids.get(parent_slug)) : null;
    ids.set(slug, must(await api<{ id: string }>("POST", "/categories", { slug, name, parent_id, position })).id);
  }
  return ids;
}

function readDemoProducts(): DemoProduct[] {
  const folder = inside("demo", "catalog");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().flatMap((name): DemoProduct[] => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

async function writeProduct(api: Api, demo: DemoProduct, categories: Map<string, string>): Promise<Product> {
  const there = await api<Product>("GET", `/products/${demo.slug}`);
  if (there) return there;
  const { category_slugs, images: _, variants, ...fields } = demo;
  const category_ids = category_slugs.map((slug) => must(categories.get(slug)));
  const withoutPicture = variants.map(({ image: __, ...variant }) => variant);
  return must(await api<Product>("POST", "/products", { ...fields, category_ids, variants: withoutPicture }));
}

/** In order, so that the first picture is the first to be seen. */
async function writePictures(api: Api, demo: DemoProduct, product: Product): Promise<void> {
  const there = must(await api<{ data: unknown[] }>("GET", `/products/${product.id}/images`)).data.length;
  for (const [index, { file, alt }] of demo.images.entries()) {
    if (index < there) continue;
    const sku = demo.variants.find((variant) => variant.image === file)?.sku;
    const variant = product.variants.find((candidate) => candidate.sku === sku);
    const form = new FormData();
    form.set(
      "file",
      new File([readFileSync(inside("demo", file))], file.split("/").at(-1) ?? file, { type: "image/webp" }),
    );
    form.set("alt", alt);
    if (variant) form.set("variant_ids", variant.id);
    await api("POST", `/products/${product.id}/images`, form);
  }
}

async function eachAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
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
