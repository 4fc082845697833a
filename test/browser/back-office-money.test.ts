import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { address, type Good, newGood } from "../journeys/goods.ts";
import { sharedStore } from "../journeys/store.ts";
import { Desk } from "./desk.ts";

const executablePath = findChromium();
const store = sharedStore();

interface Quote {
  shipping_total: number;
  discount_total: number;
  tax_total: number;
}

/** What a stranger is asked for one piece that goes to Montevideo. @param code that they bring */
async function quoteFor(good: Good, code?: string): Promise<Quote> {
  const stranger = store.stranger();
  const cart = await stranger.post<{ id: string }>("/cart/add", { variant_id: good.variant.id, quantity: 1 });
  const shopper = stranger.with({ "x-cart-id": cart.id });
  if (code) await shopper.post("/cart/code", { code });
  const there = { ...address, city: "Montevideo", postal_code: "11000", country: "UY" };
  return shopper.post<Quote>("/checkout/quote", { address: there, shipping_option: "standard" });
}

describe.skipIf(!executablePath)("money in the back office", () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open(store.address, executablePath ?? "", "Europe/Berlin");
  });

  afterAll(() => desk?.close());

  afterEach(() => {
    expect(desk.complaints.splice(0)).toEqual([]);
  });

  it("a rate of tax that staff write and change is what the next shopper is asked for", async () => {
    const { page } = desk;
    const good = await newGood(await store.staff(), { price: 2500 });
    const taxIn = (amount: number, percent: number) => Math.round((amount * percent) / (100 + percent));
    expect((await quoteFor(good)).tax_total).toBe(0);

    await desk.go("/taxes/new", "New tax zone");
    await page.getByRole("textbox", { name: "Name" }).fill("Uruguay");
    await page.getByLabel("Country").fill("Urug");
    await page.getByRole("option", { name: "Uruguay (UY)" }).click();
    await page.getByRole("button", { name: "Add a rate" }).click();
    await page.getByLabel("Percent").fill("220");
    await page.getByRole("button", { name: "Create the zone" }).click();
    await expect.poll(() => page.getByLabel("Percent").getAttribute("aria-invalid"), { timeout: 20_000 }).toBe("true");
    await page.getByLabel("Percent").fill("22");
    await page.getByRole("button", { name: "Create the zone" }).click();
    await page.getByRole("heading", { name: "Taxes: Uruguay" }).waitFor();
    const before = await quoteFor(good);
    expect(before.tax_total).toBe(taxIn(2500, 22) + taxIn(before.shipping_total, 22));

    await page.getByLabel("Percent").fill("10");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").first().waitFor();
    await expect
      .poll(async () => (await quoteFor(good)).tax_total)
      .toBe(taxIn(2500, 10) + taxIn(before.shipping_total, 10));
  });

  it("a promotion says what it would do to a cart while it is written, and does so once its code is brought", async () => {
    const { page } = desk;
    const good = await newGood(await store.staff(), { price: 2500 });
    const code = `SPRING-${randomUUID().slice(0, 8)}`.toUpperCase();
    await desk.go("/promotions/create", "New promotion");
    await page.getByRole("textbox", { name: "Title", exact: true }).fill(code);
    await page.getByLabel("Only for who brings a code").check();
    await page.getByLabel("Percent off").fill("10");
    const trial = page.getByRole("region", { name: "Try it on a cart" });
    await trial.getByRole("combobox", { name: "Put into the cart" }).fill(good.title);
    await page.getByRole("option", { name: good.title }).click();
    await trial.getByRole("button", { name: "Put it in" }).click();
    await trial.getByText("It takes €2.50 off.").waitFor();

    const sale = page.getByRole("group", { name: "The sale", exact: true });
    await sale.getByRole("button", { name: "Add a condition" }).click();
    await sale.getByLabel("What", { exact: true }).click();
    await page.getByRole("option", { name: "What the cart comes to" }).click();
    await sale.getByLabel("Amount").fill("100");
    await trial.getByText("This order does not meet its conditions.").waitFor();
    await sale.getByLabel("Amount").fill("20");
    await trial.getByText("It takes €2.50 off.").waitFor();

    await page.getByLabel("Is it on?").click();
    await page.getByRole("option", { name: "On" }).click();
    await page.getByRole("button", { name: "Create the promotion" }).click();
    await page.getByRole("heading", { name: code }).waitFor();
    await page.getByLabel("Code", { exact: true }).fill(code);
    await page.getByRole("button", { name: "Add the code" }).click();
    await page.getByRole("listitem").filter({ hasText: code }).first().waitFor();
    expect((await quoteFor(good)).discount_total).toBe(0);
    expect((await quoteFor(good, code)).discount_total).toBe(250);
    if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT, fullPage: true });
  });

  it("many list prices are pasted: tried first, refused rows told by line, and then they are what shoppers pay", async () => {
    const { page } = desk;
    const staff = await store.staff();
    const good = await newGood(staff, { price: 2500 });
    const name = `Pasted ${randomUUID().slice(0, 8)}`;
    const list = await staff.post<{ id: string }>("/price-lists", {
      ...{ name, status: "active", priority: 900, adjustment: { kind: "fixed" } },
    });
    await desk.go(`/prices/lists/${list.id}`, `Prices: ${name}`);
    await page.getByRole("button", { name: "Paste many" }).click();
    const dialog = page.getByRole("dialog", { name: "Many prices at once" });
    const lines = `sku\tcurrency\tprice\ttiers\n${good.variant.sku}\tEUR\t19.00\t10: 17.50\nGONE-${list.id}\tEUR\t1\t\n`;
    await dialog.getByRole("textbox", { name: "Prices" }).fill(lines);
    await dialog.getByRole("button", { name: "Try them" }).click();
    await dialog.getByText("1 row would come in, 1 refused").waitFor();
    await dialog.getByRole("row", { name: /^3 GONE-.*There is no variant/ }).waitFor();
    const paid = async () =>
      (await store.stranger().post<{ subtotal: number }>("/cart/add", { variant_id: good.variant.id, quantity: 1 }))
        .subtotal;
    expect(await paid()).toBe(2500);

    await dialog.getByRole("button", { name: "Back to the prices" }).click();
    await dialog.getByLabel("Only try it").uncheck();
    await dialog.getByRole("button", { name: "Set the prices" }).click();
    await dialog.getByText("1 row came in, 1 refused").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("listitem").filter({ hasText: good.variant.sku }).getByText("€19.00").waitFor();
    expect(await paid()).toBe(1900);
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByRole("heading", { name: "Prices", exact: true }).waitFor();
  });

  it("a customer with a certificate is written down, and a promotion tells which orders used it", async () => {
    const { page } = desk;
    await desk.go("/taxes/exemptions/new", "New exemption");
    await page.getByRole("textbox", { name: "Customer" }).fill("nobody@souk.test");
    await page.getByRole("textbox", { name: "Number" }).fill(`ST-${randomUUID().slice(0, 8)}`);
    await page.getByRole("textbox", { name: "Reason" }).fill("Resale");
    await page.getByRole("button", { name: "Free them of tax" }).click();
    await page.getByText("There is no such account.").first().waitFor();
    await page.getByRole("textbox", { name: "Customer" }).fill(store.address.staffEmail);
    // Somewhere that nobody else is asked for tax: the staff of this store shop in other tests.
    await page.getByRole("button", { name: "Only in some places" }).click();
    await page.getByLabel("Country").fill("Antarc");
    await page.getByRole("option", { name: "Antarctica (AQ)" }).click();
    await page.getByRole("button", { name: "Free them of tax" }).click();
    await page.getByRole("heading", { name: `Exempt: ${store.address.staffEmail}` }).waitFor();
    await desk.go("/taxes/exemptions", "Taxes");
    await page
      .getByRole("link", { name: /Antarctica/ })
      .first()
      .waitFor();

    const staff = await store.staff();
    const good = await newGood(staff, { price: 2500 });
    const code = `USED-${randomUUID().slice(0, 8)}`.toUpperCase();
    const { id } = await staff.post<{ id: string }>("/promotions", {
      ...{ title: code, status: "active", needs_code: true, action: { kind: "off_order", off: { percent: "10" } } },
    });
    await staff.post(`/promotions/${id}/codes`, { code });
    const stranger = store.stranger();
    const cart = await stranger.post<{ id: string }>("/cart/add", { variant_id: good.variant.id, quantity: 1 });
    const shopper = stranger.with({ "x-cart-id": cart.id });
    await shopper.post("/cart/code", { code });
    const way = { shipping_option: "standard", email: "uses@example.com" };
    const { total } = await shopper.post<{ total: number }>("/checkout/quote", { address, ...way });
    const order = { ...way, shipping_address: address, payment_provider: "test", expected_total: total };
    const placed = await shopper
      .with({ "Idempotency-Key": randomUUID() })
      .post<{ order: { number: number } }>("/checkout", order);
    await desk.go(`/promotions/${id}`, code);
    const uses = page.getByRole("region", { name: "Its uses" });
    await uses.getByRole("link", { name: `Order ${placed.order.number}` }).waitFor();
    await uses.getByText(/uses@example\.com · USED-/).waitFor();
    await uses.getByText("−€2.50").waitFor();
  });
});
