import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { listRefusals, writeReport } from "../../src/catalog/import/import-notes.ts";
import { findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { productQuery } from "../../src/catalog/schemas.ts";
import { findTranslation, listTranslations } from "../../src/catalog/translations/translations.ts";
import { openStore } from "../../src/platform/store.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const actor = { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } as const;
const staff = openStore(env, { actor });
const german = openStore(env, { actor, locale: "de" });

async function importText(text: string, dryRun = false) {
  const file = { name: "texts.csv", bytes: new Blob([text]).stream() };
  const { id } = await startImport(staff, file, async () => ({ dryRun }));
  await runImport(staff, id);
  const refusals = (await listRefusals(staff, id, { limit: 100 })).data;
  return {
    job: await findImport(staff, id),
    refusals: refusals.map(({ line, handle, reason }) => `${line} ${handle}: ${reason}`),
    report: await new Response(await writeReport(staff, id)).text(),
  };
}

const goods = "slug,sku,name,price\npan,PAN,Pan,20\nbowl,BOWL,Bowl,10\nlid,LID,Lid,5\n";
const texts = `slug,locale,name,description,meta_title,meta_keywords
pan,de,Pfanne,<p>Aus Kupfer.</p>,Die Pfanne,kupfer
pan,fr-ca,Poêle,,,
bowl,de,Schüssel,,,
`;

describe("a file of texts in other languages", () => {
  it("that is only tried stores nothing", async () => {
    await importText(goods);
    const { job } = await importText(texts, true);
    expect(job).toMatchObject({ layout: "translations", rows_done: 3, products: { updated: 2, unchanged: 0 } });
    expect(await listTranslations(staff, "product", (await findProduct(staff, "pan")).id)).toEqual([]);
  });

  it("translates the products that it names, and they are found by their new names", async () => {
    const { job, refusals, report } = await importText(texts);
    expect(refusals).toEqual([]);
    expect(job).toMatchObject({
      status: "finished",
      rows_refused: 0,
      products: { created: 0, updated: 2, unchanged: 0 },
    });
    expect(report).toContain("1,noted,,Nothing is read of the columns meta_keywords.");
    expect(await findProduct(german, "pan")).toMatchObject({
      title: "Pfanne",
      description: "Aus Kupfer.",
      seo_title: "Die Pfanne",
    });
    const found = await listProducts(german, productQuery.parse({ q: "schüssel" }));
    expect(found.data.map(({ title }) => title)).toEqual(["Schüssel"]);
  });

  it("changes nothing the second time; later files add to what is there, and empty cells take nothing away", async () => {
    const { id } = await findProduct(staff, "pan");
    const before = await listTranslations(staff, "product", id);
    const events = await env.CATALOG.prepare("select count(*) as n from outbox").first("n");
    expect((await importText(texts)).job.products).toEqual({ created: 0, updated: 0, unchanged: 2 });
    expect(await listTranslations(staff, "product", id)).toEqual(before);
    expect(await env.CATALOG.prepare("select count(*) as n from outbox").first("n")).toBe(events);
    const by = await importText("sku,language,title,description\nPAN,de,Kupferpfanne,\nLID,de,Deckel,\n");
    expect(by.job.products).toMatchObject({ updated: 2 });
    expect((await findTranslation(staff, "product", id, "de")).texts).toEqual({
      title: "Kupferpfanne",
      description: "Aus Kupfer.",
      seo_title: "Die Pfanne",
    });
  });

  it("knows a product by its SKU on rows whose slug is empty, where the file has a column for both", async () => {
    const { job, refusals } = await importText(
      "slug,sku,locale,name\nlid,,nl,Deksel\n,LID,da,Låg\n,LID,sv,Lock\n,,fi,Kansi\nlid,PAN,nb,Lokk\n",
    );
    expect(refusals).toEqual(["5 null: There is no slug: fill the column “slug”."]);
    expect(job.products).toMatchObject({ updated: 3 });
    const { id } = await findProduct(staff, "lid");
    const told = await listTranslations(staff, "product", id);
    expect(told.map(({ locale, texts }) => ({ locale, ...texts }))).toEqual([
      { locale: "da", title: "Låg" },
      { locale: "de", title: "Deckel" },
      { locale: "nb", title: "Lokk" },
      { locale: "nl", title: "Deksel" },
      { locale: "sv", title: "Lock" },
    ]);
  });

  it("tells of each row that cannot go in by its line and why, and takes the rest", async () => {
    const { job, refusals } = await importText(`slug,locale,name,description
ghost,de,Geist,
pan,klingon!,Pfanne,
pan,en,Pan,
pan,es,Sartén,
pan,es,Otra,
,de,Niemand,
bowl,,Nirgends,
bowl,es,,
bowl,it,${"x".repeat(201)},
bowl,pt,Tigela,
`);
    expect(refusals).toEqual([
      "2 ghost: There is no product with the slug ghost. Import the products first.",
      "3 pan: klingon! is no language; write it as de or pt-BR.",
      "4 pan: en is the store's own language: its texts stand in the file of products.",
      "6 pan: Line 5 has its texts in es already.",
      "7 null: There is no slug: fill the column “slug”.",
      "8 bowl: There is no language: fill the column “locale”.",
      "9 bowl: There is no text: fill the column “name”.",
      expect.stringMatching(/^10 bowl: name: .*200/),
    ]);
    expect(job).toMatchObject({ rows_done: 10, rows_refused: 8, products: { updated: 2 } });
    const { id } = await findProduct(staff, "bowl");
    expect((await findTranslation(staff, "product", id, "pt")).texts).toEqual({ title: "Tigela" });
  });
});
