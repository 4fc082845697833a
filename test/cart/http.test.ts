import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { CartView } from "../../src/cart/schemas.ts";
import { forgetOffers } from "../../src/catalog/prices/offers.ts";
import { issueAccessToken } from "../../src/identity/tokens.ts";
import { makeId } from "../../src/platform/ids.ts";
import { openStore } from "../../src/platform/store.ts";
import { ask, type Good, sell, sellMany, setPrice } from "./shop.ts";

interface Problem {
  code: string;
  status: number;
  errors?: { pointer: string; detail: string }[];
  available?: number;
  lines?: unknown[];
}

const cartOf = async (answer: Response): Promise<CartView> => {
  expect(answer.status).toBe(200);
  return (await answer.json()) as CartView;
};

const problemOf = async (answer: Response): Promise<Problem> => {
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  return (await answer.json()) as Problem;
};

const signIn = async (id = makeId("cus", Date.now())): Promise<Record<string, string>> => {
  const person = { id, email: "ada@example.com", name: "Ada", groups: ["customers" as const] };
  return { authorization: `Bearer ${await issueAccessToken(openStore(env), person, makeId("ses", Date.now()))}` };
};

const cookieOf = (answer: Response): string => answer.headers.get("Set-Cookie") ?? "";

describe("a shopper without an account", () => {
  it("has an empty cart without a name before anything is in it", async () => {
    const answer = await ask("GET", "/cart");
    expect(answer.headers.get("Set-Cookie")).toBeNull();
    expect(await cartOf(answer)).toMatchObject({ id: null, version: 0, items: [], total: 0, expires_in_seconds: null });
  });

  it("is given a cart with the first thing, by body, header and cookie", async () => {
    const good = await sell();
    const answer = await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 2 });
    const cart = await cartOf(answer);
    expect(answer.headers.get("x-cart-id")).toBe(cart.id);
    expect(answer.headers.get("ETag")).toBe('"1"');
    expect(answer.headers.get("Cache-Control")).toContain("no-store");
    const cookie = cookieOf(answer);
    expect(cookie).toMatch(new RegExp(`^__Host-cart=${cart.id};`));
    for (const flag of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(cookie).toContain(flag);
    const named = { "x-cart-id": cart.id ?? "" };
    expect(await cartOf(await ask("GET", "/cart", undefined, named))).toEqual(cart);
    const browser = { cookie: `__Host-cart=${cart.id}`, "sec-fetch-site": "same-origin" };
    const more = await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 1 }, browser);
    expect(cookieOf(more)).toBe("");
    expect(await cartOf(more)).toMatchObject({ id: cart.id, items: [{ quantity: 3 }] });
  });

  it("edits, removes and clears", async () => {
    const [pan, spoon] = await sellMany(2);
    if (!pan || !spoon) throw new Error("too little on sale");
    const { id } = await cartOf(await ask("POST", "/cart/add", { variant_id: pan.variant_id, quantity: 1 }));
    const named = { "x-cart-id": id ?? "" };
    await ask("POST", "/cart/add", { variant_id: spoon.variant_id, quantity: 1 }, named);
    const edited = await ask("PATCH", "/cart/edit", { line_id: pan.line_id, quantity: 4 }, named);
    expect(await cartOf(edited)).toMatchObject({ version: 3, items: [{ quantity: 4 }, { quantity: 1 }] });
    const zero = await ask("PATCH", "/cart/edit", { line_id: pan.line_id, quantity: 0 }, named);
    expect((await cartOf(zero)).items.map((item) => item.sku)).toEqual([spoon.sku]);
    const removed = await ask("POST", "/cart/remove", { line_id: spoon.line_id }, named);
    expect((await cartOf(removed)).items).toEqual([]);
    expect((await ask("POST", "/cart/remove", { line_id: spoon.line_id }, named)).status).toBe(404);
    expect((await cartOf(await ask("POST", "/cart/clear", undefined, named))).items).toEqual([]);
  });

  it("is told how many are left when asking for more", async () => {
    const good = await sell({ available: 3, title: "Last spoons" });
    const answer = await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 4 });
    expect(answer.status).toBe(409);
    expect(await problemOf(answer)).toMatchObject({
      code: "insufficient-stock",
      detail: "Only 3 of Last spoons left.",
      available: 3,
      lines: [{ variant_id: good.variant_id, sku: good.sku, requested: 4, available: 3 }],
    });
  });

  it("may add up to 999 of one thing, and no more over several times", async () => {
    const good = await sell({ available: null });
    const first = await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 999 });
    const { id } = await cartOf(first);
    const again = await ask(
      "POST",
      "/cart/add",
      { variant_id: good.variant_id, quantity: 1 },
      { "x-cart-id": id ?? "" },
    );
    expect(again.status).toBe(422);
    expect(await problemOf(again)).toMatchObject({ code: "quantity-over-limit" });
  });

  it("sees which line costs more than an order may come to, and can let it go", async () => {
    const [cheap, dear, last] = await sellMany(3);
    if (!cheap || !dear || !last) throw new Error("too little on sale");
    const add = (good: Good) => ({ variant_id: good.variant_id, quantity: 3 });
    const { id } = await cartOf(await ask("POST", "/cart/add", add(cheap)));
    const named = { "x-cart-id": id ?? "" };
    for (const good of [dear, last]) await ask("POST", "/cart/add", add(good), named);
    await setPrice(dear, 1_000_000_000_000);
    forgetOffers([dear.variant_id]);
    await ask("PATCH", "/cart/edit", { line_id: dear.line_id, quantity: 2 }, named);
    const shown = await cartOf(await ask("GET", "/cart", undefined, named));
    expect(shown.items.map(({ notice }) => notice?.code ?? null)).toEqual([null, "too-dear", null]);
    expect(shown.items[1]).toMatchObject({ unit_price: 1_000_000_000_000, quantity: 2, total: 0, tax_total: 0 });
    expect(shown.items[0]).toMatchObject({ unit_price: 1999, total: 5997 });
    expect(shown).toMatchObject({ subtotal: 11_994, total: 11_994, notices: [{ code: "too-dear" }] });
    const quoted = await ask("POST", "/checkout/quote", {}, named);
    expect([quoted.status, await problemOf(quoted)]).toMatchObject([422, { code: "quantity-over-limit" }]);
    const visit = (path: string) =>
      exports.default.fetch(`https://souk.test/de${path}`, {
        headers: { cookie: `__Host-cart=${id}` },
        redirect: "manual",
      });
    expect(await (await visit("/cart")).text()).toContain("Das ist mehr, als eine Bestellung kosten darf");
    expect((await visit("/checkout")).headers.get("location")).toBe("/de/cart");
    const one = await cartOf(await ask("PATCH", "/cart/edit", { line_id: dear.line_id, quantity: 1 }, named));
    expect(one.items.map(({ notice }) => notice?.code ?? null)).toEqual([null, "too-dear", null]);
    const left = await cartOf(await ask("POST", "/cart/remove", { line_id: dear.line_id }, named));
    expect(left).toMatchObject({ subtotal: 11_994, notices: [] });
    expect((await ask("POST", "/checkout/quote", {}, named)).status).toBe(200);
  });

  it("may say which version is meant, and is told when another device was faster", async () => {
    const good = await sell();
    const add = { variant_id: good.variant_id, quantity: 1 };
    const { id } = await cartOf(await ask("POST", "/cart/add", add));
    const named = { "x-cart-id": id ?? "", "if-match": '"1"' };
    expect((await ask("PATCH", "/cart/edit", { line_id: good.line_id, quantity: 2 }, named)).status).toBe(200);
    const late = await ask("PATCH", "/cart/edit", { line_id: good.line_id, quantity: 3 }, named);
    expect(late.status).toBe(412);
    expect(await problemOf(late)).toMatchObject({ code: "changed-meanwhile" });
  });
});

