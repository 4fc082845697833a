import { randomUUID } from "node:crypto";
import { type Browser, chromium, type Page, type Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { buy, newGood } from "../journeys/goods.ts";
import { sharedStore } from "../journeys/store.ts";
import { eventually } from "../journeys/visitor.ts";
import { Office } from "./office.ts";

const executablePath = findChromium();
const store = sharedStore();

/** An order of one piece, paid at the test gateway. */
async function paidOrder(): Promise<{ id: string; number: number }> {
  const order = await buy(store);
  const staff = await store.staff();
  await eventually(async () => {
    const { payment_status } = await staff.get<{ payment_status: string }>(`/orders/${order.id}`);
    expect(payment_status).toBe("paid");
  });
  return order;
}

describe.skipIf(!executablePath)("the back office", () => {
  let browser: Browser;
  let office: Office;
  /** Where staff are signed in: one tab for all, as people work. */
  let page: Page;
  /** What the browser complained of: scripts that failed, and what the page's own policy forbade. */
  let complaints: string[] = [];

  beforeAll(async () => {
    office = await Office.open(store.url);
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
    page = await newTab();
    await knock(page, store.address.staffEmail, store.address.staffPassword);
    await page.getByRole("heading", { name: "Hello, Staff" }).waitFor();
  });

  afterAll(async () => {
    await browser?.close();
    office?.close();
  });

  afterEach(() => {
    const heard = complaints;
    complaints = [];
    expect(heard).toEqual([]);
  });

  async function newTab(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
    // A machine that runs all tests at once may be slow.
    context.setDefaultTimeout(45_000);
    const tab = await context.newPage();
    tab.on("pageerror", (failure) => complaints.push(failure.message));
    tab.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text());
    });
    return tab;
  }

  async function knock(tab: Page, email: string, password: string): Promise<void> {
    await tab.goto(office.url);
    await tab.getByLabel("E-mail address").fill(email);
    await tab.getByLabel("Password").fill(password);
    await tab.getByRole("button", { name: "Sign in" }).click();
  }

  /** Opens a screen as a link within the back office would, and waits until it is there. */
  async function open(path: string, heading: string): Promise<void> {
    await page.evaluate(`location.hash = ${JSON.stringify(path)}`);
    await page.getByRole("heading", { name: heading, level: 1, exact: true }).waitFor();
  }

  it("somebody with a wrong password stays outside and reads why", async () => {
    const outside = await newTab();
    await knock(outside, store.address.staffEmail, "not the password");
    await outside.getByRole("alert").filter({ hasText: "wrong" }).waitFor();
    expect(await outside.getByRole("menuitem").count()).toBe(0);
    // The door is one step away; a frame that keeps sending its visitor there would fill the history.
    expect(await outside.evaluate("history.length")).toBeLessThan(10);
    await outside.context().close();
  });

  it("staff find a paid order on the first page and mark it shipped", async () => {
    const order = await paidOrder();
    await open("/", "Hello, Staff");
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByRole("link", { name: new RegExp(`^${order.number} `) }).click();
    await page.getByRole("heading", { name: `Order ${order.number}` }).waitFor();
    await page.getByText("Amina Haddad").waitFor();
    await page.getByRole("button", { name: "Mark shipped" }).click();
    await page.getByText("Parcel left").waitFor();
    const staff = await store.staff();
    expect(await staff.get(`/orders/${order.id}`)).toMatchObject({ shipping_status: "shipped" });
  });

  it("news of a parcel that came after the order was read do not keep staff from marking it shipped", async () => {
    const order = await paidOrder();
    await open(`/orders/${order.id}/show`, `Order ${order.number}`);
    const asRead = (route: Route) => route.continue({ headers: { ...route.request().headers(), "if-match": '"1"' } });
    await page.route("**/shipping_status", asRead, { times: 1 });
    await page.getByRole("button", { name: "Mark shipped" }).click();
    await page.getByText("Parcel left").waitFor();
    const staff = await store.staff();
    expect(await staff.get(`/orders/${order.id}`)).toMatchObject({ shipping_status: "shipped" });
  });

  it("staff cancel an order with a reason, which its story tells", async () => {
    const order = await paidOrder();
    await open(`/orders/${order.id}/show`, `Order ${order.number}`);
    await page.getByRole("button", { name: "Cancel order…" }).click();
    await page.getByLabel("Reason, for the customer").fill("The glaze cracked");
    await page.getByRole("button", { name: "Cancel the order" }).click();
    await page
      .getByRole("listitem")
      .filter({ hasText: /^Cancelled.*The glaze cracked/ })
      .waitFor();
    const staff = await store.staff();
    expect(await staff.get(`/orders/${order.id}`)).toMatchObject({ status: "cancelled" });
  });

  it("staff change a price, and who comes second is told instead of overwriting it", async () => {
    const staff = await store.staff();
    const good = await newGood(staff, { price: 2500 });
    await open(`/products/${good.id}`, good.title);
    const price = page.getByLabel("Price, EUR of variant 1", { exact: true });
    expect(await price.inputValue()).toBe("25.00");
    await price.fill("27,50");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").waitFor();
    const saved = await staff.ask<{ variants: { price: number }[] }>("GET", `/api/v1/products/${good.id}`);
    expect(saved.body.variants[0]?.price).toBe(2750);

    const theirs = { body: { title: "Theirs" }, headers: { "if-match": saved.headers.get("etag") ?? "" } };
    expect((await staff.ask("PATCH", `/api/v1/products/${good.id}`, theirs)).status).toBe(200);
    await page.getByRole("textbox", { name: "Title", exact: true }).fill("Mine");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Somebody else saved this product first").waitFor();
    expect(await staff.get(`/products/${good.id}`)).toMatchObject({ title: "Theirs" });
    await page.getByRole("button", { name: "Load theirs" }).click();
    await expect
      .poll(() => page.getByRole("textbox", { name: "Title", exact: true }).inputValue(), { timeout: 20_000 })
      .toBe("Theirs");
  });

  it("a new product that is refused shows what is wrong at the field, and goes in once it is mended", async () => {
    const staff = await store.staff();
    const taken = await newGood(staff);
    const name = randomUUID().slice(0, 8);
    await open("/products/create", "New product");
    await page.getByRole("textbox", { name: "Title", exact: true }).fill(`Lamp ${name}`);
    await page.getByLabel("Address").fill(taken.slug);
    await page.getByLabel("SKU of variant 1").fill(`LAMP-${name}`);
    await page.getByLabel("Price, EUR of variant 1", { exact: true }).fill("49.9");
    await page.getByRole("button", { name: "Create the product" }).click();
    await expect.poll(() => page.getByLabel("Address").getAttribute("aria-invalid"), { timeout: 20_000 }).toBe("true");
    await page.getByLabel("Address").fill(`lamp-${name}`);
    await page.getByRole("button", { name: "Create the product" }).click();
    await page.getByRole("button", { name: "Add pictures" }).waitFor();
    expect(await staff.get(`/products/lamp-${name}`)).toMatchObject({ price_range: { min: 4990, max: 4990 } });
  });

  it("a picture goes up and is seen; a file that is none is refused with the reason", async () => {
    const good = await newGood(await store.staff());
    await open(`/products/${good.id}`, good.title);
    await page.getByLabel("What the next picture shows").fill("A red square");
    const square = await page.screenshot({ clip: { x: 0, y: 0, width: 64, height: 64 } });
    await page.getByLabel("Picture file").setInputFiles({ name: "square.png", mimeType: "image/png", buffer: square });
    await page.getByRole("img", { name: "A red square" }).waitFor();
    await expect
      .poll(() =>
        page.getByRole("img", { name: "A red square" }).evaluate((image) => Reflect.get(image, "naturalWidth")),
      )
      .toBeGreaterThan(0);
    const text = { name: "square.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") };
    await page.getByLabel("Picture file").setInputFiles(text);
    await page.getByText("refused-picture").waitFor();
  });

  it("staff take stock away with a reason; more than is there is refused", async () => {
    const staff = await store.staff();
    const good = await newGood(staff, { stock: 10 });
    const { sku } = good.variant;
    await page.getByRole("menuitem", { name: "Stock" }).click();
    await page.getByPlaceholder("SKU").fill(sku);
    await page.getByRole("button", { name: `Adjust the stock of ${sku}` }).click();
    await page.getByLabel("How many (minus takes away)").fill("-11");
    await page.getByText("There are only 10.").waitFor();
    await page.getByLabel("How many (minus takes away)").fill("-3");
    await page.getByLabel("Reason").fill("Damaged");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("7 on hand now").waitFor();
    expect(await staff.get(`/inventory/${sku}`)).toMatchObject({ available: 7 });
  });

  it("a page that is turned to comes, though the page before was still about to search", async () => {
    await newGood(await store.staff(), { stock: 10 });
    const tab = await newTab();
    await knock(tab, store.address.staffEmail, store.address.staffPassword);
    await tab.getByRole("menuitem", { name: "Stock" }).click();
    // A list writes what is searched for into the address half a second after the last key.
    await tab.route(/dead-letter-list/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    await tab
      .getByRole("button", { name: /^Adjust the stock of/ })
      .first()
      .waitFor();
    await tab.getByPlaceholder("SKU").fill("ANY");
    await tab.getByRole("menuitem", { name: "Dead letters" }).click();
    await tab.getByRole("heading", { name: "Dead letters", level: 1 }).waitFor();
    expect(new URL(tab.url()).hash).toBe("#/dead-letters");
    await tab.context().close();
  });

  it("a file of products comes in, and the rows that were refused are listed with their lines", async () => {
    const handle = `tray-${randomUUID().slice(0, 8)}`;
    const file = [
      "Handle,Title,Status,Variant SKU,Variant Price",
      `${handle},Brass tray,active,${handle},39.00`,
      `${handle}-b,Broken tray,active,${handle}-b,thirty`,
    ].join("\n");
    await page.getByRole("menuitem", { name: "Import" }).click();
    const csv = { name: "trays.csv", mimeType: "text/csv", buffer: Buffer.from(file) };
    await page.getByLabel("Product file").setInputFiles(csv);
    await page.getByRole("heading", { name: "Refused rows" }).waitFor();
    await page.getByRole("cell", { name: "3", exact: true }).waitFor();
    expect(await (await store.staff()).get(`/products/${handle}`)).toMatchObject({ title: "Brass tray" });
  });

  it("a sign-in that can no longer be renewed leads to the door, which says why", async () => {
    await open("/orders", "Orders");
    await page.evaluate(() => {
      const kept = JSON.parse(sessionStorage.getItem("souk.session") ?? "{}");
      sessionStorage.setItem(
        "souk.session",
        JSON.stringify({ ...kept, access_token: "spent", refresh_token: "spent" }),
      );
    });
    await page.reload();
    await page.getByText("Your sign-in has run out").waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem("souk.session"))).toBeNull();
  });
});
