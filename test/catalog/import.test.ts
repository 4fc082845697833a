import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { consume } from "../../queues/index.ts";
import { listRefusals } from "../../src/catalog/import/import-notes.ts";
import { findImport } from "../../src/catalog/import/jobs.ts";
import { plainText } from "../../src/catalog/import/plain-text.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { listProducts } from "../../src/catalog/lists/list-products.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { productQuery } from "../../src/catalog/schemas.ts";
import { openStore } from "../../src/platform/store.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });

const fileOf = (content: string | Uint8Array<ArrayBuffer>, name: string) => ({
  name,
  bytes: new Blob([content]).stream(),
});

const importText = async (text: string | Uint8Array<ArrayBuffer>, name = "products.csv") => {
  const { id } = await startImport(staff, fileOf(text, name));
  await runImport(staff, id);
  return { job: await findImport(staff, id), refusals: (await listRefusals(staff, id, { limit: 100 })).data };
};

const sample = "catalogs/shopify_sample";
const sampleNames = ["apparel.csv", "home-and-garden.csv", "jewelery.csv"];
const sampleAnswer = await env.TEST_FILES.fetch(`https://files.test/${sample}`);
if (!sampleAnswer.ok) console.warn(`The sample of Shopify's is not beside this checkout: its files are not read here.`);

const older =
  "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Barcode,Image Src,SEO Title,Status";

