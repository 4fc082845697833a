import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { forgetPromotionRules } from "../../src/promotions/campaigns/read-rules.ts";
import { forgetShippingRules } from "../../src/shipping/read-rules.ts";
import { createShippingMethod, listShippingMethods, updateShippingMethod } from "../../src/shipping/rules/methods.ts";
import { newShippingMethod } from "../../src/shipping/rules/schemas.ts";
import { createShippingZone, deleteShippingZone, listShippingZones } from "../../src/shipping/rules/zones.ts";
import { sell, storeFor } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";
import { promote } from "../promotions/campaign.ts";
import { type Page, Visitor } from "./visitor.ts";

const rate = (price: number) => [{ kind: "flat", currency: "EUR", price }];
const address = {
  ...{ email: "ada@example.com", name: "Ada Lovelace", line1: "Unter den Linden 1", city: "Berlin" },
  ...{ postal_code: "10117", country: "DE" },
};

let slug = "";

beforeAll(async () => {
  const { product_id } = await sell({ price: 2000, stock: 50 });
  const row = await env.CATALOG.prepare("select slug from products where id = ?")
    .bind(product_id)
    .first<{ slug: string }>();
  slug = row?.slug ?? "";
  const zones = await listShippingZones(storeFor());
  const home = zones.find(({ reach }) => reach === "home")?.id;
  const island = await createShippingZone(storeFor(), {
    ...{ name: "Sylt", reach: "countries", countries: ["DE"], regions: [], postal_codes: ["2598*", "25999"] },
  });
  const locker = {
    ...{
      code: "locker",
      name: "Parcel locker",
      description: "At the station",
      kind: "pickup",
      min_days: 1,
      max_days: 2,
    },
    translations: { de: { name: "Paketstation", description: "Am Bahnhof", hours: "Rund um die Uhr" } },
    pickup: {
      ...{ name: "Locker 123", line1: "Europaplatz 1", postal_code: "10557", city: "Berlin", country: "DE" },
      hours: "Day and night",
    },
    ...{ position: 9, zones: [{ zone_id: home, rates: rate(190) }] },
  };
  await createShippingMethod(storeFor(), newShippingMethod.parse(locker));
  const ferry = { code: "ferry", name: "By ferry", min_days: 3, max_days: 5 };
  await createShippingMethod(
    storeFor(),
    newShippingMethod.parse({ ...ferry, zones: [{ zone_id: island.id, rates: rate(1500) }] }),
  );
}, 60_000);

async function atCheckout(path = ""): Promise<{ visitor: Visitor; page: Page }> {
  const visitor = new Visitor();
  const product = await visitor.visit(`${path}/products/${slug}`);
  await visitor.submit(product, `${path}/cart/add`, { quantity: "1" });
  return { visitor, page: await visitor.visit(`${path}/checkout`) };
}

const ways = ({ html }: Page) => [...html.matchAll(/id="ship-([^"]+)"/g)].map(([, code]) => code);

describe("a shopper at the checkout", () => {
  it("sees the ways that lead there, the place where things are picked up, and when it is open", async () => {
    const { page } = await atCheckout();
    expect(ways(page)).toEqual(["standard", "express", "pickup", "locker"]);
    expect(page.html).toMatch(/Parcel locker.*At the station.*Locker 123.*Europaplatz 1, 10557 Berlin.*Day and night/);
    expect(page.html).toMatch(/id="ship-standard"[^>]*checked/);
  });

  it("sees them in their language", async () => {
    const { page } = await atCheckout("/de");
    expect(page.html).toMatch(/Paketstation.*Am Bahnhof.*Rund um die Uhr/s);
    expect(page.html).not.toContain("Parcel locker");
  });

  it("is offered what leads to a postal code, and the first of it where the usual way does not", async () => {
    const { visitor, page } = await atCheckout();
    const there = { ...address, postal_code: "25980", shipping_option: "standard" };
    const counted = await visitor.submit(page, "/checkout", there, "recount");
    expect([counted.status, ways(counted)]).toEqual([200, ["ferry"]]);
    expect(counted.html).toMatch(/id="ship-ferry"[^>]*checked/);
    expect(counted.html).toContain("€35.00");
  });

  it("picks an order up where it said, and the order tells where", async () => {
    const { visitor, page } = await atCheckout();
    const counted = await visitor.submit(page, "/checkout", { ...address, shipping_option: "locker" }, "recount");
    const gateway = await visitor.submit(counted, "/checkout", {}, "order");
    const back = await visitor.submit(gateway, gateway.url.pathname, {}, "approve");
    const { order, token } = Object.fromEntries(back.url.searchParams);
    const followed = await visitor.visit(`/orders/${order}?token=${token}`);
    expect(followed.html).toMatch(/Locker 123.*Europaplatz 1, 10557 Berlin.*Day and night/s);
    expect(followed.html).toContain("To be picked up here");
    expect(followed.html).not.toMatch(/Unter den Linden|our shop/);
    const kept = await env.ORDERS.prepare(
      "select shipping_option, shipping_kind, shipping_total from orders where id = ?",
    );
    expect(await kept.bind(order).first()).toEqual({
      ...{ shipping_option: "locker", shipping_kind: "pickup", shipping_total: 190 },
    });
  });

  it("is told at the country where nothing is shipped, and the form stays", async () => {
    const abroad = (await listShippingZones(storeFor())).find(({ reach }) => reach === "everywhere");
    for (const method of await listShippingMethods(storeFor())) {
      const zones = method.zones.filter(({ zone_id }) => zone_id !== abroad?.id);
      if (zones.length < method.zones.length)
        await updateShippingMethod(storeFor(), method.id, method.version, { zones });
    }
    await deleteShippingZone(storeFor(), abroad?.id ?? "", 1);
    forgetShippingRules();
    const { visitor, page } = await atCheckout();
    const told = await visitor.submit(page, "/checkout", { ...address, country: "JP" }, "recount");
    expect(told.status).toBe(422);
    expect(told.html).toMatch(/id="country-error"[^>]*>\s*We do not ship there/);
    expect(told.html).toContain('value="Ada Lovelace"');
    const refused = await visitor.submit(told, "/checkout", { country: "JP" }, "order");
    expect(refused.status).toBe(422);
  });
});

describe("a promotion on shipping", () => {
  it("shows at each way what it would cost with it, and what it costs without", async () => {
    const auth = bearer(await signInStaff());
    const free = { kind: "off_shipping", off: { percent: "100" }, options: ["standard"] };
    const { id } = await promote(auth, { title: "Standard for nothing", action: free });
    const { visitor, page } = await atCheckout();
    expect(page.html).toMatch(/id="ship-standard"[\s\S]*?<s class="soft">[\s\S]*?€4\.90[\s\S]*?Free/);
    const express = await visitor.submit(page, "/checkout", { ...address, shipping_option: "express" }, "recount");
    expect(express.html).toMatch(/id="ship-standard"[\s\S]*?<s class="soft">[\s\S]*?€4\.90[\s\S]*?Free/);
    expect(express.html.match(/id="ship-express"[\s\S]*?<\/label>/)?.[0]).not.toMatch(/<s[ >]/);
    await env.ORDERS.prepare("update promotions set status = 'archived' where id = ?").bind(id).run();
    forgetPromotionRules();
  });
});
