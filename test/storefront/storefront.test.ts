import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { createCategory } from "../../src/catalog/categories/categories.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type Product } from "../../src/catalog/schemas.ts";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { openStore } from "../../src/platform/store.ts";
import { giveBack } from "../checkout/shop.ts";
import { type Page, Visitor } from "./visitor.ts";

const staff = openStore(env, {
  actor: { kind: "staff", id: "usr_staff", email: "staff@souk.test", groups: ["admins"] },
});

const hostile = `<script>alert(1)</script>"onmouseover="alert(2)' <img src=x onerror=alert(3)>`;

interface Wares {
  pan: Product;
  mug: Product;
  gone: Product;
  hostile: Product;
}

let wares: Wares;

/** A small shop: two floors of categories, a pan in two sizes, a reduced mug, something sold out, something hostile. */
async function stockUp(): Promise<Wares> {
  const kitchen = await createCategory(staff, { name: "Kitchen", parent_id: null, position: 0 });
  const pans = await createCategory(staff, { name: "Pans", parent_id: kitchen.id, position: 0 });
  const make = (given: unknown) => createProduct(staff, newProduct.parse(given));
  const price = (amount: number, before: number | null = null) => [
    { currency: "EUR", amount, compare_at_amount: before },
  ];
  return {
    pan: await make({
      title: "Hammered pan",
      slug: "hammered-pan",
      status: "active",
      brand: "Forge 12",
      category_ids: [pans.id],
      description: "Heavy.\n\nAnd good.",
      attributes: { material: "copper" },
      options: [{ name: "Size", values: ["20 cm", "24 cm"] }],
      variants: [
        { sku: "PAN-20", options: { Size: "20 cm" }, prices: price(4900), stock: 9 },
        { sku: "PAN-24", options: { Size: "24 cm" }, prices: price(5900), stock: 0 },
      ],
    }),
    mug: await make({
      title: "Morning mug",
      slug: "morning-mug",
      status: "active",
      category_ids: [kitchen.id],
      attributes: { material: "stoneware" },
      variants: [{ sku: "MUG", prices: price(1500, 1900), stock: 40 }],
    }),
    gone: await make({
      title: "Last lamp",
      slug: "last-lamp",
      status: "active",
      variants: [{ sku: "LAMP", prices: price(9900), stock: 0 }],
    }),
    hostile: await make({
      title: hostile,
      slug: "hostile",
      status: "active",
      brand: hostile,
      description: hostile,
      attributes: { [hostile.slice(0, 70)]: hostile },
      variants: [{ sku: "HOSTILE", prices: price(100), stock: 5 }],
    }),
  };
}

beforeAll(async () => {
  wares = await stockUp();
});

const title = (page: Page): string | undefined => page.headings.find(({ level }) => level === 1)?.text;

async function gzipped(text: string): Promise<number> {
  const packed = new Response(text).body?.pipeThrough(new CompressionStream("gzip"));
  return (await new Response(packed).arrayBuffer()).byteLength;
}

const asset = (path: string): Promise<Response> => env.ASSETS.fetch(`https://souk.test${path}`);

const address = {
  email: "ada@example.com",
  name: "Ada Lovelace",
  line1: "Unter den Linden 1",
  postal_code: "10117",
  city: "Berlin",
};

async function withPan(quantity = "1"): Promise<{ visitor: Visitor; cart: Page }> {
  const visitor = new Visitor();
  const page = await visitor.visit("/products/hammered-pan");
  return { visitor, cart: await visitor.submit(page, "/cart/add", { quantity }) };
}

