import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { createCategory } from "../../src/catalog/categories/categories.ts";
import { newCategory } from "../../src/catalog/categories/schemas.ts";
import { runExport } from "../../src/catalog/export/run-export.ts";
import { startExport } from "../../src/catalog/export/start-export.ts";
import { listRefusals } from "../../src/catalog/import/import-notes.ts";
import { findExport, findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { readPaths, writePaths } from "../../src/catalog/import/souk-columns.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { linkProducts } from "../../src/catalog/products/links.ts";
import { createProduct } from "../../src/catalog/products/products.ts";
import { newProduct } from "../../src/catalog/schemas.ts";
import { putTranslation } from "../../src/catalog/translations/edit-translations.ts";
import { splitCells, writeRow } from "../../src/platform/csv-cells.ts";
import { openStore } from "../../src/platform/store.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });

async function exportAll(): Promise<string> {
  const { id } = await startExport(staff);
  await runExport(staff, id);
  const job = await findExport(staff, id);
  expect(job).toMatchObject({ status: "finished", products_done: job.products_total });
  const file = await env.IMPORTS.get(`exports/${id}.csv`);
  return file ? file.text() : "";
}

async function importAll(text: string) {
  const { id } = await startImport(staff, { name: "products.csv", bytes: new Blob([text]).stream() });
  // On a busy machine one turn is not enough for a large file.
  await vi.waitUntil(
    async () => {
      await runImport(staff, id);
      return (await findImport(staff, id)).status === "finished";
    },
    { timeout: 120_000 },
  );
  return { job: await findImport(staff, id), refusals: (await listRefusals(staff, id, { limit: 100 })).data };
}

async function furnish(): Promise<void> {
  const kitchen = await createCategory(staff, newCategory.parse({ name: "Kitchen > living | more" }));
  const pans = await createCategory(staff, newCategory.parse({ name: "Pans \\ pots", parent_id: kitchen.id }));
  const sale = await createCategory(staff, newCategory.parse({ name: "Sale" }));
  const pan = await createProduct(
    staff,
    newProduct.parse({
      title: '=HYPERLINK("https://evil.test")',
      slug: "pan",
      description: 'Two lines,\nand a “quote".\n\n- one',
      status: "active",
      brand: "@home",
      tax_class: "second_reduced",
      category_ids: [pans.id, sale.id],
      options: [
        { name: "Size", values: ["24 cm", "28 cm", "32 cm"] },
        { name: "Colour", values: ["Red", "-Blue"] },
      ],
      attributes: { material: "copper", weight: 1.5, induction: false, care: ["hand wash", "+dry"], "=sum": "'=1" },
      variants: [
        {
          sku: "PAN-24-R",
          options: { Size: "24 cm", Colour: "Red" },
          prices: [
            { currency: "EUR", amount: 1999, compare_at_amount: 2500 },
            { currency: "JPY", amount: 3000, compare_at_amount: null },
          ],
          barcode: "0123456789012",
          weight_grams: 900,
          length_mm: 470,
          width_mm: 260,
          height_mm: 90,
          ships_alone: true,
          stock: 7,
        },
        {
          sku: "PAN-28-B",
          options: { Size: "28 cm", Colour: "-Blue" },
          prices: [{ currency: "EUR", amount: 5, compare_at_amount: null }],
          stock: 0,
        },
      ],
    }),
  );
  await putTranslation(
    staff,
    { kind: "product", id: pan.id, locale: "de" },
    { title: "Pfanne", options: { Size: { name: "Größe" } } },
    null,
  );
  const bowl = await createProduct(
    staff,
    newProduct.parse({
      title: "Bowl",
      slug: "bowl",
      // A form of a browser ends lines so; a file has one kind of line end.
      description: "One\r\nTwo\rThree",
      status: "draft",
      publish_at: "2030-01-01T09:00:00.000Z",
      seo_title: "A bowl",
      variants: [{ sku: "BOWL", prices: [{ currency: "EUR", amount: 0 }] }],
    }),
  );
  await linkProducts(staff, pan.id, pan.version, { related: [bowl.id], up_sell: [], cross_sell: [bowl.id] });
}

const everything = async () => ({
  products: (await env.CATALOG.prepare("select id, version, updated_at from products order by no").all()).results,
  stock: (await env.ORDERS.prepare("select sku, on_hand from stock_levels order by sku").all()).results,
});

describe("an export", () => {
  it("imported again changes nothing, and written again is the same file", async () => {
    await furnish();
    const before = await everything();
    const text = await exportAll();
    const { job, refusals } = await importAll(text);
    expect(refusals).toEqual([]);
    expect(job).toMatchObject({
      layout: "souk",
      rows_total: 3,
      rows_done: 3,
      products: { created: 0, updated: 0, unchanged: 2 },
    });
    expect(await everything()).toEqual(before);
    expect(await exportAll()).toBe(text);
  });

  it("says how a thing travels, and takes it back when it was changed there", async () => {
    const text = (await exportAll()).replace(",900,470,260,90,yes,7,", ",900,471,,90,,7,");
    expect((await importAll(text)).job).toMatchObject({ products: { updated: 1, unchanged: 1 } });
    const measured = "select length_mm, width_mm, height_mm, ships_alone from variants where sku = 'PAN-24-R'";
    const sides = { length_mm: 471, width_mm: null, height_mm: 90 };
    expect(await env.CATALOG.prepare(measured).first()).toEqual({ ...sides, ships_alone: 0 });
    for (const [cells, why] of [
      [",900,0,,90,,7,", /length_mm is 0/],
      [",900,long,,90,,7,", /length_mm is long/],
      [",900,471,,90,maybe,7,", /ships_alone is maybe/],
    ] as const) {
      const { refusals } = await importAll(text.replace(",900,471,,90,,7,", cells));
      expect(JSON.stringify(refusals)).toMatch(why);
    }
  });

  it("leaves a product in its own category where another one has the same name", async () => {
    const twins = await Promise.all(
      ["twin-one", "twin-two"].map((slug) => createCategory(staff, newCategory.parse({ name: "Twin", slug }))),
    );
    const ids = twins.map(({ id }) => id);
    const filed = async (sku: string, category_ids: string[]) => {
      const variants = [{ sku, prices: [{ currency: "EUR", amount: 100 }] }];
      return (await createProduct(staff, newProduct.parse({ title: sku, category_ids, variants }))).id;
    };
    const products = await Promise.all([
      filed("TWIN-1", ids.slice(0, 1)),
      filed("TWIN-2", ids.slice(1)),
      filed("TWIN-3", ids.toReversed()),
    ]);
    const { job } = await importAll(await exportAll());
    expect(job.products).toMatchObject({ created: 0, updated: 0 });
    expect((await findProduct(staff, products[1] ?? "")).category_ids).toEqual(ids.slice(1));
    await env.CATALOG.batch([
      env.CATALOG.prepare("delete from products where id in (select value from json_each(?))").bind(
        JSON.stringify(products),
      ),
      env.CATALOG.prepare("delete from categories where slug like 'twin-%'"),
    ]);
  });

  it("makes the same products, with the same prices, stock, texts and categories, in a store that has none", async () => {
    const text = await exportAll();
    await env.CATALOG.batch(
      ["delete from products", "delete from categories"].map((statement) => env.CATALOG.prepare(statement)),
    );
    const { job, refusals } = await importAll(text);
    expect(refusals).toEqual([]);
    expect(job.products).toEqual({ created: 2, updated: 0, unchanged: 0 });
    expect(await exportAll()).toBe(text);
    expect((await importAll(text)).job.products).toEqual({ created: 0, updated: 0, unchanged: 2 });
  });

  it("has no cell that a spreadsheet takes for a formula", async () => {
    const text = await exportAll();
    expect(text).toContain("\"'=HYPERLINK(");
    expect(text).toContain(",'@home,");
    expect(text).toContain(",'-Blue,");
    for (const [, cell] of text.matchAll(/(?:^|,|\n)("(?:[^"]|"")*"|[^",\n]*)/g)) {
      expect(cell?.replace(/^"/, "")).not.toMatch(/^[=+\-@]/);
    }
  });

  it("of many parts goes on at the last of them in another message, and loses nothing", async () => {
    const long = "Ünïcode wörds ".repeat(1200).trim();
    const rows = Array.from({ length: 900 }, (_, no) => `LONG-${no},Long ${no},${no + 1}.00,${long}\n`);
    await importAll(`sku,name,price,description\n${rows.join("")}`);
    let clock = Date.now();
    // Every look at the clock finds a minute gone: a message does one part.
    const now = () => {
      clock += 60_000;
      return new Date(clock);
    };
    const slow = openStore(env, { actor: staff.actor, now });
    const { id } = await startExport(slow);
    let messages = 0;
    while ((await findExport(staff, id)).status !== "finished") {
      await runExport(slow, id);
      messages += 1;
    }
    expect(messages).toBeGreaterThan(2);
    const text = await (await env.IMPORTS.get(`exports/${id}.csv`))?.text();
    expect(text?.length).toBeGreaterThan(15_000_000);
    expect((await env.IMPORTS.list({ prefix: `exports/${id}` })).objects).toHaveLength(1);
    const { job, refusals } = await importAll(text ?? "");
    expect(refusals).toEqual([]);
    expect(job.products).toMatchObject({ created: 0, updated: 0, unchanged: 902 });
  });

  it("is staff's to ask for", async () => {
    const { exports } = await import("cloudflare:workers");
    const ask = (method: string) => exports.default.fetch("https://souk.test/api/v1/products/export", { method });
    expect((await ask("POST")).status).toBe(401);
    expect((await ask("GET")).status).toBe(401);
  });
});

describe("a row of a CSV", () => {
  it("is read back as it was written, whatever stands in it", () => {
    for (const cells of [
      ["a", "", "b,c", 'say "hi"', "two\nlines", " edge "],
      ["=1+1", "+49", "-5", "@me", "'=1", "''+", "'plain", "\tTab"],
      ["x;y", "ü", "", "", ""],
    ]) {
      expect(splitCells(writeRow(cells).slice(0, -1), ",")).toEqual(cells);
    }
  });

  it("keeps names of categories whole that hold its own marks", () => {
    const paths = [["A > B", "C | D"], ["E \\ F"]];
    expect(readPaths(writePaths(paths))).toEqual(paths);
  });
});
