import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { forgetFormerPrices } from "../../src/catalog/prices/history.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type ProductChange, type ProductStatus, productChange } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";

const staff = { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } as const;
const day = 24 * 3600 * 1000;

/** The store as it was so many days before today; its clock goes on by a second with each call. */
let seconds = 0;
const daysAgo = (days: number) =>
  openStore(env, { actor: staff, now: () => new Date(Date.now() - days * day + 1000 * ++seconds) });

let count = 0;

/** A thing whose price changes. */
async function newThing(days: number, amount: number, before: number | null = null, status: ProductStatus = "active") {
  const sku = `PRICED-${++count}`;
  const made = await createProduct(
    daysAgo(days),
    newProduct.parse({
      title: sku,
      status,
      variants: [{ sku, prices: [{ currency: "EUR", amount, compare_at_amount: before }] }],
    }),
  );
  const variant = made.variants[0];
  if (!variant) throw new Error("The product came without its variant.");
  const change = async (daysBefore: number, changed: Partial<ProductChange>) => {
    const { version } = await findProduct(openStore(env), made.id);
    const after = await updateProduct(daysAgo(daysBefore), made.id, version, productChange.parse(changed));
    return after.variants[0]?.lowest_price_30_days;
  };
  return {
    variantId: variant.id,
    /** Another price, and beside it what it cost before, so many days ago; answers the lowest of the thirty days before. */
    price: (daysBefore: number, nextAmount: number, compareAt: number | null = null, other: ProductChange = {}) =>
      change(daysBefore, {
        ...other,
        variants: [
          {
            ...variant,
            id: variant.id,
            prices: [{ currency: "EUR", amount: nextAmount, compare_at_amount: compareAt }],
          },
        ].map(({ id, sku, options, prices, barcode, weight_grams }) => ({
          id,
          sku,
          options,
          prices,
          barcode,
          weight_grams,
          stock: null,
        })),
      }),
    change,
  };
}

const historyOf = async (variantId: string) => {
  const { results } = await env.CATALOG.prepare("select amount from price_history where variant_id = ? order by until")
    .bind(variantId)
    .all<{ amount: number }>();
  return results.map((row) => row.amount);
};

