import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { createCategory, findCategory, listCategories } from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { createCollection, findCollection } from "../../src/catalog/collections/collections.ts";
import { newCollection } from "../../src/catalog/collections/schemas.ts";
import { runExport } from "../../src/catalog/export/run-export.ts";
import { startExport } from "../../src/catalog/export/start-export.ts";
import { listRefusals } from "../../src/catalog/import/import-notes.ts";
import { findExport, findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import type { ExportContents } from "../../src/catalog/import/schemas.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct } from "../../src/catalog/schemas.ts";
import { putTranslation } from "../../src/catalog/translations/edit-translations.ts";
import { openStore } from "../../src/platform/store.ts";
import { bearer, signInStaff } from "../identity/people.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const actor = { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } as const;
const staff = openStore(env, { actor });
const german = openStore(env, { actor, locale: "de" });

async function exportAll(contents: ExportContents): Promise<string> {
  const { id } = await startExport(staff, contents);
  await runExport(staff, id);
  const job = await findExport(staff, id);
  expect(job).toMatchObject({ contents, status: "finished", products_done: job.products_total });
  return (await (await env.IMPORTS.get(`exports/${id}.csv`))?.text()) ?? "";
}

async function importAll(text: string, dryRun = false) {
  const bytes = new Blob([text]).stream();
  const { id } = await startImport(staff, { name: "groups.csv", bytes }, async () => ({ dryRun }));
  await runImport(staff, id);
  const { data } = await listRefusals(staff, id, { limit: 100 });
  return { job: await findImport(staff, id), refusals: data.map(({ line, reason }) => `${line}: ${reason}`) };
}

const category = (input: object) => createCategory(staff, newCategory.parse(input));
const product = (slug: string, category_ids: string[] = []) =>
  createProduct(
    staff,
    newProduct.parse({
      title: slug,
      slug,
      status: "active",
      category_ids,
      variants: [{ sku: slug.toUpperCase(), prices: [{ currency: "EUR", amount: 100 }] }],
    }),
  );

async function furnish(): Promise<void> {
  const kitchen = await category({ name: "Kitchen > living", slug: "home", position: 2, description: "Two\nlines" });
  const pans = await category({ name: "Pans | pots", parent_id: kitchen.id, seo_title: "=Pans", seo_description: "S" });
  await category({ name: "Pans | pots", slug: "pans-too", parent_id: kitchen.id, position: 1 });
  await category({ name: "Sale", slug: "all-sale", position: 1 });
  const texts = { name: "Pfannen", description: "Aus Kupfer" };
  await putTranslation(staff, { kind: "category", id: pans.id, locale: "de" }, texts, null);
  const ids = [];
  for (const slug of ["pan", "lid", "spoon"]) ids.push((await product(slug, [pans.id])).id);
  const [pan = "", lid = "", spoon = ""] = ids;
  const picked = await createCollection(
    staff,
    newCollection.parse({
      title: "Gifts, small",
      slug: "gifts",
      status: "active",
      description: 'A “quote",\nand more',
      seo_title: "Gifts",
      product_ids: [spoon, pan, lid],
    }),
  );
  await putTranslation(staff, { kind: "collection", id: picked.id, locale: "de" }, { title: "Geschenke" }, null);
  await putTranslation(staff, { kind: "collection", id: picked.id, locale: "ar" }, { seo_title: "هدايا" }, null);
  const rules = {
    match: "all",
    conditions: [
      { attribute: "category", operator: "is", values: [pans.id, kitchen.id] },
      { attribute: "price", operator: "at_most", values: [500], currency: "EUR" },
    ],
  };
  await createCollection(staff, newCollection.parse({ title: "Cheap pans", slug: "cheap", rules }));
  await createCollection(staff, newCollection.parse({ title: "Empty", slug: "empty" }));
}

const versions = async () =>
  (
    await env.CATALOG.prepare(
      "select id, version, updated_at from categories union all select id, version, updated_at from collections union all select id || locale, version, updated_at from translations order by 1",
    ).all()
  ).results;

const all = (what: "created" | "updated" | "unchanged", count: number) => ({
  ...{ created: 0, updated: 0, unchanged: 0 },
  [what]: count,
});

describe("a file of categories or of collections", () => {
  it("imported again changes nothing", async () => {
    await furnish();
    const before = await versions();
    const [categories, collections] = [await exportAll("categories"), await exportAll("collections")];
    expect(categories.split("\n")[0]).toBe("slug,path,position,description,seo_title,seo_description,translations");
    expect(categories).toContain("\nhome,Kitchen \\> living,2,");
    expect(categories).toContain("Kitchen \\> living > Pans \\| pots,0,,'=Pans,S,");
    expect(collections).toContain('"spoon, pan, lid"');
    expect(collections).toContain('""values"":[""pans-pots"",""home""]');
    expect(await importAll(categories)).toMatchObject({
      refusals: [],
      job: { layout: "categories", rows_done: 4, categories: all("unchanged", 4), products: all("created", 0) },
    });
    expect(await importAll(collections)).toMatchObject({
      refusals: [],
      job: { layout: "collections", rows_done: 3, collections: all("unchanged", 3) },
    });
    expect(await versions()).toEqual(before);
  });

  it("makes the same in a store that has none: categories, then products, then collections", async () => {
    const files = [await exportAll("categories"), await exportAll("products"), await exportAll("collections")];
    await env.CATALOG.batch(
      ["products", "collections", "categories", "translations", "former_slugs"].map((table) =>
        env.CATALOG.prepare(`delete from ${table}`),
      ),
    );
    for (const file of files) expect((await importAll(file)).refusals).toEqual([]);
    expect([await exportAll("categories"), await exportAll("products"), await exportAll("collections")]).toEqual(files);
    expect((await findCategory(german, "pans-pots")).name).toBe("Pfannen");
    expect(await findCollection(german, "gifts")).toMatchObject({ title: "Geschenke", product_count: 3 });
    const cheap = await findCollection(staff, "cheap");
    expect(cheap.rules?.conditions[0]?.values).toEqual([
      (await findCategory(staff, "pans-pots")).id,
      (await findCategory(staff, "home")).id,
    ]);
    expect((await importAll(files[0] ?? "")).job.categories).toEqual(all("unchanged", 4));
    expect((await importAll(files[2] ?? "")).job.collections).toEqual(all("unchanged", 3));
  });

  it("finds the categories that products have made by their names, and gives them their own addresses", async () => {
    const [categories, products] = [await exportAll("categories"), await exportAll("products")];
    await env.CATALOG.batch(
      ["products", "categories", "translations", "former_slugs"].map((table) =>
        env.CATALOG.prepare(`delete from ${table}`),
      ),
    );
    await importAll(products);
    expect((await listCategories(staff)).map(({ slug }) => slug)).toEqual(["kitchen-living", "pans-pots"]);
    expect((await importAll(categories, true)).job.categories).toEqual({ created: 2, updated: 2, unchanged: 0 });
    expect((await importAll(categories)).job.categories).toEqual({ created: 2, updated: 2, unchanged: 0 });
    expect(await exportAll("categories")).toBe(categories);
  });

  it("moves, renames and describes what it says otherwise, parents before what is below them", async () => {
    const file = "slug,path,position\nsteel,Cooking > Steel,3\nhome,Cooking,2\npans-pots,Cooking > Steel > Pans,0\n";
    expect((await importAll(file)).job.categories).toEqual({ created: 1, updated: 2, unchanged: 0 });
    expect(await findCategory(staff, "pans-pots")).toMatchObject({
      name: "Pans",
      path: ["home", "steel", "pans-pots"],
      seo_title: "=Pans",
    });
    expect((await findCategory(german, "pans-pots")).name).toBe("Pfannen");
    expect((await importAll(file)).job.categories).toEqual(all("unchanged", 3));
    const collections =
      'slug,title,rules,products,translations\ngifts,Presents,,"lid, pan","{""de"":{""title"":""Gaben""}}"\n';
    expect((await importAll(collections, true)).job.collections).toEqual(all("updated", 1));
    expect((await findCollection(staff, "gifts")).title).toBe("Gifts, small");
    expect((await importAll(collections)).job.collections).toEqual(all("updated", 1));
    expect(await findCollection(german, "gifts")).toMatchObject({
      title: "Gaben",
      seo_title: "Gifts",
      status: "active",
      product_count: 2,
    });
    expect((await importAll(collections)).job.collections).toEqual(all("unchanged", 1));
  });

  it("refuses rows that cannot be, with the reason, and takes the others", async () => {
    const categories = `slug,path,position,translations
UPPER,A,0,
good,Good,0,
good,Again,0,
,B,0,
two,A | B,0,
low,A,-1,
json,A,0,{oops
deep,${Array.from({ length: 11 }, (_, level) => `L${level}`).join(" > ")},0,
more,A,0,,,,,x
`;
    const { job, refusals } = await importAll(categories);
    expect(job.categories).toEqual(all("created", 1));
    expect(job.rows_refused).toBe(8);
    expect((await listCategories(staff)).filter(({ name }) => /^L\d/.test(name))).toEqual([]);
    expect(refusals.map((each) => Number.parseInt(each, 10))).toEqual([2, 4, 5, 6, 7, 8, 9, 10]);
    expect(refusals.join("\n")).toMatch(/4: Line 3 tells of the category good already/);
    const rule =
      '"{""match"":""all"",""conditions"":[{""attribute"":""category"",""operator"":""is"",""values"":[""nowhere""]}]}"';
    const collections = `slug,title,rules,products,status
one,One,${rule},,active
two,Two,,"nothing, nobody",active
three,Three,,"pan, nobody",active
four,Four,${rule},pan,active
five,,,pan,active
six,Six,,pan,archived
three,Again,,pan,active
`;
    const groups = await importAll(collections);
    expect(groups.job.collections).toEqual(all("created", 1));
    expect(groups.refusals.map((each) => Number.parseInt(each, 10))).toEqual([2, 3, 5, 6, 7, 8]);
    expect(groups.refusals[0]).toMatch(/categories that are not there: nowhere/);
    expect((await findCollection(staff, "three")).product_ids).toHaveLength(1);
  });

  it("is asked for over the API by what it holds", async () => {
    const { exports } = await import("cloudflare:workers");
    const headers = bearer(await signInStaff());
    const ask = (query: string) =>
      exports.default.fetch(`https://souk.test/api/v1/products/export${query}`, { method: "POST", headers });
    const asked = await ask("?contents=collections");
    expect(asked.status).toBe(202);
    expect(await asked.json()).toMatchObject({
      contents: "collections",
      file_name: expect.stringMatching(/^collections-.*\.csv$/),
    });
    expect(await (await ask("")).json()).toMatchObject({ contents: "products" });
    expect((await ask("?contents=orders")).status).toBe(400);
  });
});
