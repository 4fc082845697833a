import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { runExport } from "../../src/catalog/export/run-export.ts";
import { startExport } from "../../src/catalog/export/start-export.ts";
import { listRefusals } from "../../src/catalog/import/import-notes.ts";
import { findExport, findImport } from "../../src/catalog/import/jobs.ts";
import { runImport } from "../../src/catalog/import/run-import.ts";
import { startImport } from "../../src/catalog/import/start-import.ts";
import { listPrices } from "../../src/catalog/price-lists/list-prices.ts";
import { createPriceList, findPriceList } from "../../src/catalog/price-lists/price-lists.ts";
import { newPriceList } from "../../src/catalog/price-lists/schemas.ts";
import { storeFor } from "../checkout/shop.ts";
import { type Sold, sellAt } from "../prices/staff.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let pan: Sold;
let lid: Sold;
let sale = "";
let wholesale = "";

const list = async (over: object): Promise<string> =>
  (await createPriceList(storeFor(), newPriceList.parse({ adjustment: { kind: "fixed" }, ...over }))).id;

beforeAll(async () => {
  pan = await sellAt({ EUR: 2000 });
  lid = await sellAt({ EUR: 500, JPY: 800 });
  sale = await list({ name: "Summer, sale", status: "active", priority: 5 });
  wholesale = await list({ name: "Wholesale", priority: 9 });
  await list({ name: "Tenth off", adjustment: { kind: "percent", percent: "-10" } });
  await list({ name: "Twice" });
  await list({ name: "Twice" });
});

async function bringIn(text: string, dryRun = false) {
  const file = { name: "prices.csv", bytes: new Blob([text]).stream() };
  const { id } = await startImport(storeFor(), file, async () => ({ dryRun }));
  await runImport(storeFor(), id);
  const { data } = await listRefusals(storeFor(), id, { limit: 100 });
  return { job: await findImport(storeFor(), id), refusals: data.map(({ line, reason }) => `${line}: ${reason}`) };
}

async function takeOut(): Promise<string> {
  const { id } = await startExport(storeFor(), "list_prices");
  await runExport(storeFor(), id);
  expect(await findExport(storeFor(), id)).toMatchObject({ contents: "list_prices", status: "finished" });
  return (await (await env.IMPORTS.get(`exports/${id}.csv`))?.text()) ?? "";
}

const asked = async (id: string) =>
  (await listPrices(storeFor(), id, { limit: 50 })).data.map(({ sku, currency, tiers }) => [
    sku,
    currency,
    ...tiers.map(({ min_quantity, amount }) => `${min_quantity}: ${amount}`),
  ]);

const file = () => `price_list,sku,currency,price,tiers,note
"Summer, sale",${pan.sku},EUR,18.50,10: 17.00; 50: 15,
"Summer, sale",${lid.sku},EUR,4.50,,
${wholesale},${lid.sku},jpy,,20: 700,
`;