describe("beside a reduction", () => {
  it("stands the lowest price of the thirty days before it, not the one it was raised to last", async () => {
    const lamp = await newThing(100, 10_000);
    expect(await lamp.price(25, 8000)).toBeNull();
    expect(await lamp.price(10, 12_000)).toBeNull();
    expect(await lamp.price(5, 9000, 12_000)).toBe(8000);
  });

  it("a price that ended more than thirty days before it is not counted, and the one in force thirty days before is", async () => {
    const rug = await newThing(100, 5000);
    await rug.price(60, 10_000);
    await rug.price(20, 11_000);
    expect(await rug.price(2, 9000, 11_000)).toBe(10_000);
  });

  it("the price before it counts as long as it stands, however long that is", async () => {
    const desk = await newThing(200, 10_000);
    await desk.price(150, 8000, 10_000);
    const today = await findProduct(openStore(env), (await productOf(desk.variantId)).id);
    expect(today.variants[0]).toMatchObject({ price: 8000, compare_at_price: 10_000, lowest_price_30_days: 10_000 });
  });

  it("a further one counts the first as a price before it, and so does a rise", async () => {
    const chair = await newThing(100, 10_000);
    expect(await chair.price(20, 8000, 10_000)).toBe(10_000);
    expect(await chair.price(10, 7000, 10_000)).toBe(8000);
    expect(await chair.price(5, 9000, 10_000)).toBe(7000);
  });

  it("an announcement alone, without a lower price, does not make one", async () => {
    const bench = await newThing(100, 10_000);
    expect(await bench.price(5, 10_000, 12_000)).toBe(10_000);
    expect(await bench.price(4, 10_000, 13_000)).toBe(10_000);
    expect(await bench.price(3, 10_000)).toBeNull();
  });

  it("stays what it was while only the price to compare with is corrected", async () => {
    const table = await newThing(100, 10_000);
    expect(await table.price(10, 8000, 10_000)).toBe(10_000);
    expect(await table.price(5, 8000, 11_000)).toBe(10_000);
  });

  it("there is no such price where nothing was sold before, and none without a reduction", async () => {
    const stool = await newThing(3, 8000, 10_000);
    const { variants } = await productOf(stool.variantId);
    expect(variants[0]).toMatchObject({ compare_at_price: 10_000, lowest_price_30_days: null });
  });

  it("what a draft was priced at is nobody's price; what the shop showed is, though it was away since", async () => {
    const shelf = await newThing(20, 100, null, "draft");
    await shelf.price(18, 9000, null, { status: "active" });
    expect(await historyOf(shelf.variantId)).toEqual([]);
    await shelf.change(10, { status: "archived" });
    await shelf.price(9, 500);
    expect(await shelf.price(8, 7000, 9000, { status: "active" })).toBe(9000);
    expect(await historyOf(shelf.variantId)).toEqual([9000]);
  });

  it("a variant that is named by its SKU alone keeps what it cost, and its stock", async () => {
    const thing = await newThing(60, 500);
    const sku = `PRICED-${count}`;
    const prices = [{ currency: "EUR", amount: 900, compare_at_amount: 1000 }];
    expect(await thing.change(1, productChange.parse({ variants: [{ sku, prices }] }))).toBe(500);
    const { variants } = await findProduct(openStore(env), sku.toLowerCase());
    expect(variants.map(({ id }) => id)).toEqual([thing.variantId]);
  });

  it("taking a price away and setting it again does not forget it", async () => {
    const sofa = await newThing(40, 8000);
    const { id, version } = await productOf(sofa.variantId);
    const prices = (currency: string, amount: number, compareAt: number | null = null) => ({
      id: sofa.variantId,
      sku: `SOFA-${version}`,
      prices: [{ currency, amount, compare_at_amount: compareAt }],
    });
    const away = await updateProduct(daysAgo(9), id, version, productChange.parse({ variants: [prices("USD", 9000)] }));
    expect(away.variants[0]?.price).toBeNull();
    const back = await updateProduct(
      daysAgo(8),
      id,
      away.version,
      productChange.parse({ variants: [prices("EUR", 9000, 12_000)] }),
    );
    expect(back.variants[0]?.lowest_price_30_days).toBe(8000);
  });
});

describe("the history of prices", () => {
  it("holds what changed and nothing else, and cannot be rewritten", async () => {
    const lamp = await newThing(50, 4000);
    await lamp.change(40, { title: "A lamp by another name" });
    await lamp.price(30, 4000);
    await lamp.price(20, 3000);
    await lamp.price(10, 3500);
    expect(await historyOf(lamp.variantId)).toEqual([4000, 3000]);
    const rewrite = (statement: string) => env.CATALOG.prepare(statement).bind(lamp.variantId).run();
    await expect(rewrite("update price_history set amount = 1 where variant_id = ?")).rejects.toThrow(/append-only/);
    await expect(rewrite("delete from price_history where variant_id = ?")).rejects.toThrow(/30 days/);
  });

  it("is forgotten after a year, but for what an announced reduction looked back on", async () => {
    const plain = await newThing(600, 100);
    for (const [days, amount] of [
      [500, 90],
      [400, 80],
      [300, 70],
    ] as const)
      await plain.price(days, amount);
    const reduced = await newThing(600, 100);
    await reduced.price(520, 90);
    await reduced.price(450, 80);
    await reduced.price(430, 60, 80);
    const before = await productOf(reduced.variantId);
    await forgetFormerPrices(openStore(env));
    expect(await historyOf(plain.variantId)).toEqual([80]);
    expect(await historyOf(reduced.variantId)).toEqual([90, 80]);
    expect(await productOf(reduced.variantId)).toEqual(before);
  });
});

async function productOf(variantId: string) {
  const id = await env.CATALOG.prepare("select product_id from variants where id = ?")
    .bind(variantId)
    .first<string>("product_id");
  return findProduct(openStore(env), id ?? "");
}
