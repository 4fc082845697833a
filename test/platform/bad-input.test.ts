import { createExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { house as app } from "../../src/house.ts";
import { writeCursor } from "../../src/platform/http/pages.ts";
import { makeId } from "../../src/platform/ids.ts";
import { ownPath } from "../../src/storefront/forms.ts";
import { ask, sell } from "../checkout/shop.ts";
import { bearer, cookieOf, logIn, newCustomer, password, signInStaff } from "../identity/people.ts";

/** What people type, and what those who mean harm send. */

const script = `"><script>alert(1)</script>'`;

let staff: Record<string, string>;
let customer: Record<string, string>;
let cookie: string;
let good: Awaited<ReturnType<typeof sell>>;

beforeAll(async () => {
  staff = bearer(await signInStaff());
  await newCustomer("ada@example.com");
  const session = await logIn("ada@example.com");
  customer = bearer(session.body.access_token);
  cookie = cookieOf(session);
  good = await sell({ title: script });
  await sell({ title: "Copper pan" });
  await sell({ title: "Iron pan" });
});

const visit = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(`https://souk.test${path}`, {
    redirect: "manual",
    headers: { accept: "text/html", ...headers },
  });

const send = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(`https://souk.test${path}`, {
    method: "POST",
    redirect: "manual",
    headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams(fields).toString(),
  });

const codeOf = async (answer: Response): Promise<string> => (await answer.json<{ code: string }>()).code;

describe("a cursor", () => {
  const lists: [path: string, headers: () => Record<string, string>][] = [
    ["/products?sort=newest&limit=1", () => ({})],
    ["/products?sort=title&limit=1", () => ({})],
    ["/products?sort=price&limit=1", () => ({})],
    ["/products?q=pan&limit=1", () => ({})],
    ["/inventory?limit=1", () => staff],
    ["/products/import?limit=1", () => staff],
    ["/orders?limit=1", () => staff],
    ["/events/dead-letters?limit=1", () => staff],
  ];
  /** Lists that are empty here, and so give no cursor: what theirs are called. */
  const names: Record<string, string> = {
    "/products/import?limit=1": "imports",
    "/orders?limit=1": "orders:[{},null]",
    "/events/dead-letters?limit=1": "dead-letters",
  };

  it.each(lists)("that nobody was given is refused: %s", async (path, headers) => {
    const { next_cursor } = await (await ask("GET", path, undefined, headers())).json<{ next_cursor: string | null }>();
    const name = next_cursor === null ? names[path] : readName(next_cursor);
    if (name === undefined) throw new Error(`Nobody knows what the cursors of ${path} are called.`);
    const keys: unknown[][] = [[], [{}], [[]], [true], [null, null], [{}, {}], [[1], [2]], ["a", "b", "c"], [1, 2, 3]];
    const cursors = [
      ...keys.map((each) => writeCursor(name, each as string[])),
      writeCursor("another list", ["a", "b"]),
      "",
      "!!!",
      "W10",
      "\u0000",
      "x".repeat(1999),
    ];
    for (const cursor of cursors) {
      const asked = `${path}&cursor=${encodeURIComponent(cursor)}`;
      expect(await codeOf(await ask("GET", asked, undefined, headers())), asked).toBe("invalid-cursor");
    }
  });

  const readName = (cursor: string): string => {
    const [name] = JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/"))) as [string];
    return name;
  };
});

describe("a page of another site", () => {
  const elsewhere = [
    { origin: "https://evil.test" },
    { origin: "null" },
    { origin: "http://souk.test" },
    { origin: "https://souk.test.evil.test" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ] as const;

  it.each(elsewhere)("can send none of the shop's forms, with a cookie or without: %j", async (headers) => {
    const forms: [path: string, fields: Record<string, string>][] = [
      ["/sign-in", { email: "ada@example.com", password }],
      ["/sign-up", { email: "eve@example.com", password, name: "Eve" }],
      ["/sign-out", {}],
      ["/forgot-password", { email: "ada@example.com" }],
      ["/cart/add", { variant_id: good.variant_id, quantity: "1" }],
      ["/cart/edit", {}],
      ["/cart/remove", {}],
      ["/checkout", { do: "order" }],
      ["/orders/x/pay", {}],
    ];
    for (const [path, fields] of forms) {
      for (const own of [{}, { cookie }]) {
        const answer = await send(path, fields, { ...headers, ...own });
        expect(answer.status, path).toBe(403);
        expect(answer.headers.getSetCookie(), path).toEqual([]);
      }
    }
  });

  it("cannot put another cart in the place of a shopper's by the API either", async () => {
    const wanted = { variant_id: good.variant_id, quantity: 1 };
    const answer = await ask("POST", "/cart/add", wanted, { origin: "https://evil.test" });
    expect(await codeOf(answer)).toBe("cross-origin");
  });

  it("is not where a sign-in leads", async () => {
    const answer = await send("/sign-in", { email: "ada@example.com", password, next: "/.//evil.test" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/account"]);
  });

  it.each([
    "//evil.test",
    "/.//evil.test",
    "/a/..//evil.test",
    "/..//evil.test",
    "/%2e//evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "/\n//evil.test",
    "https://evil.test/",
    "javascript:alert(1)",
    "",
  ])("is not a path of the shop: %j", (given) => {
    expect(ownPath(given, "/account")).toBe("/account");
  });

  it("is not where the way back from the cart leads", async () => {
    const page = await (await send("/cart/add", { variant_id: "none", back: "/.//evil.test" })).text();
    expect(page).not.toContain("//evil.test");
  });
});

describe("what somebody typed", () => {
  it("never becomes a part of a page, wherever it is shown", async () => {
    const typed = encodeURIComponent(script);
    const { slug } = await (await ask("GET", `/products/${good.product_id}`)).json<{ slug: string }>();
    const cart = {
      cookie: `__Host-cart=${(await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 1 })).headers.get("x-cart-id")}`,
    };
    const fields = Object.fromEntries(
      [
        "email",
        "name",
        "company",
        "line1",
        "city",
        "postal_code",
        "country",
        "phone",
        "shipping_option",
        "idempotency_key",
        "token",
        "next",
        "back",
        "line_id",
        "variant_id",
        "quantity",
        "password",
      ].map((name) => [name, script]),
    );
    const pages = [
      ...["/", "/cart", "/checkout", `/products/${slug}`, "/search?q=script"].map((path) => visit(path, cart)),
      visit(`/products/${slug}?variant=${typed}`),
      visit(`/search?q=${typed}&attr.${typed}=${typed}&brand=${typed}&sort=${typed}`),
      visit(`/categories/${typed}`),
      visit(`/sign-in?next=/${typed}`),
      visit(`/confirm?token=${typed}`),
      visit(`/reset-password?token=${typed}`),
      visit(`/orders/${typed}?token=${typed}`),
      visit(`/dev/mailbox?to=${typed}`),
      visit(`/nothing/${typed}`),
      ...["/sign-in", "/sign-up", "/confirm", "/reset-password", "/forgot-password", "/cart/add", "/cart/edit"].map(
        (path) => send(path, fields),
      ),
      send("/checkout", { ...fields, do: "order" }, cart),
    ];
    for (const answer of await Promise.all(pages)) {
      const page = await answer.text();
      expect(answer.status, answer.url).toBeLessThan(500);
      expect(page, answer.url).not.toContain("<script>alert");
      expect(page, answer.url).not.toMatch(/="[^"]*"><script/);
    }
  });

  it("is refused where it is half a character, which no database keeps as it came", async () => {
    const product = { title: "half \ud800", variants: [{ sku: "HALF", prices: [{ currency: "EUR", amount: 1 }] }] };
    const refused = await ask("POST", "/products", product, staff);
    expect(await refused.json()).toMatchObject({ code: "invalid-input", errors: [{ pointer: "/title" }] });
    const profile = await ask("PATCH", "/users/profile", { name: "\ud800" }, customer);
    expect(await profile.json()).toMatchObject({ code: "invalid-input", errors: [{ pointer: "/name" }] });
  });

  it("is kept as it came where it is unusual: pictures, right to left, names that JavaScript uses itself", async () => {
    const product = {
      title: "🦆 قِدْر نحاسي 👩‍🍳",
      status: "active",
      attributes: { constructor: "copper", toString: "iron" },
      options: [{ name: "constructor", values: ["wide"] }],
      variants: [{ sku: "UNUSUAL", options: { constructor: "wide" }, prices: [{ currency: "EUR", amount: 100 }] }],
    };
    const made = await (await ask("POST", "/products", product, staff)).json<{ id: string }>();
    const found = await ask("GET", "/products?attr.constructor=copper");
    expect(await found.json()).toMatchObject({
      data: [{ id: made.id, title: product.title, attributes: product.attributes, options: product.options }],
      facets: { attributes: { toString: [{ value: "iron", count: 1 }] } },
    });
    const missing = { ...product, variants: [{ ...product.variants[0], sku: "MISSING", options: {} }] };
    const refused = await ask("POST", "/products", missing, staff);
    expect(await refused.json()).toMatchObject({ errors: [{ detail: "Say which constructor it is." }] });
  });

  it("as a number in a query is a number, or refused", async () => {
    for (const wrong of [
      "limit=1e1",
      "limit=0x5",
      "limit=",
      "limit=1&limit=2",
      "price_min=",
      "price_max=%20",
      "price_min=1e3",
      "price_max=-0",
      "price_min=99999999999999999999",
    ]) {
      expect(await codeOf(await ask("GET", `/products?${wrong}`)), wrong).toBe("invalid-input");
    }
    expect((await ask("GET", "/products?limit=5&price_min=0&price_max=1000000000000")).status).toBe(200);
  });

  it("as a form that is none is told apart from JSON that is none", async () => {
    const answer = await ask("POST", `/products/${good.product_id}/images`, "junk", {
      ...staff,
      "Content-Type": "multipart/form-data; boundary=x",
    });
    expect(await answer.json()).toMatchObject({ status: 400, code: "invalid-input" });
  });

  it("never breaks an endpoint, whatever it is and wherever it stands", async () => {
    const odd = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom(
        "\u0000",
        "\ud800",
        "\u202e",
        "a".repeat(10_000),
        "'; drop table products; --",
        "1e3",
        "__proto__",
      ),
      fc.integer(),
      fc.double(),
      fc.constantFrom(null, true, [], {}, 1e21, -1, 0, 2 ** 53),
      fc.array(fc.string(), { maxLength: 3 }),
    );
    const requests: [method: string, path: string, headers: Record<string, string>, body: Json][] = [
      [
        "POST",
        "/products",
        staff,
        {
          title: "T",
          slug: "t",
          attributes: { a: "b" },
          options: [{ name: "A", values: ["1"] }],
          variants: [{ sku: "F", options: { A: "1" }, stock: 1, prices: [{ currency: "EUR", amount: 1 }] }],
        },
      ],
      ["POST", "/categories", staff, { name: "N", slug: "n", parent_id: null, position: 0 }],
      ["POST", "/cart/add", {}, { variant_id: good.variant_id, quantity: 1 }],
      [
        "PATCH",
        "/users/profile",
        customer,
        {
          name: "x",
          locale: "en",
          phone: "+4930123456",
          addresses: [{ name: "A", line1: "B", city: "C", postal_code: "D", country: "DE" }],
        },
      ],
      ["POST", `/inventory/${good.sku}/update`, staff, { location: "main", delta: 1, reason: "r" }],
      ["POST", "/users/refresh", {}, { refresh_token: "x" }],
      ["POST", "/users/password/reset", {}, { token: "x", password }],
    ];
    for (const [method, path, headers, body] of requests) {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...placesIn(body)), odd, async (place, value) => {
          const answer = await ask(method, path, JSON.stringify(replaced(body, place, value)), headers);
          expect(answer.status, await answer.text()).toBeLessThan(500);
        }),
        { numRuns: 40 },
      );
    }
  }, 30_000);

  interface Json {
    [name: string]: unknown;
  }

  /** The way to every field and item inside. */
  function placesIn(value: unknown): string[][] {
    if (value === null || typeof value !== "object") return [];
    return Object.entries(value).flatMap(([name, inner]) => [
      [name],
      ...placesIn(inner).map((rest) => [name, ...rest]),
    ]);
  }

  function replaced(value: unknown, [name, ...rest]: string[], by: unknown): unknown {
    if (name === undefined) return by;
    if (Array.isArray(value))
      return value.map((item, index) => (String(index) === name ? replaced(item, rest, by) : item));
    return Object.fromEntries(
      Object.entries(value ?? {}).map(([key, inner]) => [key, key === name ? replaced(inner, rest, by) : inner]),
    );
  }
});