describe("a shopper with an account", () => {
  it("meets the same cart on every device", async () => {
    const id = makeId("cus", Date.now());
    const good = await sell();
    const phone = await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 1 }, await signIn(id));
    expect(phone.headers.get("Set-Cookie")).toBeNull();
    expect(phone.headers.get("x-cart-id")).toBeNull();
    expect(await cartOf(await ask("GET", "/cart", undefined, await signIn(id)))).toMatchObject({
      items: [{ sku: good.sku, quantity: 1 }],
    });
  });

  it("finds there what was chosen before signing in, and the browser forgets the guest's cart", async () => {
    const good = await sell();
    const { id } = await cartOf(await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 2 }));
    const signedIn = await signIn();
    const answer = await ask("GET", "/cart", undefined, { ...signedIn, cookie: `__Host-cart=${id}` });
    expect(cookieOf(answer)).toMatch(/^__Host-cart=; Max-Age=0;.*Secure/);
    expect((await cartOf(answer)).items).toMatchObject([{ sku: good.sku, quantity: 2 }]);
    const again = await ask("GET", "/cart", undefined, { ...signedIn, "x-cart-id": id ?? "" });
    expect((await cartOf(again)).items).toMatchObject([{ sku: good.sku, quantity: 2 }]);
    expect((await cartOf(await ask("GET", "/cart", undefined, { "x-cart-id": id ?? "" }))).items).toEqual([]);
  });

  it("does not find their cart opened by somebody who knows its id", async () => {
    const good = await sell();
    const own = await cartOf(
      await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 1 }, await signIn()),
    );
    const stranger = await ask("GET", "/cart", undefined, { "x-cart-id": own.id ?? "" });
    expect((await cartOf(stranger)).items).toEqual([]);
  });

  it("is refused with a token that was tampered with", async () => {
    const { authorization = "" } = await signIn();
    expect((await ask("GET", "/cart", undefined, { authorization: `${authorization}x` })).status).toBe(401);
  });
});

