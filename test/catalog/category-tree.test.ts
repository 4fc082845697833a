import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import {
  createCategory,
  deleteCategory,
  listCategories,
  updateCategory,
} from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type ProductQuery, productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });
const shopper = openStore(env, { actor: { kind: "shopper", cartId: null } });

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

describe("the tree of categories", () => {
  let ids: Record<string, string> = {};
  beforeAll(async () => {
    const make = async (name: string, parent: string | null) =>
      (await createCategory(staff, newCategory.parse({ name, parent_id: parent }))).id;
    const kitchen = await make("Kitchen", null);
    const cookware = await make("Cookware", kitchen);
    const pans = await make("Pans", cookware);
    const garden = await make("Garden", null);
    ids = { kitchen, cookware, pans, garden };
    await createProduct(staff, simple("CAT-1", { title: "Deep pan", category_ids: [pans] }));
    await createProduct(staff, simple("CAT-2", { title: "Trowel", category_ids: [garden] }));
  });

  it("is listed parents first, with what lies in and below each", async () => {
    const tree = await listCategories(shopper);
    expect(tree.map(({ path, depth, product_count }) => [path.join("/"), depth, product_count])).toEqual([
      ["garden", 0, 1],
      ["kitchen", 0, 1],
      ["kitchen/cookware", 1, 1],
      ["kitchen/cookware/pans", 2, 1],
    ]);
  });

  it("finds products from any category above theirs", async () => {
    expect(await titles({ category: "kitchen" })).toEqual(["Deep pan"]);
    expect(await titles({ category: ids.cookware })).toEqual(["Deep pan"]);
    expect(await titles({ category: "kitchen", q: "deep" })).toEqual(["Deep pan"]);
    expect(await titles({ category: "garden", q: "deep" })).toEqual([]);
    expect(await titles({ category: "no-such" })).toEqual([]);
    expect(await titles({ category: "no-such", q: "deep" })).toEqual([]);
  });

  it("takes its products along when a branch moves or is renamed", async () => {
    await updateCategory(staff, ids.cookware ?? "", 1, { parent_id: ids.garden ?? null, name: "Campfire" });
    expect(await titles({ category: "kitchen" })).toEqual([]);
    expect(await titles({ category: "garden", sort: "title" })).toEqual(["Deep pan", "Trowel"]);
    expect(await titles({ q: "campfire" })).toEqual(["Deep pan"]);
  });

  it("has no category whose name nobody could see, and one of any script", () => {
    for (const name of ["", "  ", "\u200b", "\u200d\ufe0f", "\u00ad", "\u3164", "\u2800", "\u2066 \u2069", "\u0301"])
      expect([name, newCategory.safeParse({ name }).success]).toEqual([name, false]);
    for (const name of ["Töpfe", "鍋", "قدور", "हाँडी", "👩🏽‍🍳", "½", "★", "!"])
      expect([name, newCategory.safeParse({ name }).success]).toEqual([name, true]);
  });

  it("does not let a category lie below itself, nor vanish while it is in use", async () => {
    const refusal = { code: "invalid-category" };
    await expect(updateCategory(staff, ids.garden ?? "", 1, { parent_id: ids.pans ?? null })).rejects.toMatchObject(
      refusal,
    );
    await expect(updateCategory(staff, ids.garden ?? "", 1, { parent_id: ids.garden ?? null })).rejects.toMatchObject(
      refusal,
    );
    await expect(deleteCategory(staff, ids.pans ?? "", null)).rejects.toMatchObject({ code: "category-in-use" });
    const empty = await createCategory(staff, newCategory.parse({ name: "Empty" }));
    await deleteCategory(staff, empty.id, empty.version);
    expect((await listCategories(shopper)).map((one) => one.name)).not.toContain("Empty");
  });
});
