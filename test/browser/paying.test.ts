import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { address, newGood } from "../journeys/goods.ts";
import { sharedStore } from "../journeys/store.ts";
import { Desk } from "./desk.ts";

const executablePath = findChromium();
const store = sharedStore();

interface Placed {
  order: { id: string; number: number; total: number; payment_status: string };
  payment: { redirect_url: string };
}

/** A stranger orders one new thing, to be paid so, to a house of its own: many names at one address are held for a look. */
async function ordered(payment_provider: string): Promise<Placed> {
  const home = { ...address, line1: `House ${randomUUID().slice(0, 8)}` };
  const good = await newGood(await store.staff());
  const stranger = store.stranger();
  const cart = await stranger.post<{ id: string }>("/cart/add", { variant_id: good.variant.id, quantity: 1 });
  const shopper = stranger.with({ "x-cart-id": cart.id });
  const { total } = await shopper.post<{ total: number }>("/checkout/quote", {
    address: home,
    shipping_option: "standard",
  });
  const email = `paying-${randomUUID().slice(0, 8)}@example.org`;
  const body = { email, shipping_address: home, shipping_option: "standard", payment_provider };
  return shopper.post("/checkout", { ...body, expected_total: total }, { "idempotency-key": randomUUID() });
}

describe.skipIf(!executablePath)("paying", () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open(store.address, executablePath ?? "", "Europe/Berlin");
  });

  afterAll(() => desk?.close());

  afterEach(() => {
    expect(desk.complaints.splice(0)).toEqual([]);
  });

  it("a shopper whose card is declined, and who then turns back, is told each time where they stand and pays in the end", async () => {
    const { payment } = await ordered("test");
    const page = await desk.page.context().newPage();
    await page.goto(payment.redirect_url);
    await page.getByRole("button", { name: /Decline/ }).click();
    await page.getByRole("heading", { level: 1, name: "The payment did not go through" }).waitFor();
    await page.getByText("You have not been charged").first().waitFor();
    await page.getByRole("button", { name: "Pay now" }).click();
    await page.getByRole("button", { name: /Abandon/ }).click();
    await page.getByRole("heading", { level: 1, name: "Waiting for your payment" }).waitFor();
    await page.getByRole("button", { name: "Pay now" }).click();
    await page.getByRole("button", { name: /Approve/ }).click();
    await page.getByRole("heading", { level: 1, name: /Thank you/ }).waitFor();
    await page.close();
  });

  it("staff open payment at the door, see such an order among those to ship, and write down what was collected", async () => {
    const { page } = desk;
    await desk.go("/payments", "Payments");
    await page.getByLabel("Cash on delivery").check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved.").first().waitFor();
    const staff = await store.staff();
    try {
      // What isolates remember of the settings is a minute old at most; the one that saved them knows.
      const { order } = await ordered("cash_on_delivery");
      expect(order.payment_status).toBe("authorized");
      await desk.go("/", "Hello, Staff");
      await page.getByText(String(order.number)).first().waitFor();
      await desk.go(`/orders/${order.id}/show`, `Order ${order.number}`);
      await page.getByRole("button", { name: "Collected…" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox").fill("10.00");
      await dialog.getByRole("button", { name: "Write it down" }).click();
      await page.getByText("The payment is booked.").waitFor();
      const after = await staff.get<{ payments: { captured: number }[] }>(`/orders/${order.id}`);
      expect(after.payments).toMatchObject([{ captured: 1000 }]);
    } finally {
      await desk.go("/payments", "Payments");
      await page.getByLabel("Cash on delivery").uncheck();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved.").first().waitFor();
    }
  });
});
