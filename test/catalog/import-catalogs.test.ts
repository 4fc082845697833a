import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { listRefusals } from "../../src/catalog/import/import-notes.ts";
import { findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { openStore } from "../../src/platform/store.ts";

// Whole files go in here, and the machine may have other work.
vi.setConfig({ testTimeout: 300_000 });

/** Pictures are not fetched here: the addresses in these files are other people's. */
const queue = new Proxy(env.IMPORTS_QUEUE, {
  get: (own, name) => (name === "send" ? async () => undefined : Reflect.get(own, name)),
});
const staff = openStore(
  { ...env, IMPORTS_QUEUE: queue },
  { actor: { kind: "staff", id: "usr_1", email: "ada@souk.test", groups: ["admins"] } },
);

async function importFile(name: string) {
  const bytes = new Uint8Array(await (await env.TEST_FILES.fetch(`https://files.test/catalogs/${name}`)).arrayBuffer());
  const { id } = await startImport(staff, { name, bytes: new Blob([bytes]).stream() });
  // On a busy machine one turn is not enough for a large file.
  await vi.waitUntil(
    async () => {
      await runImport(staff, id);
      return (await findImport(staff, id)).status === "finished";
    },
    { timeout: 240_000 },
  );
  return { job: await findImport(staff, id), refusals: (await listRefusals(staff, id, { limit: 100 })).data };
}

/** What comes of a CSV: things that it makes or changes; none of its rows is refused; null where it is no file of products. */
type Outcome = { products: number; collections?: number } | null;

/** Every CSV of the real catalogs, in an order in which what needs others comes after them. */
const expected: Record<string, Outcome> = {
  "shopify_sample/apparel.csv": { products: 20 },
  "shopify_sample/home-and-garden.csv": { products: 20 },
  "shopify_sample/jewelery.csv": { products: 20 },
  "spree/customers.csv": null,
  "spree/products.csv": { products: 37 },
  "spree/product_translations.csv": { products: 37 },
  "woocommerce/importer_unit_sample.csv": { products: 4, collections: 1 },
  "woocommerce/sample_products.csv": { products: 14, collections: 1 },
  "woocommerce/sample_tax_rates.csv": null,
};

/** Those of Magento's fixtures, by module. */
const archive = "magento2_fixtures.tar.xz";
const fixture = (name: string) => name.replace("/", "SampleData/fixtures/").replace(/^/, "magento2/app/code/Magento/");
const ofMagento: Record<string, Outcome> = {
  "Catalog/SimpleProduct/products_gear_bags.csv": { products: 14 },
  "Catalog/SimpleProduct/products_gear_fitness_equipment.csv": { products: 9 },
  "Catalog/SimpleProduct/products_gear_fitness_equipment_ball.csv": { products: 9 },
  "Catalog/SimpleProduct/products_gear_fitness_equipment_strap.csv": { products: 3 },
  "Catalog/SimpleProduct/products_gear_watches.csv": { products: 9 },
  "Configurable/products.csv": { products: 147 },
  "Downloadable/products_training_video_download.csv": { products: 6 },
  "GroupedProduct/yoga_grouped.csv": { products: 0, collections: 1 },
  "Bundle/yoga_bundle.csv": { products: 0, collections: 1 },
};
/** What else lies there: links, pictures, reviews, rules, pages and orders. */
const noProducts = {
  Bundle: "Links/crosssell Links/related images_yoga_bundle",
  CatalogRule: "catalog_rules",
  Catalog:
    "Links/crosssell Links/related Links/upsell SimpleProduct/images_gear_bags SimpleProduct/images_gear_fitness_equipment SimpleProduct/images_gear_watches attributes categories",
  Cms: "blocks/categories_static_blocks blocks/pages_static_blocks categories pages/pages",
  Configurable: "Links/crosssell Links/related Links/upsell attributes categories",
  Customer: "customer_profile",
  Downloadable:
    "Links/crosssell Links/related attributes categories downloadable_data_training_video_download images_products_training_video",
  GroupedProduct: "Link/crosssell Link/related images_yoga_grouped",
  Msrp: "products_msrp",
  OfflineShipping: "tablerate",
  ProductLinks: "crosssell related upsell",
  Review: "products_reviews",
  SalesRule: "sales_rules",
  Sales: "orders",
  Tax: "tax_rate tax_rule",
  Widget: "cmsblock",
  Wishlist: "wishlist",
};
for (const [module, names] of Object.entries(noProducts))
  for (const name of names.split(" ")) ofMagento[`${module}/${name}.csv`] = null;

const namesAt = async (path: string): Promise<string[]> => {
  const answer = await env.TEST_FILES.fetch(`https://files.test/catalogs${path}`);
  return answer.ok ? ((await answer.json()) as string[]).filter((name) => name.endsWith(".csv")) : [];
};
const found = await namesAt("");
const packed = found.length > 0 ? await namesAt(`/${archive}/`) : [];
if (found.length === 0) console.warn("The real catalogs are not beside this checkout: their files are not read here.");
else if (packed.length === 0) console.warn("Nothing here unpacks xz: Magento's fixtures are not read here.");

/** Sends each file twice, and compares what came of it with what should. */
async function prove(files: Record<string, Outcome>): Promise<void> {
  for (const [name, outcome] of Object.entries(files)) {
    if (outcome === null) {
      const refused = expect(importFile(name), name).rejects;
      await refused.toMatchObject({ code: "refused-file", detail: expect.stringMatching(/missing/) });
      continue;
    }
    const { products, collections = 0 } = outcome;
    const first = await importFile(name);
    const told = first.refusals.map(({ line, reason }) => `${line}: ${reason}`);
    expect([name, first.job.rows_refused, told]).toEqual([name, 0, []]);
    expect([
      name,
      first.job.products.created + first.job.products.updated,
      first.job.collections.created + first.job.collections.updated,
    ]).toEqual([name, products, collections]);
    expect(first.job).toMatchObject({ status: "finished", rows_done: first.job.rows_total });
    const { job: again } = await importFile(name);
    expect([name, again.products, again.collections]).toEqual([
      name,
      { created: 0, updated: 0, unchanged: products },
      { created: 0, updated: 0, unchanged: collections },
    ]);
  }
}

describe("the real catalogs", () => {
  it.runIf(found.length > 0)(
    "go in whole, and again without a change; other files are refused with the reason",
    async () => {
      expect(found.sort()).toEqual(Object.keys(expected).sort());
      await prove(expected);
    },
  );

  it.runIf(packed.length > 0)("of Magento, too, with what is grouped and bundled", async () => {
    const files = Object.fromEntries(
      Object.entries(ofMagento).map(([name, outcome]) => [`${archive}/${fixture(name)}`, outcome]),
    );
    expect(packed.map((name) => `${archive}/${name}`).sort()).toEqual(Object.keys(files).sort());
    await prove(files);
  });
});