describe("headers that make no sense", () => {
  it("of a browser are borne", async () => {
    const headers: Record<string, string>[] = [
      { cookie: `=;;;=%%%; __Host-cart=%00; __Host-session=~~~; a=${"x".repeat(8000)}` },
      { cookie: Array.from({ length: 500 }, (_, index) => `c${index}=v`).join("; ") },
      { "accept-language": "%%%,;q=;;;,*;q=9" },
      { "if-none-match": ',,"",W/' },
      { traceparent: "00-zzz" },
      { range: "bytes=5-1" },
    ];
    for (const each of headers) expect((await visit("/", each)).status, JSON.stringify(each)).toBe(200);
  });

  it("of a program are refused", async () => {
    const versions = [`"${"9".repeat(400)}"`, "*", '"1", "2"', "junk", '"-1"', '"1.5"'];
    for (const version of versions) {
      const answer = await ask(
        "PATCH",
        `/products/${good.product_id}`,
        { brand: "x" },
        { ...staff, "If-Match": version },
      );
      expect(await codeOf(answer), version).toBe("changed-meanwhile");
    }
    for (const id of ["junk", "'; drop table carts", makeId("ord", Date.now()), "cart_"]) {
      expect(await codeOf(await ask("GET", "/cart", undefined, { "x-cart-id": id })), id).toBe("invalid-input");
    }
  });
});

