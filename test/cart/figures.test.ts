import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, it, vi } from "vitest";
import { addToCart, clearCart } from "../../src/cart/cart.ts";
import { readFigures } from "../../src/cart/figures.ts";
import type { CartView } from "../../src/cart/schemas.ts";
import { users } from "../../src/identity/tables.ts";
import { issueAccessToken } from "../../src/identity/tokens.ts";
import { makeId } from "../../src/platform/ids.ts";
import { openStore, type Store } from "../../src/platform/store.ts";
import { ask, sell } from "./shop.ts";

afterEach(() => {
  vi.useRealTimers();
});

const guest = (cartId: string): Store => openStore(env, { actor: { kind: "shopper", cartId } });

async function tokenOf(id: string, group: "customers" | "admins"): Promise<Record<string, string>> {
  const person = { id, email: "ada@example.com", name: "Ada", groups: [group] };
  return { authorization: `Bearer ${await issueAccessToken(openStore(env), person, makeId("ses", Date.now()))}` };
}

it("staff see how many carts live and what they are worth, as of each cart's last look", async () => {
  const figures = async () => (await readFigures(openStore(env))).data;
  const good = await sell({ price: 1500, available: null });
  const id = makeId("cus", Date.now());
  const account = openStore(env, { actor: { kind: "customer", id, email: "ada@example.com", groups: [] } });
  const cartIds = [1, 2, 3].map(() => makeId("cart", Date.now()));
  for (const cartId of cartIds) await addToCart(guest(cartId), { variant_id: good.variant_id, quantity: 2 });
  await addToCart(account, { variant_id: good.variant_id, quantity: 5 });
  expect(await figures()).toEqual([]);

  const objects = [...cartIds, `account:${id}`].map((name) => env.CART.getByName(name));
  const began = Date.now();
  const pass = async (seconds: number): Promise<void> => {
    vi.useFakeTimers({ toFake: ["Date"], now: began + seconds * 1000 });
    for (const object of objects) await runDurableObjectAlarm(object);
  };
  await pass(301);
  const all = [{ currency: "EUR", carts: 4, of_accounts: 1, pieces: 11, value: 16_500 }];
  await vi.waitFor(async () => expect(await figures()).toEqual(all));

  await clearCart(guest(cartIds[0] ?? ""));
  const fewer = [{ currency: "EUR", carts: 3, of_accounts: 1, pieces: 9, value: 13_500 }];
  await vi.waitFor(async () => expect(await figures()).toEqual(fewer));

  await pass(1810);
  const left = [{ currency: "EUR", carts: 1, of_accounts: 1, pieces: 5, value: 7500 }];
  await vi.waitFor(async () => expect(await figures()).toEqual(left));
});

it("staff see what a customer has in their cart, and nobody else does", async () => {
  const good = await sell();
  const id = makeId("cus", Date.now());
  const now = new Date();
  await openStore(env)
    .customers.insert(users)
    .values({ id, email: "ada@example.com", name: "Ada", locale: "en", created_at: now, updated_at: now });
  const own = await tokenOf(id, "customers");
  await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 3 }, own);
  const staff = await tokenOf("usr_1", "admins");
  const answer = await ask("GET", `/cart/${id}`, undefined, staff);
  expect(((await answer.json()) as CartView).items).toMatchObject([{ sku: good.sku, quantity: 3 }]);
  expect((await ask("GET", `/cart/${makeId("cus", Date.now())}`, undefined, staff)).status).toBe(404);
  expect((await ask("GET", "/cart/cart_1", undefined, staff)).status).toBe(400);
  expect((await ask("GET", "/carts", undefined, staff)).status).toBe(200);
  for (const path of [`/cart/${id}`, "/carts"]) {
    expect((await ask("GET", path, undefined, own)).status).toBe(403);
    expect((await ask("GET", path)).status).toBe(401);
  }
});