describe("bad input", () => {
  const variant_id = makeId("var", 0);
  const line_id = makeId("line", 0);

  it.each([
    ["malformed JSON", "{", "malformed-json", null],
    ["nothing", "", "malformed-json", null],
    ["a list", [], "invalid-input", ""],
    ["null", "null", "invalid-input", ""],
    ["an unknown field", { variant_id, quantity: 1, price: 1 }, "invalid-input", "/price"],
    ["no quantity", { variant_id }, "invalid-input", "/quantity"],
    ["no variant", { quantity: 1 }, "invalid-input", "/variant_id"],
    ["a quantity of zero", { variant_id, quantity: 0 }, "invalid-input", "/quantity"],
    ["a negative quantity", { variant_id, quantity: -1 }, "invalid-input", "/quantity"],
    ["one and a half", { variant_id, quantity: 1.5 }, "invalid-input", "/quantity"],
    ["a thousand", { variant_id, quantity: 1000 }, "invalid-input", "/quantity"],
    ["a thousand million", { variant_id, quantity: 1e9 }, "invalid-input", "/quantity"],
    ["an endless number", `{"variant_id":"${variant_id}","quantity":1e999}`, "invalid-input", "/quantity"],
    ["a quantity in words", { variant_id, quantity: "1" }, "invalid-input", "/quantity"],
    ["a list of quantities", { variant_id, quantity: [1] }, "invalid-input", "/quantity"],
    ["a quantity of null", { variant_id, quantity: null }, "invalid-input", "/quantity"],
    ["a variant that is a number", { variant_id: 7, quantity: 1 }, "invalid-input", "/variant_id"],
    ["SQL", { variant_id: "'; drop table variants; --", quantity: 1 }, "invalid-input", "/variant_id"],
    ["emoji", { variant_id: "var_🍳", quantity: 1 }, "invalid-input", "/variant_id"],
    ["NUL", { variant_id: `${variant_id}\u0000`, quantity: 1 }, "invalid-input", "/variant_id"],
    ["text from right to left", { variant_id: "‮var_", quantity: 1 }, "invalid-input", "/variant_id"],
    ["ten thousand characters", { variant_id: "v".repeat(10_000), quantity: 1 }, "invalid-input", "/variant_id"],
    ["another thing's id", { variant_id: line_id, quantity: 1 }, "invalid-input", "/variant_id"],
  ])("of %s is refused where it is wrong, and opens no cart", async (_, body, code, pointer) => {
    const answer = await ask("POST", "/cart/add", body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("Set-Cookie")).toBeNull();
    const problem = await problemOf(answer);
    expect(problem.code).toBe(code);
    if (pointer !== null) expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it.each([
    ["PATCH", "/cart/edit", { line_id, quantity: -1 }, "/quantity"],
    ["PATCH", "/cart/edit", { line_id, quantity: 1000 }, "/quantity"],
    ["PATCH", "/cart/edit", { line_id: "1 or 1=1", quantity: 1 }, "/line_id"],
    ["PATCH", "/cart/edit", { line_id, quantity: 1, variant_id }, "/variant_id"],
    ["POST", "/cart/remove", { line_id: null }, "/line_id"],
    ["POST", "/cart/remove", { line_id, quantity: 1 }, "/quantity"],
  ])("to %s %s is refused: %j", async (method, path, body, pointer) => {
    const answer = await ask(method, path, body);
    expect(answer.status).toBe(400);
    expect((await problemOf(answer)).errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it.each([
    ["an unknown variant", "POST", "/cart/add", { variant_id, quantity: 1 }],
    ["a line of nobody's cart", "PATCH", "/cart/edit", { line_id, quantity: 1 }],
    ["a line that is not there", "POST", "/cart/remove", { line_id }],
  ])("that names %s finds nothing", async (_, method, path, body) => {
    const answer = await ask(method, path, body, { "x-cart-id": makeId("cart", Date.now()) });
    expect(answer.status).toBe(404);
    expect((await problemOf(answer)).code).toBe("not-found");
  });

  it.each(["cart_", "1", "account:cus_1", "cart_01JD2V4Q8R3X5Y7Z9B1D3F5H7K", "../cart", "cart_'; drop table cart"])(
    "as the cart's id is refused: %s",
    async (cartId) => {
      const answer = await ask("GET", "/cart", undefined, { "x-cart-id": cartId });
      expect(answer.status).toBe(400);
      expect((await problemOf(answer)).errors).toMatchObject([{ pointer: "/x-cart-id" }]);
    },
  );

  it("in an old cookie counts as no cart at all", async () => {
    expect(await cartOf(await ask("GET", "/cart", undefined, { cookie: "__Host-cart=rubbish" }))).toMatchObject({
      id: null,
    });
  });

  it("of no body at all is refused", async () => {
    for (const path of ["/cart/add", "/cart/remove"]) expect((await ask("POST", path)).status).toBe(400);
  });

  it("of two megabytes is too large", async () => {
    const answer = await ask("POST", "/cart/add", JSON.stringify({ variant_id: "v".repeat(2_000_000), quantity: 1 }));
    expect(answer.status).toBe(413);
    expect((await problemOf(answer)).code).toBe("too-large");
  });

  it("that is no JSON by its type is refused unread", async () => {
    const answer = await exports.default.fetch("https://souk.test/api/v1/cart/add", {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: JSON.stringify({ variant_id, quantity: 1 }),
    });
    expect(answer.status).toBe(415);
  });

  it("from another site's page is refused, though the browser sends the cookie", async () => {
    const good = await sell();
    const headers = { cookie: `__Host-cart=${makeId("cart", Date.now())}`, "sec-fetch-site": "cross-site" };
    expect((await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 1 }, headers)).status).toBe(403);
  });

  it("as a version that is none is a lost race", async () => {
    const answer = await ask("POST", "/cart/clear", undefined, { "if-match": "yesterday" });
    expect(answer.status).toBe(412);
  });
});