describe("every page", () => {
  const pages = {
    "/": "Good things, made to be used every day.",
    "/categories/kitchen": "Kitchen",
    "/categories/pans": "Pans",
    "/search": "Everything",
    "/search?q=pan": "Results for “pan”",
    "/search?q=xqzzy": "Results for “xqzzy”",
    "/products/hammered-pan": "Hammered pan",
    "/products/last-lamp": "Last lamp",
    "/cart": "Your cart is empty",
    "/sign-in": "Sign in",
    "/sign-up": "Open an account",
    "/forgot-password": "Forgotten password",
  };

  it.each(Object.entries(pages))(
    "%s has its heading, and steps down its headings one by one",
    async (path, heading) => {
      const page = await new Visitor().visit(path);
      expect(page.status).toBe(200);
      expect(title(page)).toBe(heading);
      expect(page.headings.filter(({ level }) => level === 1)).toHaveLength(1);
      let deepest = 1;
      for (const { level, text } of page.headings.slice(page.headings.findIndex((each) => each.level === 1))) {
        expect(level, `${path}: ${text}`).toBeLessThanOrEqual(deepest + 1);
        deepest = level;
      }
    },
  );

  it.each(Object.keys(pages))(
    "%s carries neither script nor style of its own, which the policy forbids",
    async (path) => {
      const { html, headers } = await new Visitor().visit(path);
      const tags = (html.match(/<[a-z][^>]*>/gi) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, ""));
      expect(tags.filter((tag) => /\sstyle=|^<style|\son[a-z]+=/i.test(tag))).toEqual([]);
      expect(html).not.toContain("javascript:");
      // Data for search engines is not run, and the policy does not concern it.
      const scripts = html.match(/<script\b[^>]*>/g)?.filter((tag) => !tag.includes('type="application/ld+json"'));
      expect(scripts).toEqual([expect.stringMatching(/src="\/store\.js\?v=[a-z0-9]+"/i)]);
      expect(headers.get("Content-Security-Policy")).toContain("script-src 'self'; style-src 'self'");
    },
  );

  it("says its language, can be skipped to its content, and labels each field", async () => {
    const { html } = await (await withPan()).visitor.visit("/checkout");
    expect(html).toContain('<html lang="en" dir="ltr">');
    expect(html).toContain('href="#main"');
    const labelled = [...html.matchAll(/<label [^>]*\bfor="([^"]+)"/g)].map(([, id]) => id);
    for (const [field] of html.matchAll(/<(?:input|select)\b[^>]*>/g)) {
      if (/type="(?:hidden|radio|checkbox)"/.test(field)) continue;
      const id = /\bid="([^"]+)"/.exec(field)?.[1];
      expect(labelled.includes(id ?? "") || field.includes("aria-label="), field).toBe(true);
    }
  });
});

describe("hostile words", () => {
  it("stand on the page as words", async () => {
    for (const path of ["/products/hostile", "/", "/search?q=script", "/categories/kitchen"]) {
      const { html } = await new Visitor().visit(path);
      expect(html).not.toContain("<script>alert");
      expect(html).not.toContain("<img src=x");
      expect(html).not.toMatch(/"\s*onmouseover="/);
    }
    expect(title(await new Visitor().visit("/products/hostile"))).toBe(hostile);
  });

  it("in a search and in a form come back as words", async () => {
    const visitor = new Visitor();
    const found = await visitor.visit(
      `/search?${new URLSearchParams({ q: hostile, brand: hostile, "attr.x": hostile })}`,
    );
    expect(found.html).not.toContain("<script>alert");
    const page = await visitor.submit(await visitor.visit("/sign-in"), "/sign-in", { email: hostile, password: "x" });
    expect(page.status).toBe(422);
    expect(page.html).not.toContain("<script>alert");
    expect(page.forms.find(({ action }) => action === "/sign-in")?.fields.email).toBe(hostile);
  });
});

describe("finding things", () => {
  it("filters by plain forms, keeps the search, and clears", async () => {
    const visitor = new Visitor();
    const all = await visitor.visit("/categories/kitchen");
    expect(all.html).toContain("Hammered pan");
    expect(all.html).toContain("Morning mug");
    const copper = await visitor.submit(all, "/categories/kitchen", { "attr.material": "copper" });
    expect(copper.html).toContain("Hammered pan");
    expect(copper.html).not.toContain("Morning mug");
    expect(copper.links.find(({ text }) => text === "Clear all filters")?.href).toBe("/categories/kitchen");
  });

  it("takes prices as people type them", async () => {
    const page = await new Visitor().visit("/categories/kitchen?price_max=15,00");
    expect(page.html).toContain("Morning mug");
    expect(page.html).not.toContain("Hammered pan");
  });

  it("shrugs at addresses that make no sense", async () => {
    for (const query of [
      "price_min=abc",
      "sort=nonsense",
      "utm_source=mail",
      "cursor=garbage",
      "q=%00",
      "attr.=",
      "in_stock=perhaps",
    ]) {
      const page = await new Visitor().visit(`/search?${query}`);
      expect(page.status, query).toBe(200);
    }
  });

  it("shows a reduced price beside the former one", async () => {
    const { html } = await new Visitor().visit("/products/morning-mug");
    expect(html).toMatch(/<ins>.*€15\.00.*<\/ins><del>.*€19\.00.*<\/del>/);
    expect(html).toContain("−21%");
  });

  it("lets a variant be chosen by a link, and says which is sold out", async () => {
    const page = await new Visitor().visit("/products/hammered-pan");
    const large = page.links.find(({ text }) => text.startsWith("24 cm"));
    expect(large?.text).toBe("24 cm (sold out)");
    const chosen = await new Visitor().visit(large?.href ?? "");
    expect(chosen.html).toContain("€59.00");
    expect(chosen.html).toMatch(/<button[^>]*disabled[^>]*>Sold out/);
  });
});

