import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { createCollection, findCollection } from "../../src/catalog/collections/collections.ts";
import { newCollection } from "../../src/catalog/collections/schemas.ts";
import { writeReport } from "../../src/catalog/import/import-notes.ts";
import { findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });

async function importText(text: string, dryRun = false) {
  const file = { name: "products.csv", bytes: new Blob([text]).stream() };
  const { id } = await startImport(staff, file, async () => ({ dryRun }));
  await runImport(staff, id);
  const notes = await new Response(await writeReport(staff, id)).text();
  return { job: await findImport(staff, id), notes: notes.split("\n").slice(1, -1) };
}

const titlesIn = async (slug: string) => {
  const { product_ids = [] } = await findCollection(staff, slug);
  return Promise.all(product_ids.map(async (id) => (await findProduct(staff, id)).title));
};

const woo =
  "ID,Type,SKU,Name,Published,Short description,Regular price,Images,Parent,Grouped products,Attribute 1 name,Attribute 1 value(s)\n";
const set = `${woo}20,grouped,SET,Tea for two,1,Pot and cups.,,https://x.test/set.jpg,,"id:23, CUP, TRAY, GONE",,
21,variable,CUP,Cup,1,,,,,,Colour,"Red, Blue"
22,variation,CUP-R,Cup red,1,,4,,CUP,,Colour,Red
23,simple,,Teapot,1,,30,,,,,
24,simple,TRAY,Tray,1,,12,,,,,
`;

describe("a product that is sold as several others", () => {
  it("is tried first: what would come of it is told, and nothing stored", async () => {
    const { job, notes } = await importText(set, true);
    expect(job).toMatchObject({ rows_refused: 0, collections: { created: 1, updated: 0, unchanged: 0 } });
    expect(notes).toContain('2,noted,SET,"It would be the collection tea-for-two, of 3 products."');
    await expect(findCollection(staff, "tea-for-two")).rejects.toThrow("not-found");
  });

  it("is a collection of its parts in their order, also of those further down in the file, and those that are missing are told", async () => {
    const { job, notes } = await importText(set);
    expect(job).toMatchObject({
      status: "finished",
      rows_done: 5,
      rows_refused: 0,
      products: { created: 3 },
      collections: { created: 1, updated: 0, unchanged: 0 },
    });
    expect(notes).toEqual([
      '2,noted,SET,"It has no price of its own, and came in as a collection of its products; its pictures stayed behind."',
      "2,noted,SET,Of the products that it is made of these are not there: GONE.",
      '2,noted,SET,"It is the collection tea-for-two, of 3 products."',
    ]);
    expect(await findCollection(staff, "tea-for-two")).toMatchObject({
      title: "Tea for two",
      description: "Pot and cups.",
      status: "active",
      rules: null,
    });
    expect(await titlesIn("tea-for-two")).toEqual(["Teapot", "Cup", "Tray"]);
    const shown = await listProducts(staff, productQuery.parse({ collection: "tea-for-two", sort: "featured" }));
    expect(shown.data.map(({ title }) => title)).toEqual(["Teapot", "Cup", "Tray"]);
  });

  it("changes nothing the second time, and follows its file the third", async () => {
    const before = await findCollection(staff, "tea-for-two");
    const again = await importText(set);
    expect(again.job).toMatchObject({
      products: { created: 0, updated: 0, unchanged: 3 },
      collections: { created: 0, updated: 0, unchanged: 1 },
    });
    expect(await findCollection(staff, "tea-for-two")).toEqual(before);
    const changed = await importText(set.replace("id:23, CUP, TRAY, GONE", "TRAY, id:23"));
    expect(changed.job.collections).toEqual({ created: 0, updated: 1, unchanged: 0 });
    expect(await titlesIn("tea-for-two")).toEqual(["Tray", "Teapot"]);
  });

  it("finds its parts in the store where the file has it alone, and is refused where nothing of it is there", async () => {
    const alone = `${woo}30,grouped,A,Trays,0,,,,,TRAY,,
31,grouped,B,Ghosts,1,,,,,"GHOST, id:999",,
32,grouped,C,Empty,1,,,,,,,
33,grouped,D,Trays,1,,,,,TRAY,,
`;
    const { job, notes } = await importText(alone);
    expect(job).toMatchObject({ rows_refused: 3, products: { created: 0 }, collections: { created: 1 } });
    expect(notes).toEqual([
      '2,noted,A,"It is the collection trays, of one product."',
      '3,refused,B,"None of the products that it is made of is in this file or in the store: GHOST, id:999."',
      "4,refused,C,There is no product that it is made of: fill the column “Grouped products”.",
      '5,refused,D,"Line 2 tells of a collection at the same address, trays. Give one of them another name."',
    ]);
    expect((await findCollection(staff, "trays")).status).toBe("draft");
    await expect(findCollection(staff, "ghosts")).rejects.toThrow("not-found");
  });

  it("leaves a collection alone whose products a rule picks", async () => {
    const rules = { match: "all", conditions: [{ attribute: "title", operator: "contains", values: ["Tray"] }] };
    await createCollection(staff, newCollection.parse({ title: "By rule", status: "active", rules }));
    const { job, notes } = await importText(`${woo}40,grouped,R,By rule,1,,,,,TRAY,,\n`);
    expect(job).toMatchObject({ rows_refused: 1, collections: { created: 0, updated: 0 } });
    expect(notes.join()).toMatch(/There is a collection by-rule already, whose products a rule picks/);
  });

  it("comes from Magento, grouped or as a bundle, and from lists that name what a row is made of", async () => {
    const magento = `sku,store_view_code,product_type,name,description,price,product_online,visibility,url_key,associated_skus,bundle_values,configurable_variations
GROUP,,grouped,Straps,<p>Three.</p>,,1,"Catalog, Search",set-of-straps,"STRAP-6=1.0000,STRAP-8=2.0000",,
KIT,,bundle,Kit,,,1,"Catalog, Search",,,"name=Ball,type=radio,required=1,sku=BALL,price=0.0|name=Strap,type=radio,required=1,sku=STRAP-8",
STRAP-6,,simple,Strap 6,,5,1,"Catalog, Search",,,,
STRAP-8,,simple,Strap 8,,6,1,"Catalog, Search",,,,
BALL,,simple,Ball,,7,1,"Catalog, Search",,,,
`;
    const { job, notes } = await importText(magento);
    expect([job.rows_refused, notes.filter((note) => note.includes("refused"))]).toEqual([0, []]);
    expect(await titlesIn("set-of-straps")).toEqual(["Strap 6", "Strap 8"]);
    expect(await titlesIn("kit")).toEqual(["Ball", "Strap 8"]);
    const list =
      'sku,name,price,associated_sku,bundle_options\nG,Set,,"STRAP-8,STRAP-6",\nB,Pack,,,"Ball|radio:BALL\nStrap|radio:STRAP-6,STRAP-8"\n';
    expect((await importText(list)).job).toMatchObject({ rows_refused: 0, collections: { created: 2 } });
    expect(await titlesIn("set")).toEqual(["Strap 8", "Strap 6"]);
    expect(await titlesIn("pack")).toEqual(["Ball", "Strap 6", "Strap 8"]);
  });
});