describe("a file of products", () => {
  it("goes in whole from the older layout, with variants, stock, tags and what else it holds", async () => {
    const text = `${older}
linen-shirt,Linen shirt,"<p>Soft &amp; ""cool"".</p>
<ul><li>Linen</li><li>Made in Porto</li></ul>",Weaver,Shirts,"summer, linen",true,Size,S,Colour,White,LS-S-W,200,shopify,7,deny,49.90,59.00,'0123,https://x.test/a.jpg,A shirt,active
linen-shirt,,,,,,,,M,,White,,210,shopify,0,deny,49.90,49.90,,,,
linen-shirt,,,,,,,,,,,,,,,,,,,https://x.test/b.jpg,,
gift-box,Gift box,,,,,false,Title,Default Title,,,,,,5,continue,0,,,,,
`;
    const { job, refusals } = await importText(text);
    expect(refusals).toEqual([]);
    expect(job).toMatchObject({
      status: "finished",
      rows_total: 4,
      rows_done: 4,
      rows_refused: 0,
      products: { created: 2 },
    });
    const shirt = await findProduct(staff, "linen-shirt");
    expect(shirt).toMatchObject({
      title: "Linen shirt",
      status: "active",
      brand: "Weaver",
      description: 'Soft & "cool".\n- Linen\n- Made in Porto',
      attributes: { type: "Shirts", tags: ["summer", "linen"], "SEO Title": "A shirt" },
      options: [
        { name: "Size", values: ["S", "M"] },
        { name: "Colour", values: ["White"] },
      ],
      variants: [
        { sku: "LS-S-W", price: 4990, compare_at_price: 5900, available: 7, barcode: "0123", weight_grams: 200 },
        { sku: "linen-shirt-m-white", price: 4990, compare_at_price: null, available: 0 },
      ],
    });
    expect(await findProduct(staff, "gift-box")).toMatchObject({
      status: "draft",
      options: [],
      variants: [{ sku: "gift-box", available: null }],
    });
    const level = await env.ORDERS.prepare("select on_hand from stock_levels where sku = 'LS-S-W'").first("on_hand");
    expect(level).toBe(7);
  });

  it("changes nothing the second time, and only what differs the third", async () => {
    const text = (price: string) => `${older}
candle,Candle,,Chandler,,,true,Title,Default Title,,,CANDLE,,shopify,5,deny,${price},,,,,active
soap,Soap,,Chandler,,,true,Title,Default Title,,,SOAP,,shopify,5,deny,3.00,,,,,active
`;
    await importText(text("9.00"));
    const before = await findProduct(staff, "candle");
    expect((await importText(text("9.00"))).job.products).toEqual({ created: 0, updated: 0, unchanged: 2 });
    expect(await findProduct(staff, "candle")).toEqual(before);
    expect((await importText(text("8.00"))).job.products).toEqual({ created: 0, updated: 1, unchanged: 1 });
    const after = await findProduct(staff, "candle");
    expect(after).toMatchObject({
      id: before.id,
      version: 2,
      variants: [{ id: before.variants[0]?.id, price: 800, available: 5 }],
    });
    expect(
      await env.ORDERS.prepare("select sum(delta) as n from stock_movements where variant_id = ?")
        .bind(before.variants[0]?.id)
        .first("n"),
    ).toBe(5);
  });

  it("is read by its column names, in any order and case, with a mark, CRLF and the present layout", async () => {
    const text =
      "\uFEFFPRICE,Description,Title,URL handle,Status,Vendor,SKU,Option1 name,Option1 value,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Published on online store,Fabric (product.metafields.custom.fabric),Product image URL\r\n" +
      '12.5,"<p>One</p>\r\n<p>Two</p>",Modern mug,modern-mug,Active,Potter,MUG-B,Colour,Blue,shopify,4,DENY,350,TRUE,Stoneware,https://x.test/m.jpg\r\n' +
      "12.5,,,modern-mug,,,MUG-G,,Green,shopify,2,CONTINUE,350,,,\r\n";
    const { job, refusals } = await importText(text);
    expect(refusals).toEqual([]);
    expect(job.products.created).toBe(1);
    expect(await findProduct(staff, "modern-mug")).toMatchObject({
      status: "active",
      description: "One\n\nTwo",
      attributes: { "Fabric (product.metafields.custom.fabric)": "Stoneware" },
      variants: [
        { sku: "MUG-B", title: "Blue", price: 1250, available: 4, weight_grams: 350 },
        { sku: "MUG-G", title: "Green", price: 1250, available: null },
      ],
    });
  });

  it("tells of each row that cannot go in by its line and why, and takes the rest", async () => {
    await importText(`${older}\ntaken,Taken,,,,,true,Title,Default Title,,,TAKEN-1,,,,,1,,,,,\n`);
    const { job, refusals } = await importText(`${older}
,No handle,,,,,true,,,,,,,,,,1,,,,,
no-title,,,,,,true,,,,,,,,,,1,,,,,
half,Half,"two
lines",,,,true,Size,S,,,H-S,,,,,1.00,,,,,
half,,,,,,,,M,,,H-M,,,,,cheap,,,,,
half,,,,,,,,L,,,H-L,,,,,,,,,,
half,,,,,,,,S,,,H-S2,,,,,1,,,,,
half,,,,,,,,,,,H-X,,,,,1,,,,,
half,,,,,,,,XL,,,TAKEN-1,,,,,1,,,,,
half,,,,,,,,XXL,,,H-s,,,,,1,,,,,
cents,Cents,,,,,true,,,,,C-1,,,,,1.999,,,,,
other,Other,,,,,true,,,,,O-1,,,,,1,,,,,
half,Half again,,,,,true,Size,S,,,H-S,,,,,1.00,,,,,
`);
    expect(refusals.map(({ line, handle, reason }) => `${line} ${handle}: ${reason}`)).toEqual([
      "2 null: There is no handle: fill the column “Handle”.",
      "3 no-title: There is no title: fill the column “Title”.",
      "6 half: The price cheap is not an amount of EUR; write it as 19.99.",
      "7 half: There is no price: fill the column “Variant Price”.",
      "8 half: The same options as line 4.",
      "9 half: It has no value for the option Size.",
      "10 half: The SKU TAKEN-1 belongs to taken already.",
      "11 half: The SKU H-s belongs to line 4 already.",
      "12 cents: The price 1.999 is not an amount of EUR; write it as 19.99.",
      "14 half: The rows of half began on line 4; put the rows of one product below each other.",
    ]);
    expect(job).toMatchObject({
      status: "finished",
      rows_total: 12,
      rows_done: 12,
      rows_refused: 10,
      products: { created: 2 },
    });
    expect((await findProduct(staff, "half")).variants.map((variant) => variant.sku)).toEqual(["H-S"]);
    expect((await findProduct(staff, "other")).options).toEqual([]);
  });

  it("is refused with a reason where it is no such file, and nothing of it is stored", async () => {
    const before = (await listProducts(staff, productQuery.parse({ status: "any" }))).total;
    const refused = (content: string | Uint8Array<ArrayBuffer>) =>
      startImport(staff, fileOf(content, "x.csv")).then(
        () => "taken",
        (thrown) => `${thrown.code}: ${thrown.detail}`,
      );
    expect(await refused(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))).toMatch(/^refused-file: This is a zip/);
    expect(await refused(new Uint8Array([0xff, 0xfe, 0x48, 0, 0x61, 0]))).toMatch(/UTF-16/);
    expect(await refused(new Uint8Array([0x48, 0, 0x61, 0]))).toMatch(/not a text file/);
    expect(await refused(new Uint8Array([0x48, 0xe9, 0x0a, 0x61]))).toMatch(/not UTF-8/);
    expect(await refused("")).toMatch(/empty/);
    expect(await refused("Handle,Title\na,b\n")).toMatch(/Variant Price/);
    expect(await refused("sku;name;cost\n1;2;3\n")).toMatch(/Price.* is missing/);
    expect((await listProducts(staff, productQuery.parse({ status: "any" }))).total).toBe(before);
  });

  it("with a quotation mark that is never closed loses that row alone", async () => {
    const { job, refusals } = await importText(
      `${older}\nfine,Fine,,,,,true,,,,,F-1,,,,,1,,,,,\nbroken,"never closed,,,,\nafter,After,,,,,true,,,,,F-2,,,,,1,,,,,\n`,
    );
    expect(job).toMatchObject({ status: "finished", rows_total: 3, rows_done: 3, products: { created: 2 } });
    expect(refusals).toEqual([{ line: 3, handle: null, reason: "A quotation mark is opened here and never closed." }]);
  });

  it("goes on where it stopped, and doubles nothing", async () => {
    const rows = Array.from(
      { length: 1000 },
      (_, n) => `bulk-${n},Bulk ${n},,,,,true,,,,,BULK-${n},,shopify,3,deny,1,,,,,`,
    );
    const { id } = await startImport(staff, fileOf(`${older}\n${rows.join("\n")}\n`, "bulk.csv"));
    let batches = 0;
    const failing = openStore(
      {
        ...env,
        ORDERS: new Proxy(env.ORDERS, {
          get(target, name) {
            if (name !== "batch") return Reflect.get(target, name, target);
            return (statements: D1PreparedStatement[]) => {
              batches += 1;
              if (batches === 2) throw new Error("the Worker stopped here");
              return target.batch(statements);
            };
          },
        }),
      },
      { actor: staff.actor },
    );
    await expect(runImport(failing, id)).rejects.toThrow("the Worker stopped here");
    expect(await findImport(staff, id)).toMatchObject({ status: "running", rows_total: 1000, rows_done: 800 });
    const batch = createMessageBatch("imports", [
      { id: "m1", timestamp: new Date(), attempts: 2, body: { kind: "import", job_id: id } },
    ]);
    const ctx = createExecutionContext();
    await consume(batch, env, ctx);
    expect((await getQueueResult(batch, ctx)).explicitAcks).toEqual(["m1"]);
    expect(await findImport(staff, id)).toMatchObject({
      status: "finished",
      rows_done: 1000,
      products: { created: 1000, updated: 0, unchanged: 0 },
    });
    expect((await listProducts(staff, { ...productQuery.parse({ q: "bulk" }), status: "any" })).total).toBe(1000);
    expect(
      await env.ORDERS.prepare(
        "select count(*) as n, sum(on_hand) as units from stock_levels where sku like 'BULK-%'",
      ).first(),
    ).toEqual({ n: 1000, units: 3000 });
  });

  it.runIf(sampleAnswer.ok)("of Shopify's own samples goes in whole, and whole again", async () => {
    for (const name of sampleNames) {
      const bytes = new Uint8Array(
        await (await env.TEST_FILES.fetch(`https://files.test/${sample}/${name}`)).arrayBuffer(),
      );
      const { job, refusals } = await importText(bytes, name);
      const counts = { "apparel.csv": [20, 22], "home-and-garden.csv": [20, 21], "jewelery.csv": [20, 23] }[name] ?? [];
      expect([name, refusals]).toEqual([name, []]);
      expect(job).toMatchObject({ status: "finished", products: { created: counts[0], updated: 0, unchanged: 0 } });
      const variants = await env.CATALOG.prepare(
        "select count(*) as n from variants v join products p on p.id = v.product_id where p.created_at >= ?",
      )
        .bind(job.created_at)
        .first("n");
      expect([name, variants]).toEqual([name, counts[1]]);
      expect((await importText(bytes, name)).job.products).toEqual({ created: 0, updated: 0, unchanged: counts[0] });
    }
    expect(await findProduct(staff, "leather-anchor")).toMatchObject({
      brand: "Company 123",
      attributes: { type: "Bracelet", tags: ["Anchor", "Gold", "Leather", "Silver"] },
      price_range: { min: 5500, max: 6999 },
      variants: [
        { title: "Gold", price: 6999, compare_at_price: 8500 },
        { title: "Silver", price: 5500, compare_at_price: 8500 },
      ],
    });
  });

  it("is staff's to send, as a form with a file", async () => {
    const form = new FormData();
    form.append("file", new File(["x"], "x.csv"));
    const answer = await exports.default.fetch("https://souk.test/api/v1/products/import", {
      method: "POST",
      body: form,
    });
    expect(answer.status).toBe(401);
    expect((await exports.default.fetch("https://souk.test/api/v1/products/import")).status).toBe(401);
  });
});

describe("a description in HTML", () => {
  it("is told in plain words, without script", () => {
    expect(plainText("<p>One<br>two</p><script>alert(1)</script><ul><li>a<li>b</ul>&lt;b&gt; &#233;&#0;")).toBe(
      "One\ntwo\n- a\n- b\n\n<b> é",
    );
    expect(plainText("5 < 6 and <unclosed")).toBe("5 < 6 and <unclosed");
  });
});