describe("a file of list prices", () => {
  it("that is only tried says what it would do, and sets nothing", async () => {
    const { job, refusals } = await bringIn(file(), true);
    expect(refusals).toEqual([]);
    expect(job).toMatchObject({ layout: "list_prices", rows_done: 3, products: { created: 3, updated: 0 } });
    expect(await asked(sale)).toEqual([]);
  });

  it("sets what the lists ask, with prices for more pieces, in each currency", async () => {
    const { version } = await findPriceList(storeFor(), sale);
    const { job } = await bringIn(file());
    expect(job).toMatchObject({ status: "finished", rows_refused: 0, products: { created: 3 } });
    expect(await asked(sale)).toEqual([
      [pan.sku, "EUR", "1: 1850", "10: 1700", "50: 1500"],
      [lid.sku, "EUR", "1: 450"],
    ]);
    expect(await asked(wholesale)).toEqual([[lid.sku, "JPY", "20: 700"]]);
    expect((await findPriceList(storeFor(), sale)).version).toBe(version + 1);
  });

  it("changes nothing the second time, nor does what the store itself writes", async () => {
    const { version } = await findPriceList(storeFor(), sale);
    const unchanged = { created: 0, updated: 0, unchanged: 3 };
    expect((await bringIn(file())).job.products).toEqual(unchanged);
    const written = await takeOut();
    expect(written).toContain(`"Summer, sale",${pan.sku},EUR,18.50,10: 17.00; 50: 15.00\n`);
    expect(written).toContain(`Wholesale,${lid.sku},JPY,,20: 700\n`);
    expect((await bringIn(written)).job.products).toEqual(unchanged);
    expect((await findPriceList(storeFor(), sale)).version).toBe(version);
    await env.CATALOG.prepare("delete from price_list_prices").run();
    expect((await bringIn(written)).job.products).toMatchObject({ created: 3 });
    expect(await takeOut()).toBe(written);
  });

  it("changes and takes out what its rows say, keeps what was shown before, and leaves all else alone", async () => {
    const head = "price_list,sku,currency,price,tiers\n";
    const { job } = await bringIn(`${head}"Summer, sale",${lid.sku},EUR,4.00,\n${wholesale},${lid.sku},JPY,,\n`);
    expect(job.products).toMatchObject({ created: 0, updated: 2, unchanged: 0 });
    expect(await asked(sale)).toEqual([
      [pan.sku, "EUR", "1: 1850", "10: 1700", "50: 1500"],
      [lid.sku, "EUR", "1: 400"],
    ]);
    expect(await asked(wholesale)).toEqual([]);
    const former = env.CATALOG.prepare("select amount from price_history where variant_id = ?").bind(lid.variant_id);
    expect((await former.all()).results).toContainEqual({ amount: 450 });
  });

  it("tells of each row that cannot go in by its line and why, and takes the rest", async () => {
    await list({ name: "Rival", status: "active", priority: 5 });
    const rows = [
      `Rival,${pan.sku},EUR,17,`,
      `Nowhere,${pan.sku},EUR,17,`,
      `Twice,${pan.sku},EUR,17,`,
      `Tenth off,${pan.sku},EUR,17,`,
      "Wholesale,GONE,EUR,17,",
      `Wholesale,${pan.sku},JPY,1700,`,
      `Wholesale,${pan.sku},EUR,cheap,`,
      `Wholesale,${pan.sku},EUR,17,10: 18`,
      `Wholesale,${pan.sku},EUR,17,ten: 16`,
      `Wholesale,${pan.sku},Euro,17,`,
      `,${pan.sku},EUR,17,`,
      `Wholesale,${pan.sku},EUR,17.00,`,
      `Wholesale,${pan.sku},EUR,16.00,`,
    ];
    const { job, refusals } = await bringIn(`price_list,sku,currency,price,tiers\n${rows.join("\n")}\n`);
    expect(refusals.map((refusal) => refusal.replace(/[^:]*PRICED[^ ]*/, "SKU"))).toEqual([
      expect.stringMatching(/^2: Summer, sale has a price for the same at the same time/),
      "3: There is no price list Nowhere. Make it first.",
      "4: Several price lists are called Twice. Name the list by its id.",
      "5: Tenth off is a percentage. Only a list of fixed prices holds prices.",
      "6: There is no variant with the SKU GONE. Import the products first.",
      "7: The variant has no price of its own in JPY. Give it one first.",
      "8: price: cheap is no amount in EUR.",
      "9: tiers: Who takes more pays no more for each.",
      expect.stringMatching(/^10: tiers: “ten: 16” cannot be read\. Write from how many pieces on/),
      "11: EURO is no currency; write it as EUR.",
      "12: There is no price list: fill the column “price_list”.",
      "14: Line 13 has its price in this list and currency already.",
    ]);
    expect(job).toMatchObject({ rows_done: 13, rows_refused: 12, products: { created: 1 } });
    expect(await asked(wholesale)).toEqual([[pan.sku, "EUR", "1: 1700"]]);
  });

  it("has no more prices of a variant than carts can carry", async () => {
    const many = Array.from({ length: 6 }, (_, at) => `List ${at}`);
    for (const [at, name] of many.entries()) await list({ name, priority: 20 + at });
    const tiers = Array.from({ length: 19 }, (_, at) => `${at + 2}: ${19 - at}`).join("; ");
    const rows = many.map((name) => `${name},${lid.sku},EUR,20,${tiers}`);
    const { refusals } = await bringIn(`price_list,sku,currency,price,tiers\n${rows.join("\n")}\n`);
    expect(refusals).toEqual([expect.stringMatching(/^6: .*at most 100 prices/), expect.stringMatching(/^7: /)]);
  });
});
