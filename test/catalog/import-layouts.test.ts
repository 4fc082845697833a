import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { listRefusals, writeReport } from "../../src/catalog/import/import-notes.ts";
import { findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { findProduct } from "../../src/catalog/products/find-product.ts";
import { openStore } from "../../src/platform/store.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const staff = openStore(env, { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } });

async function importText(text: string | Uint8Array<ArrayBuffer>, name = "products.csv") {
  const { id } = await startImport(staff, { name, bytes: new Blob([text]).stream() });
  await runImport(staff, id);
  const notes = await new Response(await writeReport(staff, id)).text();
  return {
    job: await findImport(staff, id),
    refusals: (await listRefusals(staff, id, { limit: 100 })).data,
    notes: notes.split("\n").slice(1, -1),
  };
}

describe("WooCommerce's product CSV", () => {
  it("goes in with variations from anywhere in the file, reductions, categories and what stays behind", async () => {
    const { job, refusals, notes } = await importText(
      `ID,Type,SKU,Name,Published,Visibility in catalog,Short description,Description,Date sale price starts,Date sale price ends,In stock?,Stock,Backorders allowed?,Weight (kg),Sale price,Regular price,Categories,Tags,Images,Parent,Grouped products,Upsells,External URL,Position,Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s),Download 1 name,Download 1 URL
12,variation,TEE-RED,Tee - Red,1,visible,,,,,1,4,0,0.2,,12,,,,id:10,,,,2,Size,,Colour,Red,,
10,variable,TEE,Tee,1,visible,A tee.,Soft\\ncotton,,,1,,0,,,,"Clothing > Tees, Sale","summer, linen",,,,MUG,,0,Size,"S, M",Colour,"Red, Blue",,
11,simple,MUG,Mug,1,visible,,,2020-01-01,2020-02-01,1,7,0,0.35,6,8,Kitchen,,,,,,,0,Material,"clay, glaze",,,,
13,variation,TEE-BLUE-S,Tee - Blue,1,visible,,,,,0,,0,0.2,10,12,,,,TEE,,,,1,Size,S,Colour,Blue,,
14,"simple, downloadable, virtual",ALBUM,Album,1,visible,,,,,1,,0,,,5,Music,,,,,,,0,,,,,Flac,https://x.test/a.flac
15,grouped,SET,Set,1,visible,,,,,1,,0,,,,Kitchen,,,,"TEE, MUG",,,0,,,,,,
16,external,AWAY,Away,1,visible,,,,,1,,0,,,30,Kitchen,,,,,,https://else.test,0,,,,,,
17,variation,LOST,Lost,1,visible,,,,,1,,0,,,3,,,,id:99,,,,0,Size,S,,,,
`,
    );
    expect(job).toMatchObject({
      layout: "woocommerce",
      status: "finished",
      rows_total: 8,
      rows_done: 8,
      products: { created: 4 },
    });
    expect(refusals.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      "9: The product that it is a variation of is not in this file.",
    ]);
    expect(notes).toContain(
      "6,noted,ALBUM,Its files for download stay where they are; this store does not hand out files yet.",
    );
    const tee = await findProduct(staff, "tee");
    expect(tee).toMatchObject({
      status: "active",
      description: "A tee.\n\nSoft\ncotton",
      attributes: { tags: ["summer", "linen"] },
      options: [
        { name: "Size", values: ["S", "M"] },
        { name: "Colour", values: ["Blue", "Red"] },
      ],
      variants: [
        { sku: "TEE-BLUE-S", price: 1000, compare_at_price: 1200, available: 0, weight_grams: 200 },
        { sku: "TEE-RED-s", options: { Size: "S", Colour: "Red" }, price: 1200, available: 4 },
        { sku: "TEE-RED-m", options: { Size: "M", Colour: "Red" }, price: 1200, available: 4 },
      ],
    });
    expect(tee.category_ids).toHaveLength(2);
    expect(await findProduct(staff, "mug")).toMatchObject({
      attributes: { Material: ["clay", "glaze"] },
      variants: [{ price: 800, compare_at_price: null, available: 7, weight_grams: 350 }],
    });
    expect((await findProduct(staff, "away")).status).toBe("draft");
    const upsold = await env.CATALOG.prepare(
      "select other.slug from product_links l join products other on other.id = l.linked_id where l.product_id = ?",
    )
      .bind(tee.id)
      .first("slug");
    expect(upsold).toBe("mug");
  });

  it("is read in the language of the shop that wrote it, with semicolons and a comma in its prices", async () => {
    const german = `ID;Typ;Artikelnummer;Name;Veröffentlicht;Sichtbarkeit im Katalog;Beschreibung;Vorrätig?;Bestand;Gewicht (g);Angebotspreis;Regulärer Preis;Kategorien;Bilder;Übergeordnetes Produkt;Attribut 1 Name;Attribut 1 Wert(e)
1;variable;KANNE;Kanne;1;visible;Gut;1;;;;;Küche > Kannen;;;Größe;"Groß, Klein"
2;variation;KANNE-G;Kanne groß;1;visible;;1;3;800;"19,90";"24,90";;;KANNE;Größe;Groß
`;
    expect((await importText(german)).job).toMatchObject({ layout: "woocommerce", products: { created: 1 } });
    expect(await findProduct(staff, "kanne")).toMatchObject({
      options: [{ name: "Größe", values: ["Groß"] }],
      variants: [{ sku: "KANNE-G", price: 1990, compare_at_price: 2490, available: 3, weight_grams: 800 }],
    });
    const others = {
      tasse:
        "ID,Type,UGS,Nom,Publié,Stock,Tarif promo,Tarif régulier,Catégories,Nom de l’attribut 1,Valeur(s) de l’attribut 1 \n1,simple,TASSE,Tasse,1,4,,3.50,Cuisine,Couleur,Bleu\n",
      taza: "ID,Tipo,SKU,Nombre,Publicado,Inventario,Precio rebajado,Precio normal,Categorías,Nombre del atributo 1,Valor(es) del atributo 1\n1,simple,TAZA,Taza,1,4,,3.50,Cocina,Color,Azul\n",
    };
    for (const [slug, text] of Object.entries(others)) {
      expect((await importText(text)).job.layout).toBe("woocommerce");
      expect(await findProduct(staff, slug)).toMatchObject({ variants: [{ price: 350, available: 4 }] });
    }
    expect((await findProduct(staff, "tasse")).attributes).toEqual({ Couleur: "Bleu" });
  });
});

