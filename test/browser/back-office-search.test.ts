import { randomUUID } from "node:crypto";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { newGood } from "../journeys/goods.ts";
import { sharedStore } from "../journeys/store.ts";
import { eventually } from "../journeys/visitor.ts";
import { faintTexts } from "./contrast.ts";
import { Office } from "./office.ts";

const executablePath = findChromium();
const store = sharedStore();

/** A word that no other test's products have. Letters alone: a search for many figures is not written down. */
const newWord = () =>
  randomUUID()
    .replaceAll("-", "")
    .slice(0, 10)
    .replaceAll(/\d/g, (figure) => "ghijklmnop".charAt(Number(figure)));

describe.skipIf(!executablePath)("the back office's collections, search, languages and pictures", () => {
  let browser: Browser;
  let office: Office;
  let page: Page;
  let complaints: string[] = [];

  beforeAll(async () => {
    office = await Office.open(store.url);
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
    context.setDefaultTimeout(45_000);
    page = await context.newPage();
    page.on("pageerror", (failure) => complaints.push(failure.message));
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text());
    });
    await page.goto(office.url);
    await page.getByLabel("E-mail address").fill(store.address.staffEmail);
    await page.getByLabel("Password").fill(store.address.staffPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
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

  /** Opens a screen as a link within the back office would, and waits until it is there. */
  async function open(path: string, heading: string): Promise<void> {
    await page.evaluate(`location.hash = ${JSON.stringify(path)}`);
    await page.getByRole("heading", { name: heading, level: 1, exact: true }).waitFor();
  }

  async function save(): Promise<void> {
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText(/^Saved\./).waitFor();
  }

  it("a collection is picked by hand, put in order, and shoppers find it so", async () => {
    const staff = await store.staff();
    const word = newWord();
    const goods = [await newGood(staff, { title: `${word} bowl` }), await newGood(staff, { title: `${word} cup` })];
    await open("/collections/create", "New collection");
    await page.getByRole("textbox", { name: "Title", exact: true }).fill(`Picks ${word}`);
    for (const { title } of goods) {
      await page.getByLabel("Add a product").fill(title);
      await page.getByRole("option", { name: title }).click();
    }
    await page.getByRole("button", { name: `Move ${word} cup up` }).click();
    await page.getByRole("button", { name: "Create the collection" }).click();
    await page.getByRole("heading", { name: `Picks ${word}`, level: 1 }).waitFor();
    await page.getByRole("combobox", { name: "Status" }).click();
    await page.getByRole("option", { name: "active" }).click();
    await save();
    const shown = await store
      .stranger()
      .get<{ data: { title: string }[] }>(`/products?collection=picks-${word}&sort=featured`);
    expect(shown.data.map(({ title }) => title)).toEqual([`${word} cup`, `${word} bowl`]);
  });

  it("a rule counts what fits while it is written, and a colleague's change is not overwritten", async () => {
    const staff = await store.staff();
    const word = newWord();
    await newGood(staff, { title: `${word} dear`, price: 9000 });
    await newGood(staff, { title: `${word} cheap`, price: 900 });
    await open("/collections/create", "New collection");
    await page.getByRole("textbox", { name: "Title", exact: true }).fill(`Rule ${word}`);
    await page.getByRole("button", { name: "By a rule" }).click();
    await page.getByText("What fits is counted here").waitFor();
    await page.getByRole("button", { name: "Add a condition" }).click();
    const first = page.getByRole("group", { name: "Condition 1" });
    await first.getByLabel("What").click();
    await page.getByRole("option", { name: "Title" }).click();
    await first.getByLabel("Words").fill(word);
    await page.keyboard.press("Enter");
    await page.getByText("2 products for sale fit.").waitFor();
    await page.getByRole("button", { name: "Add a condition" }).click();
    const second = page.getByRole("group", { name: "Condition 2" });
    await second.getByLabel("What").click();
    await page.getByRole("option", { name: "Price" }).click();
    await second.getByLabel("EUR").fill("50,00");
    await page.getByText("1 product for sale fits.").waitFor();
    expect(await faintTexts(page, "main")).toEqual([]);
    await page.getByRole("button", { name: "Create the collection" }).click();
    await page.getByRole("heading", { name: `Rule ${word}`, level: 1 }).waitFor();

    const saved = await staff.ask<{ id: string; product_count: number }>("GET", `/api/v1/collections/rule-${word}`);
    const theirs = { body: { title: `Theirs ${word}` }, headers: { "if-match": saved.headers.get("etag") ?? "" } };
    expect((await staff.ask("PATCH", `/api/v1/collections/${saved.body.id}`, theirs)).status).toBe(200);
    await page.getByRole("textbox", { name: "Title", exact: true }).fill("Mine");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Somebody else saved this collection first").waitFor();
    await page.getByRole("button", { name: "Load theirs" }).click();
    await page.getByRole("heading", { name: `Theirs ${word}`, level: 1 }).waitFor();
  });

  it("staff put a product first and another last in a search, and shoppers find them there", async () => {
    const staff = await store.staff();
    const word = newWord();
    for (const name of ["one", "two", "three"]) await newGood(staff, { title: `${word} ${name}` });
    await open("/search", "Search");
    await page.getByLabel("What shoppers search for").fill(word);
    await page.getByRole("button", { name: "Arrange it" }).click();
    const found = page.getByRole("list", { name: "What shoppers find" });
    await found.getByRole("button", { name: `Put ${word} two first` }).click();
    await found.getByRole("button", { name: `Put ${word} one last` }).click();
    await expect
      .poll(() => found.getByRole("listitem").allInnerTexts())
      .toMatchObject([
        expect.stringContaining("two"),
        expect.stringContaining("three"),
        expect.stringContaining("one"),
      ]);
    await save();
    const shoppers = await store.stranger().get<{ data: { title: string }[] }>(`/products?q=${word}`);
    expect(shoppers.data.map(({ title }) => title)).toEqual([`${word} two`, `${word} three`, `${word} one`]);
    await page.getByRole("link", { name: "All searches" }).click();
    await page.getByRole("link", { name: new RegExp(word) }).waitFor();
  });

  it("what was searched in vain is listed, and a synonym mends it", async () => {
    const staff = await store.staff();
    const [said, called] = [newWord(), newWord()];
    await newGood(staff, { title: `${called} lamp` });
    const search = () => store.stranger().get<{ total: number }>(`/products?q=${said}`);
    expect((await search()).total).toBe(0);
    await open("/search/misses", "Search");
    await eventually(async () => {
      await page.getByRole("button", { name: "Refresh" }).click();
      expect(await page.getByText(said).count()).toBeGreaterThan(0);
    });
    await page.getByRole("link", { name: `Add a synonym for ${said}` }).click();
    await page.getByLabel("Words").fill(called);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: `Change ${said}, ${called}` }).waitFor();
    // What the edge kept of the search is younger than a minute; another way of asking is new to it.
    const again = await store.stranger().get<{ total: number }>(`/products?q=${said}&limit=7`);
    expect(again.total).toBe(1);
  });

  it("a product is told in German, beside the original, and what is missing is said", async () => {
    const staff = await store.staff();
    const good = await newGood(staff, { title: "Brass tray" });
    await open(`/products/${good.id}`, "Brass tray");
    await page.getByRole("link", { name: "Translate into German (Deutsch)" }).click();
    await page.getByRole("heading", { name: "Translate: Brass tray", level: 1 }).waitFor();
    await page.getByText("1 of 1 missing.").waitFor();
    await page.getByRole("textbox", { name: "Title" }).fill("Messingtablett");
    await save();
    await page.getByText("Nothing is missing.").waitFor();
    const german = await store.stranger().get<{ title: string }>(`/products/${good.id}?locale=de`);
    expect(german.title).toBe("Messingtablett");
    await page.getByRole("link", { name: "Back to Brass tray" }).click();
    await page.getByRole("region", { name: "Languages" }).getByText("complete").waitFor();
  });

  it("many pictures go up at once, stand in the order that staff give them, and one that is none is told with its name", async () => {
    const staff = await store.staff();
    const good = await newGood(staff);
    await open(`/products/${good.id}`, good.title);
    const part = (name: string, x: number) =>
      page
        .screenshot({ clip: { x, y: 0, width: 64, height: 64 } })
        .then((buffer) => ({ name, mimeType: "image/png", buffer }));
    const broken = { name: "letter.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") };
    const files = [await part("first.png", 0), broken, await part("second.png", 64)];
    await page.getByLabel("Picture file").setInputFiles(files);
    await page.getByRole("group", { name: "letter.png was not taken" }).getByText("refused-picture").waitFor();
    const tiles = page.getByRole("list", { name: "Pictures in order" });
    // A picture without words is none to those who cannot see it, so it is not looked for by its role.
    await expect.poll(() => tiles.locator("img").count(), { timeout: 30_000 }).toBe(2);

    await tiles.getByRole("button", { name: "Change picture 2, which has no words" }).click();
    await page.getByRole("button", { name: /^What matters most/ }).press("ArrowLeft");
    await page.getByLabel("In words, for those who cannot see it").fill("The second");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await tiles.getByRole("button", { name: "Move The second forward" }).click();
    await eventually(async () => {
      const { data } = await staff.get<{ data: { alt: string; focal_point: { x: number; y: number } }[] }>(
        `/products/${good.id}/images`,
      );
      expect(data).toMatchObject([{ alt: "The second", focal_point: { x: 45, y: 50 } }, { alt: "" }]);
    });
  });

  it("a picture too large for a form goes straight to where pictures lie", async () => {
    const staff = await store.staff();
    const good = await newGood(staff);
    await open(`/products/${good.id}`, good.title);
    const plain = { width: 2800, height: 2600, channels: 3, background: "#b5651d" } as const;
    const buffer = await sharp({ create: plain }).png({ compressionLevel: 0 }).toBuffer();
    expect(buffer.length).toBeGreaterThan(20_000_000);
    await page.getByLabel("What the next picture shows").fill("A large one");
    await page.getByLabel("Picture file").setInputFiles({ name: "large.png", mimeType: "image/png", buffer });
    await eventually(async () => {
      const { data } = await staff.get<{ data: { alt: string; status: string }[] }>(`/products/${good.id}/images`);
      expect(data).toMatchObject([{ alt: "A large one", status: "ready" }]);
    }, 40_000);
  });
});
