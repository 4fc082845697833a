import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { ownStore, sharedStore, startStore } from "../journeys/store.ts";

const executablePath = findChromium();

/** Something to buy, of which there are so many. */
async function sell(store: ReturnType<typeof sharedStore>, slug: string, stock: number): Promise<string> {
  const variant = { sku: slug.toUpperCase(), options: {}, prices: [{ currency: "EUR", amount: 4000 }], stock };
  const made = await (await store.staff()).post<{ variants: { id: string }[] }>("/products", {
    ...{ title: "Deep bowl", slug, status: "active", brand: "Ferrovale", description: "Deep.", variants: [variant] },
  });
  return made.variants[0]?.id ?? "";
}

const count = (page: Page) => page.locator("#cart-link .count").first();
const add = (page: Page) => page.getByRole("button", { name: "Add to cart" }).click();

describe.skipIf(!executablePath)("a cart that is open in two windows", () => {
  let browser: Browser;
  let context: BrowserContext;
  /** Where carts end soon. */
  let hasty: Awaited<ReturnType<typeof startStore>>;
  const complaints: string[] = [];

  beforeAll(async () => {
    hasty = await startStore({ CART_LIFE_SECONDS: "10", CART_WARNING_SECONDS: "8" });
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), hasty?.close()]);
    expect(complaints).toEqual([]);
  });

  async function open(path: string): Promise<Page> {
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(path);
    return page;
  }

  it("shows each what is done in the other, and that the last piece went to somebody else", async () => {
    const store = sharedStore();
    const variantId = await sell(store, "deep-bowl", 5);
    context = await browser.newContext({ baseURL: store.url, reducedMotion: "reduce" });
    const [first, second] = [await open("/products/deep-bowl"), await open("/products/deep-bowl")];
    await add(first);
    await first.getByRole("dialog", { name: "Your cart" }).waitFor();
    await count(second).waitFor();
    expect(await count(second).textContent()).toBe("1");

    await second.goto("/cart");
    await first.keyboard.press("Escape");
    await add(first);
    await expect.poll(() => second.getByLabel("Quantity of Deep bowl").inputValue()).toBe("2");
    await second.getByRole("button", { name: "One more of Deep bowl" }).click();
    await expect.poll(() => first.locator(".mini").getByText("3 ×").count()).toBe(1);
    expect(await count(first).textContent()).toBe("3");

    await first.goto("/products/deep-bowl?locale=de");
    await (await store.staff()).post(`/inventory/${variantId}/update`, { set: 0, reason: "broken" });
    await second.getByText("This has sold out.").waitFor({ timeout: 10_000 });
    await first.locator("#news").getByText("Deep bowl: Das ist ausverkauft.").waitFor();
    expect(await second.getByRole("button", { name: "Checkout" }).isDisabled()).toBe(true);
    await second.getByRole("button", { name: "Remove Deep bowl" }).click();
    await second.getByRole("heading", { name: "Your cart is empty" }).waitFor();
    await expect.poll(() => count(first).count()).toBe(0);
    await context.close();
  });

  it("is counted down, and is seen to end in both", async () => {
    const store = ownStore(hasty.address);
    await sell(store, "deep-bowl", 5);
    context = await browser.newContext({ baseURL: store.url, reducedMotion: "reduce" });
    const [first, second] = [await open("/products/deep-bowl"), await open("/cart")];
    await add(first);
    await second.getByText(/Kept for you for 0:(0[1-9]|10)/).waitFor();
    await first
      .locator("#news")
      .getByText(/Kept for you for 0:0[1-8]/)
      .waitFor();
    await first.locator("#news").getByText("Your cart had stood for too long").waitFor();
    await second.getByRole("heading", { name: "Your cart is empty" }).waitFor();
    expect(await count(first).count()).toBe(0);
    await context.close();
  });
});
