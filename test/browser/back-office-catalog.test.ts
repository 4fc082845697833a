import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { newGood } from "../journeys/goods.ts";
import { sharedStore } from "../journeys/store.ts";
import type { Visitor } from "../journeys/visitor.ts";
import { Desk } from "./desk.ts";

const executablePath = findChromium();
const store = sharedStore();

const unique = (name: string) => `${name} ${randomUUID().slice(0, 8)}`;

interface Category {
  id: string;
  slug: string;
  name: string;
  version: number;
  parent_id: string | null;
}

function newCategory(staff: Visitor, name: string, parent_id: string | null = null): Promise<Category> {
  return staff.post<Category>("/categories", { name, parent_id });
}

describe.skipIf(!executablePath)("the catalogue in the back office", () => {
  let desk: Desk;
  let staff: Visitor;

  beforeAll(async () => {
    staff = await store.staff();
    desk = await Desk.open(store.address, executablePath ?? "", "Europe/Berlin");
  });

  afterAll(() => desk?.close());

  afterEach(() => {
    const heard = desk.complaints;
    desk.complaints = [];
    expect(heard).toEqual([]);
  });

  const saved = () => desk.page.getByText("Saved.").first().waitFor();

  it("an attribute defined for a category has a field of its type in the products below it", async () => {
    const { page } = desk;
    const pots = await newCategory(staff, unique("Pots"));
    const teapots = await newCategory(staff, unique("Teapots"), pots.id);
    const code = `width-${randomUUID().slice(0, 8)}`;

    await desk.go(`/categories/${pots.id}`, pots.name);
    await page.getByRole("button", { name: "Define an attribute" }).click();
    await page.getByLabel("Name, as shoppers read it").fill("Width of the pot");
    await page.getByLabel("Code").fill(code);
    await page.getByLabel("What it is").click();
    await page.getByRole("option", { name: "Number" }).click();
    await page.getByLabel("Unit").fill("cm");
    await page.getByRole("button", { name: "Define it" }).click();
    await page.getByRole("button", { name: "Width of the pot" }).waitFor();

    await page.getByRole("button", { name: "Define an attribute" }).click();
    await page.getByLabel("Name, as shoppers read it").fill("Glaze of the pot");
    await page.getByLabel("Code").fill(`glaze-${code}`);
    await page.getByLabel("What it is").click();
    await page.getByRole("option", { name: "One of some choices" }).click();
    await page.getByLabel("Another choice").fill("Matt\nGlossy");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("button", { name: "Move Glossy up" }).click();
    await page.getByRole("button", { name: "Define it" }).click();
    await page.getByRole("button", { name: "Glaze of the pot" }).waitFor();

    await desk.go(`/categories/${teapots.id}`, teapots.name);
    const inherited = page.getByRole("region", { name: "Inherited" });
    await inherited.getByRole("button", { name: "Width of the pot" }).waitFor();

    const good = await newGood(staff);
    await staff.api("PATCH", `/products/${good.id}`, {
      body: { category_ids: [teapots.id] },
      headers: { "if-match": `"1"` },
    });
    await desk.go(`/products/${good.id}`, good.title);
    await page.getByLabel("Glaze of the pot").click();
    expect(await page.getByRole("option").allInnerTexts()).toEqual(["Not said", "Glossy", "Matt"]);
    await page.getByRole("option", { name: "Glossy" }).click();
    await page.getByLabel("Width of the pot").fill("wide");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("needs a number").waitFor();
    await page.getByLabel("Width of the pot").fill("12,5");
    await page.getByRole("button", { name: "Save" }).click();
    await saved();
    expect(await staff.get(`/products/${good.id}`)).toMatchObject({
      attributes: { [code]: 12.5, [`glaze-${code}`]: "Glossy" },
    });
  });

  it("options make all their variants at once, and a page of variants leads to the one that is at fault", async () => {
    const { page } = desk;
    const values = Array.from({ length: 30 }, (_, at) => `${at + 20}`);
    const good = await newGood(staff);
    await staff.api("PATCH", `/products/${good.id}`, {
      body: {
        options: [
          { name: "Size", values },
          { name: "Colour", values: ["Red", "Blue"] },
        ],
        variants: [
          {
            id: good.variant.id,
            sku: good.variant.sku,
            options: { Size: "20", Colour: "Red" },
            prices: [{ currency: "EUR", amount: 3000, compare_at_amount: 4000 }],
          },
        ],
      },
      headers: { "if-match": `"1"` },
    });
    await desk.go(`/products/${good.id}`, good.title);
    await page.getByText("30 days' lowest: €25.00").waitFor();
    await page.getByRole("button", { name: "Add all missing combinations" }).click();
    await page.getByText("60 variants").waitFor();
    await page.getByRole("button", { name: "Go to page 3" }).click();
    await page.getByLabel("SKU of variant 60").fill(good.variant.sku);
    await page.getByRole("button", { name: "Go to page 1" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Variant 60: it has the SKU of variant 1.").waitFor();
    await page.getByLabel("SKU of variant 60").fill(`${good.variant.sku}-LAST`);
    await page.getByLabel("Find variants").fill("blue 49");
    await page.getByText("1 of 60 variants").waitFor();
    await page.getByLabel("Price, EUR of all shown").fill("35.00");
    await page.getByRole("button", { name: "Of the one shown" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await saved();
    const { variants } = await staff.get<{ variants: { sku: string; price: number }[] }>(`/products/${good.id}`);
    expect(variants).toHaveLength(60);
    expect(variants.map(({ price }) => price)).toEqual([...Array(59).fill(3000), 3500]);
    expect(variants.at(-1)?.sku).toBe(`${good.variant.sku}-LAST`);
  });

  it("a product goes live at an hour of the reader's own time, leads to others, and keeps its old address", async () => {
    const { page } = desk;
    const good = await newGood(staff);
    const friend = await newGood(staff, { title: unique("Saucer") });
    await desk.go(`/products/${good.id}`, good.title);
    await page.getByLabel("Status").click();
    await page.getByRole("option", { name: "draft" }).click();
    await page.getByLabel("Goes live").fill("2035-07-01T09:30");
    await page.getByText("07:30 UTC").waitFor();
    await page.getByLabel("Leaves the shop").fill("2035-06-01T09:30");
    await page.getByRole("textbox", { name: "Address", exact: true }).fill(`${good.slug}-new`);
    await page.getByLabel("Title for search engines").fill("Found by this");
    const related = page.getByRole("region", { name: "Related" });
    await related.getByLabel("Add a product").fill(friend.title);
    await page.getByRole("option", { name: friend.title }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("It would leave before it goes live.").waitFor();
    await page.getByLabel("Leaves the shop").fill("2035-12-01T09:30");
    await page.getByRole("button", { name: "Save" }).click();
    await saved();
    await page.getByText(`Former addresses, which lead here: ${good.slug}`).waitFor();
    expect(await staff.get(`/products/${good.id}`)).toMatchObject({
      status: "draft",
      slug: `${good.slug}-new`,
      seo_title: "Found by this",
      publish_at: "2035-07-01T07:30:00.000Z",
      unpublish_at: "2035-12-01T08:30:00.000Z",
    });
    expect(await staff.get(`/products/${good.id}/links`)).toMatchObject({ related: [{ id: friend.id }] });
  });

  it("many products are edited at once, and those that cannot be are named with the reason", async () => {
    const { page } = desk;
    const shelf = await newCategory(staff, unique("Shelf"));
    const word = unique("Trivet");
    const code = `age-${randomUUID().slice(0, 8)}`;
    await staff.post("/attributes", { code, label: "Age", type: "number", category_ids: [shelf.id] });
    const goods = await Promise.all([1, 2].map((at) => newGood(staff, { title: `${word} ${at}`, price: 2000 })));
    const [first, second] = goods;
    await staff.api("PATCH", `/products/${second?.id}`, {
      body: { attributes: { [code]: "old" } },
      headers: { "if-match": `"1"` },
    });
    await desk.go("/products", "Products");
    await page.getByPlaceholder("Words, brand or SKU").fill(word);
    for (const { title } of goods) {
      await page.getByRole("row", { name: title }).getByRole("checkbox").check();
    }
    await page.getByRole("button", { name: "Edit these" }).click();
    await page.getByLabel("File under").fill(shelf.name);
    await page.getByRole("option", { name: shelf.name }).click();
    await page.getByLabel("Price", { exact: true }).click();
    await page.getByRole("option", { name: "Change by percent" }).click();
    await page.getByLabel("Percent").fill("-12.5");
    await page.getByLabel("Shown struck through").click();
    await page.getByRole("option", { name: "What it cost until now" }).click();
    await page.getByRole("button", { name: "Change 2 products" }).click();
    await page.getByText("1 changed, 0 were so already, 1 stayed as they were.").waitFor();
    await page.getByText("Age is a number").waitFor();
    await page.getByRole("button", { name: "Close" }).click();
    expect(await staff.get(`/products/${first?.id}`)).toMatchObject({
      category_ids: [shelf.id],
      variants: [{ price: 1750, compare_at_price: 2000, lowest_price_30_days: 2000 }],
    });
    expect(await staff.get(`/products/${second?.id}`)).toMatchObject({ category_ids: [], variants: [{ price: 2000 }] });
    await page.getByRole("link", { name: "Edits of many" }).click();
    await page.getByText(`into ${shelf.name}; prices -12.5 %`).waitFor();
  });

  it("a category moves with what is below it, never below itself, and not over somebody else's change", async () => {
    const { page } = desk;
    const house = await newCategory(staff, unique("House"));
    const garden = await newCategory(staff, unique("Garden"));
    const beds = await newCategory(staff, unique("Beds"), house.id);
    await desk.go(`/categories/${house.id}`, house.name);
    await page.getByRole("link", { name: `New category in ${house.name}` }).click();
    const name = unique("Lamps");
    // The form of the category above stands there until the new one comes, with fields of the same names.
    await page.getByRole("region", { name: "New category" }).waitFor();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
    await page.getByLabel("Address").fill(garden.slug);
    await page.getByRole("button", { name: "Make the category" }).click();
    await page.getByText("Another category has this slug").waitFor();
    await page.getByLabel("Address").fill(`${garden.slug}-lamps`);
    await page.getByRole("button", { name: "Make the category" }).click();
    await page.getByRole("heading", { name }).waitFor();

    await desk.go(`/categories/${house.id}`, house.name);
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText("Move its products, its attributes and the categories below it elsewhere first.").waitFor();
    await page.getByLabel("Lies in").fill(beds.name);
    await page.getByText("No options").waitFor();
    await page.getByLabel("Lies in").fill(garden.name);
    await page.getByRole("option", { name: garden.name }).click();
    const theirs = { body: { description: "Theirs" }, headers: { "if-match": `"${house.version}"` } };
    await staff.api("PATCH", `/categories/${house.id}`, theirs);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Somebody else changed this category first").waitFor();
    await page.getByRole("button", { name: "Load theirs" }).click();
    await expect.poll(() => page.getByLabel("Description", { exact: true }).inputValue()).toBe("Theirs");
    await page.getByLabel("Lies in").fill(garden.name);
    await page.getByRole("option", { name: garden.name }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await saved();
    expect(await staff.get(`/categories/${beds.id}`)).toMatchObject({ path: [garden.slug, house.slug, beds.slug] });
  });
});
