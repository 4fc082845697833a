import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { runExport } from "../../src/catalog/export/run-export.ts";
import { startExport } from "../../src/catalog/export/start-export.ts";
import { listRefusals } from "../../src/catalog/import/import-notes.ts";
import { findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { createProduct, updateProduct } from "../../src/catalog/products/products.ts";
import { newProduct, type Product, productChange } from "../../src/catalog/schemas.ts";
import { stockOf } from "../../src/inventory/levels.ts";
import { openStore } from "../../src/platform/store.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });

const product = (slug: string, sku: string, stock: number | null = null) =>
  createProduct(
    staff,
    newProduct.parse({
      title: `The ${slug}`,
      slug,
      status: "active",
      variants: [{ sku, stock, prices: [{ currency: "EUR", amount: 100 }] }],
    }),
  );

async function importAll(text: string) {
  const bytes = new Blob([text]).stream();
  const { id } = await startImport(staff, { name: "skus.csv", bytes }, async () => ({ dryRun: false }));
  await runImport(staff, id);
  const { data } = await listRefusals(staff, id, { limit: 100 });
  const { products } = await findImport(staff, id);
  return { products, refusals: data.map(({ line, reason }) => `${line}: ${reason}`) };
}

const counts = (created: number, updated: number, unchanged: number) => ({ created, updated, unchanged });
const skusOf = async (slug: string) => (await findProduct(staff, slug)).variants.map(({ sku }) => sku);
const change = (known: Product, fields: Record<string, unknown>) =>
  updateProduct(staff, known.id, known.version, productChange.parse(fields));

/** A variant as staff send it. */
const variant = (id: string | undefined, sku: string, over: Record<string, unknown> = {}) => ({
  ...(id && { id }),
  sku,
  prices: [{ currency: "EUR", amount: 100 }],
  ...over,
});

describe("a SKU in other capitals", () => {
  it("is another product's already, and the answer names that product", async () => {
    await product("pan", "PAN-24");
    const taken = { code: "sku-taken", detail: "The pan has the SKU PAN-24. Choose another." };
    await expect(product("lid", "pan-24")).rejects.toMatchObject(taken);
    await expect(findProduct(staff, "lid")).rejects.toMatchObject({ code: "not-found" });
    const lid = await product("lid", "LID");
    const id = lid.variants[0]?.id;
    await expect(change(lid, { variants: [variant(id, "Pan-24")] })).rejects.toMatchObject(taken);
    expect(await skusOf("lid")).toEqual(["LID"]);
  });

  it("is refused by the table itself", async () => {
    const [lid] = (await findProduct(staff, "lid")).variants;
    const rename = env.CATALOG.prepare("update variants set sku = 'pan-24' where id = ?").bind(lid?.id);
    await expect(rename.run()).rejects.toThrow(/other capitals/);
  });

  it("is the same variant's where it is its own: stock and the books follow", async () => {
    const pot = await product("pot", "POT", 7);
    const id = pot.variants[0]?.id;
    const renamed = await change(pot, { variants: [variant(undefined, "Pot")] });
    expect(renamed.variants[0]).toMatchObject({ id, sku: "Pot" });
    expect(await importAll("sku,name,price\npOT,The pot,1.00\n")).toEqual({ products: counts(0, 1, 0), refusals: [] });
    expect(await skusOf("pot")).toEqual(["pOT"]);
    expect(await stockOf(staff, id ?? "")).toMatchObject({ sku: "pOT", available: 7 });
    expect(await importAll("sku,name,price\npOT,The pot,1.00\n")).toEqual({ products: counts(0, 0, 1), refusals: [] });
  });

  it("is refused as a row of a file, be it another product's of the store or of the file", async () => {
    const file = `slug,sku,title,options,attributes,price EUR
kettle,pan-24,Kettle,,,1.00
spoon,SPOON,Spoon,,,1.00
fork,spoon,Fork,,,1.00
`;
    const { products, refusals } = await importAll(file);
    expect(products).toEqual(counts(1, 0, 0));
    expect(refusals).toEqual([
      "2: The SKU pan-24 belongs to pan already.",
      "4: The SKU spoon belongs to line 3 already.",
    ]);
  });
});

describe("a store whose products share SKUs but for capitals from before", () => {
  it("is brought up to date, keeps them, and takes no more of them", async () => {
    const migration = env.TEST_MIGRATIONS.CATALOG.find(({ name }) => name.includes("skus_in_any_capitals"));
    const undo = [
      "drop trigger new_skus_differ_beyond_capitals",
      "drop trigger changed_skus_differ_beyond_capitals",
      "drop index variants_by_sku_of_any_case",
      "drop table sku_namesakes",
    ];
    await env.CATALOG.batch(undo.map((statement) => env.CATALOG.prepare(statement)));
    await env.CATALOG.prepare("create table sku_namesakes (variant_id text, sku text)").run();
    const one = await product("one", "ABC");
    const two = await product("two", "abc");
    await env.CATALOG.prepare("drop table sku_namesakes").run();
    for (const query of migration?.queries ?? []) await env.CATALOG.prepare(query).run();

    const saved = await change(one, { variants: [variant(one.variants[0]?.id, "ABC", { weight_grams: 5 })] });
    expect(saved.variants[0]).toMatchObject({ id: one.variants[0]?.id, sku: "ABC", weight_grams: 5 });
    await expect(product("three", "Abc")).rejects.toMatchObject({ code: "sku-taken" });

    const { id } = await startExport(staff);
    await runExport(staff, id);
    const file = (await (await env.IMPORTS.get(`exports/${id}.csv`))?.text()) ?? "";
    const { products, refusals } = await importAll(file);
    expect(refusals).toEqual([]);
    expect(products).toMatchObject({ created: 0, updated: 0 });
    expect((await findProduct(staff, "one")).variants[0]?.sku).toBe("ABC");

    const other = two.variants[0]?.id;
    const parted = await change(two, { variants: [variant(other, "two")] });
    await expect(change(parted, { variants: [variant(other, "abC")] })).rejects.toMatchObject({ code: "sku-taken" });
  });
});
