import { beforeAll, describe, expect, it } from "vitest";
import { createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import type { Product } from "../../src/catalog/schemas.ts";
import { ask, order, sell, storeFor } from "../checkout/shop.ts";
import { bearer, signInStaff } from "../identity/people.ts";

let token = "";
beforeAll(async () => {
  token = await signInStaff();
});

const staffAsk = (method: string, path: string, body?: unknown) => ask(method, path, body, bearer(token));

const sized = (sku: string, size: string, stock: number | null) => ({
  sku,
  options: { Size: size },
  prices: [{ currency: "EUR", amount: 100, compare_at_amount: null }],
  barcode: null,
  stock,
  weight_grams: 1,
});

/** A towel in sizes S and L. @param stock units by SKU, whose last letter is the size */
const towels = (stock: Record<string, number>): Promise<Product> =>
  createProduct(storeFor(), {
    title: "Towel",
    description: "",
    status: "active",
    brand: null,
    category_ids: [],
    attributes: {},
    options: [{ name: "Size", values: ["S", "L"] }],
    variants: Object.entries(stock).map(([sku, units]) => sized(sku, sku.slice(-1), units)),
  });

const keepVariants = (product: Product, kept: (variant: Product["variants"][number]) => boolean): Promise<Product> =>
  updateProduct(storeFor(), product.id, product.version, {
    variants: product.variants.filter(kept).map((variant) => ({ ...variant, stock: null })),
  });

const variantOf = (product: Product, sku: string): string | undefined =>
  product.variants.find((variant) => variant.sku === sku)?.id;

describe("stock over the wire", () => {
  it("is found by SKU, by variant and by a product of one variant", async () => {
    const pan = await sell({ stock: 7 });
    await order(pan.variant_id, 2);
    for (const name of [pan.sku, pan.variant_id, pan.product_id]) {
      const answer = await staffAsk("GET", `/inventory/${name}`);
      expect(await answer.json()).toMatchObject({
        sku: pan.sku,
        available: 5,
        locations: [{ location_id: "main", on_hand: 7, reserved: 2, incoming: 0, available: 5 }],
      });
    }
  });

  it("of a product with several variants asks which one", async () => {
    const product = await towels({ "TOWEL-S": 1, "TOWEL-L": 1 });
    const answer = await staffAsk("GET", `/inventory/${product.id}`);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: "which-variant", skus: ["TOWEL-L", "TOWEL-S"] });
  });

  it("follows a SKU that staff changed", async () => {
    const pan = await sell({ stock: 7 });
    const product = await (await staffAsk("GET", `/products/${pan.product_id}`)).json<Product>();
    const variants = product.variants.map((variant) => ({ ...variant, stock: null, sku: "NEW-SKU" }));
    await updateProduct(storeFor(), product.id, product.version, { variants });
    expect(await (await staffAsk("GET", "/inventory/NEW-SKU")).json()).toMatchObject({ available: 7 });
  });

  it("of a SKU that was taken away and came back is that of the variant on sale, and the books keep the former one", async () => {
    const towel = await towels({ "BACK-S": 3, "BACK-L": 4 });
    const former = variantOf(towel, "BACK-L");
    const small = await keepVariants(towel, (variant) => variant.sku === "BACK-S");
    const alone = await staffAsk("GET", `/inventory/${towel.id}`);
    expect(await alone.json()).toMatchObject({ sku: "BACK-S", available: 3, removed: false });
    expect(await (await staffAsk("GET", "/inventory/BACK-L")).json()).toMatchObject({ available: 4, removed: true });

    const again = await updateProduct(storeFor(), small.id, small.version, {
      variants: [...small.variants.map((variant) => ({ ...variant, stock: null })), sized("BACK-L", "L", 9)],
    });
    const present = variantOf(again, "BACK-L");
    expect(present).not.toBe(former);
    const update = await staffAsk("POST", "/inventory/BACK-L/update", { delta: 1, reason: "Found one" });
    expect(await update.json()).toMatchObject({ variant_id: present, available: 10, removed: false });
    expect(await (await staffAsk("GET", "/inventory/BACK-L")).json()).toMatchObject({ variant_id: present });
    expect(await (await staffAsk("GET", `/inventory/${former}`)).json()).toMatchObject({ available: 4, removed: true });

    const pages = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const answer = await staffAsk("GET", `/inventory?q=back-&limit=1${cursor && `&cursor=${cursor}`}`);
      const page = await answer.json<{ data: object[]; next_cursor: string | null }>();
      pages.push(...page.data);
      cursor = page.next_cursor;
    }
    expect(pages).toHaveLength(3);
    expect(pages).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ variant_id: former, removed: true }),
        expect.objectContaining({ variant_id: present, removed: false }),
      ]),
    );
  });

  it("of a SKU that came back without being counted is not what the books knew of the former one", async () => {
    const towel = await towels({ "FREE-S": 3, "FREE-L": 4 });
    const small = await keepVariants(towel, (variant) => variant.sku === "FREE-S");
    await updateProduct(storeFor(), small.id, small.version, {
      variants: [...small.variants.map((variant) => ({ ...variant, stock: null })), sized("FREE-L", "L", null)],
    });
    expect((await staffAsk("GET", "/inventory/FREE-L")).status).toBe(404);
    expect((await staffAsk("POST", "/inventory/FREE-L/update", { set: 1, reason: "Count" })).status).toBe(404);
  });

  it("changes by so many or to so many, with a reason that stays in the ledger", async () => {
    const pan = await sell({ stock: 7 });
    const less = await staffAsk("POST", `/inventory/${pan.sku}/update`, {
      location: "main",
      delta: -2,
      reason: "Broken",
    });
    expect(await less.json()).toMatchObject({ available: 5 });
    const counted = await staffAsk("POST", `/inventory/${pan.sku}/update`, {
      location: "main",
      set: 9,
      reason: "Count",
    });
    expect(await counted.json()).toMatchObject({ available: 9 });
    const same = await staffAsk("POST", `/inventory/${pan.sku}/update`, { set: 9, reason: "Count" });
    expect(await same.json()).toMatchObject({ available: 9 });
  });

  it.each([
    ["neither delta nor set", { location: "main", reason: "x" }, 400],
    ["both", { location: "main", delta: 1, set: 1, reason: "x" }, 400],
    ["no reason", { location: "main", delta: 1 }, 400],
    ["a fraction", { location: "main", delta: 1.5, reason: "x" }, 400],
    ["more than anybody has", { location: "main", delta: 1e9, reason: "x" }, 400],
    ["an unknown field", { location: "main", delta: 1, reason: "x", force: true }, 400],
    ["a place that is none", { location: "moon", delta: 1, reason: "x" }, 404],
    ["less than nothing", { location: "main", delta: -100, reason: "x" }, 409],
  ])("refuses %s", async (_what, body, status) => {
    const pan = await sell({ stock: 7 });
    const answer = await staffAsk("POST", `/inventory/${pan.sku}/update`, body);
    expect(answer.status).toBe(status);
    expect(await (await staffAsk("GET", `/inventory/${pan.sku}`)).json()).toMatchObject({ available: 7 });
  });

  it("is listed by SKU in pages that do not overlap", async () => {
    for (let i = 0; i < 5; i++) await sell();
    const seen: { sku: string; variant_id: string }[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
      const answer = await staffAsk("GET", `/inventory?limit=3${query}`);
      const page = await answer.json<{ data: typeof seen; next_cursor: string | null }>();
      seen.push(...page.data);
      cursor = page.next_cursor;
    } while (cursor);
    expect(new Set(seen.map(({ variant_id }) => variant_id)).size).toBe(seen.length);
    const skus = seen.map(({ sku }) => sku);
    expect(skus).toEqual(skus.toSorted());
  });

  it("has names that staff ask the catalogue for, many at once", async () => {
    const pan = await sell({ title: "Enamel pot", sku: "ENAMEL-1" });
    const gone = "var_01jd2v4q8r3x5y7z9b1d3f5h7k";
    const answer = await staffAsk("GET", `/variants?ids=${pan.variant_id},${gone}`);
    expect(await answer.json()).toEqual({ data: [{ id: pan.variant_id, title: "Enamel pot" }] });
    expect((await ask("GET", `/variants?ids=${pan.variant_id}`)).status).toBe(401);
    expect((await staffAsk("GET", "/variants?ids=everything")).status).toBe(400);
    expect((await staffAsk("GET", `/variants?ids=${Array(101).fill(gone).join(",")}`)).status).toBe(400);
  });

  it("is found by the beginning of its SKU, however either is written", async () => {
    await sell({ sku: "Cup-blue-1" });
    await sell({ sku: "cup-Blue-2" });
    await sell({ sku: "CUPBOARD" });
    for (const q of ["cup-b", "CUP-B", "Cup-Blue-"]) {
      const found: string[] = [];
      let cursor = "";
      do {
        const answer = await staffAsk("GET", `/inventory?limit=1&q=${q}${cursor && `&cursor=${cursor}`}`);
        const page = await answer.json<{ data: { sku: string }[]; next_cursor: string | null }>();
        found.push(...page.data.map(({ sku }) => sku));
        cursor = page.next_cursor ?? "";
      } while (cursor);
      expect(found).toEqual(["Cup-blue-1", "cup-Blue-2"]);
    }
    expect(await (await staffAsk("GET", "/inventory?q=cup-blue-3")).json()).toMatchObject({ data: [] });
  });

  it("is nobody's business but the staff's", async () => {
    for (const path of ["/inventory", "/inventory/THING-1"]) expect((await ask("GET", path)).status).toBe(401);
    expect((await ask("POST", "/inventory/THING-1/update", { delta: 1, reason: "x" })).status).toBe(401);
  });
});