describe("a page", () => {
  it("that shows a cart or an account is kept by no cache that others use", async () => {
    const cart = (await ask("POST", "/cart/add", { variant_id: good.variant_id, quantity: 1 })).headers.get(
      "x-cart-id",
    );
    for (const path of ["/", "/search", "/cart", "/account", "/checkout", "/sign-in", "/nothing-here"]) {
      for (const cookies of [`__Host-cart=${cart}`, cookie]) {
        const answer = await visit(path, { cookie: cookies });
        if (answer.status >= 300 && answer.status < 400) continue;
        expect(answer.headers.get("Cache-Control"), path).toMatch(/^private, no-(?:store|cache)$/);
      }
    }
  });
});

describe("a live store", () => {
  const live = { ...env, STORE_MODE: "live" };

  it.each([
    ["GET", "/dev/mailbox"],
    ["GET", "/dev/mailbox.json"],
    ["GET", "/dev/mailbox/mail_1/html"],
    ["POST", "/dev/staff"],
    ["GET", "/pay/test/pay_1"],
    ["POST", "/pay/test/pay_1"],
  ])("has no %s %s", async (method, path) => {
    const request = new Request(`https://souk.test${path}`, {
      method,
      headers: { "x-auth-secret": env.AUTH_SECRET, "content-type": "application/json" },
      ...(method === "POST" && { body: JSON.stringify({ email: "eve@example.com", password, name: "Eve" }) }),
    });
    expect((await app.fetch(request, live, createExecutionContext())).status).toBe(404);
  });
});
