import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { address, buy, newGood } from "../journeys/goods.ts";
import { sharedStore } from "../journeys/store.ts";
import { eventually } from "../journeys/visitor.ts";
import { Desk } from "./desk.ts";

const executablePath = findChromium();
const store = sharedStore();

/** A paid order of two pieces whose mailbox is a disposable one, and whose bill goes to another country. */
async function doubtfulOrder(): Promise<{ id: string; number: number }> {
  const order = await buy(store, {
    ...{ quantity: 2, email: "somebody@mailinator.com" },
    billing_address: { ...address, country: "DE", postal_code: "10117", city: "Berlin" },
  });
  const staff = await store.staff();
  await eventually(async () => {
    const { outcome } = await staff.get<{ outcome: string }>(`/orders/${order.id}/assessment`);
    expect(outcome).toBe("review");
  });
  return order;
}

describe.skipIf(!executablePath)("orders at the desk", () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open(store.address, executablePath ?? "", "Europe/Berlin");
  });

  afterAll(() => desk?.close());

  it("a held order is found, noted, let go, and sent in parts", async () => {
    const { page } = desk;
    const order = await doubtfulOrder();
    await desk.go("/orders", "Orders");
    await page.getByRole("tab", { name: "Held for a look" }).click();
    await page.getByText("somebody@mailinator.com").first().waitFor();
    await desk.go(`/orders/${order.id}/show`, `Order ${order.number}`);
    await page.getByText("Held: have a look before it leaves").waitFor();
    await page.getByText("A disposable e-mail address").waitFor();
    await page.getByLabel("Note for colleagues").fill("Rang them: all is well.");
    await page.getByRole("button", { name: "Add note" }).click();
    await page.getByText("Rang them: all is well.").waitFor();
    await page.getByLabel("Why you decide so").fill("Rang them");
    await page.getByRole("button", { name: "Let it go" }).click();
    await page.getByText(/^Looked at by/).waitFor();
    await page.getByRole("button", { name: "Send a part…" }).click();
    await page.getByRole("spinbutton").first().fill("1");
    await page.getByRole("button", { name: "It has left" }).click();
    await page.getByText("A part left").waitFor();
    await page.getByText("Looked at and let go").waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it("what is in the cart that somebody asks about is seen at the desk", async () => {
    const { page } = desk;
    const staff = await store.staff();
    const { variant, title } = await newGood(staff);
    await staff.post("/cart/add", { variant_id: variant.id, quantity: 2 });
    await desk.go("/carts", "Carts");
    await page.getByLabel("E-mail address of the customer").fill(store.address.staffEmail);
    await page.getByRole("button", { name: store.address.staffEmail }).click();
    await page
      .getByRole("list", { name: /^In the cart of/ })
      .getByText(`2 × ${title}`)
      .waitFor();
    await staff.post("/cart/clear", {});
    expect(desk.complaints).toEqual([]);
  });

  it("a rule is added, and one is switched off", async () => {
    const { page } = desk;
    await desk.go("/doubtful-orders", "Doubtful orders");
    await page.getByLabel("What colleagues read of it").fill("Very large");
    await page.getByLabel("So much").fill("500000");
    await page.getByRole("button", { name: "Add the rule" }).click();
    await page.getByText("What the order comes to, in cents: at least 500000").waitFor();
    await page.getByRole("switch", { name: "Use the rule Very large" }).click();
    const staff = await store.staff();
    await eventually(async () => {
      const { data } = await staff.get<{ data: { name: string; active: boolean }[] }>("/fraud/rules");
      expect(data.find(({ name }) => name === "Very large")?.active).toBe(false);
    });
    expect(desk.complaints).toEqual([]);
  });

  it("an order for somebody on the telephone is kept as a draft, priced while it is put together, and paid by its link", async () => {
    const { page } = desk;
    const good = await newGood(await store.staff());
    await desk.go("/orders", "Orders");
    await page.getByRole("link", { name: "New order" }).click();
    await page.getByLabel("E-mail address").fill("caller@example.com");
    await page.getByLabel("Find a product, by words or SKU").fill(good.title);
    await page.getByRole("option", { name: new RegExp(good.variant.sku) }).click();
    await page.getByLabel("Country").fill("Germany");
    await page.getByRole("option", { name: "Germany (DE)" }).click();
    await page.getByRole("radio", { name: /Standard/ }).waitFor();
    await page.getByRole("button", { name: "Keep as a draft" }).click();
    await page.getByText("The draft is kept. Nothing is held for it.").waitFor();
    await desk.go("/order-drafts", "Drafts of orders");
    await page.getByRole("link", { name: /caller@example.com/ }).click();
    await page.getByLabel("How it is paid").click();
    await page.getByRole("option", { name: /By a link/ }).click();
    await page.getByRole("button", { name: "Place it and send the link" }).click();
    await page.getByText("An address in Germany needs a postal code.").first().waitFor();
    await page.getByLabel("Name", { exact: true }).fill("Ada Lovelace");
    await page.getByLabel("Street and number").fill("Unter den Linden 1");
    await page.getByLabel("Postal code").fill("10117");
    await page.getByLabel("City").fill("Berlin");
    await page.getByRole("button", { name: "Place it and send the link" }).click();
    await page.getByText("Link to pay sent").waitFor();
    const id = /ord_\w+/.exec(page.url())?.[0] ?? "";
    const staff = await store.staff();
    const { pay_url } = await staff.get<{ pay_url: string }>(`/orders/${id}/pay-link`);
    const buyer = await page.context().newPage();
    await buyer.goto(pay_url);
    await buyer.locator("form[data-once] button").first().click();
    await buyer.locator("button[value=approve]").click();
    await eventually(async () => {
      expect(await staff.get<{ payment_status: string }>(`/orders/${id}`)).toMatchObject({ payment_status: "paid" });
    });
    await buyer.close();
    expect(desk.complaints).toEqual([]);
  });

  it("a question of the list is saved under a name, asked again by one touch, shared and taken away", async () => {
    const { page } = desk;
    const order = await buy(store);
    const menu = async (name: RegExp) => {
      await page.getByRole("button", { name: "Saved views" }).click();
      await page.getByRole("menuitem", { name }).click();
    };
    await desk.go("/orders", "Orders");
    await page.getByRole("tab", { name: "All" }).click();
    await page.getByPlaceholder("Number, e-mail or name").fill("amina@example.org");
    await page.getByText(String(order.number)).first().waitFor();
    await menu(/^Save what is shown/);
    await page.getByLabel("Name of the view").fill("Callers");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("tab", { name: "Callers" }).waitFor();
    await page.getByRole("tab", { name: "Cancelled" }).click();
    await page.getByText(String(order.number)).first().waitFor({ state: "detached" });
    await page.getByRole("tab", { name: "Callers" }).click();
    await page.getByText(String(order.number)).first().waitFor();
    await menu(/^Rename or share/);
    await page.getByLabel("For all colleagues").check();
    await page.getByRole("button", { name: "Save" }).click();
    const staff = await store.staff();
    await eventually(async () => {
      const { data } = await staff.get<{ data: unknown[] }>("/order-views");
      expect(data).toMatchObject([{ name: "Callers", shared: true, query: { q: "amina@example.org" } }]);
    });
    await menu(/^Remove/);
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("tab", { name: "Callers" }).waitFor({ state: "detached" });
    expect(desk.complaints).toEqual([]);
  });
});
