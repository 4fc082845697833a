import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { createAttribute, listAttributes } from "../../src/catalog/attributes/attributes.ts";
import { newAttribute } from "../../src/catalog/attributes/schemas.ts";
import { createCategory, listCategories } from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { runExport } from "../../src/catalog/export/run-export.ts";
import { startExport } from "../../src/catalog/export/start-export.ts";
import { listRefusals } from "../../src/catalog/import/import-notes.ts";
import { findExport, findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import type { ExportContents } from "../../src/catalog/import/schemas.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct } from "../../src/catalog/schemas.ts";
import { putTranslation } from "../../src/catalog/translations/edit-translations.ts";
import { openStore } from "../../src/platform/store.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });

async function exportAll(contents: ExportContents): Promise<string> {
  const { id } = await startExport(staff, contents);
  await runExport(staff, id);
  const job = await findExport(staff, id);
  expect(job).toMatchObject({ contents, status: "finished", products_done: job.products_total });
  return (await (await env.IMPORTS.get(`exports/${id}.csv`))?.text()) ?? "";
}

async function importAll(text: string, dryRun = false) {
  const bytes = new Blob([text]).stream();
  const { id } = await startImport(staff, { name: "attributes.csv", bytes }, async () => ({ dryRun }));
  await runImport(staff, id);
  const { data } = await listRefusals(staff, id, { limit: 100 });
  return { job: await findImport(staff, id), refusals: data.map(({ line, reason }) => `${line}: ${reason}`) };
}

const define = (input: object) => createAttribute(staff, newAttribute.parse(input));
const all = (what: "created" | "updated" | "unchanged", count: number) => ({
  ...{ created: 0, updated: 0, unchanged: 0 },
  [what]: count,
});

async function furnish(): Promise<void> {
  const kitchen = await createCategory(staff, newCategory.parse({ name: "Kitchen > living" }));
  const pans = await createCategory(staff, newCategory.parse({ name: "Pans | pots", parent_id: kitchen.id }));
  const sale = await createCategory(staff, newCategory.parse({ name: "A sale" }));
  const width = { code: "width", label: "Width", type: "number", unit: "cm", position: 2 };
  await define({ ...width, category_ids: [pans.id, sale.id] });
  const colour = await define({
    code: "+colour",
    label: "Colour, of it",
    type: "enum",
    choices: ["Red", 'Blue "sky"', "-1"],
    multiple: true,
    category_ids: [kitchen.id],
  });
  await define({ code: "made", label: "Made on", type: "date", facet: false });
  await define({ code: "safe", label: "Dishwasher safe", type: "boolean" });
  const german = { label: "Farbe", values: { Red: "Rot", "-1": "Minus" } };
  await putTranslation(staff, { kind: "attribute", id: colour.id, locale: "de" }, german, null);
  await putTranslation(staff, { kind: "attribute", id: colour.id, locale: "ar" }, { label: "لون" }, null);
  await createProduct(
    staff,
    newProduct.parse({
      title: "Pan",
      slug: "pan",
      status: "active",
      category_ids: [pans.id],
      attributes: { width: 24, "+colour": ["Red"], made: "2026-01-02", safe: true, free: "as it likes" },
      variants: [{ sku: "PAN", prices: [{ currency: "EUR", amount: 100 }] }],
    }),
  );
}

describe("a file of what attributes mean", () => {
  it("imported again changes nothing", async () => {
    await furnish();
    const before = await listAttributes(staff);
    const file = await exportAll("attributes");
    expect(file.split("\n").slice(0, 2)).toEqual([
      "code,label,type,unit,choices,multiple,facet,position,categories,translations",
      `'+colour,"Colour, of it",enum,,"[""Red"",""Blue \\""sky\\"""",""-1""]",yes,yes,0,Kitchen \\> living,"{""ar"":{""label"":""لون""},""de"":{""label"":""Farbe"",""values"":{""Red"":""Rot"",""-1"":""Minus""}}}"`,
    ]);
    expect(file).toContain("width,Width,number,cm,,no,yes,2,A sale | Kitchen \\> living > Pans \\| pots,");
    expect(await importAll(file)).toMatchObject({
      refusals: [],
      job: { layout: "attributes", rows_done: 4, attributes: all("unchanged", 4), products: all("created", 0) },
    });
    expect(await listAttributes(staff)).toEqual(before);
  });

  it("makes the same in a store that has none: attributes, then products", async () => {
    const files = [await exportAll("attributes"), await exportAll("products")];
    await env.CATALOG.batch(
      ["products", "attribute_definitions", "categories", "translations", "former_slugs"].map((table) =>
        env.CATALOG.prepare(`delete from ${table}`),
      ),
    );
    expect((await importAll(files[0] ?? "", true)).job.attributes).toEqual(all("created", 4));
    expect(await listCategories(staff)).toEqual([]);
    for (const file of files) expect((await importAll(file)).refusals).toEqual([]);
    expect([await exportAll("attributes"), await exportAll("products")]).toEqual(files);
    expect((await findProduct(staff, "pan")).attributes).toMatchObject({ width: 24, "+colour": ["Red"], safe: true });
  });

  it("brings up to date what it says otherwise, and leaves alone what it has no column for", async () => {
    const file = 'code,label,type,choices\n+colour,Colour,enum,"[""Red"",""Green""]"\nheight,Height,number,\n';
    expect((await importAll(file, true)).job.attributes).toEqual({ created: 1, updated: 1, unchanged: 0 });
    expect((await importAll(file)).job.attributes).toEqual({ created: 1, updated: 1, unchanged: 0 });
    const known = await listAttributes(staff);
    expect(known.find(({ code }) => code === "+colour")).toMatchObject({
      label: "Colour",
      choices: ["Red", "Green"],
      multiple: true,
      category_ids: [expect.stringMatching(/^cat_/)],
    });
    expect(await exportAll("attributes")).toContain('""label"":""Farbe""');
    expect((await importAll(file)).job.attributes).toEqual(all("unchanged", 2));
    const texts = 'code;label;type;translations\nheight;Height;number;"{""de"":{""label"":""Höhe""}}"\n';
    expect((await importAll(texts)).job.attributes).toEqual(all("updated", 1));
    expect((await importAll(texts)).job.attributes).toEqual(all("unchanged", 1));
  });

  it("refuses rows that cannot be, with the reason, and takes the others", async () => {
    const deep = Array.from({ length: 11 }, (_, level) => `L${level}`).join(" > ");
    const file = `code,label,type,unit,choices,multiple,facet,position,categories,translations
good,Good,text,,,,,,,
good,Again,text,,,,,,,
,Nameless,text,,,,,,,
width,Width,text,,,,,,,
odd,Odd,colour,,,,,,,
kg,Weight,text,kg,,,,,,
none,None,enum,,,,,,,
json,Json,enum,,{oops,,,,,
many,Many,number,,,yes,,,,
low,Low,number,,,,,-1,,
deep,Deep,number,,,,,,${deep},
hole,Hole,number,,,,,,A > > B,
maybe,Maybe,number,,,,perhaps,,,
tongue,Tongue,number,,,,,,,"{""klingon!"":{}}"
more,More,number,,,,,,,,,x
`;
    const { job, refusals } = await importAll(file);
    expect(job.attributes).toEqual(all("created", 1));
    expect(job.rows_refused).toBe(14);
    expect(refusals.map((each) => Number.parseInt(each, 10))).toEqual(Array.from({ length: 14 }, (_, at) => at + 3));
    expect(refusals[0]).toMatch(/Line 2 tells of the attribute good already/);
    expect(refusals[2]).toMatch(/width as number; it cannot become text/);
    expect(refusals[4]).toMatch(/Only a number has a unit/);
    expect((await listCategories(staff)).filter(({ name }) => /^L\d|^A$/.test(name))).toEqual([]);
  });
});
