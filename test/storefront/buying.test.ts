import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { giveBack } from "../checkout/shop.ts";
import { Visitor } from "./visitor.ts";
import { address, staff, stockUp, title, withPan } from "./wares.ts";

beforeAll(async () => {
  await stockUp();
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

  it("buys for a business without VAT where the buyer accounts for it, and is told of a number that is none", async () => {
    const { visitor } = await withPan();
    const checkout = await visitor.visit("/checkout");
    const french = { ...address, country: "FR", postal_code: "69002", city: "Lyon" };
    const wrong = await visitor.submit(checkout, "/checkout", { ...french, vat_id: "FR00" }, "recount");
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('id="vat_id-error"');
    const right = await visitor.submit(wrong, "/checkout", { ...french, vat_id: "FR40303265045" }, "recount");
    expect(right.status).toBe(200);
    expect(right.html).toContain("Reverse charge: you account for the tax");
    expect(wrong.html).not.toContain("Reverse charge");
    const sums = [wrong, right].map(({ forms }) => {
      return Number(forms.find(({ action }) => action === "/checkout")?.fields.expected_total);
    });
    expect(sums[1]).toBeLessThan(sums[0] ?? 0);
    const gateway = await visitor.submit(right, "/checkout", {}, "order");
    expect(gateway.url.pathname).toMatch(/^\/pay\/test\//);
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
