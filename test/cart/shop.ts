import { env, exports } from "cloudflare:workers";
import { makeId } from "../../src/platform/ids.ts";
// Here before it is asked for: of two requests that load the same at once, the tests' runtime lets one wait for ever.
import "../../src/house.ts";

/** A variant on sale in the shop under test. */
export interface Good {
  variant_id: string;
  product_id: string;
  sku: string;
  line_id: string;
}

export interface GoodOptions {
  title?: string;
  price?: number;
  available?: number | null;
  weight_grams?: number;
  status?: "draft" | "active" | "archived";
}

let count = 0;

/** Puts a product of one variant on sale. */
export async function sell(options: GoodOptions = {}): Promise<Good> {
  const [good] = await sellMany(1, options);
  if (!good) throw new Error("Nothing was put on sale.");
  return good;
}

/** Puts several products of one variant each on sale, in one batch. */
export async function sellMany(many: number, options: GoodOptions = {}): Promise<Good[]> {
  const { title = "Copper pan", price = 1999, available = 10, weight_grams = 500, status = "active" } = options;
  const now = new Date().toISOString();
  const goods = Array.from({ length: many }, (): Good => {
    const product_id = makeId("prod", Date.now());
    const variant_id = makeId("var", Date.now());
    return { product_id, variant_id, sku: `SKU-${++count}`, line_id: variant_id.replace("var_", "line_") };
  });
  await env.CATALOG.batch(
    goods.flatMap(({ product_id, variant_id, sku }) => [
      env.CATALOG.prepare(
        "insert into products (id, slug, title, status, created_at, updated_at) values (?, ?, ?, ?, ?, ?)",
      ).bind(product_id, `${sku.toLowerCase()}`, title, status, now, now),
      env.CATALOG.prepare(
        "insert into variants (id, product_id, position, sku, options, weight_grams, available) values (?, ?, 0, ?, '{}', ?, ?)",
      ).bind(variant_id, product_id, sku, weight_grams, available),
      env.CATALOG.prepare("insert into prices (variant_id, currency, amount) values (?, 'EUR', ?)").bind(
        variant_id,
        price,
      ),
    ]),
  );
  return goods;
}

export async function setPrice(good: Good, amount: number): Promise<void> {
  await env.CATALOG.prepare("update prices set amount = ? where variant_id = ?").bind(amount, good.variant_id).run();
}

export async function setAvailable(good: Good, available: number | null): Promise<void> {
  await env.CATALOG.prepare("update variants set available = ? where id = ?").bind(available, good.variant_id).run();
}

export async function archive(good: Good): Promise<void> {
  await env.CATALOG.prepare("update products set status = 'archived' where id = ?").bind(good.product_id).run();
}

/** A JSON request to the store. */
export function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return exports.default.fetch(`https://souk.test/api/v1${path}`, {
    method,
    headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}
