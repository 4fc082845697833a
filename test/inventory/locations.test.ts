import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { showAvailability } from "../../src/catalog/products/availability.ts";
import { cancelOrder } from "../../src/checkout/cancel-order.ts";
import { auditBooks } from "../../src/orders/audit-books.ts";
import { ask, checkOut, fillCart, order, see, sell, storeFor } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { closeOtherPlaces, levelsOf, openPlace, putAt, serveBy } from "./places.ts";

let token = "";
beforeAll(async () => {
  token = await signInStaff();
});
afterEach(closeOtherPlaces);

const staffAsk = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  ask(method, path, body, { ...bearer(token), ...headers });

const held = async (variantId: string) =>
  Object.fromEntries(Object.entries(await levelsOf(variantId)).map(([id, { reserved }]) => [id, reserved]));

const berlin = { country: "DE", postal_code: "10115", city: "Berlin" };

describe("a store with several places", () => {
  it("sells what lies at any of them, and an order of more than one has takes from both", async () => {
    const pan = await sell({ stock: 3 });
    const munich = await openPlace();
    const stock = await putAt(munich.id, pan.variant_id, 4);
    expect(stock).toMatchObject({ available: 7, locations: [{ on_hand: 3 }, { on_hand: 4, available: 4 }] });
    await showAvailability(storeFor(), [
      { variant_id: pan.variant_id, available: 7, in_stock: 7, sold_ahead: null, ships_at: null, at: "2999" },
    ]);
    await order(pan.variant_id, 6);
    expect(Object.values(await held(pan.variant_id)).toSorted()).toEqual([2, 4]);
    const tooMany = await checkOut(await fillCart(pan.variant_id, 2), { body: {} });
    expect(tooMany.status).toBe(409);
    expect(await tooMany.json()).toMatchObject({
      code: "insufficient-stock",
      lines: [{ variant_id: pan.variant_id, requested: 2, available: 1 }],
    });
    expect((await auditBooks(storeFor())).findings).toEqual([]);
  });

  it("sends from the nearest where it is told to", async () => {
    const pan = await sell({ stock: 3 });
    const near = await openPlace(berlin);
    await putAt(near.id, pan.variant_id, 3);
    await serveBy("nearest");
    await order(pan.variant_id, 2);
    expect(await held(pan.variant_id)).toEqual({ main: 0, [near.id]: 2 });
    await serveBy("fewest_parcels");
  });

  it("gives back what a cancelled order held where it was held, once", async () => {
    const pan = await sell({ stock: 1 });
    const near = await openPlace(berlin);
    await putAt(near.id, pan.variant_id, 1);
    await showAvailability(storeFor(), [
      { variant_id: pan.variant_id, available: 2, in_stock: 2, sold_ahead: null, ships_at: null, at: "2999" },
    ]);
    const placed = await order(pan.variant_id, 2);
    expect(await held(pan.variant_id)).toEqual({ main: 1, [near.id]: 1 });
    await Promise.all([1, 2, 3].map(() => cancelOrder(storeFor(), placed.order.id, "Changed their mind")));
    expect(await held(pan.variant_id)).toEqual({ main: 0, [near.id]: 0 });
    expect((await see(placed)).status).toBe("cancelled");
  });

  it("does not sell what lies where nothing is served from, and keeps it in the books", async () => {
    const pan = await sell({ stock: 0 });
    const attic = await openPlace({ active: false });
    const stock = await putAt(attic.id, pan.variant_id, 9);
    expect(stock).toMatchObject({ available: 0 });
    expect((await levelsOf(pan.variant_id))[attic.id]).toMatchObject({ on_hand: 9 });
  });
});

describe("locations over the wire", () => {
  it("are opened, changed by whoever has read them, and closed, but for the last", async () => {
    const answer = await staffAsk("POST", "/locations", {
      name: "Lyon",
      country: "FR",
      postal_code: "69001",
      serves: ["CH"],
    });
    expect(answer.status).toBe(201);
    const made = await answer.json<{ id: string }>();
    expect(made).toMatchObject({ name: "Lyon", serves: ["CH"], active: true, units: 0 });
    const change = (body: object, version: string | null) =>
      staffAsk("PATCH", `/locations/${made.id}`, body, version === null ? {} : { "if-match": version });
    expect((await change({ active: false }, null)).status).toBe(428);
    expect((await change({ active: false }, '"7"')).status).toBe(412);
    expect(await (await change({ active: false }, '"1"')).json()).toMatchObject({ active: false, version: 2 });
    const main = await staffAsk("GET", "/locations/main");
    const last = await staffAsk(
      "PATCH",
      "/locations/main",
      { active: false },
      { "if-match": main.headers.get("etag") ?? "" },
    );
    expect(last.status).toBe(409);
    expect(await last.json()).toMatchObject({ code: "last-location" });
  });

  it.each([
    ["a name that another has", { name: "main warehouse", country: "DE" }, 409],
    ["a country that is none", { name: "Nowhere", country: "QQ" }, 422],
    ["one that serves no country", { name: "Nowhere", country: "DE", serves: ["QQ"] }, 422],
    ["no name", { name: " ", country: "DE" }, 400],
    ["an unknown field", { name: "Nowhere", country: "DE", colour: "red" }, 400],
  ])("refuse %s", async (_what, body, status) => {
    expect((await staffAsk("POST", "/locations", body)).status).toBe(status);
  });

  it("are nobody's business but the staff's", async () => {
    for (const path of ["/locations", "/locations/main", "/stock-settings"])
      expect((await ask("GET", path)).status).toBe(401);
  });
});
