import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../scripts/chromium.ts";
import { newGood } from "../journeys/goods.ts";
import { sharedStore } from "../journeys/store.ts";
import { Desk } from "./desk.ts";

const executablePath = findChromium();
const store = sharedStore();

interface Levels {
  locations: { location_id: string; name: string; on_hand: number; incoming: number }[];
}

describe.skipIf(!executablePath)("stock in the back office", () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await Desk.open(store.address, executablePath ?? "", "Europe/Berlin");
  });

  afterAll(() => desk?.close());

  afterEach(() => {
    expect(desk.complaints.splice(0)).toEqual([]);
  });

  it("opens a place, sends goods there, takes them in short, counts them and tells what happened", async () => {
    const { page } = desk;
    const staff = await store.staff();
    const good = await newGood(staff, { price: 2500 });
    const name = `Attic ${randomUUID().slice(0, 6)}`;
    await desk.go("/stock/locations/new", "New location");
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByLabel("Country", { exact: true }).fill("Germ");
    await page.getByRole("option", { name: "Germany (DE)" }).click();
    await page.getByLabel("Orders are served from here").uncheck();
    await page.getByRole("button", { name: "Open the location" }).click();
    await page.getByRole("heading", { name: `Location: ${name}` }).waitFor();
    const { data: places } = await staff.get<{ data: { id: string; name: string }[] }>("/locations");
    const attic = places.find((place) => place.name === name)?.id ?? "";

    const sent = await staff.post<{ id: string }>("/stock-transfers", {
      from: "main",
      to: attic,
      lines: [{ variant_id: good.variant.id, quantity: 4 }],
    });
    await desk.go(`/stock/transfers/${sent.id}`, "Transfer");
    await page.getByLabel("Arrived").fill("3");
    await page.getByRole("button", { name: "Take it in" }).click();
    await page.getByText("3 arrived, 1 lost on the way").waitFor();
    const there = async () => {
      const { locations } = await staff.get<Levels>(`/inventory/${good.variant.id}`);
      return locations.find(({ location_id }) => location_id === attic);
    };
    expect(await there()).toMatchObject({ on_hand: 3, incoming: 0 });

    await desk.go("/stock/takes", "Stock takes");
    await page.getByLabel("Where").click();
    await page.getByRole("option", { name: `${name} (closed)` }).click();
    await page.getByRole("button", { name: "Begin to count" }).click();
    await page.getByRole("heading", { name: `Stock take: ${name}` }).waitFor();
    const take = page.url().split("/").at(-1);
    await staff.post(`/stock-takes/${take}/counts`, { counts: [{ variant_id: good.variant.id, counted: 5 }] });
    await page.reload();
    await page.getByRole("button", { name: "Let the books follow (1 differ)" }).click();
    await page.getByText("Applied").first().waitFor();
    expect(await there()).toMatchObject({ on_hand: 5 });

    await desk.go(`/stock/variants/${good.variant.id}`, `Stock: ${good.title}`);
    await page.getByRole("link", { name: "Stock take", exact: true }).waitFor();
    await page.getByRole("link", { name: "Received from Main warehouse" }).waitFor();
    await page.getByLabel("Kept back at each location").fill("2");
    await page.getByRole("button", { name: "Save how it is sold" }).click();
    await page.getByText("Saved.").first().waitFor();
    expect(await staff.get(`/inventory/${good.variant.id}/policy`)).toMatchObject({ safety_stock: 2 });
  });
});