describe("Magento's product CSV", () => {
  it("makes one product of a configurable one and its hidden variations", async () => {
    const { job, refusals, notes } = await importText(
      `sku,store_view_code,product_type,categories,name,description,weight,product_online,visibility,price,special_price,url_key,base_image,additional_attributes,qty,is_in_stock,allow_backorders,use_config_manage_stock,configurable_variations,configurable_variation_labels
H-S,,simple,Default Category/Men,Hoodie-S,,1,1,Not Visible Individually,52.0000,,h-s,/m/h.jpg,"has_options=0,size=S",100,1,0,1,,
H-M,,simple,Default Category/Men,Hoodie-M,,1,1,Not Visible Individually,54.0000,50.00,h-m,,"size=M",0,1,0,1,,
H,,configurable,"Default Category/Men/Tops,Default Category",Hoodie,<p>Warm</p>,,1,"Catalog, Search",52,,hoodie,,"material=Wool|Cotton,climate=Cold, wet",0,1,0,1,"sku=H-S,size=S|sku=H-M,size=M|sku=H-L,size=L","size=Size"
H,de,configurable,,Kapuzenpullover,,,,,,,,,,,,,,,
X-S,,simple,,Lonely,,1,1,Not Visible Individually,5,,,,,1,1,0,1,,
CAP,,simple,Default Category/Men,Cap,,0.1,2,"Catalog, Search",9,,,,,3,1,0,1,,
`,
    );
    expect(job).toMatchObject({ layout: "magento", status: "finished", rows_total: 6, products: { created: 2 } });
    expect(refusals.map(({ line, handle }) => `${line} ${handle}`)).toEqual(["5 H", "6 X-S"]);
    expect(notes.join("\n")).toMatch(/Its variation H-L is not in this file/);
    expect(await findProduct(staff, "hoodie")).toMatchObject({
      description: "Warm",
      attributes: { material: ["Wool", "Cotton"], climate: "Cold, wet" },
      options: [{ name: "Size", values: ["S", "M"] }],
      variants: [
        { sku: "H-S", price: 5200, available: 100, weight_grams: 1000 },
        { sku: "H-M", price: 5000, compare_at_price: 5400, available: 0 },
      ],
    });
    expect(await findProduct(staff, "cap")).toMatchObject({ status: "draft", options: [] });
  });
});

describe("a plain list of products", () => {
  it("tells of pictures that cannot be fetched, and takes the rest of the product", async () => {
    const { job, notes } = await importText(
      "sku,name,price,image\nVASE,Vase,9,/media/vase.jpg\nVASE-2,Other vase,9,https://x.test/vase.jpg\n",
    );
    expect(job).toMatchObject({ rows_refused: 0, products: { created: 2 }, pictures: { waiting: 1 } });
    expect(notes).toEqual([
      '2,noted,VASE,"A picture is named by a path, as /media/vase.jpg, and cannot be fetched. Name it by an address that begins with https://, or upload it here."',
    ]);
  });

  it("refuses a product with an attribute that nothing can be called, and says which", async () => {
    const { refusals } = await importText("sku,name,price,__proto__\nODD,Odd,9,x\nEVEN,Even,9,\n");
    expect(refusals.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      "2: attributes __proto__: No attribute can have this name.",
    ]);
    expect((await findProduct(staff, "even")).attributes).toEqual({});
  });

  it("says which column is empty where a row lacks what it must have", async () => {
    const { refusals } = await importText("Artikel,SKU,Product name,Price\n1,A-1,,5\n2,,Named,5\n3,A-3,Free,\n");
    expect(refusals.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      "2: There is no name: fill the column “Product name”.",
      "3: There is no SKU: fill the column “SKU”.",
      "4: There is no price: fill the column “Price”.",
    ]);
  });
});
