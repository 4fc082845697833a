import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { consume } from "../../queues/index.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { findOffers } from "../../src/catalog/prices/offers.ts";
import { showAvailability } from "../../src/catalog/products/availability.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { archiveProduct, createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type ProductQuery, productChange, productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });
const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  exports.default.fetch(`https://souk.test/api/v1${path}`, { headers });

const pan = (over: Record<string, unknown> = {}) =>
  newProduct.parse({
    title: "Hammered copper pan",
    status: "active",
    brand: "Tinsmith",
    options: [{ name: "Size", values: ["20 cm", "24 cm"] }],
    attributes: { material: "copper", care: ["hand wash", "polish"], weight_class: 2 },
    variants: [
      {
        sku: "PAN-20",
        options: { Size: "20 cm" },
        prices: [{ currency: "EUR", amount: 4900 }],
        stock: 3,
        weight_grams: 900,
        length_mm: 420,
        ships_alone: true,
      },
      {
        sku: "PAN-24",
        options: { Size: "24 cm" },
        prices: [
          { currency: "EUR", amount: 5900, compare_at_amount: 6900 },
          { currency: "USD", amount: 6500 },
        ],
      },
    ],
    ...over,
  });

const simple = (sku: string, over: Record<string, unknown> = {}) =>
  newProduct.parse({
    title: `Thing ${sku}`,
    status: "active",
    variants: [{ sku, prices: [{ currency: "EUR", amount: 1000 }] }],
    ...over,
  });

const ask = (query: Record<string, unknown> = {}, attributes: Record<string, string> = {}): ProductQuery => ({
  ...productQuery.parse(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))),
  attributes,
});

const titles = async (query: Record<string, unknown>, attributes: Record<string, string> = {}) =>
  (await listProducts(shopper, ask(query, attributes))).data.map((product) => product.title);

