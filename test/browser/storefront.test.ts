import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { address } from "../journeys/goods.ts";
import { sharedStore } from "../journeys/store.ts";
import { faintTexts } from "./contrast.ts";

const executablePath = findChromium();
const store = sharedStore();

describe.skipIf(!executablePath)("the shop", () => {
  let browser: Browser;
  /** A pot in two sizes, of which the large one is sold out. */
  let pot: { slug: string; title: string };
  /** What the browser complained of: scripts that failed, and what the page's own policy forbade. */
  let complaints: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
    const prices = (amount: number) => [{ currency: "EUR", amount }];
    pot = await (await store.staff()).post("/products", {
      title: "Slow pot",
      slug: "slow-pot",
      status: "active",
      brand: "Ferrovale",
      description: "Heavy.\n\nAnd good.",
      options: [{ name: "Size", values: ["22 cm", "26 cm"] }],
      variants: [
        { sku: "POT-22", options: { Size: "22 cm" }, prices: prices(4000), stock: 50 },
        { sku: "POT-26", options: { Size: "26 cm" }, prices: prices(5000), stock: 0 },
      ],
    });
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    const told = complaints;
    complaints = [];
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
    expect(told).toEqual([]);
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ baseURL: store.url, reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("Failed to load")) complaints.push(message.text());
    });
    await page.goto(path);
    return page;
  }

  const toCart = (page: Page) => page.getByRole("button", { name: "Add to cart" });
  const focused = (page: Page) => page.locator(":focus");
  const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

  async function fillAddress(page: Page): Promise<void> {
    await page.getByLabel("E-mail address").fill("amina@example.org");
    await page.getByLabel("Full name").fill(address.name);
    await page.getByLabel("Street and number").fill(address.line1);
    await page.getByLabel("Postal code").fill(address.postal_code);
    await page.getByLabel("City").fill(address.city);
  }

  it("puts things into the cart without leaving the page, and says so", async () => {
    const page = await open(`/products/${pot.slug}`);
    await page.getByRole("button", { name: "One more" }).click();
    await toCart(page).click();
    const drawer = page.getByRole("dialog", { name: "Your cart" });
    await drawer.getByText("€80.00").first().waitFor();
    expect(await page.locator("#said").textContent()).toBe("Slow pot - 22 cm is in your cart.");
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });
    expect(new URL(page.url()).pathname).toBe(`/products/${pot.slug}`);
    expect(await page.locator("#cart-link").textContent()).toContain("2");
  });

  it("shows another variant in place, and that it is sold out", async () => {
    const page = await open(`/products/${pot.slug}`);
    await page.evaluate("globalThis.stayed = true");
    await page.getByRole("link", { name: /26 cm/ }).click();
    await page.getByText("€50.00").first().waitFor();
    expect(await page.getByRole("button", { name: "Sold out" }).isDisabled()).toBe(true);
    expect(await page.evaluate("globalThis.stayed")).toBe(true);
    expect(new URL(page.url()).searchParams.get("variant")).toMatch(/^var_/);
  });

  it("changes the cart in place, keeps the focus, and counts its time down", async () => {
    const page = await open(`/products/${pot.slug}`);
    await toCart(page).click();
    await page.getByRole("link", { name: "Look at the cart" }).click();
    await heading(page, "Your cart").waitFor();
    const more = page.getByRole("button", { name: /^One more/ });
    await more.click();
    await page.getByText("€80.00").first().waitFor();
    expect(await more.and(focused(page)).count()).toBe(1);
    const quantity = page.getByRole("spinbutton");
    await quantity.fill("5");
    await quantity.press("Enter");
    await page.getByText("€200.00").first().waitFor();
    const clock = page.locator("[data-countdown] span");
    const before = await clock.textContent();
    await clock.filter({ hasNotText: before ?? "" }).waitFor();
    await page.getByRole("button", { name: /^Remove/ }).click();
    await heading(page, "Your cart is empty").waitFor();
  });

  it("narrows a list at each choice, and steps back", async () => {
    await (await store.staff()).post("/products", {
      title: "Plain thing",
      status: "active",
      brand: "Nobody",
      variants: [{ sku: "PLAIN", prices: [{ currency: "EUR", amount: 1000 }], stock: 3 }],
    });
    const page = await open("/search?sort=price");
    await page.getByText("Plain thing").first().waitFor();
    await page.getByRole("radio", { name: /Ferrovale/ }).check();
    await page.waitForURL(/brand=Ferrovale/);
    await page.getByText("1 product").waitFor();
    expect(await page.getByText("Plain thing").count()).toBe(0);
    await page.goBack();
    await page.getByText("Plain thing").first().waitFor();
    expect(new URL(page.url()).search).toBe("?sort=price");
  });

  it.each([true, false])("sells from the shelf to the payment, script running: %s", async (javaScriptEnabled) => {
    const page = await open(`/products/${pot.slug}`, { javaScriptEnabled });
    await toCart(page).click();
    await page.getByRole("link", { name: "Go to checkout" }).click();
    await heading(page, "Checkout").waitFor();
    await page.getByRole("button", { name: "Order and pay" }).last().click();
    await page.getByText("fields need another look").waitFor();
    await fillAddress(page);
    await page.getByLabel("Express").check();
    if (!javaScriptEnabled) await page.getByRole("button", { name: "Count the total again" }).click();
    await page.getByText("€52.90").waitFor();
    expect(await page.getByLabel("Full name").inputValue()).toBe(address.name);
    await page.getByLabel("City").press("Enter");
    await page.waitForURL(/\/pay\/test\//);
    await page.getByRole("button", { name: /Approve/ }).click();
    await page.getByText(/Thank you/).waitFor();
    await page.getByText("amina@example.org").first().waitFor();
    expect(await page.getByRole("listitem").filter({ hasText: "Paid" }).count()).toBeGreaterThan(0);
  });

  it("can be walked through by keyboard alone", async () => {
    const page = await open(`/products/${pot.slug}`);
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to the content" });
    expect(await skip.and(focused(page)).isVisible()).toBe(true);
    expect((await skip.boundingBox())?.width).toBeGreaterThan(20);
    await page.keyboard.press("Enter");
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press("Tab");
      if ((await toCart(page).and(focused(page)).count()) === 1) break;
    }
    expect(await page.evaluate("getComputedStyle(document.activeElement).outline")).toContain("solid 3px");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Your cart" }).waitFor();
  });

  it("suggests while a search is typed, and is walked through by keyboard", async () => {
    const page = await open("/");
    const field = page.getByRole("combobox", { name: "Search" });
    await field.fill("slo");
    const option = page.getByRole("option", { name: "Slow pot" });
    await option.waitFor();
    expect(await field.getAttribute("aria-expanded")).toBe("true");
    await field.press("ArrowUp");
    expect(await option.getAttribute("aria-selected")).toBe("true");
    expect(await field.getAttribute("aria-activedescendant")).toBe(await option.getAttribute("id"));
    await field.press("Escape");
    expect(await page.getByRole("listbox").count()).toBe(0);
    expect(await field.getAttribute("aria-expanded")).toBe("false");
    await field.press("ArrowDown");
    await option.waitFor();
    await field.press("ArrowUp");
    await field.press("Enter");
    await page.waitForURL(`**/products/${pot.slug}`);
  });

  it("searches for what was typed when no suggestion is marked", async () => {
    const page = await open("/de/search");
    const field = page.getByRole("combobox", { name: "Suchen" });
    await field.fill("slow");
    await page.getByRole("option").first().waitFor();
    await field.press("Enter");
    await page.waitForURL("**/de/search?q=slow");
    await heading(page, "Ergebnisse für „slow“").waitFor();
  });

  it("turns round for Arabic, and back in the footer", async () => {
    const page = await open(`/ar/products/${pot.slug}`, { viewport: { width: 1280, height: 900 } });
    const place = async (selector: string) => (await page.locator(selector).first().boundingBox())?.x ?? 0;
    expect(await place(".gallery")).toBeGreaterThan(await place(".buy"));
    expect(await place(".top .logo")).toBeGreaterThan(await place(".tools"));
    await page.getByRole("button", { name: "أضف إلى السلة" }).click();
    const drawer = page.getByRole("dialog", { name: "سلتك" });
    await drawer.waitFor();
    expect(await place(".drawer")).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "English", exact: true }).click();
    await page.waitForURL(`**/products/${pot.slug}`);
    expect(await page.locator("html").getAttribute("dir")).toBe("ltr");
    expect(await place(".gallery")).toBeLessThan(await place(".buy"));
  });

  it.each([
    ["light", 390],
    ["light", 1280],
    ["dark", 390],
    ["dark", 320],
  ] as const)("fits and can be read in %s at %d pixels", async (colorScheme, width) => {
    const page = await open(`/products/${pot.slug}`, { colorScheme, viewport: { width, height: 844 } });
    await toCart(page).click();
    await page.getByRole("dialog").waitFor();
    expect(await faintTexts(page, "dialog")).toEqual([]);
    const paths = [
      "/",
      `/products/${pot.slug}`,
      "/search",
      "/search?q=zzz",
      "/cart",
      "/checkout",
      "/sign-in",
      "/nowhere",
      "/ar",
      `/ar/products/${pot.slug}`,
      "/ar/search",
      "/de/cart",
      "/fr/checkout",
    ];
    for (const path of paths) {
      await page.goto(path);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), path).toBeLessThanOrEqual(0);
      expect(await faintTexts(page, "body"), path).toEqual([]);
    }
  });
});
