import { migrateOne } from "../scripts/migrate.ts";
import { inside } from "../scripts/repository.ts";
import { failureText } from "../src/platform/failure-text.ts";
import { orderedVariants, stockStatement } from "./order-statements.ts";
import type { Runtime } from "./runtime.ts";

/** What shoppers find and put into carts here. */
export interface Goods {
  slugs: string[];
  variantIds: string[];
}

/** How many brands the products are spread over. */
export const brandCount = 20;

/** How often a reading is asked for, where the connection breaks off. */
const tries = 3;

/**
 * Asks the store's API, with the same words for every failure. A connection that lay idle for long, because this process had
 * other work or no processor, is closed by the store; what only reads is then asked again.
 */
export async function ask<Body>(
  url: URL,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Body> {
  const init = {
    method,
    headers: { ...(body ? { "content-type": "application/json" } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  };
  const send = async (left: number): Promise<Response> => {
    try {
      return await fetch(new URL(path, url), init);
    } catch (thrown) {
      if (method === "GET" && left > 1) return send(left - 1);
      throw new Error(`${method} ${path} was not answered: ${failureText(thrown)}`, { cause: thrown });
    }
  };
  const answer = await send(tries);
  if (!answer.ok) throw new Error(`${method} ${path} was refused: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? ({} as Body) : await answer.json();
}

/** Gives both Workers their tables, the floors their stock and the store some goods. */
export async function furnish(runtime: Runtime, products: number): Promise<Goods> {
  for (const [binding, folder] of Object.entries({
    CATALOG: "catalog",
    ORDERS: "orders",
    CUSTOMERS: "customers",
    ACTIVITY: "activity",
  })) {
    await migrateOne(await runtime.database("souk", binding), inside("migrations", folder));
  }
  const books = await runtime.database("souk-floors", "BOOKS");
  await migrateOne(books, inside("migrations", "orders"));
  const level = books.prepare(stockStatement);
  await books.batch(orderedVariants.map((variant) => level.bind(variant)));

  const staff = { email: "staff@souk.test", password: runtime.secret };
  await ask(runtime.store, "POST", "/dev/staff", { ...staff, name: "Bench" }, { "x-auth-secret": runtime.secret });
  const { access_token } = await ask<{ access_token: string }>(runtime.store, "POST", "/api/v1/users/login", staff);
  const goods: Goods = { slugs: [], variantIds: [] };
  for (let number = 0; number < products; number++) {
    const product = await ask<{ slug: string; variants: { id: string }[] }>(
      runtime.store,
      "POST",
      "/api/v1/products",
      newProduct(number),
      { authorization: `Bearer ${access_token}` },
    );
    goods.slugs.push(product.slug);
    goods.variantIds.push(...product.variants.map(({ id }) => id));
  }
  return goods;
}

function newProduct(number: number): object {
  const sizes = ["Small", "Large"];
  return {
    title: `Copper kettle number ${number}`,
    slug: `copper-kettle-${number}`,
    description: "It holds water, it boils it, and it looks well on a shelf while it does not.".repeat(4),
    status: "active",
    brand: `Workshop ${number % brandCount}`,
    attributes: { material: "Copper", origin: "Fez" },
    options: [{ name: "Size", values: sizes }],
    variants: sizes.map((size, index) => ({
      sku: `KETTLE-${number}-${index}`,
      options: { Size: size },
      // One price for all, so that every order has the same total.
      prices: [{ currency: "EUR", amount: 2500 }],
      stock: 100_000_000,
      weight_grams: 800,
    })),
  };
}

/** Fills new carts with one thing each. @returns their ids. */
export async function fillCarts(store: URL, goods: Goods, count: number): Promise<string[]> {
  const ids: string[] = [];
  const numbers = Array.from({ length: count }, (_, number) => number).values();
  const shopper = async (): Promise<void> => {
    for (const number of numbers) {
      const variant_id = goods.variantIds[number % goods.variantIds.length];
      const cart = await ask<{ id: string }>(store, "POST", "/api/v1/cart/add", { variant_id, quantity: 1 });
      ids.push(cart.id);
    }
  };
  await Promise.all(Array.from({ length: 8 }, shopper));
  return ids;
}
