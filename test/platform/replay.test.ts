import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { ask, fillCart, sell } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";

let token = "";
beforeAll(async () => {
  token = await signInStaff();
});

const product = (slug: string) => ({
  title: "Lamp",
  slug,
  description: "",
  status: "draft",
  options: [],
  variants: [{ sku: slug.toUpperCase(), options: {}, prices: [{ currency: "EUR", amount: 100 }], stock: 1 }],
});

describe("a request that is sent again under one key", () => {
  const withKey = (key: string) => ({ ...bearer(token), "Idempotency-Key": key });

  it("adds one product, and is answered as the first time", async () => {
    const first = await ask("POST", "/products", product("lamp-1"), withKey("a"));
    const again = await ask("POST", "/products", product("lamp-1"), withKey("a"));
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(first.headers.get("Idempotent-Replayed")).toBeNull();
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(await again.json()).toEqual(await first.json());
  });

  it("takes stock away once", async () => {
    const pan = await sell({ stock: 10 });
    const update = { delta: -3, reason: "Broken" };
    await Promise.all([1, 2, 3].map(() => ask("POST", `/inventory/${pan.sku}/update`, update, withKey("b"))));
    const level = await env.ORDERS.prepare("select on_hand from stock_levels where sku = ?")
      .bind(pan.sku)
      .first("on_hand");
    expect(level).toBe(7);
  });

  it("puts one thing into a cart", async () => {
    const pan = await sell();
    const cart = await fillCart(pan.variant_id);
    const headers = { "x-cart-id": cart, "Idempotency-Key": "c" };
    for (let i = 0; i < 3; i++) await ask("POST", "/cart/add", { variant_id: pan.variant_id, quantity: 1 }, headers);
    const seen = await (await ask("GET", "/cart", undefined, { "x-cart-id": cart })).json<{
      items: { quantity: number }[];
    }>();
    expect(seen.items.map(({ quantity }) => quantity)).toEqual([2]);
  });

  it("is refused with another body, and free again after a refusal", async () => {
    expect((await ask("POST", "/products", product("lamp-1"), withKey("d"))).status).toBe(409);
    expect((await ask("POST", "/products", product("lamp-2"), withKey("d"))).status).toBe(201);
    const other = await ask("POST", "/products", product("lamp-3"), withKey("d"));
    expect([other.status, (await other.json<{ code: string }>()).code]).toEqual([422, "idempotency-key-reused"]);
  });
});