describe("a product", () => {
  it("comes with its variants, prices, opening stock and address in one call", async () => {
    const made = await createProduct(staff, pan());
    expect(made).toMatchObject({
      slug: "hammered-copper-pan",
      price_range: { currency: "EUR", min: 4900, max: 5900 },
      rating: { average: null, count: 0 },
      attributes: { material: "copper", care: ["hand wash", "polish"], weight_class: 2 },
      variants: [
        {
          sku: "PAN-20",
          title: "20 cm",
          price: 4900,
          compare_at_price: null,
          available: 3,
          weight_grams: 900,
          length_mm: 420,
          ships_alone: true,
        },
        { sku: "PAN-24", title: "24 cm", price: 5900, compare_at_price: 6900, available: null },
      ],
    });
    const level = await env.ORDERS.prepare("select on_hand from stock_levels where sku = 'PAN-20'").first();
    expect(level).toEqual({ on_hand: 3 });
    const answer = await get("/products/hammered-copper-pan");
    expect(await answer.json()).toEqual(made);
    const again = await get(`/products/${made.id}`, { "If-None-Match": answer.headers.get("ETag") ?? "" });
    expect(again.status).toBe(304);
    const dollars = await (await get(`/products/${made.id}?currency=USD`)).json();
    expect(dollars).toMatchObject({ price_range: { currency: "USD", min: 6500, max: 6500 } });
    const event = await env.CATALOG.prepare("select count(*) as n from outbox where subject = ?")
      .bind(made.id)
      .first("n");
    expect(event).toBe(1);
  });

  it("is read in one statement whose rows do not grow with the catalogue", async () => {
    const { id } = await findProduct(shopper, "hammered-copper-pan");
    expect((await findOffers(shopper, [])).size).toBe(0);
    const product = await findProduct(shopper, id);
    const offers = await findOffers(shopper, [...product.variants.map((variant) => variant.id), "var_unknown"]);
    expect([...offers.values()].map((offer) => [offer.title, offer.unit_price, offer.available])).toEqual([
      ["Hammered copper pan - 20 cm", 4900, 3],
      ["Hammered copper pan - 24 cm", 5900, null],
    ]);
  });

  it("is refused with a taken slug or SKU, misfit variants or an unknown category, and nothing is stored", async () => {
    const before = await env.CATALOG.prepare("select count(*) as n from products").first("n");
    const refused = (input: Record<string, unknown>) =>
      createProduct(staff, pan(input)).then(
        () => "stored",
        (thrown) => thrown.code,
      );
    expect(
      await refused({ slug: "hammered-copper-pan", variants: pan().variants.map((v) => ({ ...v, sku: `X${v.sku}` })) }),
    ).toBe("slug-taken");
    expect(await refused({})).toBe("sku-taken");
    const twice = [pan().variants[0], { ...pan().variants[0], sku: "OTHER" }];
    expect(await refused({ variants: twice })).toBe("invalid-variants");
    expect(await refused({ variants: [{ ...pan().variants[0], options: { Colour: "red" } }] })).toBe(
      "invalid-variants",
    );
    expect(await refused({ options: [], variants: pan().variants })).toBe("invalid-variants");
    // The books find a SKU however it is capitalised: one product has it once.
    const namesakes = pan().variants.map((v, index) => ({
      ...v,
      sku: index === 0 ? "Sx" : index === 1 ? "sX" : v.sku,
    }));
    expect(await refused({ variants: namesakes })).toBe("invalid-variants");
    for (const currency of ["XXX", "XTS", "XAU", "ABC"])
      expect(await refused({ variants: [{ ...pan().variants[0], prices: [{ currency, amount: 1 }] }] })).toBe(
        "invalid-variants",
      );
    const gone = staff.newId("cat");
    expect(
      await refused({ category_ids: [gone], variants: pan().variants.map((v) => ({ ...v, sku: `Y${v.sku}` })) }),
    ).toBe("invalid-category");
    expect(await env.CATALOG.prepare("select count(*) as n from products").first("n")).toBe(before);
    const twin = await createProduct(staff, pan({ variants: pan().variants.map((v) => ({ ...v, sku: `Z${v.sku}` })) }));
    expect(twin.slug).toMatch(/^hammered-copper-pan-.{6}$/);
  });

  it("leaves addresses of the API to the API, whatever it is called", async () => {
    expect(newProduct.safeParse({ ...simple("EXPORT-1"), slug: "export" }).success).toBe(false);
    const made = await createProduct(staff, simple("EXPORT-1", { title: "Export", slug: undefined }));
    expect(made.slug).toMatch(/^export-.{6}$/);
  });

  it("is changed only by who has read its last version, and at once everywhere", async () => {
    const made = await createProduct(staff, simple("EDIT-1", { title: "Quince jam" }));
    const [variant] = made.variants;
    if (!variant) throw new Error("no variant");
    expect((await findOffers(shopper, [variant.id])).get(variant.id)?.unit_price).toBe(1000);
    const changed = await updateProduct(
      staff,
      made.id,
      made.version,
      productChange.parse({
        title: "Quince jelly",
        variants: [{ id: variant.id, sku: "EDIT-1", prices: [{ currency: "EUR", amount: 1250 }] }],
      }),
    );
    expect(changed).toMatchObject({
      title: "Quince jelly",
      slug: made.slug,
      version: 2,
      variants: [{ id: variant.id, price: 1250 }],
    });
    expect((await findOffers(shopper, [variant.id])).get(variant.id)?.unit_price).toBe(1250);
    expect(await titles({ q: "quince jelly" })).toEqual(["Quince jelly"]);
    expect(await listProducts(shopper, ask({ q: "quince jam" }))).toMatchObject({ all_words: 0 });
    expect(await titles({ price_min: 1250, price_max: 1250 })).toEqual(["Quince jelly"]);
    await expect(updateProduct(staff, made.id, 1, { title: "Too late" })).rejects.toMatchObject({
      code: "changed-meanwhile",
    });
    const rivals = await Promise.allSettled([
      updateProduct(staff, made.id, 2, { title: "One" }),
      updateProduct(staff, made.id, 2, { title: "Two" }),
    ]);
    expect(rivals.map((rival) => rival.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("can swap SKUs between its variants, gain one and lose one", async () => {
    const made = await createProduct(
      staff,
      pan({ title: "Swap", variants: pan().variants.map((v) => ({ ...v, sku: `S${v.sku}` })) }),
    );
    const [small, large] = made.variants;
    if (!small || !large) throw new Error("no variants");
    const swapped = await updateProduct(
      staff,
      made.id,
      1,
      productChange.parse({
        variants: [
          { id: small.id, sku: large.sku, options: { Size: "24 cm" }, prices: [{ currency: "EUR", amount: 1 }] },
          { id: large.id, sku: small.sku, options: { Size: "20 cm" }, prices: [{ currency: "EUR", amount: 2 }] },
        ],
      }),
    );
    expect(swapped.variants.map(({ id, sku, title }) => [id, sku, title])).toEqual([
      [small.id, large.sku, "24 cm"],
      [large.id, small.sku, "20 cm"],
    ]);
    const grown = await updateProduct(
      staff,
      made.id,
      2,
      productChange.parse({
        options: [{ name: "Size", values: ["20 cm", "28 cm"] }],
        variants: [
          { id: large.id, sku: small.sku, options: { Size: "20 cm" }, prices: [{ currency: "EUR", amount: 2 }] },
          { sku: "SPAN-28", options: { Size: "28 cm" }, prices: [{ currency: "EUR", amount: 3 }], stock: 5 },
        ],
      }),
    );
    expect(grown.variants.map((variant) => [variant.sku, variant.available])).toEqual([
      [small.sku, null],
      ["SPAN-28", 5],
    ]);
  });

  it("that is a draft or archived is nowhere for shoppers and still there for staff", async () => {
    const draft = await createProduct(staff, simple("DRAFT-1", { title: "Secret lamp", status: "draft" }));
    expect((await get(`/products/${draft.id}`)).status).toBe(404);
    expect(await titles({ q: "secret lamp" })).toEqual([]);
    for (const status of ["draft", "any", "archived"])
      await expect(listProducts(shopper, ask({ status }))).rejects.toMatchObject({ code: "invalid-input" });
    expect((await listProducts(shopper, ask({ status: "active" }))).data.map((p) => p.id)).not.toContain(draft.id);
    expect((await listProducts(staff, ask({ status: "draft" }))).data.map((p) => p.title)).toEqual(["Secret lamp"]);
    expect((await listProducts(staff, ask({ status: "any", q: "secret" }))).data.map((p) => p.title)).toEqual([
      "Secret lamp",
    ]);
    const active = await updateProduct(staff, draft.id, 1, { status: "active" });
    expect(await titles({ q: "secret lamp" })).toEqual(["Secret lamp"]);
    await archiveProduct(staff, draft.id, active.version);
    expect(await titles({ q: "secret lamp" })).toEqual([]);
    expect(
      (
        await findOffers(
          shopper,
          active.variants.map((v) => v.id),
        )
      ).size,
    ).toBe(0);
    expect(await findProduct(staff, draft.id)).toMatchObject({ status: "archived" });
  });

  it("shows the newest word of the books on what can be bought, in whatever order they come", async () => {
    const made = await createProduct(
      staff,
      simple("AVAIL-1", { variants: [{ sku: "AVAIL-1", prices: [{ currency: "EUR", amount: 1 }], stock: 9 }] }),
    );
    const variantId = made.variants[0]?.id ?? "";
    const offered = async (): Promise<unknown> => (await findOffers(shopper, [variantId])).get(variantId)?.available;
    expect(await offered()).toBe(9);
    await showAvailability(staff, [
      {
        variant_id: variantId,
        available: 0,
        in_stock: 0,
        sold_ahead: null,
        ships_at: null,
        at: "2026-11-21T10:00:02.000Z",
      },
      {
        variant_id: variantId,
        available: 4,
        in_stock: 4,
        sold_ahead: null,
        ships_at: null,
        at: "2026-11-21T10:00:01.000Z",
      },
    ]);
    await showAvailability(staff, [
      {
        variant_id: variantId,
        available: 5,
        in_stock: 5,
        sold_ahead: null,
        ships_at: null,
        at: "2026-11-21T10:00:00.000Z",
      },
    ]);
    expect(await offered()).toBe(0);
    expect((await findProduct(shopper, made.id)).variants[0]?.available).toBe(0);
    expect(await titles({ q: "AVAIL-1", in_stock: "true" })).toEqual([]);
    expect(await titles({ q: "AVAIL-1" })).toEqual(["Thing AVAIL-1"]);
    const told = (id: string, available: unknown, time: string) => ({
      id,
      timestamp: new Date(),
      attempts: 1,
      body: { type: "stock.changed", time, data: { variant_id: variantId, sku: "AVAIL-1", available } },
    });
    const batch = createMessageBatch("inventory", [
      told("m1", 7, "2026-11-21T10:00:04.000Z"),
      told("m2", 6, "2026-11-21T10:00:03.000Z"),
      told("m3", "lots", "2026-11-21T10:00:05.000Z"),
    ]);
    const ctx = createExecutionContext();
    await consume(batch, env, ctx);
    const outcome = await getQueueResult(batch, ctx);
    expect(outcome.explicitAcks).toEqual(["m1", "m2"]);
    expect(outcome.retryMessages.map((message) => message.msgId)).toEqual(["m3"]);
    expect((await findProduct(shopper, made.id)).variants[0]?.available).toBe(7);
  });
});
