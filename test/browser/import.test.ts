import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Browser, chromium, type Download, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { sharedStore } from "../journeys/store.ts";
import { Office } from "./office.ts";

const executablePath = findChromium();
const store = sharedStore();

describe.skipIf(!executablePath)("files of products in the back office", () => {
  let browser: Browser;
  let office: Office;
  let page: Page;

  beforeAll(async () => {
    office = await Office.open(store.url);
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, locale: "en-GB" });
    // A machine that runs all tests at once may be slow.
    context.setDefaultTimeout(45_000);
    page = await context.newPage();
    await page.goto(office.url);
    await page.getByLabel("E-mail address").fill(store.address.staffEmail);
    await page.getByLabel("Password").fill(store.address.staffPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("menuitem", { name: "Import" }).click();
  });

  afterAll(async () => {
    await browser?.close();
    office?.close();
  });

  const textOf = async (download: Download): Promise<string> => readFile(await download.path(), "utf8");

  it("are tried first, then come in, and come out again", async () => {
    const sku = `BOX-${randomUUID().slice(0, 8)}`;
    const csv = `sku,name,price\n${sku},Walnut box,39.00\n${sku}-B,Broken box,thirty\n`;
    const file = { name: "boxes.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
    await page.getByLabel("Only try it").check();
    await page.getByLabel("Product file").setInputFiles(file);
    await page.getByRole("heading", { name: "1 row would come in, 1 refused" }).waitFor();
    const [report] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download the report" }).click(),
    ]);
    expect(await textOf(report)).toContain(`3,refused,${sku}-B,The price thirty`);
    await page.getByRole("button", { name: "Import another file" }).click();
    await page
      .getByText(/was tried, 2 rows, 1 refused/)
      .first()
      .waitFor();
    await page.getByLabel("Product file").setInputFiles(file);
    await page.getByRole("heading", { name: "1 row came in, 1 refused" }).waitFor();
    await page.getByText("Products: 1 new").waitFor();
    await page.getByRole("button", { name: "Import another file" }).click();
    await page.getByRole("button", { name: "Export all products" }).click();
    const [exported] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Download products-/ }).click(),
    ]);
    expect(await textOf(exported)).toContain(`,${sku},`);
    await page.getByRole("button", { name: "Export all categories" }).click();
    const [categories] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Download categories-/ }).click(),
    ]);
    expect(await textOf(categories)).toMatch(/^slug,path,position,/);
  });
});
