import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { address, buy } from "../journeys/goods.ts";
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
});