describe("without script a shopper", () => {
  it("fills a cart, changes it step by step, and empties it", async () => {
    const { visitor, cart } = await withPan("2");
    expect(cart.url.pathname).toBe("/cart");
    expect(title(cart)).toBe("Your cart");
    expect(cart.html).toContain("€98.00");
    expect(visitor.cookies.has("__Host-cart")).toBe(true);
    const more = await visitor.submit(cart, "/cart/edit", {}, "1");
    expect(more.html).toContain("€147.00");
    const typed = await visitor.submit(more, "/cart/edit", { quantity: "1" });
    expect(typed.html).toContain('data-count="1"');
    const removed = await visitor.submit(typed, "/cart/remove");
    expect(title(removed)).toBe("Your cart is empty");
  });

  it("is told why the cart says no", async () => {
    const { cart } = await withPan("50");
    expect(cart.status).toBe(409);
    expect(cart.alerts.join()).toMatch(/9/);
    expect(cart.links.find(({ text }) => text === "Back to it")?.href).toContain("/products/hammered-pan");
    const { visitor, cart: full } = await withPan();
    const negative = await visitor.submit(full, "/cart/edit", { quantity: "-4" });
    expect(negative.alerts.join()).toContain("whole number");
  });

  it("orders and pays, and follows the order", async () => {
    const { visitor } = await withPan();
    const checkout = await visitor.visit("/checkout");
    expect(title(checkout)).toBe("Checkout");
    const gateway = await visitor.submit(checkout, "/checkout", address, "order");
    expect(gateway.url.pathname).toMatch(/^\/pay\/test\/pay_/);
    const back = await visitor.submit(gateway, gateway.url.pathname, {}, "approve");
    expect(back.html).toContain("Ada Lovelace");
    expect(back.url.searchParams.get("token")).toBeTruthy();
    const order = await visitor.visit(back.url.pathname + back.url.search);
    expect(order.status).toBe(200);
    const stranger = await new Visitor().visit(back.url.pathname);
    expect(stranger.status).toBe(404);
    expect(title(await visitor.visit("/cart"))).toBe("Your cart is empty");
  });

  it("is not asked to pay again after money went back", async () => {
    const { visitor } = await withPan();
    const gateway = await visitor.submit(await visitor.visit("/checkout"), "/checkout", address, "order");
    const back = await visitor.submit(gateway, gateway.url.pathname, {}, "approve");
    expect(back.url.pathname).toBe("/checkout/return");
    const id = back.url.searchParams.get("order") ?? "";
    for (const amount of [100, undefined]) {
      await giveBack(staff, id, { amount, reason: "A scratch" });
      const later = await visitor.visit(back.url.pathname + back.url.search);
      expect(later.url.pathname).toBe(`/orders/${id}`);
      expect(later.html).not.toContain("Pay now");
    }
  });

  it("is told, not thanked, when a paid order was cancelled", async () => {
    const { visitor } = await withPan();
    const gateway = await visitor.submit(await visitor.visit("/checkout"), "/checkout", address, "order");
    const back = await visitor.submit(gateway, gateway.url.pathname, {}, "approve");
    await cancelOrder(staff, back.url.searchParams.get("order") ?? "", "The pan fell down");
    const later = await visitor.visit(back.url.pathname + back.url.search);
    expect(later.url.pathname).toMatch(/^\/orders\//);
    expect(later.html).not.toContain("It is yours");
    expect(later.html).toContain("The pan fell down");
  });

  it("who picks the order up is not told of a parcel", async () => {
    const { visitor } = await withPan();
    const pickup = { ...address, shipping_option: "pickup" };
    const counted = await visitor.submit(await visitor.visit("/checkout"), "/checkout", pickup, "recount");
    const gateway = await visitor.submit(counted, "/checkout", {}, "order");
    const back = await visitor.submit(gateway, gateway.url.pathname, {}, "approve");
    const { order, token } = Object.fromEntries(back.url.searchParams);
    const followed = await visitor.visit(`/orders/${order}?token=${token}`);
    for (const { html } of [back, followed]) {
      expect(html).toContain("Ready to be picked up");
      expect(html).toContain("To be picked up at our shop");
      expect(html).not.toMatch(/parcel|On its way|Where it goes|Unter den Linden/);
    }
  });

  it("gets the checkout back with what was typed, and each fault at its field", async () => {
    const { visitor } = await withPan();
    const checkout = await visitor.visit("/checkout");
    const wrong = await visitor.submit(
      checkout,
      "/checkout",
      { ...address, email: "ada@", city: " ", postal_code: " ", phone: "none", country: "FR" },
      "order",
    );
    expect(wrong.status).toBe(422);
    expect(wrong.html).toMatch(/id="email"[^>]*aria-invalid="true"[^>]*aria-describedby="email-error/);
    expect(wrong.html).toContain('id="postal_code-error"');
    expect(wrong.html).toContain('id="phone-error"');
    const told = [...wrong.html.matchAll(/<li><a href="#(\w+)">/g)].map(([, field]) => field);
    expect(told).toEqual(["email", "postal_code", "city", "phone"]);
    const kept = wrong.forms.find(({ action }) => action === "/checkout")?.fields;
    expect(kept).toMatchObject({ email: "ada@", line1: "Unter den Linden 1", country: "FR", phone: "none" });
  });

  it("counts again when shipping changes, and cannot order at a total that was never shown", async () => {
    const { visitor } = await withPan();
    const checkout = await visitor.visit("/checkout");
    const stale = await visitor.submit(checkout, "/checkout", { ...address, shipping_option: "express" }, "order");
    expect(stale.status).toBe(422);
    expect(stale.alerts.join()).toContain("total");
    const express = await visitor.submit(checkout, "/checkout", { ...address, shipping_option: "express" }, "recount");
    expect(express.status).toBe(200);
    expect(express.html).toContain("€61.90");
    const gateway = await visitor.submit(express, "/checkout", {}, "order");
    expect(gateway.url.pathname).toMatch(/^\/pay\/test\//);
  });

  it("places one order however often the button is pressed", async () => {
    const { visitor } = await withPan();
    const checkout = await visitor.visit("/checkout");
    const [first, second] = await Promise.all([
      visitor.submit(checkout, "/checkout", address, "order"),
      visitor.submit(checkout, "/checkout", address, "order"),
    ]);
    const third = await visitor.submit(checkout, "/checkout", address, "order");
    const gateways = [first, second, third].map(({ url }) => url.pathname).filter((path) => path.startsWith("/pay/"));
    expect(new Set(gateways).size).toBe(1);
    expect(third.url.pathname).toBe(gateways[0]);
  });

  it("tries again after a payment that was declined", async () => {
    const { visitor } = await withPan();
    const gateway = await visitor.submit(await visitor.visit("/checkout"), "/checkout", address, "order");
    const back = await visitor.submit(gateway, gateway.url.pathname, {}, "decline");
    expect(back.html).toContain("did not go through");
    const action = back.forms.find((form) => form.action.includes("/pay"))?.action ?? "";
    const again = await visitor.submit(back, new URL(action, back.url).pathname);
    expect(again.url.pathname).toMatch(/^\/pay\/test\/pay_/);
    expect(again.url.pathname).not.toBe(gateway.url.pathname);
  });

  it("is sent from an empty checkout to the cart", async () => {
    expect((await new Visitor().visit("/checkout")).url.pathname).toBe("/cart");
  });
});

describe("an account", () => {
  it("is asked for before orders are listed", async () => {
    const page = await new Visitor().visit("/account");
    expect(page.url.pathname + page.url.search).toBe("/sign-in?next=%2Faccount".replace("%2F", "/"));
  });

  it("is opened by mail, signs in, and starts without orders", { timeout: 30_000 }, async () => {
    const visitor = new Visitor();
    const signUp = await visitor.visit("/sign-up");
    const short = await visitor.submit(signUp, "/sign-up", { name: "Ada", email: "ada@souk.test", password: "short" });
    expect(short.status).toBe(422);
    expect(short.html).toContain('id="password-error"');
    expect(short.html).not.toContain('value="short"');
    const sent = await visitor.submit(short, "/sign-up", { password: "a sentence is good" });
    expect(title(sent)).toBe("Look into your mail");
    const mail = await env.CUSTOMERS.prepare("select data from outbox where type = 'customer.created'").first<string>(
      "data",
    );
    const { confirm_token } = JSON.parse(mail ?? "{}") as { confirm_token: string };
    const confirm = await visitor.visit(`/confirm?token=${confirm_token}`);
    expect(title(await visitor.submit(confirm, "/confirm"))).toBe("Your account is open");
    expect(title(await visitor.submit(confirm, "/confirm"))).toBe("That link no longer works");
    const wrong = await visitor.submit(await visitor.visit("/sign-in"), "/sign-in", {
      email: "ada@souk.test",
      password: "wrong password",
    });
    expect(wrong.status).toBe(422);
    expect(wrong.alerts.join()).toContain("password");
    const account = await visitor.submit(wrong, "/sign-in", { password: "a sentence is good" });
    expect(title(account)).toBe("Your orders");
    expect(account.html).toContain("You have not ordered anything yet.");
    const left = await visitor.submit(account, "/sign-out");
    expect(left.url.pathname).toBe("/");
    expect((await visitor.visit("/account")).url.pathname).toBe("/sign-in");
  });

  it("says that a new password is set", async () => {
    const visitor = new Visitor();
    await visitor.submit(await visitor.visit("/sign-up"), "/sign-up", {
      name: "Bo",
      email: "bo@souk.test",
      password: "a sentence is good",
    });
    await visitor.submit(await visitor.visit("/forgot-password"), "/forgot-password", { email: "bo@souk.test" });
    const mail = await vi.waitUntil(() =>
      env.CUSTOMERS.prepare("select data from outbox where type = 'customer.password-reset-requested'").first<string>(
        "data",
      ),
    );
    const { reset_token } = JSON.parse(mail) as { reset_token: string };
    const form = await visitor.visit(`/reset-password?token=${reset_token}`);
    const set = await visitor.submit(form, "/reset-password", { password: "another sentence" });
    expect(title(set)).toBe("Your new password is set");
    expect(set.links.map(({ href }) => href)).toContain("/sign-in");
  });

  it("never leads out of the shop after signing in", async () => {
    for (const next of ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"]) {
      const page = await new Visitor().visit(`/sign-in?${new URLSearchParams({ next })}`);
      expect(page.forms.find(({ action }) => action === "/sign-in")?.fields.next).toBe("/account");
    }
  });
});

describe("what goes wrong", () => {
  it("is a page for people and a problem document for programs", async () => {
    const page = await new Visitor().visit("/nowhere");
    expect(page.status).toBe(404);
    expect(title(page)).toBe("There is nothing at this address");
    const missing = await new Visitor().visit("/products/never-was");
    expect(title(missing)).toBe("There is nothing at this address");
    const program = await exports.default.fetch("https://souk.test/api/v1/nowhere", {
      headers: { Accept: "text/html" },
    });
    expect(program.headers.get("Content-Type")).toBe("application/problem+json");
  });

  it("refuses forms of other sites and forms that are too long", async () => {
    const foreign = await exports.default.fetch("https://souk.test/cart/add", {
      method: "POST",
      headers: {
        Accept: "text/html",
        Cookie: "__Host-cart=cart_01jd2v4q8r3x5y7z9b1d3f5h7k",
        "Sec-Fetch-Site": "cross-site",
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: `variant_id=${wares.mug.variants[0]?.id}&quantity=1`,
    });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get("Content-Type")).toContain("text/html");
    const long = await exports.default.fetch("https://souk.test/cart/add", {
      method: "POST",
      headers: { Accept: "text/html", "Content-Type": "application/x-www-form-urlencoded" },
      body: `variant_id=${"x".repeat(100_000)}`,
    });
    expect(long.status).toBe(413);
  });
});

describe("what a page weighs, packed", () => {
  it("keeps to 12 KB of style, 15 KB of script and 60 KB in all for a product, without pictures", async () => {
    const [styles, script, pattern, chevron] = await Promise.all(
      ["/store.css", "/store.js", "/pattern.svg", "/chevron.svg"].map(async (path) =>
        gzipped(await (await asset(path)).text()),
      ),
    );
    const page = await gzipped((await new Visitor().visit("/products/hammered-pan")).html);
    expect(styles).toBeLessThan(12_000);
    expect(script).toBeLessThan(15_000);
    const all = [styles, script, pattern, chevron, page].reduce<number>((sum, size) => sum + (size ?? 0), 0);
    expect(all).toBeLessThan(60_000);
  });
});
